import { spawn } from "node:child_process";
import { once } from "node:events";
import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import { fakeClock, fakeClockNeeds } from "../../../scripts/chaos/ground/fake-clock.ts";
import { whyNot } from "../../../scripts/chaos/ground/needs.ts";
import { redisClock, redisClockNeeds } from "../../../scripts/chaos/ground/redis-clock.ts";
import { Bench } from "../../../scripts/chaos/real-processes.ts";

const HOUR_MS = 3_600_000;
const NEAR_MS = 60_000;
const bench = new Bench();
afterAll(() => bench.cleanUp());

test.skipIf(whyNot(fakeClockNeeds))(
  "[CG3] a process of Node has the clock that it is given, and its jumps",
  async () => {
    const clock = fakeClock(bench.folder(), "one", HOUR_MS);
    const told =
      'process.stdin.on("data", () => console.log(Date.now(), performance.now()));console.log("here")';
    const child = spawn(process.execPath, ["-e", told], { env: { ...process.env, ...clock.env } });
    bench.onCleanUp(() => child.kill("SIGKILL"));
    const next = async () => String((await once(child.stdout, "data"))[0]);
    const ask = async () => {
      const answer = next();
      child.stdin.write("?");
      const [wallMs = 0, monotonicMs = 0] = (await answer).split(" ").map(Number);
      return { offByMs: wallMs - Date.now(), monotonicMs };
    };
    await next();
    const ahead = await ask();
    expect(Math.abs(ahead.offByMs - HOUR_MS)).toBeLessThan(NEAR_MS);
    clock.set(-HOUR_MS);
    const behind = await ask();
    expect(Math.abs(behind.offByMs + HOUR_MS)).toBeLessThan(NEAR_MS);
    expect(behind.monotonicMs).toBeGreaterThan(ahead.monotonicMs);
    expect(behind.monotonicMs - ahead.monotonicMs).toBeLessThan(NEAR_MS);
  },
);

test.skipIf(whyNot(redisClockNeeds))(
  "[CG3] a Redis has the clock that it is given, and its jumps",
  async () => {
    const clock = await redisClock(bench.folder());
    const redis = await bench.redis({ launcher: clock.launcher });
    const client = new Redis(redis.socketPath);
    bench.onCleanUp(() => client.disconnect());
    const offByMs = async () => Number((await client.time())[0]) * 1_000 - Date.now();
    expect(Math.abs(await offByMs())).toBeLessThan(NEAR_MS);
    for (const given of [HOUR_MS, -HOUR_MS, 0]) {
      clock.set(given);
      expect(Math.abs((await offByMs()) - given)).toBeLessThan(NEAR_MS);
      const within = Number(await client.eval("return redis.call('TIME')[1]", 0)) * 1_000 - Date.now();
      expect(Math.abs(within - given)).toBeLessThan(NEAR_MS);
    }
  },
);
