import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seeded } from "../../scripts/chaos/seeded.ts";
import type { Entry } from "../../server/contract/feed.ts";
import { RecentWindow, WINDOW_BYTES, WINDOW_ENTRIES } from "../../server/core/recent-window.ts";
import { announced, history, publishedEntry } from "../support/feed-history.ts";

const at = "2022-11-09T01:00:00.000Z";
const small = (offset: number): Entry => ({ offset, at, type: "eventChanged" });
const long = (offset: number, characters: number, letter = "x"): Entry =>
  publishedEntry(offset, { text: { en: { headline: "H", body: letter.repeat(characters) } } });

const filled = (entries: readonly Entry[], head = 0): RecentWindow => {
  const window = new RecentWindow(head);
  for (const entry of entries) window.push({ entry });
  return window;
};
const held = (window: RecentWindow): Entry[] =>
  window.after(window.oldest - 1).json.map((json) => JSON.parse(json) as Entry);
const encoder = new TextEncoder();
const wireBytes = (window: RecentWindow): number =>
  window.after(window.oldest - 1).json.reduce((sum, json) => sum + encoder.encode(json).length, 0);

describe("the window", () => {
  test("[W1] takes only the next offset", () => {
    const window = filled([small(8), small(9)], 7);
    for (const offset of [8, 9, 11, 1]) expect(() => window.push({ entry: small(offset) })).toThrow("[W1]");
    window.push({ entry: small(10) });
    expect([window.oldest, window.head, window.size]).toEqual([8, 10, 3]);
  });

  test("starts empty one past the head", () => {
    const window = new RecentWindow(42);
    expect([window.oldest, window.head, window.size, window.bytes]).toEqual([43, 42, 0, 0]);
    expect(window.after(42)).toEqual({ json: [], bytes: 0 });
  });

  test("[W1] answers what comes after any offset that it holds, in order", () => {
    const log = history(50, seeded(5));
    const window = filled(log);
    for (let after = 0; after <= 50; after += 1)
      expect(window.after(after).json.map((json) => JSON.parse(json))).toEqual(log.slice(after));
  });

  test("holds the newest 10,000 entries and not one more", () => {
    const window = filled(Array.from({ length: WINDOW_ENTRIES }, (_, n) => small(n + 1)));
    expect([window.oldest, window.size]).toEqual([1, WINDOW_ENTRIES]);
    window.push({ entry: small(WINDOW_ENTRIES + 1) });
    expect([window.oldest, window.size]).toEqual([2, WINDOW_ENTRIES]);
    // Far enough for the forgotten ones to have been cut off, more than once.
    for (let n = WINDOW_ENTRIES + 2; n <= WINDOW_ENTRIES + 3_000; n += 1) window.push({ entry: small(n) });
    expect([window.oldest, window.size]).toEqual([3_001, WINDOW_ENTRIES]);
    expect(JSON.parse(window.after(3_000).json[0]!)).toEqual(small(3_001));
    expect(window.bytes).toBe(wireBytes(window));
  });

  test("holds at most 16 MB, but always the newest entry", () => {
    const window = new RecentWindow(0);
    for (let offset = 1; offset <= 20; offset += 1) window.push({ entry: long(offset, 1_000_000) });
    expect(window.bytes).toBeLessThanOrEqual(WINDOW_BYTES);
    expect(window.size).toBe(16);
    window.push({ entry: long(21, WINDOW_BYTES) });
    expect([window.size, window.oldest, window.head]).toEqual([1, 21, 21]);
  });

  test("counts bytes as they are sent: a Chinese character is three, an emoji four", () => {
    for (const letter of ["x", "é", "网", "😀", '"', "\n"]) {
      const window = filled([long(1, 1_000, letter)]);
      expect(window.bytes).toBe(wireBytes(window));
      expect(window.after(0).bytes).toBe(window.bytes);
    }
  });
});

describe("redaction", () => {
  const log: Entry[] = [
    publishedEntry(1),
    publishedEntry(2),
    { offset: 3, at, type: "announcementCorrected", announcement: announced(1, { revision: 2 }) },
    { offset: 4, at, type: "announcementPinned", announcementId: "a1", announcement: announced(1) },
    { offset: 5, at, type: "announcementUnpinned", announcementId: "a1" },
  ];
  const left = (offset: number) => ({ offset, at: expect.any(String), type: "announcementRedacted" });

  test("[W2] below a revision, only the older text goes, and its place in the order stays", () => {
    const window = filled(log);
    window.redact({ announcementId: "a1", below: 2 });
    expect(held(window)).toEqual([
      { ...left(1), announcementId: "a1" },
      log[1],
      log[2],
      { ...left(4), announcementId: "a1" },
      log[4],
    ]);
  });

  test("[W2] [E5] without a revision, all its text goes; what others say stays", () => {
    const window = filled(log);
    window.redact({ announcementId: "a1" });
    expect(held(window)).toEqual([
      { ...left(1), announcementId: "a1" },
      log[1],
      { ...left(3), announcementId: "a1" },
      { ...left(4), announcementId: "a1" },
      log[4],
    ]);
    expect(window.bytes).toBe(wireBytes(window));
  });

  test("[W2] an entry that redacts does so as it arrives, but never itself", () => {
    const window = filled(log.slice(0, 2));
    const entry: Entry = {
      offset: 3,
      at,
      type: "announcementCorrected",
      announcement: announced(1, { revision: 2 }),
    };
    window.push({ entry, redacts: { announcementId: "a1", below: 2 } });
    expect(held(window)).toEqual([{ ...left(1), announcementId: "a1" }, log[1], entry]);
  });

  test("[W2] no canary is left, whatever came before and whatever was dropped", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 60 }), (seed, count) => {
        const log = history(count, seeded(seed)).map(
          (entry): Entry =>
            "announcement" in entry && entry.announcement.id === "a1"
              ? {
                  ...entry,
                  announcement: { ...entry.announcement, text: { en: { headline: "CANARY", body: "" } } },
                }
              : entry,
        );
        const window = filled(log);
        window.redact({ announcementId: "a1" });
        expect(held(window).map(({ offset }) => offset)).toEqual(log.map(({ offset }) => offset));
        expect(window.after(0).json.join()).not.toContain("CANARY");
        expect(window.bytes).toBe(wireBytes(window));
      }),
    );
  });
});
