import { expect, test } from "vitest";
import { heldFrom, KEPT, readHeld, withOlder, writeHeld } from "../../client/shared/held-feed.ts";
import { newestFirst } from "../../server/core/feed-state.ts";
import { announced, EPOCH } from "../support/feed-history.ts";

const newest = (count: number, from = 1_000) =>
  Array.from({ length: count }, (_, at) => announced(from - at));
const snapshot = (announcements = newest(100)) => ({
  reason: "new" as const,
  cursor: { epoch: EPOCH, offset: 1_000 },
  announcements,
  programmeRevision: 2,
});

test("older announcements go on below the newest hundred, whatever older one is pinned", () => {
  const held = heldFrom(snapshot([...newest(100), announced(3, { pinned: true })]));
  expect(held.olderBefore).toBe(901);
  expect(heldFrom(snapshot(newest(99))).olderBefore).toBeUndefined();
});

test("[H1] a page of older ones joins in order and changes nothing that is held", () => {
  const held = heldFrom(snapshot());
  const stale = announced(950, { text: { en: { headline: "As it was", body: "" } } });
  const joined = withOlder(held, [stale, ...newest(50, 900)], 851);
  const offsets = newestFirst(joined.feed.announcements).map(({ offset }) => offset);
  expect(offsets).toEqual(Array.from({ length: 150 }, (_, at) => 1_000 - at));
  expect(joined.feed.announcements.get("a950")).toEqual(announced(950));
  expect(joined).toMatchObject({ olderBefore: 851, feed: { cursor: { offset: 1_000 } } });
});

test("[H2] the device keeps the newest and what is pinned, and goes on where it stopped", () => {
  const pinned = announced(600, { pinned: true });
  const held = withOlder(heldFrom(snapshot()), [...newest(200, 900), pinned], 600);
  const kept = readHeld(writeHeld(held));
  expect(kept?.feed.announcements.size).toBe(KEPT + 1);
  expect(kept?.feed.announcements.get("a600")).toEqual(pinned);
  expect(kept?.olderBefore).toBe(1_000 - KEPT + 1);
  expect(kept?.feed.cursor).toEqual({ epoch: EPOCH, offset: 1_000 });
});

test.for([null, "", "{", "3", '{"cursor":{}}'])("what cannot be read is not held: %j", (text) => {
  expect(readHeld(text)).toBeUndefined();
});
