/** The feed by pages, newest first. The one place where anything is filtered for a reader. */
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { type FeedItem, feedItemSchema } from "../contract/announcement.ts";
import { type FeedQuery, feedQuerySchema } from "../contract/api.ts";
import type { Zone } from "../contract/event.ts";
import { cursorSchema } from "../contract/feed.ts";
import { offsetSchema } from "../contract/forms.ts";
import { granted, refused } from "../contract/refusals.ts";
import { newestFirst } from "../core/feed-state.ts";
import { type Filter, foldText, matches } from "../core/visible.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { whenLoaded } from "./loaded.ts";
import { jsonReply, publicRoute, type Route } from "./route.ts";

const pageSchema = z.strictObject({
  cursor: cursorSchema,
  announcements: z.array(feedItemSchema),
  next: offsetSchema.optional(),
  stale: z.literal(true).optional(),
});

/** Past this a search lets everything else go first: whoever looks for a word in all that is held folds all of it. */
const HOLD_MS = 10;

export function feedRoutes({
  view,
  directory,
  limits,
}: Pick<HttpDeps, "view" | "directory" | "limits">): Route[] {
  /** All that is held, newest first, made once for each state of the feed. */
  let held: { readonly tag: string; readonly items: readonly FeedItem[] } = { tag: "", items: [] };
  const items = (): readonly FeedItem[] => {
    if (held.tag !== view.tag) held = { tag: view.tag, items: newestFirst(view.state.announcements) };
    return held.items;
  };
  const inTurn = oneAtATime();
  return [
    publicRoute({
      method: "get",
      path: "/api/v1/feed",
      summary: "Announcements, newest first, by pages, filtered as asked",
      query: feedQuerySchema,
      answers: {
        200: { description: "A page. `next` is the `before` of the page after it.", schema: pageSchema },
      },
      refusals: ["not_loaded", "too_many_requests"],
      handle: async ({ query, request }) => {
        const allowed = query.q === undefined ? granted(undefined) : await limits.search(request);
        if (!allowed.ok) return allowed;
        // As it is now: what arrives while a search waits belongs to the next answer.
        const now = whenLoaded(view, () => ({
          items: items(),
          cursor: view.state.cursor,
          isStale: view.stale,
          etag: tagOf(view.tag, directory.eventVersion, JSON.stringify(query)),
        }));
        if (!now.ok) return now;
        const { cursor, isStale, etag } = now.value;
        const look = () => feedPage(now.value.items, query, directory.event.zones);
        const page = await (query.q === undefined ? look() : inTurn(look));
        if (page === undefined) return refused("too_many_requests", "many are searching just now");
        return granted(
          jsonReply(
            { cursor, ...page, ...(isStale ? { stale: true } : {}) },
            { headers: PUBLIC_CACHE, etag, revalidates: true },
          ),
        );
      },
    }),
  ];
}

/** Who comes when so many wait is told to come later: nobody still wants what is found then. */
const MOST_WAITING = 64;

/**
 * Searches wait for each other, so that many of them hold the event loop no longer at a time than one. Undefined where
 * too many do.
 */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T | undefined> {
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    if (waiting >= MOST_WAITING) return Promise.resolve(undefined);
    waiting += 1;
    const done = before.then(work).finally(() => {
      waiting -= 1;
    });
    before = done.catch(() => undefined);
    return done;
  };
}

export interface FeedPage {
  readonly announcements: readonly FeedItem[];
  readonly next?: number;
}

export interface Pace {
  nowMs(): number;
  /** Lets everything else go first. */
  pause(): Promise<unknown>;
}

const ownPace: Pace = { nowMs: () => performance.now(), pause: () => setImmediate() };

/** `next` is there only where a further page holds something. Older than the node holds is not paged. */
export async function feedPage(
  items: readonly FeedItem[],
  query: FeedQuery,
  zones: readonly Zone[],
  pace = ownPace,
): Promise<FeedPage> {
  const { before = Number.POSITIVE_INFINITY, limit, kind, attendance, zone, track, q } = query;
  const filter: Filter = { kind, attendance, zone, track, words: q === undefined ? q : foldText(q) };
  const announcements: FeedItem[] = [];
  let sinceMs = pace.nowMs();
  for (const item of items) {
    if (pace.nowMs() - sinceMs > HOLD_MS) {
      await pace.pause();
      sinceMs = pace.nowMs();
    }
    if (item.offset >= before || !matches(item, filter, zones)) continue;
    if (announcements.length === limit) return { announcements, next: announcements.at(-1)!.offset };
    announcements.push(item);
  }
  return { announcements };
}
