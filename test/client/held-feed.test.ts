import { describe, expect, test } from "vitest";
import { bounded, HELD, KEPT, SLACK, writeHeld } from "../../client/shared/held/feed-keeping.ts";
import { type HeldFeed, heldFrom, laterOf, readHeld } from "../../client/shared/held/held-feed.ts";
import { withOlder } from "../../client/shared/held/older-pages.ts";
import type { Announcement } from "../../server/contract/announcement.ts";
import { newestFirst, startFrom } from "../../server/core/feed-state.ts";
import { announced, EPOCH } from "../support/feed-history.ts";

const AT = Date.UTC(2022, 10, 9, 2);
const newest = (count: number, from = 1_000) =>
  Array.from({ length: count }, (_, at) => announced(from - at));
const snapshot = (announcements = newest(100)) => ({
  reason: "new" as const,
  cursor: { epoch: EPOCH, offset: 1_000 },
  announcements,
  programmeRevision: 2,
});

test("older announcements go on below the newest hundred, whatever older one is pinned", () => {
  const held = heldFrom(snapshot([...newest(100), announced(3, { pinned: true })]), AT);
  expect(held.olderBefore).toBe(901);
  expect(heldFrom(snapshot(newest(99)), AT).olderBefore).toBeUndefined();
});

test("[H1] a page of older ones joins in order and changes nothing that is held", () => {
  const held = heldFrom(snapshot(), AT);
  const stale = announced(950, { text: { en: { headline: "As it was", body: "" } } });
  const joined = withOlder(held, [stale, ...newest(50, 900)], 851);
  const offsets = newestFirst(joined.feed.announcements).map(({ offset }) => offset);
  expect(offsets).toEqual(Array.from({ length: 150 }, (_, at) => 1_000 - at));
  expect(joined.feed.announcements.get("a950")).toEqual(announced(950));
  expect(joined).toMatchObject({ olderBefore: 851, feed: { cursor: { offset: 1_000 } } });
});

const urgent = (offset: number, expiresAt: string) =>
  announced(offset, {
    kind: "urgent",
    expiresAt,
    details: { status: "actual", severity: "severe", instruction: {}, messageType: "alert" },
  } as Partial<Announcement>);

test("[H2] the device keeps the newest, what is pinned and what is urgent, and goes on where it stopped", () => {
  const pinned = announced(600, { pinned: true });
  const inForce = urgent(601, "2022-11-09T03:00:00.000Z");
  const expired = urgent(602, "2022-11-09T01:59:00.000Z");
  const held = withOlder(heldFrom(snapshot(), AT), [...newest(200, 900), expired, inForce, pinned], 600);
  const kept = readHeld(writeHeld(held));
  expect(kept?.feed.announcements.size).toBe(KEPT + 2);
  expect(kept?.feed.announcements.get("a600")).toEqual(pinned);
  expect(kept?.feed.announcements.get("a601")).toEqual(inForce);
  expect(kept?.olderBefore).toBe(1_000 - KEPT + 1);
  expect(kept?.feed.cursor).toEqual({ epoch: EPOCH, offset: 1_000 });
  expect(kept?.asOf).toBe(AT);
});

test("[H2] what stands out below the stream does not make it seem to reach further down", () => {
  const few = { ...heldFrom(snapshot(newest(60)), AT), olderBefore: 941 };
  const standsOut = newest(60, 500).map((item) => ({ ...item, key: true }));
  const kept = readHeld(writeHeld({ ...withOlder(few, standsOut), olderBefore: 941 }));
  expect(kept?.olderBefore).toBe(941);
});

describe("[H3] what the server said later is shown, and it alone", () => {
  const held = (offset: number, asOf: number, epoch = EPOCH): HeldFeed => ({
    feed: { ...heldFrom(snapshot(), AT).feed, cursor: { epoch, offset } },
    asOf,
  });
  test.for([
    ["the page is further in the same log", held(9, 1), held(8, 2), "page"],
    ["both are as far", held(9, 1), held(9, 2), "page"],
    ["the device is further in the same log", held(9, 2), held(10, 1), "device"],
    ["the page is of a newer log", held(3, 2, "new"), held(900, 1), "page"],
    [
      "the device heard of a newer log, and the page is an old one",
      held(900, 1),
      held(3, 2, "new"),
      "device",
    ],
  ] as const)("%s", ([, served, kept, later]) => {
    expect(laterOf(served, kept)).toBe(later === "page" ? served : kept);
  });
  test("nothing was kept", () => {
    const served = held(9, 1);
    expect(laterOf(served, undefined)).toBe(served);
  });
});

describe("[H4] not more is held than a page can carry", () => {
  const grown = (count: number): HeldFeed => ({
    feed: startFrom({ ...snapshot(newest(count, 10_000)), cursor: { epoch: EPOCH, offset: 10_000 } }),
    asOf: AT,
  });
  test("a hundred too many are let go at once, the oldest first, and are paged in again from there", () => {
    expect(bounded(grown(HELD + SLACK)).feed.announcements.size).toBe(HELD + SLACK);
    const less = bounded(grown(HELD + SLACK + 1));
    expect(newestFirst(less.feed.announcements).map(({ offset }) => offset)).toEqual(
      Array.from({ length: HELD }, (_, at) => 10_000 - at),
    );
    expect(less.olderBefore).toBe(10_000 - HELD + 1);
    expect(less.feed.cursor).toEqual({ epoch: EPOCH, offset: 10_000 });
  });
  test("what is pinned, or urgent and in force, stays", () => {
    const standsOut = [announced(5, { pinned: true }), urgent(6, "2022-11-09T03:00:00.000Z")];
    const less = bounded({ ...withOlder(grown(HELD + SLACK), standsOut), olderBefore: undefined });
    expect(less.feed.announcements.size).toBe(HELD + 2);
    expect(less.feed.announcements.has("a5")).toBe(true);
    expect(less.feed.announcements.has("a6")).toBe(true);
  });
});

test.for([null, "", "{", "3", '{"cursor":{}}'])("what cannot be read is not held: %j", (text) => {
  expect(readHeld(text)).toBeUndefined();
});
