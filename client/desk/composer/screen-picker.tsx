import { useComputed, useSignal } from "@preact/signals";
import { coversZone } from "../../../server/core/audience.ts";
import { foldText } from "../../../server/core/visible.ts";
import { language } from "../../shared/words/words.ts";
import { Faults } from "../parts/form-field.tsx";
import type { StandingScreen } from "../state/desk-screens.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { aimWords } from "./aim-words.ts";
import { nameIn } from "./writing.ts";

/** More than so many, and there is a search among them. */
const MANY = 10;
const MOST = 500;

/** Which of the venue's screens alone show it; none chosen means all that it concerns. */
export function ScreenPicker({ store }: { store: DeskStore }) {
  const said = aimWords.value;
  const search = useSignal("");
  const chosen = store.form.value.screens;
  const standing = store.screens.standing.value;
  const rows = useComputed(() => found(store.screens.standing.value, search.value));
  if (standing.length === 0 && chosen.length === 0) return null;
  const nameOf = (id: string): string => standing.find((screen) => screen.id === id)?.name ?? id;
  const gone = chosen.filter((id) => standing.every((screen) => screen.id !== id));
  const turn = (id: string) =>
    store.edit({ screens: chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id] });
  return (
    <details class="places" data-path="audience.screens">
      <summary>
        {chosen.length === 0
          ? said.allScreens
          : chosen.length <= 3
            ? said.onlyOn(chosen.map(nameOf).join(" · "))
            : said.someScreens(chosen.length)}
      </summary>
      {standing.length > MANY && (
        <input
          type="search"
          aria-label={said.searchScreen}
          placeholder={said.searchScreen}
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
      )}
      <fieldset>
        <legend class="hush">{said.onlyScreens}</legend>
        <label class="place all">
          <input type="checkbox" checked={chosen.length === 0} onChange={() => store.edit({ screens: [] })} />
          {said.allScreens}
        </label>
        <ul class="place-list">
          {gone.map((id) => (
            <Line key={id} name={id} note={said.screenGone} isOn isFull={false} onTurn={() => turn(id)} />
          ))}
          {rows.value.map((screen) => (
            <Line
              key={screen.id}
              name={screen.name}
              note={noteOn(store, screen)}
              isOn={chosen.includes(screen.id)}
              isFull={chosen.length >= MOST}
              onTurn={() => turn(screen.id)}
            />
          ))}
          {rows.value.length === 0 && <li class="hint">{said.noneFound}</li>}
        </ul>
      </fieldset>
      <Faults problem={store.problem.value} path="audience.screens" />
    </details>
  );
}

/** By name, in any case and without accents; numbers as numbers. */
function found(screens: readonly StandingScreen[], search: string): StandingScreen[] {
  const wanted = foldText(search.trim());
  const { compare } = new Intl.Collator(language.value, { numeric: true });
  return screens
    .filter(({ name }) => foldText(name).includes(wanted))
    .sort((a, b) => compare(a.name, b.name));
}

/** Named or not, a screen shows nothing that is not for its zone. */
function noteOn(store: DeskStore, { zone }: StandingScreen): string {
  const { zones } = store.form.value;
  const known = store.event.value?.zones ?? [];
  if (zone === undefined) return "";
  if (!coversZone(zones, zone, known)) return aimWords.value.outsideZones;
  return nameIn(store, known.find(({ id }) => id === zone)?.name);
}

interface LineProps {
  readonly name: string;
  readonly note: string;
  readonly isOn: boolean;
  readonly isFull: boolean;
  readonly onTurn: () => void;
}

const Line = ({ name, note, isOn, isFull, onTurn }: LineProps) => (
  <li>
    <label class="place">
      <input type="checkbox" checked={isOn} disabled={isFull && !isOn} onChange={onTurn} />
      <span>
        {name}
        {note !== "" && <small> {note}</small>}
      </span>
    </label>
  </li>
);
