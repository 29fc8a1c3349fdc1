/**
 * What a changed programme asks of announcements: drafts that tell
 * of it, and schedules that keep to their session.
 */
import type { DeskEvent } from "../contract/event.ts";
import type { ProgrammeDiff, ProposedAnnouncement, Session } from "../contract/programme.ts";
import type { AnnouncementChange } from "../core/change.ts";
import { keptWithSession } from "../core/followed-sessions.ts";
import { programmeNews } from "../core/programme-news.ts";
import { startsOf } from "../core/references.ts";
import { programmeActor } from "../core/session-starts.ts";
import type { CommitItem, FeedReader } from "../store/feed-log.ts";
import { newId } from "./announcements.ts";

/** One commit holds Redis for as long as it takes: beyond this many, a worker brings the rest in line at once. */
const FOLLOWERS_MOST = 500;
const PER_READ = 500;

export interface Consequences {
  readonly items: readonly CommitItem[];
  readonly news: readonly AnnouncementChange[];
}

export async function consequencesOf(
  store: Pick<FeedReader, "due" | "announcements">,
  {
    before,
    diff,
    event,
    sessions,
    nowMs,
  }: {
    readonly before: readonly Session[];
    readonly diff: ProgrammeDiff;
    readonly event: DeskEvent;
    readonly sessions: readonly Session[];
    readonly nowMs: number;
  },
): Promise<Consequences> {
  // Of the first programme everything would be news.
  const news = before.length === 0 ? [] : programmeNews({ diff, event, nowMs, newId });
  const isShifted = diff.moved.length + diff.removed.length > 0;
  const followers = isShifted ? await followersOf(store, sessions, nowMs) : [];
  return { items: [...news.map((change) => ({ version: 0, change })), ...followers], news };
}

async function followersOf(
  store: Pick<FeedReader, "due" | "announcements">,
  sessions: readonly Session[],
  nowMs: number,
): Promise<CommitItem[]> {
  const around = { sessionStarts: startsOf(sessions), nowMs, actor: programmeActor };
  const ids = (await store.due(Number.MAX_SAFE_INTEGER, 100_000)).map(({ id }) => id);
  const items: CommitItem[] = [];
  for (let from = 0; from < ids.length && items.length < FOLLOWERS_MOST; from += PER_READ) {
    for (const stored of await store.announcements(ids.slice(from, from + PER_READ))) {
      const change = stored && keptWithSession(stored.value, around);
      if (change) items.push({ version: stored.version, previousState: stored.value.state, change });
    }
  }
  return items.slice(0, FOLLOWERS_MOST);
}

/** As whoever imports is told of them: with their ids once they are there. */
export const proposals = (news: readonly AnnouncementChange[], areMade: boolean): ProposedAnnouncement[] =>
  news.map(({ next: { id, written } }) => {
    const sessionId = written.sessionId ?? written.details?.sessionId;
    const headlines = Object.entries(written.text).map(([language, { headline }]) => [language, headline]);
    return {
      ...(areMade ? { id } : {}),
      kind: written.kind,
      headline: Object.fromEntries(headlines),
      ...(typeof sessionId === "string" ? { sessionId } : {}),
    };
  });
