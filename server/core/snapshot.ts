/** Where a reader without a usable cursor starts. */
import type { Announcement, FeedItem } from "../contract/announcement.ts";
import type { Snapshot, SnapshotReason } from "../contract/feed.ts";
import { type FeedState, isWithdrawn, newestFirst } from "./feed-state.ts";
import { threadOf, urgentInForce } from "./urgent.ts";

export const SNAPSHOT_SIZE = 100;

/**
 * [F5] The newest hundred, and every pinned one, and every urgent one that still holds, newest first,
 * with the cursor that they stand for: one answer, so that nothing falls between the two. A reader that holds less
 * than it knows keeps the same, of `newest`.
 */
export function snapshotOf(
  state: FeedState,
  reason: SnapshotReason,
  nowMs: number,
  newest = SNAPSHOT_SIZE,
): Snapshot {
  const all = newestFirst(state.announcements);
  const urgent = new Set(urgentInForce(state.announcements, nowMs).map((item) => item.id));
  // A pinned alert goes out with its thread: without the all-clear it would seem to hold again.
  const isUrgent = (item: FeedItem): item is Announcement => !isWithdrawn(item) && item.kind === "urgent";
  const thread = (item: Announcement) => threadOf(item, state.announcements);
  const pinned = new Set(
    all
      .filter(isUrgent)
      .filter((item) => item.pinned)
      .map(thread),
  );
  const stays = (item: FeedItem) =>
    !isWithdrawn(item) &&
    (item.pinned || urgent.has(item.id) || (isUrgent(item) && pinned.has(thread(item))));
  return {
    reason,
    cursor: state.cursor,
    announcements: [...all.slice(0, newest), ...all.slice(newest).filter(stays)],
    programmeRevision: state.programmeRevision,
  };
}
