/**
 * What a screen on site shows at an instant. Pure, and only of the feed, the programme and the server's
 * time, so that screens side by side show the same thing and change together.
 */
import type { Announcement, FeedItem } from "../../server/contract/announcement.ts";
import type { Zone } from "../../server/contract/event.ts";
import type { Session } from "../../server/contract/programme.ts";
import { isWithdrawn, newestFirst } from "../../server/core/feed-state.ts";
import { matches } from "../../server/core/visible.ts";
import { boardOf } from "../shared/now-and-next.ts";
import { type Urgent, urgentNow } from "../shared/urgent.ts";
import { isRevealed } from "../shared/view-model.ts";

export type Screen =
  | { readonly screen: "takeover"; readonly urgent: Urgent }
  | { readonly screen: "honours"; readonly announcement: Announcement }
  | { readonly screen: "stage"; readonly announcement: Announcement }
  | {
      readonly screen: "foyer";
      readonly rows: readonly Session[];
      /** Which rows of how many, where they do not fit at once. */
      readonly page: number;
      readonly pages: number;
      readonly latest: Announcement | undefined;
    };

export interface ScreenOptions {
  readonly now: number;
  readonly sessions: readonly Session[];
  readonly zones: readonly Zone[];
  /** How many rows fit. */
  readonly rowsFit: number;
}

/** An all-clear takes the screen for so long; then what was there comes back. */
export const ALL_CLEAR_TAKEOVER_MS = 60_000;
/** A new announcement has the screen for so long at least, and for each of its characters as well. */
export const STAGE_MS = 12_000;
export const STAGE_CHARACTER_MS = 60;
export const HONOURS_MS = 45_000;
/** Rows are turned over at this pace. */
export const PAGE_MS = 12_000;
/** What begins later than this is not "next". */
export const SOON_MS = 2 * 3_600_000;

export function screenAt(announcements: ReadonlyMap<string, FeedItem>, options: ScreenOptions): Screen {
  const { now, sessions, zones, rowsFit } = options;
  const isHere = (item: FeedItem): item is Announcement =>
    !isWithdrawn(item) &&
    item.surfaces.includes("kiosk") &&
    matches(item, { attendance: "in-person" }, zones);
  const urgent = urgentNow(announcements, now).find(
    (alert) => isHere(alert.announcement) && takesOver(alert, now),
  );
  if (urgent !== undefined) return { screen: "takeover", urgent };

  const items = newestFirst(announcements)
    .filter(isHere)
    .filter((item) => item.kind !== "urgent" && !hasExpired(item, now));
  const staged = items.find((item) => now - Date.parse(item.publishedAt) < stageMs(item));
  if (staged !== undefined) {
    const isPodium = podiumOf(staged) !== undefined && isRevealed(staged, now);
    return { screen: isPodium ? "honours" : "stage", announcement: staged };
  }
  const board = boardOf(sessions, now);
  const soon = board.next.filter(({ startsAt }) => Date.parse(startsAt) - now <= SOON_MS);
  const rows = [...board.now, ...soon];
  const pages = Math.max(1, Math.ceil(rows.length / rowsFit));
  const page = Math.floor(now / PAGE_MS) % pages;
  return {
    screen: "foyer",
    rows: rowsOn(page, rows, rowsFit),
    page,
    pages,
    latest: items[0],
  };
}

/** The last page is as full as the others, if need be with rows that were seen before. */
function rowsOn(page: number, rows: readonly Session[], rowsFit: number): readonly Session[] {
  const first = Math.min(page * rowsFit, Math.max(0, rows.length - rowsFit));
  return rows.slice(first, first + rowsFit);
}

const takesOver = ({ isOver, announcement }: Urgent, now: number): boolean =>
  !isOver || now - Date.parse(announcement.publishedAt) < ALL_CLEAR_TAKEOVER_MS;

const hasExpired = ({ expiresAt }: Announcement, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now;

function stageMs(item: Announcement): number {
  if (podiumOf(item) !== undefined) return HONOURS_MS;
  const headlines = Object.values(item.text).map(({ headline }) => headline.length);
  return STAGE_MS + STAGE_CHARACTER_MS * Math.max(...headlines);
}

/** First, second and third; other podiums are told by their headline. */
export function podiumOf({ kind, details }: Announcement) {
  if (kind !== "result" || details === undefined || !("podium" in details)) return undefined;
  const podium = [...details.podium].sort((a, b) => a.place - b.place).slice(0, 3);
  return podium.length === 3 && podium.every(({ place }, at) => place === at + 1) ? podium : undefined;
}
