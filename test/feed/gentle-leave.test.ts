import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { seeded } from "../../scripts/chaos/seeded.ts";
import type { FanOut } from "../../server/feed/fan-out.ts";
import { dismissOverTime, leaveMs } from "../../server/feed/gentle-leave.ts";
import type { Outgoing } from "../../server/feed/outgoing.ts";
import { Presence } from "../../server/feed/presence.ts";
import { PresenceReport } from "../../server/feed/presence-report.ts";
import { readerTotals } from "../../server/feed/reader-totals.ts";
import { keys } from "../../server/store/keys.ts";
import { memoryNode } from "../support/memory-node.ts";

describe("[MP6] a gentle leave", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.for([
    [0, 1_000],
    [900, 1_000],
    [5_000, 5_000],
    [100_000, 30_000],
  ] as const)("of %i readers takes %i ms", ([readers, ms]) => {
    expect(leaveMs(readers)).toBe(ms);
  });

  test.for([
    [7, 1],
    [3_000, 2],
    [40_000, 3],
  ] as const)("sends %i readers away evenly (seed %i)", async ([readers, seed]) => {
    let size = readers;
    const sent: number[] = [];
    const fanOut: Pick<FanOut, "size" | "dismissSome"> = {
      get size() {
        return size;
      },
      dismissSome: (most, overMs) => {
        expect(overMs).toBe(500);
        sent.push(Math.min(most, size));
        size -= Math.min(most, size);
      },
    };
    let isOver = false;
    void dismissOverTime(fanOut, seeded(seed)).then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(leaveMs(readers) - 1);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(isOver).toBe(true);
    expect(size).toBe(0);
    // No slice of 50 ms has much more than its share.
    expect(Math.max(...sent)).toBeLessThanOrEqual(readers / sent.length + 2);
  });

  test("whoever comes in between is sent away as well, and whoever left by itself is not missed", async () => {
    let size = 100;
    const fanOut = {
      get size() {
        return size;
      },
      dismissSome: (most: number) => {
        size -= most;
      },
    };
    const left = dismissOverTime(fanOut, seeded(4));
    await vi.advanceTimersByTimeAsync(500);
    size += 40;
    await vi.advanceTimersByTimeAsync(300);
    size -= 5;
    await vi.advanceTimersByTimeAsync(200);
    await left;
    expect(size).toBe(0);
  });
});

test("[MP6] the fan-out sends on so many as it is told to, and serves the others", async () => {
  const node = await memoryNode();
  const frames = new Map<number, number>();
  const sentAway: number[] = [];
  for (let reader = 0; reader < 10; reader += 1) {
    const connection = {
      epoch: "",
      sentUpTo: -1,
      queuedBytes: 0,
      takenBytes: 0,
      cut: () => {},
      give: ({ message }: Outgoing) => {
        if (message.kind === "frame") frames.set(reader, (frames.get(reader) ?? 0) + 1);
        return true;
      },
      dismiss: (retryAfterMs: number) => {
        expect(retryAfterMs).toBeLessThan(500);
        sentAway.push(reader);
      },
    };
    node.fanOut.join(connection, undefined);
  }
  node.fanOut.dismissSome(4, 500, Math.random);
  expect(sentAway).toEqual([0, 1, 2, 3]);
  expect(node.fanOut.size).toBe(6);
  await node.publish("for those who are still here");
  await node.arrived();
  expect([...frames.keys()]).toEqual([4, 5, 6, 7, 8, 9]);
  await node.stop();
});

describe("[MP9] readers of several processes", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("add up, are counted while they leave, and no more once their process has gone or was killed", async () => {
    const hash = new Map<string, string>();
    const sum = () => readerTotals(Object.fromEntries(hash), Date.now()).sum;
    const started = (readers: number) => {
      const process = { isKilled: false, presence: new Presence(), stop: async () => {} };
      const redis = {
        hset: async (key: string, field: string, value: string) => {
          expect(key).toBe(keys.readers);
          if (!process.isKilled) hash.set(field, value);
        },
        hdel: async (_key: string, field: string) => void hash.delete(field),
      };
      for (let reader = 0; reader < readers; reader += 1) process.presence.joined("online");
      const report = new PresenceReport(redis as never, process.presence, Date.now);
      report.start();
      process.stop = () => report.stop();
      return process;
    };
    const [stays, leaves, killed] = [started(3), started(4), started(5)];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(hash.size).toBe(3);
    expect(sum()).toEqual({ online: 12, inPerson: 0, undeclared: 0 });

    leaves.presence.left("online");
    stays.presence.joined("online");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sum().online).toBe(12);
    await leaves.stop();
    expect(hash.size).toBe(2);
    expect(sum().online).toBe(9);

    killed.isKilled = true;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(sum().online).toBe(9);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sum().online).toBe(4);
  });
});
