/** What a feed page is served with, put together from what this node holds. */
import type { FeedItem } from "../contract/announcement.ts";
import type { EmbedWish, FeedPageName, PageStart } from "../contract/page-start.ts";
import type { Session } from "../contract/programme.ts";
import { isWithdrawn, newestFirst } from "../core/feed-state.ts";
import { urgentInForce } from "../core/urgent.ts";
import { matches } from "../core/visible.ts";
import type { HttpDeps } from "./deps.ts";
import { publicEvent } from "./event.ts";
import { eventIn } from "./event-in.ts";

/** A phone's first screens; the rest pages in. */
const NEWEST = 8;
/** However long they are. */
const NEWEST_AT_LEAST = 4;
/** The digest for who comes late. */
const KEY_MOMENTS = 6;
/**
 * What the newest may weigh as JSON, and with the key moments: each costs about a third of that on the wire, drawn
 * and as data, in a first load of 40 KiB altogether.
 */
const NEWEST_BYTES = 5_000;
const WITH_MOMENTS_BYTES = 6_000;
/** How far ahead the board sees without asking again. */
const AHEAD_MS = 3 * 3_600_000;

export interface WantedPage {
  readonly page: FeedPageName;
  readonly language: string;
  readonly build: string;
  /** Where a link led to one announcement: what it says now. */
  readonly linked?: FeedItem | undefined;
  /** How many of the newest, where the reader asked for more than the first screens. */
  readonly newest?: number | undefined;
  readonly embed?: EmbedWish | undefined;
}

type Deps = Pick<HttpDeps, "view" | "directory" | "clock">;

export function pageStart({ view, directory, clock }: Deps, wanted: WantedPage): PageStart {
  const { page, build, language, linked, embed } = wanted;
  const now = clock.nowMs();
  const { announcements: held, cursor, programmeRevision } = view.state;
  const all = newestFirst(held);
  const newest = wanted.newest === undefined ? fewNewest(all) : all.slice(0, wanted.newest);
  const moments = keyMoments(all, now, directory.event.timeZone).filter((item) => !newest.includes(item));
  const standing = new Set<FeedItem>([
    ...newest,
    ...all.filter((item) => !isWithdrawn(item) && item.pinned),
    ...urgentInForce(held, now),
    ...lightest(moments, WITH_MOMENTS_BYTES - bytesOf(newest)),
    ...(embed === undefined ? [] : wished(all, embed)),
    ...(linked === undefined ? [] : [held.get(linked.id) ?? linked]),
  ]);
  const announcements = [...standing].sort((a, b) => b.offset - a.offset);
  const sessionsUntil = now + AHEAD_MS;
  const oldest = all.length > newest.length ? newest.at(-1) : undefined;
  return {
    page,
    build,
    servedAt: new Date(now).toISOString(),
    language,
    event: eventIn(publicEvent(directory.event), language),
    cursor,
    programmeRevision,
    announcements,
    ...(oldest === undefined ? {} : { olderBefore: oldest.offset }),
    sessions: sessionsFor(directory.programme.sessions, announcements, { from: now, until: sessionsUntil }),
    sessionsUntil: new Date(sessionsUntil).toISOString(),
    ...(linked === undefined ? {} : { announcementId: linked.id }),
    ...(embed === undefined ? {} : { embed }),
    ...(view.stale ? { stale: true as const } : {}),
  };
}

const bytesOf = (items: readonly FeedItem[]): number => Buffer.byteLength(JSON.stringify(items));

function fewNewest(newestFirst: readonly FeedItem[]): FeedItem[] {
  const most = newestFirst.slice(0, NEWEST);
  const few = lightest(most, NEWEST_BYTES);
  return few.length < NEWEST_AT_LEAST ? most.slice(0, NEWEST_AT_LEAST) : few;
}

/** As many of the first as weigh no more than that together. */
function lightest(items: readonly FeedItem[], bytes: number): FeedItem[] {
  const most = [...items];
  while (most.length > 0 && bytesOf(most) > bytes) most.pop();
  return most;
}

/** Of the day at the venue. Nothing is older than what is published before it, so the first of another day ends it. */
function keyMoments(newestFirst: readonly FeedItem[], now: number, timeZone: string): FeedItem[] {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const today = day.format(now);
  const moments: FeedItem[] = [];
  for (const item of newestFirst) {
    if (isWithdrawn(item) || !item.key) continue;
    if (moments.length === KEY_MOMENTS || day.format(Date.parse(item.publishedAt)) !== today) break;
    moments.push(item);
  }
  return moments;
}

/** What a widget shows, however old the newest of its kind is. */
const wished = (newestFirst: readonly FeedItem[], { kind, track, limit = NEWEST }: EmbedWish): FeedItem[] =>
  newestFirst.filter((item) => matches(item, { kind, track }, [])).slice(0, limit);

/** Near, or announced. Without what is read in the programme alone, which is most of its weight. */
function sessionsFor(
  sessions: readonly Session[],
  announcements: readonly FeedItem[],
  { from, until }: { from: number; until: number },
): Session[] {
  const about = new Set(announcements.flatMap((item) => ("sessionId" in item ? item.sessionId : [])));
  const isNear = ({ startsAt, endsAt }: Session): boolean =>
    Date.parse(endsAt) > from && Date.parse(startsAt) < until;
  return sessions
    .filter((session) => isNear(session) || about.has(session.id))
    .map(({ abstract: _, ...session }) => session);
}
