/** Older announcements, a page at a time: one request at once, and none before the server wants to be asked again. */
import type { ReadonlySignal } from "@preact/signals";
import type { FeedItem } from "../../../server/contract/announcement.ts";
import { retryAfterMs } from "../link/retry-after.ts";
import type { HeldFeed } from "./held-feed.ts";
import { parseItems } from "./parse.ts";

const PAGE = 50;

/** The feed with one page more; undefined where that failed or what is held has moved on meanwhile. */
export type FetchOlder = () => Promise<HeldFeed | undefined>;

export function createOlderPages(held: ReadonlySignal<HeldFeed | undefined>, now: () => number): FetchOlder {
  let underWay: Promise<HeldFeed | undefined> | undefined;
  let notBefore = 0;

  async function fetchPage(from: HeldFeed): Promise<HeldFeed | undefined> {
    if (now() < notBefore) return undefined;
    try {
      const answer = await fetch(`/api/v1/feed?before=${from.olderBefore}&limit=${PAGE}`);
      notBefore = now() + (retryAfterMs(answer) ?? 0);
      return answer.ok ? joined(from, await answer.json()) : undefined;
    } catch {
      return undefined;
    }
  }

  /** [H5] A page of another log, or one that no longer follows on, would leave a hole or bring back the dead. */
  function joined(from: HeldFeed, raw: unknown): HeldFeed | undefined {
    const { cursor, announcements, next } = (raw ?? {}) as {
      cursor?: { epoch?: unknown };
      announcements?: unknown[];
      next?: unknown;
    };
    const at = held.peek();
    if (at === undefined || at.olderBefore !== from.olderBefore) return undefined;
    if (cursor?.epoch !== at.feed.cursor.epoch) return undefined;
    return withOlder(at, parseItems(announcements ?? []), Number(next) > 0 ? Number(next) : undefined);
  }

  return () => {
    const from = held.peek();
    if (from?.olderBefore === undefined) return Promise.resolve(from);
    underWay ??= fetchPage(from).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

/** [H1] Older announcements join without touching what is held: what the log said since then is newer. */
export function withOlder(held: HeldFeed, older: readonly FeedItem[], olderBefore?: number): HeldFeed {
  const all = new Map(older.map((item) => [item.id, item]));
  for (const [id, item] of held.feed.announcements) all.set(id, item);
  const announcements = new Map([...all].sort(([, a], [, b]) => a.offset - b.offset));
  return { ...held, feed: { ...held.feed, announcements }, olderBefore };
}
