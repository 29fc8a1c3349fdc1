import { expect, test } from "vitest";
import { RedisClock } from "../../server/feed/clock.ts";
import { ClockWatch } from "../../server/schedule/clock-watch.ts";

/** A Redis whose clock and whose slowness the test sets; each answer takes `tripMs` of our clock. */
function watched() {
  const world = { ourMs: 1_000_000, offMs: 0, tripMs: [4] as number[] };
  const changes: boolean[] = [];
  const now = () => world.ourMs;
  const clock = new RedisClock(now);
  let trip = 0;
  const nowMs = async () => {
    const ms = world.tripMs[trip++ % world.tripMs.length]!;
    world.ourMs += ms / 2;
    const redisMs = world.ourMs + world.offMs;
    world.ourMs += ms / 2;
    return redisMs;
  };
  const watch = new ClockWatch({
    store: { nowMs },
    clock,
    now,
    onChange: (agrees) => changes.push(agrees),
  });
  return { world, clock, watch, changes };
}

test("a clock that is off by more than a second is told once, and again when it agrees", async () => {
  const { world, clock, watch, changes } = watched();
  await watch.measure();
  world.offMs = 1_200;
  await watch.measure();
  await watch.measure();
  expect(clock.agrees).toBe(false);
  expect(clock.nowMs()).toBe(world.ourMs + 1_200);
  world.offMs = -900;
  await watch.measure();
  expect(changes).toEqual([false, true]);
});

test("the quickest answer counts, and slow ones do not", async () => {
  const { world, clock, watch } = watched();
  world.tripMs = [300, 2, 80];
  world.offMs = 40;
  await watch.measure();
  expect(clock.offsetMs).toBe(40);
  world.tripMs = [900];
  world.offMs = 5_000;
  await watch.measure();
  expect(clock.offsetMs).toBe(40);
});
