/** What a reader holds, and where it begins: a snapshot, a page, or what the device kept. Pure. */
import type { Snapshot } from "../../../server/contract/feed.ts";
import type { PageStart } from "../../../server/contract/page-start.ts";
import { type FeedState, newestFirst, startFrom } from "../../../server/core/feed-state.ts";
import { parseSnapshot } from "./parse.ts";

/** How many of the newest a snapshot holds; what is older in it was pinned or is urgent. */
const SNAPSHOT_NEWEST = 100;

export interface HeldFeed {
  readonly feed: FeedState;
  /**
   * Where older announcements go on: `before` of the next page; absent when there are none. What is held below
   * it stands out (pinned, urgent, a key moment, where a link led, spoken of since by the log) and has holes
   * around it: it is no part of the stream.
   */
  readonly olderBefore?: number | undefined;
  /** By the server's clock, when this was what the server said. */
  readonly asOf: number;
}

export function heldFrom(snapshot: Snapshot, asOf: number): HeldFeed {
  const feed = startFrom(snapshot);
  return { feed, olderBefore: newestFirst(feed.announcements)[SNAPSHOT_NEWEST - 1]?.offset, asOf };
}

/** What a page was served with: the newest without a hole down to `olderBefore`, and some that stand out. */
export function heldFromPage({ servedAt, announcements, olderBefore, ...start }: PageStart): HeldFeed {
  const feed = startFrom({ reason: "new", ...start, announcements: [...announcements] });
  return { feed, olderBefore, asOf: Date.parse(servedAt) };
}

/**
 * [H3] Of what the page was served with and what the device kept, that which the server said later, and of it
 * alone: the two are never mixed, so that nothing corrected or withdrawn since comes back. The device's is later
 * where the page is one that it kept, too, and opened without a network.
 */
export function laterOf(served: HeldFeed, kept: HeldFeed | undefined): HeldFeed {
  if (kept === undefined) return served;
  const { epoch, offset } = served.feed.cursor;
  const isSameLog = kept.feed.cursor.epoch === epoch;
  const isKeptLater = isSameLog ? kept.feed.cursor.offset > offset : kept.asOf > served.asOf;
  return isKeptLater ? kept : served;
}

export function readHeld(text: string | null): HeldFeed | undefined {
  try {
    const raw: unknown = JSON.parse(text ?? "null");
    const snapshot = parseSnapshot(raw);
    if (snapshot === undefined) return undefined;
    const { olderBefore, asOf } = raw as { olderBefore?: unknown; asOf?: unknown };
    return {
      feed: startFrom(snapshot),
      olderBefore: typeof olderBefore === "number" ? olderBefore : undefined,
      asOf: typeof asOf === "number" ? asOf : 0,
    };
  } catch {
    return undefined;
  }
}
