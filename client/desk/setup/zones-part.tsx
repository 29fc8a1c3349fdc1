import { useSignal } from "@preact/signals";
import { language } from "../../shared/words/words.ts";
import { Faults } from "../parts/form-field.tsx";
import { Adder } from "./adder.tsx";
import type { EventForm, FormZone } from "./event-form.ts";
import { faultyRows } from "./faulty-sections.ts";
import { NamesFields } from "./fields.tsx";
import { Finder, LONG } from "./finder.tsx";
import { holds } from "./pick.ts";
import { Removal, type Removing } from "./removal.tsx";
import { Steps, stepOf } from "./rows.tsx";
import { nameOf } from "./say.ts";
import { Part, type SectionProps } from "./section.tsx";
import { freshId } from "./slug-ids.ts";
import { idsInUse } from "./uses.ts";
import { setupWords } from "./words.ts";
import { ZoneChoice } from "./zone-choice.tsx";
import {
  coveredBy,
  indented,
  movedAmongSiblings,
  movedUnder,
  outdented,
  rowsOf,
  withoutZone,
  type ZoneRow,
} from "./zone-tree.ts";

/** Deeper than this, rows are not set further in. */
const DEEPEST = 5;

/** The venue as a tree. Rows move by buttons, by Alt and the arrow keys, or by choosing what they stand under. */
export function ZonesPart(props: SectionProps) {
  const { store, setup, form } = props;
  const words = setupWords.value;
  const open = useSignal<string | undefined>(undefined);
  const query = useSignal("");
  const said = useSignal("");
  const removing = useSignal<Removing | undefined>(undefined);
  const faulty = faultyRows(setup.problem.value?.errors ?? [], "zones");
  const rows = rowsOf(form.zones);
  const shown = rows.filter(({ zone }) =>
    holds(`${Object.values(zone.name).join(" ")} ${zone.id}`, query.value),
  );
  const halls = new Map<string, number>();
  for (const { zone } of form.halls) halls.set(zone, (halls.get(zone) ?? 0) + 1);

  const put = (change: (zones: EventForm["zones"]) => EventForm["zones"]) => {
    const next = change(form.zones);
    if (next !== form.zones) setup.edit((held) => ({ ...held, zones: next }));
    return next;
  };
  const tell = (zones: EventForm["zones"], id: string) => {
    const row = rowsOf(zones).find(({ zone }) => zone.id === id)!;
    const above = zones.find((zone) => zone.id === row.zone.parent);
    const name = nameOf(row.zone, form, language.value);
    const under = words.movedUnder(name, above === undefined ? "" : nameOf(above, form, language.value));
    said.value = `${under}. ${words.movedTo(name, row.position, row.siblings)}`;
  };
  const moves = { in: indented, out: outdented };
  const move = (id: string, step: "up" | "down" | "in" | "out") => {
    const isStep = step === "up" || step === "down";
    const moved = isStep
      ? put((zones) => movedAmongSiblings(zones, id, step === "up" ? -1 : 1))
      : put((zones) => moves[step](zones, id));
    if (moved !== form.zones) tell(moved, id);
  };
  const add = (name: string, parent: string) => {
    const sessions = store.programme.value?.sessions ?? [];
    const taken = idsInUse({ form, sessions, items: store.items.all.value.values() });
    for (const { id } of setup.before.value?.zones ?? []) taken.add(id);
    const id = freshId(name, "zone", taken);
    setup.edit((held) => ({
      ...held,
      zones: [...held.zones, { id, name: { [held.languages[0]!]: name }, parent }],
    }));
    if (parent === "") open.value = id;
  };
  const ask = ({ id, name }: FormZone) => {
    const remove: Removing["remove"] = (held) => withoutZone(held, id);
    removing.value = { kind: "zone", id, name: nameOf({ id, name }, form, language.value), remove };
  };
  return (
    <Part title={words.sections.zones} hint={words.zonesHint}>
      {rows.length > LONG && <Finder query={query} found={shown.length} all={rows.length} />}
      {rows.length === 0 && <p class="nothing">{words.noZones}</p>}
      <ol class="setup-rows zone-rows">
        {shown.map((row) => {
          const { zone, depth } = row;
          const isOpen = open.value === zone.id || faulty.has(row.at);
          return (
            <li
              key={zone.id}
              class={`depth-${Math.min(depth, DEEPEST)}${isOpen ? " open" : ""}`}
              onKeyDown={(event) => {
                const step = stepOf(event);
                if (step !== undefined) move(zone.id, step);
              }}
            >
              <ZoneName
                form={form}
                row={row}
                halls={halls.get(zone.id) ?? 0}
                isOpen={isOpen}
                onTurn={() => (open.value = isOpen ? undefined : zone.id)}
              />
              <Steps
                name={nameOf(zone, form, language.value)}
                isFirst={row.position === 1}
                isLast={row.position === row.siblings}
                onStep={(by) => move(zone.id, by === -1 ? "up" : "down")}
              />
              {isOpen && (
                <ZoneFields
                  {...props}
                  row={row}
                  onZones={put}
                  onMove={(step) => move(zone.id, step)}
                  onAdd={(name) => add(name, zone.id)}
                  onRemove={() => ask(zone)}
                />
              )}
            </li>
          );
        })}
      </ol>
      <p class="hush" role="status">
        {said}
      </p>
      <Adder label={words.newZone} tongue={form.languages[0]!} onAdd={(name) => add(name, "")} />
      {removing.value && (
        <Removal {...props} removing={removing.value} onClose={() => (removing.value = undefined)} />
      )}
    </Part>
  );
}

interface NameProps {
  readonly form: EventForm;
  readonly row: ZoneRow;
  readonly halls: number;
  readonly isOpen: boolean;
  readonly onTurn: () => void;
}

function ZoneName({ form, row: { zone }, halls, isOpen, onTurn }: NameProps) {
  const above = form.zones.find(({ id }) => id === zone.parent);
  return (
    <button type="button" class="what" aria-expanded={isOpen} onClick={onTurn}>
      <b>{nameOf(zone, form, language.value)}</b>
      <small>
        {above !== undefined && (
          <span class="hush">{`${setupWords.value.standsUnder}: ${nameOf(above, form, language.value)}`}</span>
        )}
        {halls > 0 && <span class="num">{setupWords.value.hallCount(halls)}</span>}
        <span class="num">{zone.id}</span>
      </small>
    </button>
  );
}

interface FieldsProps extends SectionProps {
  readonly row: ZoneRow;
  readonly onZones: (change: (zones: EventForm["zones"]) => EventForm["zones"]) => unknown;
  readonly onMove: (step: "in" | "out") => void;
  readonly onAdd: (name: string) => void;
  readonly onRemove: () => void;
}

function ZoneFields({ setup, form, row, onZones, onMove, onAdd, onRemove }: FieldsProps) {
  const words = setupWords.value;
  const { zone, at } = row;
  const name = nameOf(zone, form, language.value);
  const covered = coveredBy(form.zones, zone.id);
  return (
    <div class="fields">
      <NamesFields
        label={words.name}
        names={zone.name}
        onNames={(names) =>
          onZones((zones) => zones.map((other) => (other.id === zone.id ? { ...other, name: names } : other)))
        }
        languages={form.languages}
        path={`zones.${at}.name`}
        problem={setup.problem.value}
      />
      <div class="two">
        <ZoneChoice
          label={words.standsUnder}
          none={words.top}
          form={form}
          value={zone.parent}
          isOffered={(id) => !covered.has(id)}
          onZone={(parent) => onZones((zones) => movedUnder(zones, zone.id, parent))}
        />
        <Adder label={words.newInside(name)} tongue={form.languages[0]!} onAdd={onAdd} />
      </div>
      <Faults problem={setup.problem.value} path={`zones.${at}.parent`} />
      <div class="pair">
        <small class="num">{`${words.id} ${zone.id}`}</small>
        <button type="button" class="button" onClick={() => onMove("out")} disabled={zone.parent === ""}>
          {words.outward}
        </button>
        <button type="button" class="button" onClick={() => onMove("in")} disabled={row.position === 1}>
          {words.inward}
        </button>
        <button type="button" class="button" aria-label={words.removeNamed(name)} onClick={onRemove}>
          {words.remove}
        </button>
      </div>
    </div>
  );
}
