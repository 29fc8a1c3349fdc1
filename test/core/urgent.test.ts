import { describe, expect, test } from "vitest";
import type { Announcement, FeedItem, UrgentDetails } from "../../server/contract/announcement.ts";
import { isAllClear, threadOf, urgentInForce } from "../../server/core/urgent.ts";
import { NOW } from "../support/decisions.ts";
import { announced } from "../support/feed-history.ts";

const LATER = "2099-01-01T00:00:00.000Z";
type MessageType = UrgentDetails["messageType"];

const urgentAt = (
  offset: number,
  messageType: MessageType,
  refersTo?: number,
  over: Partial<Announcement> = {},
): Announcement =>
  announced(offset, {
    kind: "urgent",
    expiresAt: LATER,
    details: {
      status: "actual",
      messageType,
      ...(refersTo === undefined ? {} : { refersTo: `a${refersTo}` }),
    },
    ...over,
  });
const held = (...items: readonly FeedItem[]) => new Map(items.map((item) => [item.id, item]));
const inForce = (items: ReadonlyMap<string, FeedItem>, nowMs = NOW) =>
  urgentInForce(items, nowMs).map(({ id }) => id);
const withdrawn = (offset: number): FeedItem => ({
  id: `a${offset}`,
  offset,
  withdrawnAt: "2022-11-09T01:00:00.000Z",
  reason: "wrong",
});

describe("[F5] urgent notices that hold", () => {
  test("an alert until it expires, to the millisecond", () => {
    const items = held(urgentAt(1, "alert", undefined, { expiresAt: new Date(NOW).toISOString() }));
    expect(inForce(items, NOW - 1)).toEqual(["a1"]);
    expect(inForce(items, NOW)).toEqual([]);
  });

  test("an all-clear ends its alert and holds itself", () => {
    expect(inForce(held(urgentAt(1, "alert"), urgentAt(2, "all-clear", 1)))).toEqual(["a2"]);
  });

  test("an all-clear ends the whole thread, through any number of updates, whichever it names", () => {
    const thread = [urgentAt(1, "alert"), urgentAt(2, "update", 1), urgentAt(3, "update", 2)];
    for (const named of [1, 2, 3])
      expect(inForce(held(...thread, urgentAt(4, "all-clear", named)))).toEqual(["a4"]);
  });

  test("another thread goes on", () => {
    const items = held(
      urgentAt(1, "alert"),
      urgentAt(2, "alert"),
      urgentAt(3, "update", 2),
      urgentAt(4, "all-clear", 1),
    );
    expect(inForce(items)).toEqual(["a2", "a3", "a4"]);
  });

  test("an all-clear that has expired still ends what it ended", () => {
    const over = { expiresAt: new Date(NOW - 1).toISOString() };
    expect(inForce(held(urgentAt(1, "alert"), urgentAt(2, "all-clear", 1, over)))).toEqual([]);
  });

  test("a withdrawn alert is not in force; a withdrawn all-clear ends nothing", () => {
    expect(inForce(held(withdrawn(1)))).toEqual([]);
    expect(inForce(held(urgentAt(1, "alert"), withdrawn(2)))).toEqual(["a1"]);
  });

  test("other kinds never are", () => {
    expect(inForce(held(announced(1, { expiresAt: LATER })))).toEqual([]);
  });

  test("an alert that is not held any more is still the thread of what refers to it", () => {
    expect(inForce(held(urgentAt(2, "update", 1), urgentAt(3, "all-clear", 1)))).toEqual(["a3"]);
    expect(threadOf(urgentAt(3, "all-clear", 1), held())).toBe("a1");
  });

  test("notices that refer to each other in a circle end", () => {
    const circle = held(urgentAt(1, "update", 2), urgentAt(2, "update", 1));
    expect(inForce(circle)).toEqual(["a1", "a2"]);
    expect(threadOf(urgentAt(1, "update", 1), held(urgentAt(1, "update", 1)))).toBe("a1");
  });

  test("isAllClear knows its own kind only", () => {
    expect(isAllClear(urgentAt(1, "all-clear", 1))).toBe(true);
    expect(isAllClear(urgentAt(1, "alert"))).toBe(false);
    expect(isAllClear(announced(1))).toBe(false);
  });
});
