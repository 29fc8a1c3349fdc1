/** The feed for who polls it: a snapshot to start from, then one frame from a cursor to the head, again and again. */
import { framesQuerySchema } from "../contract/api.ts";
import { type Cursor, frameSchema, resetSchema, snapshotSchema } from "../contract/feed.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { encodeFrame } from "../core/catch-up.ts";
import type { FeedView } from "../feed/feed-view.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { whenLoaded } from "./loaded.ts";
import { JSON_TYPE, jsonReply, publicRoute, type Reply, type Route } from "./route.ts";

/** How long a node that lags is given to come as far as its reader. */
const WAIT_AHEAD_MS = 2_000;

export function frameRoutes({ view }: Pick<HttpDeps, "view">): Route[] {
  const snapshotTag = tagOfText();
  return [
    publicRoute({
      method: "get",
      path: "/api/v1/feed/snapshot",
      summary: "Where a reader without a usable cursor starts: the snapshot that sockets are sent",
      answers: { 200: { description: "A snapshot, reason `new`.", schema: snapshotSchema } },
      refusals: ["not_loaded"],
      handle: () =>
        whenLoaded(view, () => {
          const text = view.snapshot("new");
          return cached(text, snapshotTag(text));
        }),
    }),
    publicRoute({
      method: "get",
      path: "/api/v1/feed/frames",
      summary: "One frame from a cursor to the head, or that the reader must start again from the snapshot",
      query: framesQuerySchema,
      answers: { 200: { description: "A frame, or a reset.", schema: frameSchema.or(resetSchema) } },
      refusals: ["not_loaded", "behind", "redis_unavailable"],
      handle: ({ query: { epoch, after } }) => framesAfter(view, { epoch, offset: after }),
    }),
  ];
}

/** What everybody at one address is answered alike, so that a shared cache may answer them for a second. */
const cached = (text: string, etag: string): Reply => ({
  type: JSON_TYPE,
  text,
  headers: PUBLIC_CACHE,
  etag,
  revalidates: true,
});

/** An urgent notice leaves the snapshot without an entry, so its tag is of what it says; made once for each. */
function tagOfText(): (text: string) => string {
  let last = { text: "", tag: "" };
  return (text) => {
    if (last.text !== text) last = { text, tag: tagOf(text) };
    return last.tag;
  };
}

async function framesAfter(view: FeedView, cursor: Cursor): Promise<Result<Reply>> {
  if (!view.loaded) return refused("not_loaded", undefined, { retryAfterMs: 1_000 });
  let caught = view.catchUp(cursor);
  if (caught.answer === "ahead" && (await view.reached(cursor, WAIT_AHEAD_MS))) caught = view.catchUp(cursor);
  if (caught.answer === "frame") {
    const { json, upTo } = caught;
    const text = upTo === cursor.offset ? heartbeat(view, cursor) : json;
    return granted(cached(text, tagOf("frames", view.tag, cursor.offset)));
  }
  if (caught.answer === "snapshot") {
    const { text } = jsonReply({ reset: caught.reason });
    return granted(cached(String(text), tagOf("reset", view.tag, caught.reason)));
  }
  // Only Redis can tell a reader from the future of this node from one of a log that is no more.
  const judged = await view.judgeAhead(cursor);
  return judged === "epoch"
    ? granted(jsonReply({ reset: "epoch" }))
    : refused("behind", "this node has not come that far yet", { retryAfterMs: 1_000 });
}

/** [F8] At the head a poller hears what the others' heartbeat says: that nothing came, and whether it is stale. */
const heartbeat = ({ stale }: FeedView, { epoch, offset }: Cursor): string =>
  encodeFrame(epoch, offset, offset, [], stale);
