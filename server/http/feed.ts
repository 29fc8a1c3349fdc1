/** The feed by pages, newest first. The one place where anything is filtered for a reader. */
import { z } from "zod";
import { type FeedItem, feedItemSchema } from "../contract/announcement.ts";
import { type FeedQuery, feedQuerySchema } from "../contract/api.ts";
import type { Zone } from "../contract/event.ts";
import { cursorSchema } from "../contract/feed.ts";
import { offsetSchema } from "../contract/forms.ts";
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

export function feedRoutes({ view, directory }: Pick<HttpDeps, "view" | "directory">): Route[] {
  /** All that is held, newest first, made once for each state of the feed. */
  let held: { readonly tag: string; readonly items: readonly FeedItem[] } = { tag: "", items: [] };
  const items = (): readonly FeedItem[] => {
    if (held.tag !== view.tag) held = { tag: view.tag, items: newestFirst(view.state.announcements) };
    return held.items;
  };
  return [
    publicRoute({
      method: "get",
      path: "/api/v1/feed",
      summary: "Announcements, newest first, by pages, filtered as asked",
      query: feedQuerySchema,
      answers: {
        200: { description: "A page. `next` is the `before` of the page after it.", schema: pageSchema },
      },
      refusals: ["not_loaded"],
      handle: ({ query }) =>
        whenLoaded(view, () =>
          jsonReply(
            {
              cursor: view.state.cursor,
              ...feedPage(items(), query, directory.event.zones),
              ...(view.stale ? { stale: true } : {}),
            },
            { headers: PUBLIC_CACHE, etag: tagOf(view.tag, directory.eventVersion), revalidates: true },
          ),
        ),
    }),
  ];
}

export interface FeedPage {
  readonly announcements: readonly FeedItem[];
  readonly next?: number;
}

/** `next` is there only where a further page holds something. Older than the node holds is not paged. */
export function feedPage(items: readonly FeedItem[], query: FeedQuery, zones: readonly Zone[]): FeedPage {
  const { before = Number.POSITIVE_INFINITY, limit, kind, attendance, zone, track, q } = query;
  const filter: Filter = { kind, attendance, zone, track, words: q === undefined ? q : foldText(q) };
  const announcements: FeedItem[] = [];
  for (const item of items) {
    if (item.offset >= before || !matches(item, filter, zones)) continue;
    if (announcements.length === limit) return { announcements, next: announcements.at(-1)!.offset };
    announcements.push(item);
  }
  return { announcements };
}
