import { granted, type Result, refused } from "../contract/refusals.ts";
import type { FeedView } from "../feed/feed-view.ts";

/** Before the first load there is nothing to tell, not even that there is nothing. */
export const whenLoaded = <T>(view: FeedView, look: () => T): Result<T> =>
  view.loaded ? granted(look()) : refused("not_loaded", undefined, { retryAfterMs: 1_000 });
