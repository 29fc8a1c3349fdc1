/** Zones as the tree they are: a parent covers its children. Pure; no move ever makes a circle. */
import type { EventForm, FormZone } from "./event-form.ts";
import { stepped } from "./event-form.ts";

export interface ZoneRow {
  readonly zone: FormZone;
  readonly depth: number;
  /** Where it stands in the form's list, as the server counts it. */
  readonly at: number;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
}

type Zones = readonly FormZone[];

/** Under `parent`, in the order of the list. One whose parent is gone stands at the top. */
function childrenOf(zones: Zones): (parent: string) => FormZone[] {
  const ids = new Set(zones.map(({ id }) => id));
  const under = new Map<string, FormZone[]>();
  for (const zone of zones) {
    const parent = ids.has(zone.parent) ? zone.parent : "";
    const list = under.get(parent);
    if (list === undefined) under.set(parent, [zone]);
    else list.push(zone);
  }
  return (parent) => under.get(parent) ?? [];
}

/** Every zone once, each after its parent. Zones that go round in a circle stand at the end, at the top. */
export function rowsOf(zones: Zones): ZoneRow[] {
  const children = childrenOf(zones);
  const places = new Map(zones.map((zone, at) => [zone, at]));
  const rows: ZoneRow[] = [];
  const seen = new Set<FormZone>();
  const add = (list: readonly FormZone[], depth: number): void => {
    for (const [index, zone] of list.entries()) {
      if (seen.has(zone)) continue;
      seen.add(zone);
      const under = children(zone.id);
      const where = { depth, at: places.get(zone)!, position: index + 1, siblings: list.length };
      rows.push({ zone, ...where, hasChildren: under.length > 0 });
      add(under, depth + 1);
    }
  };
  add(children(""), 0);
  for (const zone of zones) if (!seen.has(zone)) add([zone], 0);
  return rows;
}

/** The zone and all that it covers. */
export function coveredBy(zones: Zones, id: string): ReadonlySet<string> {
  const children = childrenOf(zones);
  const covered = new Set([id]);
  for (const known of covered) for (const zone of children(known)) covered.add(zone.id);
  return covered;
}

/** A zone may stand under any that it does not cover itself. */
export const mayStandUnder = (zones: Zones, id: string, parent: string): boolean =>
  parent === "" || (zones.some((zone) => zone.id === parent) && !coveredBy(zones, id).has(parent));

/** The last of its new siblings; unchanged where it may not stand there. */
export function movedUnder(zones: Zones, id: string, parent: string): Zones {
  const zone = zones.find((found) => found.id === id);
  if (zone === undefined || zone.parent === parent || !mayStandUnder(zones, id, parent)) return zones;
  return [...zones.filter((found) => found !== zone), { ...zone, parent }];
}

/** One step up or down among its siblings; what lies between in the list keeps its order. */
export function movedAmongSiblings(zones: Zones, id: string, by: -1 | 1): Zones {
  const row = rowsOf(zones).find(({ zone }) => zone.id === id);
  if (row === undefined) return zones;
  const siblings = siblingsOf(zones, row.zone);
  const order = stepped(siblings, siblings.indexOf(row.zone), by);
  if (order === siblings) return zones;
  let next = 0;
  return zones.map((zone) => (siblings.includes(zone) ? order[next++]! : zone));
}

const siblingsOf = (zones: Zones, zone: FormZone): FormZone[] => {
  const children = childrenOf(zones);
  const known = children(zone.parent);
  return known.includes(zone) ? known : children("");
};

/** Under the sibling that stands before it. */
export function indented(zones: Zones, id: string): Zones {
  const zone = zones.find((found) => found.id === id);
  if (zone === undefined) return zones;
  const siblings = siblingsOf(zones, zone);
  const before = siblings[siblings.indexOf(zone) - 1];
  return before === undefined ? zones : movedUnder(zones, id, before.id);
}

/** Beside its parent, right after it. */
export function outdented(zones: Zones, id: string): Zones {
  const zone = zones.find((found) => found.id === id);
  const parent = zones.find((found) => found.id === zone?.parent);
  if (zone === undefined || parent === undefined) return zones;
  return zones.flatMap((found) => {
    if (found === zone) return [];
    return found === parent ? [parent, { ...zone, parent: parent.parent }] : [found];
  });
}

/** Its children and halls are taken over by what it stood under, so that nothing is left without a place. */
export function withoutZone(form: EventForm, id: string): EventForm {
  const gone = form.zones.find((zone) => zone.id === id);
  if (gone === undefined) return form;
  const { parent } = gone;
  return {
    ...form,
    zones: form.zones
      .filter((zone) => zone !== gone)
      .map((zone) => (zone.parent === id ? { ...zone, parent } : zone)),
    halls: form.halls.map((hall) => (hall.zone === id ? { ...hall, zone: parent } : hall)),
  };
}
