import { describe, expect, test } from "vitest";
import type { Announcement, FeedItem } from "../../server/contract/announcement.ts";
import { snapshotSchema } from "../../server/contract/feed.ts";
import { type FeedState, startFrom } from "../../server/core/feed-state.ts";
import { SNAPSHOT_SIZE, snapshotOf } from "../../server/core/snapshot.ts";
import { urgentInForce } from "../../server/core/urgent.ts";
import { NOW } from "../support/decisions.ts";
import { announced, EPOCH } from "../support/feed-history.ts";

/** `count` announcements, some of them other than plain. */
const feed = (count: number, others: Readonly<Record<number, Partial<Announcement>>> = {}): FeedState => {
  const items = Array.from({ length: count }, (_, n) => announced(n + 1, others[n + 1]));
  return {
    cursor: { epoch: EPOCH, offset: count },
    announcements: new Map(items.map((item): [string, FeedItem] => [item.id, item])),
    programmeRevision: 4,
  };
};
const offsets = (state: FeedState, nowMs = NOW) =>
  snapshotOf(state, "new", nowMs).announcements.map(({ offset }) => offset);
const beyond = (state: FeedState, nowMs = NOW) => offsets(state, nowMs).slice(SNAPSHOT_SIZE);

const urgent = (messageType: "alert" | "update" | "all-clear", refersTo?: string): Partial<Announcement> => ({
  kind: "urgent",
  expiresAt: "2099-01-01T00:00:00.000Z",
  details: { status: "actual", messageType, ...(refersTo === undefined ? {} : { refersTo }) },
});

describe("[F5] a snapshot", () => {
  test("holds the newest hundred, newest first, with the cursor that they stand for", () => {
    const snapshot = snapshotOf(feed(250), "horizon", NOW);
    expect(snapshot.announcements.map(({ offset }) => offset)).toEqual(
      Array.from({ length: 100 }, (_, n) => 250 - n),
    );
    expect(snapshot).toMatchObject({
      reason: "horizon",
      cursor: { epoch: EPOCH, offset: 250 },
      programmeRevision: 4,
    });
    expect(snapshotSchema.safeParse(snapshot).error).toBeUndefined();
  });

  test("holds all where there are fewer, tombstones among them", () => {
    expect(offsets(feed(3))).toEqual([3, 2, 1]);
    const state = feed(2);
    const tombstone = { id: "a1", offset: 1, withdrawnAt: "2022-11-09T01:00:00.000Z", reason: "wrong" };
    const withTombstone = { ...state, announcements: new Map([...state.announcements, ["a1", tombstone]]) };
    expect(snapshotOf(withTombstone, "new", NOW).announcements[1]).toEqual(tombstone);
  });

  test("holds every pinned one beyond the hundred, in its place", () => {
    expect(beyond(feed(250, { 3: { pinned: true }, 150: { pinned: true }, 200: { pinned: true } }))).toEqual([
      150, 3,
    ]);
  });

  test("holds every urgent one in force beyond the hundred, and none that expired or ended", () => {
    const expired = { ...urgent("alert"), expiresAt: new Date(NOW).toISOString() };
    const others = { 1: urgent("alert"), 2: expired, 3: urgent("alert"), 4: urgent("all-clear", "a3") };
    expect(beyond(feed(250, others))).toEqual([4, 1]);
    expect(beyond(feed(250, others), NOW - 1)).toEqual([4, 2, 1]);
  });

  test("an all-clear through a chain of updates ends them all", () => {
    const chain = { 1: urgent("alert"), 2: urgent("update", "a1"), 3: urgent("update", "a2") };
    expect(beyond(feed(250, chain))).toEqual([3, 2, 1]);
    expect(beyond(feed(250, { ...chain, 4: urgent("all-clear", "a3") }))).toEqual([4]);
    expect(beyond(feed(250, { ...chain, 240: urgent("all-clear", "a2") }))).toEqual([]);
  });

  test("[F7] who starts from it sees the same urgent notices in force, whatever is pinned", () => {
    const gone = { ...urgent("all-clear", "a2"), expiresAt: new Date(NOW - 1).toISOString() };
    const histories: readonly Readonly<Record<number, Partial<Announcement>>>[] = [
      { 1: urgent("alert"), 2: urgent("update", "a1"), 3: urgent("all-clear", "a2") },
      { 1: { ...urgent("alert"), pinned: true }, 2: urgent("update", "a1"), 240: urgent("all-clear", "a2") },
      { 1: { ...urgent("alert"), pinned: true }, 2: urgent("update", "a1"), 3: gone },
      { 1: urgent("alert"), 2: { ...urgent("update", "a1"), pinned: true }, 3: gone },
      { 1: { ...urgent("alert"), pinned: true }, 2: urgent("update", "a1") },
    ];
    for (const others of histories) {
      const state = feed(250, others);
      const started = startFrom(snapshotOf(state, "new", NOW));
      const ids = (held: FeedState) => urgentInForce(held.announcements, NOW).map(({ id }) => id);
      expect(ids(started)).toEqual(ids(state));
    }
  });
});
