/** What of the feed is for this screen, nearest first. Pure. */
import type { Announcement, FeedItem } from "../../../server/contract/announcement.ts";
import type { Hall, Zone } from "../../../server/contract/event.ts";
import type { KioskConfig } from "../../../server/contract/kiosk.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { coversZone } from "../../../server/core/audience.ts";
import { isWithdrawn, newestFirst } from "../../../server/core/feed-state.ts";
import { concernsScreen, nearness, type ScreenPlace } from "../../../server/core/screen-place.ts";
import type { Urgent } from "../../shared/urgent.ts";

export type Held = ReadonlyMap<string, FeedItem>;

/** So long an announcement is news, unless it is pinned or says itself until when it holds. */
export const CURRENT_MS = 3_600_000;
/** What holds for the whole day is news no longer than this. */
export const HOLDS_MS = 4 * 3_600_000;
/** Who has not gone by then is there, or does not come. */
export const STARTED_MS = 900_000;

/** When it became what it says now. */
export const saidAt = ({ publishedAt, correctedAt, revealAt }: Announcement): number =>
  Math.max(Date.parse(correctedAt ?? publishedAt), Date.parse(revealAt ?? publishedAt));

/** What concerns this screen and has neither expired nor is still to be revealed, newest first; urgent ones apart. */
export function itemsHere(
  held: Held,
  place: ScreenPlace,
  { now, zones }: { readonly now: number; readonly zones: readonly Zone[] },
): readonly Announcement[] {
  return newestFirst(held).filter(
    (item): item is Announcement =>
      !isWithdrawn(item) &&
      item.kind !== "urgent" &&
      concernsScreen(item, place, zones) &&
      !hasExpired(item, now) &&
      (item.revealAt === undefined || Date.parse(item.revealAt) <= now),
  );
}

export const hasExpired = ({ expiresAt }: Announcement, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now;

export function isCurrent(item: Announcement, now: number): boolean {
  const age = now - saidAt(item);
  if (item.pinned) return true;
  if (item.kind === "session-start") return age < STARTED_MS;
  return age < (item.expiresAt === undefined ? CURRENT_MS : HOLDS_MS);
}

/** [K4] What is nearest goes before what is newer and farther; of two as near, the newer. */
export function nearestFirst(
  items: readonly Announcement[],
  place: ScreenPlace,
  { zones, sessions }: { readonly zones: readonly Zone[]; readonly sessions: readonly Session[] },
): readonly Announcement[] {
  const halls = new Map(sessions.map(({ id, hall }) => [id, hall]));
  const near = new Map(items.map((item) => [item, nearness(item, place, zones, (id) => halls.get(id))]));
  return [...items].sort((a, b) => near.get(a)! - near.get(b)! || b.offset - a.offset);
}

/** The hall whose door or stage this is: the one that was set, else the one that lies in the screen's own zone. */
export function hallOf(
  { hall, zone }: Pick<KioskConfig, "hall" | "zone">,
  halls: readonly Hall[],
): Hall | undefined {
  const named = halls.find(({ id }) => id === hall);
  return named ?? halls.find((each) => zone !== undefined && each.zone === zone);
}

/** What people here are to do: what is said for the nearest zone, else what is said for all. */
export function instructionHere(
  { details }: Urgent,
  zone: string | undefined,
  zones: readonly Zone[],
): Readonly<Record<string, string>> | string | undefined {
  const parents = new Map(zones.map(({ id, parent }) => [id, parent]));
  const said = details.zoneInstructions ?? [];
  let steps = 0;
  for (let at = zone; at !== undefined && steps <= zones.length; at = parents.get(at)) {
    const found = said.find((each) => each.zone === at);
    if (found !== undefined) return found.instruction;
    steps += 1;
  }
  return details.instruction;
}

/** Whether one of the blackouts that concern this screen holds. One that follows a session moves with it. */
export function isBlackedOut(
  blackouts: KioskConfig["blackouts"],
  sessions: readonly Session[],
  now: number,
): boolean {
  return blackouts.some(({ sessionId, startsAt, endsAt }) => {
    const span =
      sessionId === undefined ? { startsAt, endsAt } : sessions.find((session) => session.id === sessionId);
    if (span?.startsAt === undefined || span.endsAt === undefined) return false;
    return Date.parse(span.startsAt) <= now && now < Date.parse(span.endsAt);
  });
}

/** Whether a hall lies where a screen stands, or above or below it. */
export const isNear = (hall: Hall, zone: string | undefined, zones: readonly Zone[]): boolean =>
  zone === undefined ||
  hall.zone === undefined ||
  coversZone([zone], hall.zone, zones) ||
  coversZone([hall.zone], zone, zones);
