/** Which announcements concern a screen, by where it stands, and how closely. Pure. */
import type { Announcement } from "../contract/announcement.ts";
import type { Zone } from "../contract/event.ts";
import { isFor } from "./audience.ts";

/** Where a screen stands. Without a zone it stands for the whole venue. */
export interface ScreenPlace {
  readonly id?: string | undefined;
  readonly zone?: string | undefined;
  readonly hall?: string | undefined;
}

/**
 * - [K3] A screen shows what is for screens and not for those at home alone. In a zone, what names that zone or one
 *        above it, or none. Without one, everything: it cannot tell what is not for its place. What names screens
 *        is for these alone.
 */
export function concernsScreen(
  item: Announcement,
  { id, zone }: ScreenPlace,
  zones: readonly Zone[],
): boolean {
  const { screens } = item.audience;
  const isNamed = screens === undefined || (id !== undefined && screens.includes(id));
  return isNamed && item.surfaces.includes("kiosk") && isFor(item, { attendance: "in-person", zone }, zones);
}

/**
 * Whether a screen's proof is awaited: it concerns the screen, which
 * was there when it went out or was corrected last.
 */
export function isExpectedOn(
  item: Announcement,
  screen: ScreenPlace & { readonly pairedAtMs: number },
  zones: readonly Zone[],
): boolean {
  const sentAtMs = Date.parse(item.correctedAt ?? item.publishedAt);
  return screen.pairedAtMs <= sentAtMs && concernsScreen(item, screen, zones);
}

/**
 * [K4] How closely: what names this very screen, then its zone, then one more for each zone above it, then what
 * is about its hall, then what is for everybody. What is nearest is shown before what is newer and farther.
 */
export function nearness(
  item: Announcement,
  place: ScreenPlace,
  zones: readonly Zone[],
  hallOf: (sessionId: string) => string | undefined,
): number {
  const { zone, hall } = place;
  if (item.audience.screens !== undefined) return THIS;
  const { zones: named } = item.audience;
  const parents = new Map(zones.map(({ id, parent }) => [id, parent]));
  let steps = 0;
  for (let at = zone; at !== undefined && steps <= zones.length; at = parents.get(at)) {
    if (named.includes(at)) return steps;
    steps += 1;
  }
  const about =
    item.sessionId ?? (item.details && "sessionId" in item.details ? item.details.sessionId : undefined);
  if (hall !== undefined && typeof about === "string" && hallOf(about) === hall) return HALL;
  return EVERYWHERE;
}

const THIS = -1;
/** Beyond any depth of zones. */
const HALL = 5_000;
const EVERYWHERE = 5_001;
