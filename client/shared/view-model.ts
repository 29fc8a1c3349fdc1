/** What a reader is shown of the feed: order, days, filters, what is new above them. Pure. */
import type { Announcement, Attendance, FeedItem, Kind } from "../../server/contract/announcement.ts";
import type { Hall, Zone } from "../../server/contract/event.ts";
import type { Session } from "../../server/contract/programme.ts";
import { coversZone, isFor } from "../../server/core/audience.ts";
import { isWithdrawn, newestFirst } from "../../server/core/feed-state.ts";
import { dayOf } from "./time.ts";
import { ALL_CLEAR_MS, type Urgent, urgentNow } from "./urgent.ts";

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
  readonly hall?: Hall | undefined;
  /** What is known of the programme, by id. */
  readonly sessions?: ReadonlyMap<string, Session>;
  /** The sessions that the reader follows, by id. */
  readonly starred?: ReadonlyMap<string, unknown>;
  readonly onlyStarred?: boolean;
  /** What came after this offset is counted, not shown: nothing moves under the reader. */
  readonly shownUpTo: number;
  /** What the reader had seen when they last left. */
  readonly seenUpTo?: number | undefined;
  /** Older ones are held with holes between them: those stand out, but not in the stream. */
  readonly unbrokenFrom?: number | undefined;
  /** Stands by itself, and not in the stream. */
  readonly linkedId?: string | undefined;
  /** How many the stream has at most. */
  readonly limit?: number;
}

export interface FeedView {
  readonly urgent: readonly Urgent[];
  readonly pinned: readonly Announcement[];
  readonly days: readonly {
    readonly day: string;
    readonly atMs: number;
    readonly items: readonly FeedItem[];
  }[];
  /** More is held than the stream has. */
  readonly hasMore: boolean;
  /** Held back above the reader. */
  readonly arrived: readonly Announcement[];
  /** Of each kind, whatever kind is chosen; `all` without tombstones. */
  readonly counts: ReadonlyMap<Kind | "all", number>;
  readonly keyMoments: readonly Announcement[];
  /** About sessions that the reader follows, and new to them or of the last hour. */
  readonly forYou: readonly Announcement[];
  /** Key moments since the reader's last visit. */
  readonly missed: readonly Announcement[];
  /** The first in the stream that was there at the last visit, where newer ones stand above it. */
  readonly seenId: string | undefined;
}

/** So long is what happens to a followed session news. */
export const FRESH_MS = 3_600_000;
const FOR_YOU = 3;

/** When it was published; of a tombstone only the time of its withdrawal is left. */
export const standsAt = (item: FeedItem): number =>
  Date.parse(isWithdrawn(item) ? item.withdrawnAt : item.publishedAt);

export const sessionIdOf = ({ sessionId, details }: Announcement): string | undefined =>
  sessionId ?? (details && "sessionId" in details ? details.sessionId : undefined);

export function viewOf(announcements: ReadonlyMap<string, FeedItem>, options: ViewOptions): FeedView {
  const { now, timeZone, zones, attendance, kind, shownUpTo, limit = Number.POSITIVE_INFINITY } = options;
  const { seenUpTo = Number.POSITIVE_INFINITY, unbrokenFrom = 0, linkedId } = options;
  const mayBeMine = placeOf(options);
  const all = newestFirst(announcements).filter(isOnFeed);
  const shown = all.filter((item) => item.offset <= shownUpTo);
  // [W1] A tombstone stands among all kinds, whoever it was for: what was seen must be seen to be gone.
  const isMine = (item: FeedItem): boolean =>
    isWithdrawn(item)
      ? !isNarrowed(options)
      : (kind === undefined || item.kind === kind) && mayBeMine(item) && isFor(item, { attendance }, zones);
  const items = shown.filter(isMine);
  const living = items.filter((item): item is Announcement => !isWithdrawn(item));
  const pinned = living.filter((item) => item.pinned && item.id !== linkedId && !isOver(item, now));
  const standing = new Set<FeedItem>(pinned);
  // [W3] What is held only because it stands out is nobody's neighbour in the stream.
  const stream = items.filter(
    (item) => item.offset >= unbrokenFrom && item.id !== linkedId && !standing.has(item),
  );
  const inSight = stream.slice(0, limit);
  const today = dayOf(now, timeZone);
  const key = living.filter((item) => item.key);
  return {
    // [W2] Danger is shown whatever is filtered or held back, but for whom it is not meant.
    urgent: urgentNow(announcements, now).filter(
      ({ announcement }) => isOnFeed(announcement) && isFor(announcement, { attendance }, zones),
    ),
    pinned,
    days: byDay(inSight, timeZone),
    hasMore: stream.length > limit,
    arrived: all.filter(
      (item): item is Announcement => item.offset > shownUpTo && !isWithdrawn(item) && isMine(item),
    ),
    counts: countKinds(shown, (item) => mayBeMine(item) && isFor(item, { attendance }, zones)),
    keyMoments: key.filter((item) => dayOf(standsAt(item), timeZone) === today),
    forYou: forYou(shown, options),
    missed: key.filter((item) => item.offset > seenUpTo),
    seenId: (inSight[0]?.offset ?? 0) > seenUpTo ? inSight.find(isSeenBy(seenUpTo))?.id : undefined,
  };
}

/** [V7] What is for the venue's screens alone is held like all else, and not shown here. */
export const isOnFeed = (item: FeedItem): boolean => isWithdrawn(item) || item.surfaces.includes("feed");

const isSeenBy =
  (offset: number) =>
  (item: FeedItem): boolean =>
    item.offset <= offset;

const isNarrowed = ({ kind, track, hall, onlyStarred = false }: ViewOptions): boolean =>
  kind !== undefined || track !== undefined || hall !== undefined || onlyStarred;

/**
 * [W4] Track, hall and what is followed, each of which must hold. What is about a session is in the hall of that
 * session; anything else is in the halls of its zones.
 */
function placeOf(options: ViewOptions): (item: Announcement) => boolean {
  const { track, hall, zones, sessions, starred, onlyStarred = false } = options;
  const isIn = (item: Announcement, { id, zone }: Hall): boolean => {
    const known = sessions?.get(sessionIdOf(item) ?? "")?.hall;
    if (known !== undefined) return known === id;
    const named = item.audience.zones;
    return named.length === 0 || (zone !== undefined && coversZone(named, zone, zones));
  };
  return (item) =>
    isFor(item, { track }, zones) &&
    (hall === undefined || isIn(item, hall)) &&
    (!onlyStarred || isFollowed(item, starred));
}

const isFollowed = (item: Announcement, starred: ViewOptions["starred"]): boolean =>
  starred?.has(sessionIdOf(item) ?? "") ?? false;

/** [W5] Whatever is filtered: who follows a session wants to know. */
function forYou(shown: readonly FeedItem[], options: ViewOptions): Announcement[] {
  const { now, starred, seenUpTo = Number.POSITIVE_INFINITY, attendance, zones } = options;
  if (!starred?.size) return [];
  const concerns = (item: FeedItem): item is Announcement =>
    !isWithdrawn(item) &&
    isFollowed(item, starred) &&
    (item.offset > seenUpTo || now - standsAt(item) < FRESH_MS) &&
    isFor(item, { attendance }, zones);
  return shown.filter(concerns).slice(0, FOR_YOU);
}

function byDay(items: readonly FeedItem[], timeZone: string): FeedView["days"] {
  const days = new Map<string, { day: string; atMs: number; items: FeedItem[] }>();
  // A tombstone has lost its own time: it stands in the day of what came after it.
  let atMs: number | undefined;
  for (const item of items) {
    if (!isWithdrawn(item) || atMs === undefined) atMs = standsAt(item);
    const day = dayOf(atMs, timeZone);
    const held = days.get(day);
    if (held === undefined) days.set(day, { day, atMs, items: [item] });
    else held.items.push(item);
  }
  return [...days.values()];
}

function countKinds(
  items: readonly FeedItem[],
  isMine: (item: Announcement) => boolean,
): Map<Kind | "all", number> {
  const counts = new Map<Kind | "all", number>();
  for (const item of items) {
    if (isWithdrawn(item) || !isMine(item)) continue;
    for (const name of [item.kind, "all"] as const) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/**
 * [W6] The instants at which a view of these may change by itself: what expires, an all-clear that has stood
 * long enough, and what is no longer fresh. The turn of the day is apart.
 */
export function turnsOf(announcements: ReadonlyMap<string, FeedItem>, isFresh: boolean): number[] {
  const turns: number[] = [];
  for (const item of announcements.values()) {
    if (isWithdrawn(item)) continue;
    if (item.expiresAt !== undefined) turns.push(Date.parse(item.expiresAt));
    if (item.kind === "urgent") turns.push(standsAt(item) + ALL_CLEAR_MS);
    if (isFresh) turns.push(standsAt(item) + FRESH_MS);
  }
  return turns.sort((a, b) => a - b);
}

const isOver = ({ expiresAt }: Announcement, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now;

/** Whether the podium may be seen: on every screen at the same instant. */
export const isRevealed = ({ revealAt }: Announcement, now: number): boolean =>
  revealAt === undefined || Date.parse(revealAt) <= now;
