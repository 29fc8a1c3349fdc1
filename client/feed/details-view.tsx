import type { Announcement, ResultDetails } from "../../server/contract/announcement.ts";
import { sayIn } from "../shared/languages.ts";
import { Icon } from "../shared/parts/icon.tsx";
import { markOf } from "../shared/parts/words-in.tsx";
import { urgentDetails } from "../shared/urgent.ts";
import { isRevealed } from "../shared/view-model.ts";
import { language, words } from "../shared/words.ts";
import type { ItemStore } from "./feed-store.ts";

type ReleaseDetails = { readonly document?: string; readonly publisher?: string; readonly url?: string };
type ChangeDetails = { readonly from?: string; readonly to?: string };

/** What a kind has beyond its text. Details that this page cannot read are left out. */
export function DetailsView({ store, item }: { store: ItemStore; item: Announcement }) {
  const { details } = item;
  if (details === undefined) return null;
  if (item.kind === "release") return <Document details={details as ReleaseDetails} />;
  if (item.kind === "programme-change") return <WasIs details={details as ChangeDetails} />;
  if (item.kind === "urgent") return <UrgentFrame store={store} item={item} />;
  if (item.kind !== "result" || !("podium" in details) || details.podium.length === 0) return null;
  if (!isRevealed(item, store.now.value)) return <p class="soon">{words.value.podiumSoon}</p>;
  return <Podium details={details} />;
}

/** The whole row is the link. */
function Document({ details }: { details: ReleaseDetails }) {
  const { document, publisher, url } = details;
  if (document === undefined && url === undefined) return null;
  const row = (
    <>
      <Icon name="release" />
      <span>
        <b>{document ?? url}</b>
        {publisher && <small>{publisher}</small>}
      </span>
      {url && <Icon name="arrow" />}
    </>
  );
  return (
    <div class="docs">
      {url === undefined ? (
        <div class="doc">{row}</div>
      ) : (
        <a class="doc" href={url} rel="noopener">
          {row}
        </a>
      )}
    </div>
  );
}

function WasIs({ details }: { details: ChangeDetails }) {
  const { from, to } = details;
  if (from === undefined && to === undefined) return null;
  return (
    <dl class="was-is">
      {from && (
        <div class="was">
          <dt>{words.value.was}</dt>
          <dd>{from}</dd>
        </div>
      )}
      {to && (
        <div class="is">
          <dt>{words.value.is}</dt>
          <dd>
            <span class="plate solid">{to}</span>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** Steps where there are a first, a second and a third; else rows. */
function Podium({ details }: { details: ResultDetails }) {
  const podium = [...details.podium].sort((a, b) => a.place - b.place);
  const isSteps = podium.length === 3 && podium.every(({ place }, at) => place === at + 1);
  return (
    <ol class={isSteps ? "podium" : "podium plain"}>
      {podium.map(({ place, name, affiliation, country }) => (
        <li value={place}>
          <b class="place">{place}</b>
          <span>
            <b>{name}</b>
            <small>{[affiliation, country].filter(Boolean).join(", ")}</small>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** In the stream: the same frame as at the top of the page, and what to do. */
function UrgentFrame({ store, item }: { store: ItemStore; item: Announcement }) {
  const details = urgentDetails(item);
  if (details?.instruction === undefined) return null;
  const { instruction, status } = details;
  const said =
    typeof instruction === "string"
      ? { language: store.defaultLanguages.value[0]!, text: instruction }
      : sayIn(instruction, language.value, store.defaultLanguages.value);
  return (
    <div class={`exercise status-${status}`}>
      <p {...markOf(said.language, language.value)}>
        <b>{said.text}</b>
      </p>
    </div>
  );
}
