/**
 * How what is held is written for the next visit, cut to what a page can carry, and continued into the past.
 * Loaded once a page has been live for a while. Pure but for the older pages, which are fetched.
 */
import type { ReadonlySignal } from "@preact/signals";
import { newestFirst, startFrom } from "../../../server/core/feed-state.ts";
import { snapshotOf } from "../../../server/core/snapshot.ts";
import type { HeldFeed } from "./held-feed.ts";
import { createOlderPages, type FetchOlder } from "./older-pages.ts";

/** How many announcements a device keeps. */
export const KEPT = 100;
/** How many a page holds, unless its reader has paged further back. */
export const HELD = 1_000;
/** How many more may come before the oldest are let go. */
export const SLACK = 100;

export interface FeedKeeping {
  bounded(held: HeldFeed): HeldFeed;
  written(held: HeldFeed): string;
  readonly fetchOlder: FetchOlder;
}

export const createKeeping = (
  held: ReadonlySignal<HeldFeed | undefined>,
  now: () => number,
): FeedKeeping => ({ bounded, written: writeHeld, fetchOlder: createOlderPages(held, now) });

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
