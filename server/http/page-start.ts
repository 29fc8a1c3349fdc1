/** What a feed page is served with, put together from what this node holds. */
import type { FeedItem } from "../contract/announcement.ts";
import type { FeedPageName, PageStart } from "../contract/page-start.ts";
import type { Session } from "../contract/programme.ts";
import { isWithdrawn, newestFirst } from "../core/feed-state.ts";
import { urgentInForce } from "../core/urgent.ts";
import type { HttpDeps } from "./deps.ts";

/** A phone's first screens; the rest pages in. */
const NEWEST = 20;
/** How far ahead the board sees without asking again. */
const AHEAD_MS = 3 * 3_600_000;

export interface WantedPage {
  readonly page: FeedPageName;
  readonly language: string;
  readonly build: string;
  /** Where a link led to one announcement: what it says now. */
  readonly linked?: FeedItem;
}

type Deps = Pick<HttpDeps, "view" | "directory" | "clock">;

export function pageStart({ view, directory, clock }: Deps, wanted: WantedPage): PageStart {
  const now = clock.nowMs();
  const { announcements: held, cursor, programmeRevision } = view.state;
  const all = newestFirst(held);
  const newest = all.slice(0, NEWEST);
  const isPinned = (item: FeedItem): boolean => !isWithdrawn(item) && item.pinned;
  const standing = new Set<FeedItem>([...newest, ...all.filter(isPinned), ...urgentInForce(held, now)]);
  if (wanted.linked !== undefined) standing.add(wanted.linked);
  const announcements = [...standing].sort((a, b) => b.offset - a.offset);
  const sessionsUntil = now + AHEAD_MS;
  const about = new Set(announcements.flatMap((item) => ("sessionId" in item ? item.sessionId : [])));
  const isNear = ({ startsAt, endsAt }: Session): boolean =>
    Date.parse(endsAt) > now && Date.parse(startsAt) < sessionsUntil;
  const oldest = all.length > newest.length ? newest.at(-1) : undefined;
  return {
    page: wanted.page,
    build: wanted.build,
    servedAt: new Date(now).toISOString(),
    language: wanted.language,
    event: directory.event,
    cursor,
    programmeRevision,
    announcements,
    ...(oldest === undefined ? {} : { olderBefore: oldest.offset }),
    sessions: directory.programme.sessions.filter((session) => isNear(session) || about.has(session.id)),
    sessionsUntil: new Date(sessionsUntil).toISOString(),
    ...(wanted.linked === undefined ? {} : { announcementId: wanted.linked.id }),
    ...(view.stale ? { stale: true as const } : {}),
  };
}
