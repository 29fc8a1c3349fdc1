import { nameIn } from "../composer/writing.ts";
import { zoneRows } from "../composer/zone-tree.ts";
import type { DeskStore } from "../state/desk-store.ts";

interface ZoneOptionsProps {
  readonly store: DeskStore;
  readonly chosen?: string;
  readonly without?: ReadonlySet<string>;
}

/** The event's zones as a list, deeper ones further in. A zone that the event has no more stays chosen, by its id. */
export function ZoneOptions({ store, chosen = "", without = NONE }: ZoneOptionsProps) {
  const zones = store.event.value?.zones ?? [];
  return (
    <>
      {chosen !== "" && !zones.some(({ id }) => id === chosen) && <option value={chosen}>{chosen}</option>}
      {zoneRows(zones, []).map(({ zone, depth }) => (
        <option key={zone.id} value={zone.id} disabled={without.has(zone.id)}>
          {`${"\u2003".repeat(depth)}${nameIn(store, zone.name) || zone.id}`}
        </option>
      ))}
    </>
  );
}

const NONE: ReadonlySet<string> = new Set();

export function HallOptions({ store, chosen = "" }: { store: DeskStore; chosen?: string }) {
  const halls = store.event.value?.halls ?? [];
  return (
    <>
      {chosen !== "" && !halls.some(({ id }) => id === chosen) && <option value={chosen}>{chosen}</option>}
      {halls.map(({ id, name }) => (
        <option key={id} value={id}>
          {nameIn(store, name) || id}
        </option>
      ))}
    </>
  );
}
