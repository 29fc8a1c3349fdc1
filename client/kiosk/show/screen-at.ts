/**
 * What a screen on site shows at an instant. Pure, and only of its settings, the feed, the programme and the
 * server's time, so that screens side by side show the same thing and change together.
 *
 * - [SH1] An alert has the screen, whatever else is set; its all-clear for a minute, then what was there comes back.
 * - [SH2] In a blackout there is nothing else.
 * - [SH3] Outside opening hours, and in the parts of a day that say so, it is quiet.
 * - [SH4] What is new has a foyer's or a stage's screen for a while, a ticker's line and a door's own place for it;
 *         a podium has any screen that it concerns, but a ticker and another hall's door.
 * - [SH5] Nothing goes ahead of its time: a result is not there before it is revealed.
 */
import type { Announcement } from "../../../server/contract/announcement.ts";
import type { Hall } from "../../../server/contract/event.ts";
import type { Layout } from "../../../server/contract/kiosk.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { isOpenAt, isWithin } from "../../../server/core/opening.ts";
import { concernsScreen } from "../../../server/core/screen-place.ts";
import { wallAt } from "../../../server/core/wall-clock.ts";
import { type Urgent, urgentNow } from "../../shared/urgent.ts";
import { boardAt, doorAt, nextAt } from "./boards.ts";
import { PAGE_MS, type ScreenOptions, type ShownAs } from "./options.ts";
import {
  type Held,
  hallOf,
  instructionHere,
  isBlackedOut,
  isCurrent,
  itemsHere,
  nearestFirst,
} from "./places.ts";
import { podiumOf } from "./podium.ts";
import { stagedAt, stageMs } from "./staging.ts";

export type Screen =
  | {
      readonly screen: "takeover";
      readonly urgent: Urgent;
      /** For those who stand here, by language; a string where it is in none. */
      readonly instruction: Readonly<Record<string, string>> | string | undefined;
    }
  | { readonly screen: "blackout" }
  | { readonly screen: "quiet"; readonly next: Session | undefined }
  | { readonly screen: "honours"; readonly announcement: Announcement; readonly revealedMs: number }
  | { readonly screen: "stage"; readonly announcement: Announcement; readonly isNew: boolean }
  | { readonly screen: "session"; readonly session: Session; readonly isNow: boolean }
  | {
      readonly screen: "foyer";
      readonly rows: readonly Session[];
      /** Which rows of how many, where they do not fit at once. */
      readonly page: number;
      readonly pages: number;
      readonly latest: Announcement | undefined;
      /** What was said here before, where the rows leave room. */
      readonly news: readonly Announcement[];
    }
  | {
      readonly screen: "door";
      readonly hall: Hall;
      readonly now: Session | undefined;
      readonly next: readonly Session[];
      readonly latest: Announcement | undefined;
    }
  | {
      readonly screen: "ticker";
      readonly line: Session | Announcement | undefined;
    };

/** An all-clear takes the screen for so long; then what was there comes back. */
export const ALL_CLEAR_TAKEOVER_MS = 60_000;
/** At most so many announcements take turns, the nearest first. */
const IN_TURN = 6;

export function screenAt(held: Held, options: ScreenOptions): Screen {
  const { now, kiosk, sessions, zones } = options;
  const urgent = urgentNow(held, now).find(
    (alert) => concernsScreen(alert.announcement, kiosk, zones) && takesOver(alert, now),
  );
  if (urgent !== undefined)
    return { screen: "takeover", urgent, instruction: instructionHere(urgent, kiosk.zone, zones) };
  if (isBlackedOut(kiosk.blackouts, sessions, now)) return { screen: "blackout" };
  const layout = layoutAt(kiosk, options);
  if (layout === "quiet") return { screen: "quiet", next: nextAt(options) };

  const items = itemsHere(held, kiosk, options);
  const staged = stagedAt(items, now);
  const fresh = staged === undefined ? undefined : newOn(layout, staged.announcement, options);
  if (fresh !== undefined) return fresh;
  const current = nearestFirst(
    items.filter((item) => isCurrent(item, now)),
    kiosk,
    options,
  );
  return views[layout](current, items, options, staged?.announcement);
}

const takesOver = ({ isOver, announcement }: Urgent, now: number): boolean =>
  !isOver || now - Date.parse(announcement.publishedAt) < ALL_CLEAR_TAKEOVER_MS;

/** [SH3] */
export function layoutAt(
  { layout, hours, openingHours, dayParts }: ShownAs,
  { now, timeZone }: Pick<ScreenOptions, "now" | "timeZone">,
): Layout | "quiet" {
  const wall = wallAt(now, timeZone);
  if (hours === "event" && !isOpenAt(wall, openingHours)) return "quiet";
  return dayParts.find((part) => isWithin(wall, part))?.shows ?? layout;
}

/** [SH4] A door and a ticker go on with what they are for, and have what is new where they show news. */
function newOn(
  layout: Layout,
  item: Announcement,
  { kiosk, sessions, halls }: ScreenOptions,
): Screen | undefined {
  const isOfHall = sessions.some(
    ({ id, hall }) => id === item.sessionId && hall !== undefined && hall === hallOf(kiosk, halls)?.id,
  );
  if (podiumOf(item) !== undefined && layout !== "ticker" && (layout !== "door" || isOfHall))
    return {
      screen: "honours",
      announcement: item,
      revealedMs: Date.parse(item.revealAt ?? item.publishedAt),
    };
  if (layout === "door" || layout === "ticker") return undefined;
  return { screen: "stage", announcement: item, isNew: true };
}

type View = (
  current: readonly Announcement[],
  items: readonly Announcement[],
  options: ScreenOptions,
  isNew: Announcement | undefined,
) => Screen;

const foyer: View = (current, items, options) => {
  const board = boardAt(options);
  const latest = takingTurns(current, options.now) ?? items[0];
  if (board.rows.length === 0 && latest === undefined) return { screen: "quiet", next: nextAt(options) };
  const room = options.rowsFit - board.rows.length;
  const news = [...new Set([...current, ...items])].filter((item) => item !== latest).slice(0, room);
  return { screen: "foyer", ...board, latest, news };
};

const door: View = (current, items, options, isNew) => {
  const hall = hallOf(options.kiosk, options.halls);
  if (hall === undefined) return foyer(current, items, options, isNew);
  const latest = isNew ?? takingTurns(current, options.now);
  return { screen: "door", hall, ...doorAt(hall, options), latest };
};

/** One after the other, each for as long as it takes to read; without any, what is on here. */
const stage: View = (current, _items, options) => {
  const turning = current.slice(0, IN_TURN).sort((a, b) => a.offset - b.offset);
  const roundMs = turning.reduce((sum, item) => sum + stageMs(item), 0);
  let left = roundMs === 0 ? 0 : options.now % roundMs;
  for (const announcement of turning) {
    left -= stageMs(announcement);
    if (left < 0) return { screen: "stage", announcement, isNew: false };
  }
  const hall = hallOf(options.kiosk, options.halls);
  const { now, next } = hall === undefined ? { now: undefined, next: [] } : doorAt(hall, options);
  const session = now ?? next[0];
  if (session === undefined) return { screen: "quiet", next: nextAt(options) };
  return { screen: "session", session, isNow: session === now };
};

/** What is new has the line for its time; else they take turns. */
const ticker: View = (current, _items, options, isNew) => {
  const hall = hallOf(options.kiosk, options.halls);
  const near =
    hall === undefined ? boardAt({ ...options, rowsFit: 2 }).rows : sessionsOf(doorAt(hall, options));
  const lines = [...near, ...current.slice(0, IN_TURN)];
  return { screen: "ticker", line: isNew ?? lines[Math.floor(options.now / PAGE_MS) % lines.length] };
};

const sessionsOf = ({ now, next }: ReturnType<typeof doorAt>): Session[] => [
  ...(now === undefined ? [] : [now]),
  ...next.slice(0, 1),
];

const views: Readonly<Record<Layout, View>> = { foyer, door, stage, ticker };

/** What is pinned and the nearest of the others, in turns. */
function takingTurns(current: readonly Announcement[], now: number): Announcement | undefined {
  const pinned = current.filter((item) => item.pinned);
  const turning = [...pinned.slice(0, 3), ...current.filter((item) => !item.pinned).slice(0, 1)];
  return turning[Math.floor(now / PAGE_MS) % Math.max(1, turning.length)];
}
