/** Clocks that are wrong by an hour, and jump while everything runs: of our own processes, and of Redis. */
import type { Fault } from "../fault.ts";
import { type FakeClock, fakeClock, fakeClockNeeds } from "../ground/fake-clock.ts";
import { whyNot } from "../ground/needs.ts";
import { type RedisClock, redisClock, redisClockNeeds } from "../ground/redis-clock.ts";
import { type Ground, type PlainGround, PROCESSES, type ProcessName, plainGround } from "../ground.ts";
import type { Bench } from "../real-processes.ts";
import { pick } from "../seeded.ts";

const HOUR_MS = 3_600_000;

interface ClockGround extends PlainGround {
  readonly clocks: ReadonlyMap<ProcessName, FakeClock>;
}

async function withFakeClocks(bench: Bench): Promise<ClockGround> {
  const folder = bench.folder();
  const clocks = new Map(PROCESSES.map((name) => [name, fakeClock(folder, name.replace(" ", "-"))] as const));
  const over = Object.fromEntries([...clocks].map(([name, { env }]) => [name, { env }]));
  return { ...(await plainGround(bench, { over })), clocks };
}

/** They stand down, and the others do the work: nothing is early, late or twice. */
export const someClocks: Fault<ClockGround> = {
  name: "some-clocks",
  number: "F18",
  what: "the clocks of a server and of a worker jump by an hour, either way, and back",
  missing: () => whyNot(fakeClockNeeds),
  open: withFakeClocks,
  alone: true, // the server and the worker whose clocks are right must be there
  bounds: { lateMs: 3_000 },
  holdsMs: (form) => (form === "short" ? 2_000 : 10_000),
  async strike({ ground: { clocks }, say }, random) {
    const wrong: ProcessName[] = [
      pick<ProcessName>(random, ["server 1", "server 2"]),
      pick<ProcessName>(random, ["worker 1", "worker 2"]),
    ];
    for (const name of wrong) {
      const byMs = pick(random, [HOUR_MS, -HOUR_MS]);
      say(`${name}: ${byMs > 0 ? "an hour ahead" : "an hour behind"}`);
      clocks.get(name)!.set(byMs);
    }
    return async () => {
      for (const name of wrong) clocks.get(name)!.set(0);
    };
  },
};

/** Nobody is left whose clock agrees with Redis': what is due waits until one does. */
export const allClocks: Fault<ClockGround> = {
  name: "all-clocks",
  number: "F18",
  what: "the clocks of every server and worker jump by an hour, all the same way, and back",
  missing: () => whyNot(fakeClockNeeds),
  open: withFakeClocks,
  alone: true,
  allows: { dueWaits: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (form) => (form === "short" ? 2_000 : 10_000),
  async strike({ ground: { clocks }, say }, random) {
    const byMs = pick(random, [HOUR_MS, -HOUR_MS]);
    say(byMs > 0 ? "an hour ahead" : "an hour behind");
    const set = async (ms: number) => {
      for (const clock of clocks.values()) clock.set(ms);
    };
    await set(byMs);
    return () => set(0);
  },
};

interface RedisClockGround extends Ground {
  readonly clock: RedisClock;
}

/** Redis' clock is the clock of record, and it alone is wrong. */
export const clockOfRedis: Fault<RedisClockGround> = {
  name: "redis-clock",
  number: "F19",
  what: "the clock of Redis jumps by an hour, either way, and back",
  missing: () => whyNot(redisClockNeeds),
  async open(bench) {
    const clock = await redisClock(bench.folder());
    bench.onCleanUp(() => clock.close());
    const redis = await bench.redis({ restart: false, launcher: clock.launcher });
    return { clock, redis, truth: () => redis.url, place: () => ({ redisUrl: redis.url }) };
  },
  allows: { dueWaits: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (form) => (form === "short" ? 2_000 : 10_000),
  async strike({ ground: { clock }, say }, random) {
    const byMs = pick(random, [HOUR_MS, -HOUR_MS]);
    say(byMs > 0 ? "an hour ahead" : "an hour behind");
    clock.set(byMs);
    return async () => clock.set(0);
  },
};
