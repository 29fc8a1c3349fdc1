/** One public announcement by its id, with the revisions that were public. */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { type Announcement, announcementSchema, type FeedItem } from "../contract/announcement.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { isWithdrawn } from "../core/feed-state.ts";
import { StoreFailure } from "../store/feed-log.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { readRefusal } from "./problem.ts";
import { jsonReply, publicRoute, type Reply, type Route } from "./route.ts";

const withRevisionsSchema = announcementSchema.extend({ revisions: z.array(announcementSchema) });

type Deps = Pick<HttpDeps, "view" | "store" | "limits">;

export function announcementRoutes(deps: Deps): Route[] {
  return [
    publicRoute({
      method: "get",
      path: "/api/v1/announcements/:id",
      summary: "One public announcement with the revisions that were public, newest first",
      answers: { 200: { description: "The announcement.", schema: withRevisionsSchema } },
      refusals: ["not_found", "withdrawn", "not_loaded", "redis_unavailable", "too_many_requests"],
      handle: ({ id, request }) => look(id, request, deps),
    }),
  ];
}

export interface Found {
  readonly item: FeedItem;
  /** Those that were public, newest first. */
  readonly revisions: readonly FeedItem[];
}

async function look(id: string, request: IncomingMessage, deps: Deps): Promise<Result<Reply>> {
  const found = await findPublic(id, request, deps);
  return found.ok ? shown(found.value) : found;
}

/**
 * From memory where this node holds all of it; the store is asked for what was corrected, unless `latest` is all
 * that is wanted, and for what is older than the node holds. While the store is away, what is held must do.
 */
export async function findPublic(
  id: string,
  request: IncomingMessage,
  { view, store, limits }: Deps,
  wanted: "revisions" | "latest" = "revisions",
): Promise<Result<Found>> {
  if (!view.loaded) return refused("not_loaded", undefined, { retryAfterMs: 1_000 });
  const item = view.state.announcements.get(id);
  const held = item === undefined ? undefined : { item, revisions: [item] };
  if (held !== undefined && (wanted === "latest" || isAllThere(held.item))) return granted(held);
  const allowed = await limits.lookUp(request);
  if (!allowed.ok) return held === undefined ? allowed : granted(held);
  try {
    const found = await store.published(id);
    if (found !== undefined) return granted(found);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    if (held === undefined) return { ok: false, refusal: readRefusal(error) };
  }
  return held === undefined ? refused("not_found") : granted(held);
}

const isAllThere = (item: FeedItem): boolean => isWithdrawn(item) || item.correctedAt === undefined;

function shown({ item, revisions }: Found): Result<Reply> {
  if (isWithdrawn(item)) {
    const { id, offset, withdrawnAt, reason } = item;
    return refused("withdrawn", undefined, { more: { id, offset, withdrawnAt, reason } });
  }
  const answer: Announcement & { revisions: readonly FeedItem[] } = { ...item, revisions };
  const reply = jsonReply(answer, { headers: PUBLIC_CACHE, revalidates: true });
  return granted({ ...reply, etag: tagOf(String(reply.text)) });
}
