/** What a reader is shown of the feed: order, days, filters, what is new above them. Pure. */
import type { Announcement, Attendance, FeedItem, Kind } from "../../server/contract/announcement.ts";
import type { Zone } from "../../server/contract/event.ts";
import { isWithdrawn, newestFirst } from "../../server/core/feed-state.ts";
import { type Filter, matches } from "../../server/core/visible.ts";
import { dayOf } from "./time.ts";
import { type Urgent, urgentNow } from "./urgent.ts";

/** `satisfies` a full list, so that a new kind is not forgotten here. */
export const KINDS = Object.keys({
  "session-start": 1,
  release: 1,
  result: 1,
  "programme-change": 1,
  notice: 1,
  urgent: 1,
} satisfies Record<Kind, 1>) as Kind[];

export interface ViewOptions {
  readonly now: number;
  readonly timeZone: string;
  readonly zones: readonly Zone[];
  readonly attendance: Attendance | undefined;
  readonly kind: Kind | undefined;
  readonly track: string | undefined;
  /** What came after this offset is counted, not shown: nothing moves under the reader. */
  readonly shownUpTo: number;
}

export interface FeedView {
  readonly urgent: readonly Urgent[];
  readonly pinned: readonly Announcement[];
  readonly days: readonly {
    readonly day: string;
    readonly atMs: number;
    readonly items: readonly FeedItem[];
  }[];
  /** Held back above the reader. */
  readonly arrived: readonly Announcement[];
  /** Of each kind, whatever kind is chosen; `all` without tombstones. */
  readonly counts: ReadonlyMap<Kind | "all", number>;
  readonly keyMoments: readonly Announcement[];
}

/** When it was published; of a tombstone only the time of its withdrawal is left. */
export const standsAt = (item: FeedItem): number =>
  Date.parse(isWithdrawn(item) ? item.withdrawnAt : item.publishedAt);

export function viewOf(announcements: ReadonlyMap<string, FeedItem>, options: ViewOptions): FeedView {
  const { now, timeZone, zones, attendance, kind, track, shownUpTo } = options;
  const place: Filter = { attendance, track };
  const mine: Filter = { ...place, kind };
  const all = newestFirst(announcements);
  const shown = all.filter((item) => item.offset <= shownUpTo);
  // [W1] A tombstone stands among all kinds, whoever it was for: what was seen must be seen to be gone.
  const isMine = (item: FeedItem): boolean =>
    isWithdrawn(item) ? kind === undefined && track === undefined : matches(item, mine, zones);
  const items = shown.filter(isMine);
  const living = items.filter((item): item is Announcement => !isWithdrawn(item));
  const pinned = living.filter((item) => item.pinned && !isOver(item, now));
  const days = new Map<string, { day: string; atMs: number; items: FeedItem[] }>();
  // A tombstone has lost its own time: it stands in the day of what came after it.
  let atMs: number | undefined;
  for (const item of items) {
    if (pinned.some(({ id }) => id === item.id)) continue;
    if (!isWithdrawn(item) || atMs === undefined) atMs = standsAt(item);
    const day = dayOf(atMs, timeZone);
    const held = days.get(day);
    if (held === undefined) days.set(day, { day, atMs, items: [item] });
    else held.items.push(item);
  }
  return {
    // [W2] Danger is shown whatever is filtered or held back, but for whom it is not meant.
    urgent: urgentNow(announcements, now).filter(({ announcement }) =>
      matches(announcement, { attendance }, zones),
    ),
    pinned,
    days: [...days.values()],
    arrived: all.filter(
      (item): item is Announcement => item.offset > shownUpTo && !isWithdrawn(item) && isMine(item),
    ),
    counts: countKinds(shown, place, zones),
    keyMoments: living.filter((item) => item.key && dayOf(standsAt(item), timeZone) === dayOf(now, timeZone)),
  };
}

function countKinds(
  items: readonly FeedItem[],
  place: Filter,
  zones: readonly Zone[],
): Map<Kind | "all", number> {
  const counts = new Map<Kind | "all", number>();
  for (const item of items) {
    if (isWithdrawn(item) || !matches(item, place, zones)) continue;
    for (const name of [item.kind, "all"] as const) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

const isOver = ({ expiresAt }: Announcement, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now;

/** Whether the podium may be seen: on every screen at the same instant. */
export const isRevealed = ({ revealAt }: Announcement, now: number): boolean =>
  revealAt === undefined || Date.parse(revealAt) <= now;
