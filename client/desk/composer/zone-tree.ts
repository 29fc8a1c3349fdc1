/** Zones as a tree to choose from: a parent covers its children. Pure, and quick with some thousand of them. */
import type { Zone } from "../../../server/contract/event.ts";
import { foldText } from "../../../server/core/visible.ts";

export interface ZoneRow {
  readonly zone: Zone;
  readonly depth: number;
  readonly isChosen: boolean;
  /** The zone above it that is chosen, and so covers it. */
  readonly coveredBy?: Zone | undefined;
  /** Something below it is chosen. */
  readonly holdsChosen: boolean;
}

/** From the top, each zone before what lies in it; with a search, those found and what they lie in. */
export function zoneRows(zones: readonly Zone[], chosen: readonly string[], search = ""): ZoneRow[] {
  const children = childrenOf(zones);
  const wanted = search.trim() === "" ? undefined : foundWithParents(zones, search);
  const rows: ZoneRow[] = [];
  const seen = new Set<string>();
  const walk = (zone: Zone, depth: number, coveredBy: Zone | undefined): boolean => {
    if (seen.has(zone.id)) return false;
    seen.add(zone.id);
    const isChosen = chosen.includes(zone.id);
    const at = rows.length;
    const below = (children.get(zone.id) ?? []).map((child) =>
      walk(child, depth + 1, coveredBy ?? (isChosen ? zone : undefined)),
    );
    const holdsChosen = below.includes(true);
    if (wanted === undefined || wanted.has(zone.id))
      rows.splice(at, 0, { zone, depth, isChosen, coveredBy, holdsChosen });
    return isChosen || holdsChosen;
  };
  for (const zone of children.get(undefined) ?? []) walk(zone, 0, undefined);
  return rows;
}

function childrenOf(zones: readonly Zone[]): Map<string | undefined, Zone[]> {
  const known = new Set(zones.map(({ id }) => id));
  const children = new Map<string | undefined, Zone[]>();
  for (const zone of zones) {
    const parent = zone.parent !== undefined && known.has(zone.parent) ? zone.parent : undefined;
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [zone]);
    else list.push(zone);
  }
  return children;
}

function foundWithParents(zones: readonly Zone[], search: string): Set<string> {
  const words = foldText(search.trim());
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  const wanted = new Set<string>();
  for (const zone of zones) {
    if (!Object.values(zone.name).some((name) => foldText(name).includes(words))) continue;
    for (
      let up: Zone | undefined = zone;
      up !== undefined && !wanted.has(up.id);
      up = byId.get(up.parent ?? "")
    )
      wanted.add(up.id);
  }
  return wanted;
}

/** Chooses a zone, or no longer. What lies in a chosen one is covered by it, so it is not chosen besides. */
export function toggleZone(zones: readonly Zone[], chosen: readonly string[], id: string): string[] {
  if (chosen.includes(id)) return chosen.filter((other) => other !== id);
  const children = childrenOf(zones);
  const below = new Set<string>();
  const collect = (of: string): void => {
    for (const child of children.get(of) ?? [])
      if (!below.has(child.id)) {
        below.add(child.id);
        collect(child.id);
      }
  };
  collect(id);
  return [...chosen.filter((other) => !below.has(other)), id];
}
