import { useId } from "preact/hooks";
import { directionOf, ownNameOf } from "../../shared/words/languages.ts";
import { Faults, TextField } from "../parts/form-field.tsx";
import { ZoneOptions } from "../parts/place-options.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { writtenZoneAt, type ZoneInstruction } from "./form-details.ts";
import { writeWords } from "./words.ts";
import { nameIn } from "./writing.ts";

const MOST = 100;

/** What people do in some zones instead: "leave by the east stairs" is wrong in the west. */
export function ZoneInstructions({ store }: { store: DeskStore }) {
  const said = writeWords.value;
  const { zoneInstructions: rows } = store.form.value;
  const zones = store.event.value?.zones ?? [];
  if (zones.length === 0 && rows.length === 0) return null;
  const put = (next: readonly ZoneInstruction[]) => store.edit({ zoneInstructions: next });
  return (
    <section
      class="zone-instructions"
      data-path="details.zoneInstructions"
      aria-label={said.zoneInstructions}
    >
      <p class="label">{said.zoneInstructions}</p>
      <p class="hint">{said.zoneInstructionsHint}</p>
      {rows.map((row, at) => (
        <Row
          key={row.zone}
          store={store}
          row={row}
          at={at}
          onPut={(instruction) =>
            put(rows.map((each, index) => (index === at ? { ...each, instruction } : each)))
          }
          onRemove={() => put(rows.filter((_, index) => index !== at))}
        />
      ))}
      {rows.length < MOST && (
        <Adder store={store} onZone={(zone) => put([...rows, { zone, instruction: {} }])} />
      )}
    </section>
  );
}

interface RowProps {
  readonly store: DeskStore;
  readonly row: ZoneInstruction;
  readonly at: number;
  readonly onPut: (instruction: ZoneInstruction["instruction"]) => void;
  readonly onRemove: () => void;
}

function Row({ store, row: { zone, instruction }, at, onPut, onRemove }: RowProps) {
  const said = writeWords.value;
  const { text, zoneInstructions } = store.form.value;
  const written = writtenZoneAt(at, zoneInstructions);
  const path = `details.zoneInstructions.${written ?? `unwritten-${at}`}`;
  const name = nameIn(store, store.event.value?.zones.find(({ id }) => id === zone)?.name) || zone;
  const languages = [...new Set([...Object.keys(text), ...Object.keys(instruction)])];
  return (
    <fieldset class="zone-instruction">
      <legend>{name}</legend>
      <button type="button" class="plain" aria-label={said.removeTongue(name)} onClick={onRemove}>
        {said.remove}
      </button>
      <div class="two">
        {languages.map((language) => (
          <TextField
            key={language}
            label={said.inTongue(said.instruction, ownNameOf(language))}
            value={instruction[language] ?? ""}
            path={`${path}.instruction.${language}`}
            problem={store.problem.value}
            lang={language}
            dir={directionOf(language)}
            onValue={(value) => onPut({ ...instruction, [language]: value })}
          />
        ))}
      </div>
      <Faults problem={store.problem.value} path={`${path}.zone`} />
    </fieldset>
  );
}

/** One that has its own is not offered again. */
function Adder({ store, onZone }: { store: DeskStore; onZone: (zone: string) => void }) {
  const id = useId();
  const said = writeWords.value;
  const taken = new Set(store.form.value.zoneInstructions.map(({ zone }) => zone));
  return (
    <div class="field zone-adder">
      <label for={id}>{said.addZoneInstruction}</label>
      <select
        id={id}
        value=""
        onChange={(event) => {
          const zone = event.currentTarget.value;
          event.currentTarget.value = "";
          if (zone !== "") onZone(zone);
        }}
      >
        <option value="">{said.chooseZone}</option>
        <ZoneOptions store={store} without={taken} />
      </select>
    </div>
  );
}
