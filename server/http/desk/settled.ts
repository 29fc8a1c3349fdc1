import type { Cursor } from "../../contract/feed.ts";
import type { FeedView } from "../../feed/feed-view.ts";

const WAIT_MS = 250;

/** After a write: until this node's replica has it, so that who wrote it reads it here. Not for long. */
export async function settled(view: FeedView, cursor: Cursor | undefined, waitMs = WAIT_MS): Promise<void> {
  if (cursor !== undefined && view.loaded) await view.reached(cursor, waitMs);
}
