import { describe, expect, test } from "vitest";
import { seeded } from "../../scripts/chaos/seeded.ts";
import { type Entry, type Frame, frameSchema } from "../../server/contract/feed.ts";
import { CATCH_UP_BYTES, CATCH_UP_ENTRIES, catchUp, encodeFrame } from "../../server/core/catch-up.ts";
import { applyFrame } from "../../server/core/feed-state.ts";
import { RecentWindow } from "../../server/core/recent-window.ts";
import { EPOCH, history, publishedEntry } from "../support/feed-history.ts";

const at = "2022-11-09T01:00:00.000Z";
const small = (offset: number): Entry => ({ offset, at, type: "eventChanged" });
const windowOf = (entries: readonly Entry[], head = 0): RecentWindow => {
  const window = new RecentWindow(head);
  for (const entry of entries) window.push({ entry });
  return window;
};
const smalls = (from: number, to: number) =>
  windowOf(
    Array.from({ length: to - from + 1 }, (_, n) => small(from + n)),
    from - 1,
  );
const asked = (window: RecentWindow, offset: number) => catchUp(window, EPOCH, { epoch: EPOCH, offset });
const horizon = { answer: "snapshot", reason: "horizon" };

describe("catch-up", () => {
  test("[C1] no cursor: new; a cursor of another epoch: epoch, whatever its offset", () => {
    const window = smalls(1, 5);
    expect(catchUp(window, EPOCH, undefined)).toEqual({ answer: "snapshot", reason: "new" });
    for (const offset of [0, 3, 5, 99])
      expect(catchUp(window, EPOCH, { epoch: "another", offset })).toEqual({
        answer: "snapshot",
        reason: "epoch",
      });
  });

  test("[C2] trimmed: from one before the oldest entry held a frame leads on, from two a snapshot", () => {
    const window = smalls(11, 20);
    expect(asked(window, 10)).toMatchObject({ answer: "frame", upTo: 20 });
    expect(asked(window, 9)).toEqual(horizon);
    expect(asked(window, 0)).toEqual(horizon);
  });

  test("[C2] 2,000 entries behind is a frame, 2,001 a snapshot", () => {
    const window = smalls(1, 5_000);
    expect(asked(window, 5_000 - CATCH_UP_ENTRIES)).toMatchObject({ answer: "frame" });
    expect(asked(window, 5_000 - CATCH_UP_ENTRIES - 1)).toEqual(horizon);
    expect(CATCH_UP_ENTRIES).toBe(2_000);
  });

  test.for(["x", "网"])("[C2] 1 MB of %s behind is a frame, a byte more a snapshot", (letter) => {
    const filler = (characters: number) =>
      publishedEntry(1, {
        text: { en: { headline: "H", body: letter.repeat(100_000) + "x".repeat(characters) } },
      });
    const missing = CATCH_UP_BYTES - windowOf([filler(0)]).bytes;
    const exactly = windowOf([filler(missing)]);
    expect(exactly.bytes).toBe(1_000_000);
    expect(asked(exactly, 0)).toMatchObject({ answer: "frame" });
    expect(asked(windowOf([filler(missing + 1)]), 0)).toEqual(horizon);
    // What the reader has already does not count.
    expect(asked(windowOf([filler(missing + 1), small(2)]), 1)).toMatchObject({ answer: "frame" });
  });

  test("[C3] otherwise one frame from the cursor to the head, dense, and folding it leads there", () => {
    const log = history(80, seeded(3));
    const window = windowOf(log);
    for (let offset = 0; offset <= 80; offset += 1) {
      const answer = asked(window, offset);
      if (answer.answer !== "frame") throw new Error(answer.answer);
      const frame = frameSchema.parse(JSON.parse(answer.json)) as Frame;
      expect(frame).toEqual({ epoch: EPOCH, after: offset, upTo: 80, entries: log.slice(offset) });
      const state = { cursor: { epoch: EPOCH, offset }, announcements: new Map(), programmeRevision: 0 };
      expect(applyFrame(state, frame).outcome).toBe(offset === 80 ? "stale" : "applied");
    }
  });

  test("[C3] [F1] at the head an empty frame, in an empty log too", () => {
    const empty = (offset: number) =>
      JSON.stringify({ epoch: EPOCH, after: offset, upTo: offset, entries: [] });
    expect(asked(smalls(1, 5), 5)).toEqual({ answer: "frame", json: empty(5), upTo: 5 });
    expect(asked(new RecentWindow(0), 0)).toEqual({ answer: "frame", json: empty(0), upTo: 0 });
    expect(asked(new RecentWindow(9), 9)).toEqual({ answer: "frame", json: empty(9), upTo: 9 });
    expect(asked(new RecentWindow(9), 8)).toEqual(horizon);
  });

  test("[C4] a cursor beyond the head is neither answered nor reset here", () => {
    expect(asked(smalls(1, 5), 6)).toEqual({ answer: "ahead" });
    expect(asked(new RecentWindow(0), Number.MAX_SAFE_INTEGER)).toEqual({ answer: "ahead" });
  });
});

describe("an encoded frame", () => {
  test("[F1] [F8] is the frame, stale only where it is said", () => {
    const entries = [small(4), small(5)];
    const json = entries.map((entry) => JSON.stringify(entry));
    expect(JSON.parse(encodeFrame(EPOCH, 3, 5, json))).toEqual({ epoch: EPOCH, after: 3, upTo: 5, entries });
    expect(JSON.parse(encodeFrame(EPOCH, 5, 5, [], true))).toEqual({
      epoch: EPOCH,
      after: 5,
      upTo: 5,
      entries: [],
      stale: true,
    });
  });
});
