import type { Announcement, ResultDetails } from "../../../server/contract/announcement.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { urgentDetails } from "../../shared/urgent.ts";
import { language, words } from "../../shared/words/words.ts";
import type { ItemStore } from "../feed-store.ts";
import { changedParts } from "./changed-parts.ts";
import { sayFor } from "./say-for.ts";
import { useReveal } from "./use-reveal.ts";

type ReleaseDetails = { readonly document?: string; readonly publisher?: string; readonly url?: string };
type ChangeDetails = { readonly from?: string; readonly to?: string };

/** What a kind has beyond its text. Details that this page cannot read are left out. */
export function DetailsView({ store, item }: { store: ItemStore; item: Announcement }) {
  const { details } = item;
  if (details === undefined) return null;
  if (item.kind === "release") return <Document details={details as ReleaseDetails} />;
  if (item.kind === "programme-change")
    return <WasIs details={details as ChangeDetails} mark={markOf(store.defaultLanguages.value[0]!)} />;
  if (item.kind === "urgent") return <UrgentFrame store={store} item={item} />;
  if (item.kind !== "result" || !("podium" in details) || details.podium.length === 0) return null;
  return <Podium store={store} item={item} details={details} />;
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

/** Part by part where both have the same parts, so that what changed stands out and what did not is read once. */
function WasIs({ details, mark }: { details: ChangeDetails; mark: ReturnType<typeof markOf> }) {
  const { from, to } = details;
  if (!from && !to) return null;
  const [was, is] = changedParts(from, to);
  return (
    <dl class="was-is" {...mark}>
      {was.length > 0 && (
        <div class="was">
          <dt {...markOf(language.value)}>{words.value.was}</dt>
          {was.map((part) => (
            <dd>
              <s>{part}</s>
            </dd>
          ))}
        </div>
      )}
      {is.length > 0 && (
        <div class="is">
          <dt {...markOf(language.value)}>{words.value.is}</dt>
          {is.map((part, at) => (
            <dd>{at === is.length - 1 ? <span class="plate solid">{part}</span> : part}</dd>
          ))}
        </div>
      )}
    </dl>
  );
}

/** Steps for a first, a second and a third, rows for all others. */
function Podium({ store, item, details }: { store: ItemStore; item: Announcement; details: ResultDetails }) {
  const reveal = useReveal(store, item);
  if (reveal === "waiting") return <p class="soon">{words.value.podiumSoon}</p>;
  const podium = [...details.podium].sort((a, b) => a.place - b.place);
  const isSteps =
    podium.length >= 3 && podium.every(({ place }, at) => (at < 3 ? place === at + 1 : place > 3));
  return (
    <ol class={`podium${isSteps ? "" : " plain"}${reveal === "rising" ? " rising" : ""}`}>
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
  const said = sayFor(store, details.instruction);
  return (
    <div class={`exercise status-${details.status}`}>
      <p {...markOf(said.language)}>
        <b>{said.text}</b>
      </p>
    </div>
  );
}
