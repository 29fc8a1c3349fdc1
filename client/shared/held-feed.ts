/** What a reader holds, also between visits, how older announcements join it, and what it lets go. Pure. */
import type { FeedItem } from "../../server/contract/announcement.ts";
import type { Snapshot } from "../../server/contract/feed.ts";
import type { PageStart } from "../../server/contract/page-start.ts";
import { type FeedState, newestFirst, startFrom } from "../../server/core/feed-state.ts";
import { SNAPSHOT_SIZE, snapshotOf } from "../../server/core/snapshot.ts";
import { parseSnapshot } from "./parse.ts";

/** How many announcements a device keeps. */
export const KEPT = 100;
/** How many a page holds, unless its reader has paged further back. */
export const HELD = 1_000;
/** How many more may come before the oldest are let go. */
export const SLACK = 100;

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
  return { feed, olderBefore: newestFirst(feed.announcements)[SNAPSHOT_SIZE - 1]?.offset, asOf };
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

/** [H1] Older announcements join without touching what is held: what the log said since then is newer. */
export function withOlder(held: HeldFeed, older: readonly FeedItem[], olderBefore?: number): HeldFeed {
  const all = new Map(older.map((item) => [item.id, item]));
  for (const [id, item] of held.feed.announcements) all.set(id, item);
  const announcements = new Map([...all].sort(([, a], [, b]) => a.offset - b.offset));
  return { ...held, feed: { ...held.feed, announcements }, olderBefore };
}

/** [H4] Not more than a page can carry for days; what is let go is paged in again. */
export const bounded = (held: HeldFeed): HeldFeed =>
  held.feed.announcements.size > HELD + SLACK ? newestOf(held, HELD) : held;

/** [H2] The newest, what is pinned and what is urgent; dropping the others only moves where older ones go on. */
function newestOf(held: HeldFeed, most: number): HeldFeed {
  const { feed, olderBefore = 0, asOf } = held;
  const items = newestFirst(feed.announcements);
  if (items.length <= most) return held;
  const start = startFrom(snapshotOf(feed, "new", asOf, most));
  return { feed: start, olderBefore: Math.max(items[most - 1]!.offset, olderBefore), asOf };
}

export function writeHeld(held: HeldFeed): string {
  const { feed, olderBefore, asOf } = newestOf(held, KEPT);
  const announcements = newestFirst(feed.announcements);
  return JSON.stringify({ ...feed, announcements, olderBefore, asOf });
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
