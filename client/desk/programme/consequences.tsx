import { useSignal } from "@preact/signals";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { clockTime } from "../../shared/time.ts";
import { sayIn, textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type Affected, affectedBy, type Imported } from "./import-summary.ts";
import { importWords } from "./import-words.ts";

const LISTED = 6;

/** What applying would mean for what is planned: what moves, what waits, what will be proposed. */
export function Consequences({ store, found }: { store: DeskStore; found: Imported }) {
  const words = importWords.value;
  const affected = affectedBy(found.diff, store.items.all.value.values(), store.now.value);
  const proposed = found.proposed ?? [];
  const languages = store.event.value?.languages ?? [];
  return (
    <section class="consequences" aria-labelledby="consequences">
      <h3 id="consequences">{words.announcements}</h3>
      {affected.length + proposed.length === 0 && <p class="nothing">{words.noAnnouncements}</p>}
      {(["waits", "moves", "goes", "check"] as const).map((fate) => (
        <FateList
          key={fate}
          store={store}
          fate={fate}
          affected={affected.filter((each) => each.fate === fate)}
        />
      ))}
      {proposed.length > 0 && (
        <>
          <h4>{words.proposes(proposed.length)}</h4>
          <ul>
            {proposed.map(({ kind, headline }, at) => {
              const said = sayIn(headline, language.value, languages);
              return (
                <li key={at} data-kind={kind}>
                  <span class="at" />
                  <Icon name={kind} />
                  <span {...markOf(said.language)}>{said.text}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}

interface FateProps {
  readonly store: DeskStore;
  readonly fate: Affected["fate"];
  readonly affected: readonly Affected[];
}

function FateList({ store, fate, affected }: FateProps) {
  const isWhole = useSignal(false);
  if (affected.length === 0) return null;
  const zone = store.timeZone.value;
  const shown = isWhole.value ? affected : affected.slice(0, LISTED);
  return (
    <>
      <h4>
        {importWords.value.fates[fate]} <span class="num">{affected.length}</span>
      </h4>
      <ul>
        {shown.map(({ item, wasMs, isMs }) => {
          const said = textIn(item, language.value, store.event.value?.languages ?? []);
          return (
            <li key={item.id} data-kind={item.kind}>
              <span class="at num">
                {wasMs !== undefined && isMs !== undefined ? (
                  <del>
                    <Figures text={clockTime(wasMs, zone)} />
                  </del>
                ) : (
                  wasMs !== undefined && (
                    <span>
                      <Figures text={clockTime(wasMs, zone)} />
                    </span>
                  )
                )}
                {isMs !== undefined && (
                  <b>
                    <Figures text={clockTime(isMs, zone)} />
                  </b>
                )}
              </span>
              <Icon name={item.kind} />
              <span {...markOf(said.language)}>{said.headline}</span>
            </li>
          );
        })}
      </ul>
      {shown.length < affected.length && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          {importWords.value.showAll(affected.length - shown.length)}
        </button>
      )}
    </>
  );
}
