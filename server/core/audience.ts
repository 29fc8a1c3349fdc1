/** For whom an announcement is, by where a reader is. */
import type { Announcement, Attendance } from "../contract/announcement.ts";
import type { Zone } from "../contract/event.ts";

/** What is not said leaves nothing out. */
export interface Place {
  readonly attendance?: Attendance | undefined;
  readonly zone?: string | undefined;
  readonly track?: string | undefined;
}

/** Rules V1 to V3 of visible.ts, without kind and words. */
export function isFor(item: Announcement, place: Place, zones: readonly Zone[]): boolean {
  const { attendance, zone, track } = place;
  const { audience } = item;
  return (
    (attendance === undefined || attends(item, attendance)) &&
    (track === undefined || audience.tracks.length === 0 || audience.tracks.includes(track)) &&
    (zone === undefined || coversZone(audience.zones, zone, zones))
  );
}

const attends = ({ audience }: Announcement, attendance: Attendance): boolean =>
  audience.attendance === "everyone" || audience.attendance === attendance;

/** Whether a place is in one of the zones, or below one of them. No zones means everywhere. */
export function coversZone(named: readonly string[], place: string, zones: readonly Zone[]): boolean {
  if (named.length === 0) return true;
  const parentOf = parentsIn(zones);
  const passed = new Set<string>();
  for (let at: string | undefined = place; at !== undefined && !passed.has(at); at = parentOf.get(at)) {
    if (named.includes(at)) return true;
    passed.add(at);
  }
  return false;
}

const parents = new WeakMap<readonly Zone[], ReadonlyMap<string, string | undefined>>();

function parentsIn(zones: readonly Zone[]): ReadonlyMap<string, string | undefined> {
  let known = parents.get(zones);
  if (known === undefined) {
    known = new Map(zones.map((zone) => [zone.id, zone.parent]));
    parents.set(zones, known);
  }
  return known;
}
