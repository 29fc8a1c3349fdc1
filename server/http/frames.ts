/** Catch-up over plain HTTP: one frame from a cursor to the head, or the news that none leads there. */
import { framesQuerySchema } from "../contract/api.ts";
import { frameSchema, resetSchema } from "../contract/feed.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import type { FeedView } from "../feed/feed-view.ts";
import type { HttpDeps } from "./deps.ts";
import { JSON_TYPE, jsonReply, publicRoute, type Reply, type Route } from "./route.ts";

/** How long a node that lags is given to come as far as its reader. */
const WAIT_AHEAD_MS = 2_000;

export function frameRoutes({ view }: Pick<HttpDeps, "view">): Route[] {
  return [
    publicRoute({
      method: "get",
      path: "/api/v1/feed/frames",
      summary: "One frame from a cursor to the head, or that the reader must start again from the feed",
      query: framesQuerySchema,
      answers: { 200: { description: "A frame, or a reset.", schema: frameSchema.or(resetSchema) } },
      refusals: ["not_loaded", "behind", "redis_unavailable"],
      handle: ({ query: { epoch, after } }) => framesAfter(view, { epoch, offset: after }),
    }),
  ];
}

async function framesAfter(
  view: FeedView,
  cursor: { epoch: string; offset: number },
): Promise<Result<Reply>> {
  if (!view.loaded) return refused("not_loaded", undefined, { retryAfterMs: 1_000 });
  let caught = view.catchUp(cursor);
  if (caught.answer === "ahead" && (await view.reached(cursor, WAIT_AHEAD_MS))) caught = view.catchUp(cursor);
  if (caught.answer === "frame") return granted({ type: JSON_TYPE, text: caught.json });
  if (caught.answer === "snapshot") return granted(jsonReply({ reset: caught.reason }));
  // Only Redis can tell a reader from the future of this node from one of a log that is no more.
  const judged = await view.judgeAhead(cursor);
  return judged === "epoch"
    ? granted(jsonReply({ reset: "epoch" }))
    : refused("behind", "this node has not come that far yet", { retryAfterMs: 1_000 });
}
