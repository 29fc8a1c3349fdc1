import { useComputed, useSignal } from "@preact/signals";
import type { Zone } from "../../../server/contract/event.ts";
import { Faults } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { aimWords } from "./aim-words.ts";
import { nameIn } from "./writing.ts";
import { toggleZone, zoneRows } from "./zone-tree.ts";

/** More than so many, and there is a search among them. */
const MANY = 10;

/** Which zones or tracks it is for; none chosen means all. A zone covers what lies in it. */
export function PlacePicker({ store, list }: { store: DeskStore; list: "zones" | "tracks" }) {
  const said = aimWords.value;
  const search = useSignal("");
  const chosen = store.form.value[list];
  const places = useComputed((): readonly Zone[] => store.event.value?.[list] ?? []);
  const rows = useComputed(() => zoneRows(places.value, store.form.value[list], search.value));
  if (places.value.length === 0) return null;
  const names = chosen.map((id) => nameIn(store, places.value.find((place) => place.id === id)?.name) || id);
  return (
    <details class="places" data-path={`audience.${list}`}>
      <summary>
        {chosen.length === 0
          ? said.all[list]
          : names.length <= 3
            ? names.join(" · ")
            : said.some[list](chosen.length)}
      </summary>
      {places.value.length > MANY && (
        <input
          type="search"
          aria-label={said.search[list]}
          placeholder={said.search[list]}
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
      )}
      <fieldset>
        <legend class="hush">{said.lists[list]}</legend>
        <label class="place all">
          <input type="checkbox" checked={chosen.length === 0} onChange={() => store.edit({ [list]: [] })} />
          {said.all[list]}
        </label>
        <ul class="place-list">
          {rows.value.map(({ zone, depth, isChosen, coveredBy, holdsChosen }) => (
            <li key={zone.id} data-depth={Math.min(depth, 6)}>
              <label class="place">
                <input
                  type="checkbox"
                  checked={isChosen || coveredBy !== undefined}
                  disabled={coveredBy !== undefined}
                  indeterminate={!isChosen && holdsChosen}
                  onChange={() => store.edit({ [list]: toggleZone(places.value, chosen, zone.id) })}
                />
                <span>
                  {nameIn(store, zone.name)}
                  {coveredBy && <small> {said.within(nameIn(store, coveredBy.name))}</small>}
                </span>
              </label>
            </li>
          ))}
          {rows.value.length === 0 && <li class="hint">{said.noneFound}</li>}
        </ul>
      </fieldset>
      <Faults problem={store.problem.value} path={`audience.${list}`} />
    </details>
  );
}
