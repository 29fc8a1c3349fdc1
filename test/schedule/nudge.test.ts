import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RedisClock } from "../../server/feed/clock.ts";
import { Nudge } from "../../server/schedule/nudge.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function nudging(due: { id: string; dueMs: number }[], offMs = 0) {
  const clock = new RedisClock();
  clock.measured(Date.now(), Date.now(), Date.now() + offMs);
  const pings: number[] = [];
  const drains: number[] = [];
  const world = { isAway: false };
  const nudge = new Nudge({
    store: {
      async due(beforeMs) {
        if (world.isAway) throw new StoreFailure("unreachable", "away");
        return due.filter(({ dueMs }) => dueMs <= beforeMs);
      },
    },
    clock,
    ping: async () => void pings.push(clock.nowMs()),
    drain: async () => void drains.push(clock.nowMs()),
  });
  nudge.start();
  return { nudge, pings, drains, world };
}

test("Redis is pinged just after each instant at which something falls due, by Redis' clock", async () => {
  const due = [1_000_700, 1_000_700, 1_002_345].map((dueMs, n) => ({ id: `n${n}`, dueMs: dueMs + 400 }));
  const { nudge, pings, drains } = nudging(due, 400);
  await vi.advanceTimersByTimeAsync(5_000);
  const first = [1, 4, 10].map((afterMs) => 1_001_100 + afterMs);
  const second = [1, 4, 10].map((afterMs) => 1_002_745 + afterMs);
  expect(pings).toEqual([...first, ...second]);
  expect(drains).toEqual([1_001_125, 1_002_770]);
  await nudge.stop();
});

test("it goes on after an outage, and stopped it is still", async () => {
  const { nudge, pings, world } = nudging([{ id: "a", dueMs: 1_030_000 }]);
  world.isAway = true;
  await vi.advanceTimersByTimeAsync(10_000);
  world.isAway = false;
  await vi.advanceTimersByTimeAsync(20_002);
  expect(pings).toEqual([1_030_001]);
  await nudge.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(pings).toHaveLength(1);
});
