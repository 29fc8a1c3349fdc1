import { describe, expect, test } from "vitest";
import { below, seeded } from "../../scripts/chaos/seeded.ts";
import type { Entry, Frame } from "../../server/contract/feed.ts";
import { applyFrame, type FeedState, newestFirst, startFrom } from "../../server/core/feed-state.ts";
import { snapshotOf } from "../../server/core/snapshot.ts";
import {
  announced,
  EPOCH,
  frameOf,
  history,
  publishedEntry,
  shakyDelivery,
} from "../support/feed-history.ts";

const reader = (offset = 0): FeedState => ({
  cursor: { epoch: EPOCH, offset },
  announcements: new Map(),
  programmeRevision: 0,
});

/** A reader that reconnects with its cursor on every gap, as the protocol says. */
function followed(log: readonly Entry[], frames: readonly Frame[], start = reader()) {
  const arrived: Entry[] = [];
  let state = start;
  for (const frame of frames) {
    let outcome = applyFrame(state, frame);
    if (outcome.outcome === "gap") outcome = applyFrame(state, frameOf(log, state.cursor.offset, frame.upTo));
    if (outcome.outcome === "applied") arrived.push(...outcome.arrived);
    state = outcome.state;
  }
  return { state, arrived };
}

const SEEDS = Array.from({ length: 60 }, (_, n) => n * 7_919 + 1);

describe("applyFrame", () => {
  test.for(SEEDS)("[F2] however delivery repeats or overlaps, each entry arrives once (seed %i)", (seed) => {
    const random = seeded(seed);
    const log = history(40, random);
    const { state, arrived } = followed(log, shakyDelivery(log, 0, random));
    expect(arrived).toEqual(log);
    expect(state.cursor).toEqual({ epoch: EPOCH, offset: log.length });
  });

  test.for(SEEDS)(
    "[F3] [F7] with frames lost and out of order, a reader that reconnects on gaps shows the same (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const log = history(60, random);
      const frames = shakyDelivery(log, 0, random);
      const shuffled = frames
        .filter(() => random() > 0.3)
        .map((frame) => ({ frame, at: frames.indexOf(frame) + below(random, 5) }))
        .sort((a, b) => a.at - b.at)
        .map(({ frame }) => frame);
      const whole = followed(log, [frameOf(log, 0, log.length)]);
      const shaken = followed(log, [...shuffled, frameOf(log, log.length - 1, log.length)]);
      expect(shaken.arrived).toEqual(log);
      expect(newestFirst(shaken.state.announcements)).toEqual(newestFirst(whole.state.announcements));
    },
  );

  test.for(SEEDS)(
    "[F6] [F7] a reader that starts from a snapshot shows the same as one that saw all (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const log = history(80, random);
      const cut = below(random, log.length);
      const early = followed(log, [frameOf(log, 0, cut)]).state;
      const late = startFrom(snapshotOf(early, "new", 0));
      const { state } = followed(log, [frameOf(log, cut, log.length)], late);
      const whole = followed(log, [frameOf(log, 0, log.length)]).state;
      expect(newestFirst(state.announcements)).toEqual(newestFirst(whole.announcements));
    },
  );

  test.for(SEEDS)(
    "[E5] [F7] a reader that catches up through redacted entries shows the same (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const log = history(60, random);
      const gone = new Set(
        log.flatMap((entry) => (entry.type === "announcementWithdrawn" ? [entry.announcementId] : [])),
      );
      const redacted = log.map((entry): Entry => {
        if (!("announcement" in entry) || !gone.has(entry.announcement.id)) return entry;
        const { offset, at, announcement } = entry;
        return { offset, at, type: "announcementRedacted", announcementId: announcement.id };
      });
      const late = followed(redacted, [frameOf(redacted, 0, redacted.length)]).state;
      const whole = followed(log, [frameOf(log, 0, log.length)]).state;
      expect(newestFirst(late.announcements)).toEqual(newestFirst(whole.announcements));
    },
  );

  test("[F3] a gap leaves the state as it was", () => {
    const log = history(10, seeded(1));
    const state = reader(3);
    expect(applyFrame(state, frameOf(log, 5, 8))).toEqual({ outcome: "gap", state });
  });

  test("[F3] a frame that hides a missing entry is a gap", () => {
    const log = history(10, seeded(1));
    const frame = { ...frameOf(log, 0, 5), entries: log.slice(0, 5).filter((entry) => entry.offset !== 3) };
    expect(applyFrame(reader(), frame).outcome).toBe("gap");
    expect(applyFrame(reader(), { ...frameOf(log, 0, 4), upTo: 5 }).outcome).toBe("gap");
  });

  test("[F3] another epoch is never applied, whatever its offsets", () => {
    const log = history(10, seeded(1));
    const state = reader(3);
    for (const [after, upTo] of [
      [3, 5],
      [0, 10],
      [3, 3],
    ] as const) {
      expect(applyFrame(state, frameOf(log, after, upTo, "another"))).toEqual({ outcome: "newEpoch", state });
    }
  });

  test("[F1] the heartbeat changes nothing at the head and shows a gap behind it", () => {
    expect(applyFrame(reader(5), frameOf([], 5, 5)).outcome).toBe("stale");
    expect(applyFrame(reader(4), { epoch: EPOCH, after: 5, upTo: 5, entries: [] }).outcome).toBe("gap");
  });

  test("[F4] a type made after this code is skipped and the cursor moves", () => {
    const unknown = {
      offset: 1,
      at: "2022-11-09T01:00:00.000Z",
      type: "announcementSung",
    } as unknown as Entry;
    const outcome = applyFrame(reader(), {
      epoch: EPOCH,
      after: 0,
      upTo: 2,
      entries: [unknown, publishedEntry(2)],
    });
    expect(outcome).toMatchObject({ outcome: "applied", state: { cursor: { offset: 2 } } });
    expect([...outcome.state.announcements.keys()]).toEqual(["a2"]);
  });

  test("[E4] a withdrawn announcement never comes back, whatever follows", () => {
    const at = "2022-11-09T02:00:00.000Z";
    const log: Entry[] = [
      publishedEntry(1),
      {
        offset: 2,
        at,
        type: "announcementWithdrawn",
        announcementId: "a1",
        announcementOffset: 1,
        reason: "wrong",
      },
      { offset: 3, at, type: "announcementCorrected", announcement: announced(1, { revision: 2 }) },
      {
        offset: 4,
        at,
        type: "announcementPinned",
        announcementId: "a1",
        announcement: announced(1, { pinned: true }),
      },
    ];
    const { state } = followed(log, [frameOf(log, 0, 4)]);
    expect(newestFirst(state.announcements)).toEqual([
      { id: "a1", offset: 1, withdrawnAt: at, reason: "wrong" },
    ]);
  });

  test("[E2] a correction of something that is not held takes its old place in the order", () => {
    const log: Entry[] = [1, 2, 3].map((offset) => publishedEntry(offset));
    const late = startFrom({
      reason: "new",
      cursor: { epoch: EPOCH, offset: 3 },
      announcements: [announced(3)],
      programmeRevision: 0,
    });
    const corrected: Entry = {
      offset: 4,
      at: "2022-11-09T02:00:00.000Z",
      type: "announcementCorrected",
      announcement: announced(1, { revision: 2 }),
    };
    const { state } = followed(
      [...log, corrected],
      [{ epoch: EPOCH, after: 3, upTo: 4, entries: [corrected] }],
      late,
    );
    expect(newestFirst(state.announcements).map(({ id }) => id)).toEqual(["a3", "a1"]);
  });
});
