import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { QueueAlarm } from "../../server/schedule/queue-alarm.ts";
import { PREFIX } from "../../server/store/keys.ts";
import { freshEvent, type Hands, handsOn, log, published, scheduleIn } from "../support/scheduling.ts";

let redis: PrivateRedis;
let desk: Hands;
let alarm: QueueAlarm;
const children: ChildProcess[] = [];

beforeAll(async () => {
  redis = await startPrivateRedis();
  const first = await handsOn(redis.url);
  await freshEvent(first.store);
  alarm = new QueueAlarm({ url: redis.url, clock: first.clock, log });
  first.store.close();
  desk = await handsOn(redis.url, { alarm });
});
afterAll(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await alarm.close();
  desk.store.close();
  await redis.stop();
});

function start(script: string): ChildProcess {
  const env = { PATH: process.env.PATH, REDIS_URL: redis.url, LOG_LEVEL: "error" };
  const child = spawn(process.execPath, [join(import.meta.dirname, "../..", script)], {
    env,
    stdio: "inherit",
  });
  children.push(child);
  return child;
}

/** By name: how long a dead one is still believed in is another test's. */
const atWork = (): Promise<string[]> => desk.store.connection.zrange(`${PREFIX}:workers`, "0", "-1");

/** Whoever is at work and was not before. */
const newcomer = (before: readonly string[], what: string): Promise<string> =>
  until(async () => (await atWork()).find((name) => !before.includes(name)), what, 15_000);

test("[P4] a worker killed with -9 between the instant and the publication: another publishes, once, within 3 s", async () => {
  const faulty = start("test/support/faulty-worker.ts");
  await newcomer([], "the faulty worker");
  const { id, dueMs } = await scheduleIn(desk, 400);
  const [, signal] = await once(faulty, "exit");
  expect(signal).toBe("SIGKILL");
  expect(await published(desk.store)).toEqual([]);

  const before = await atWork();
  const good = start("workers/main.ts");
  await until(async () => (await published(desk.store)).length > 0, "the announcement", 15_000);
  const name = await newcomer(before, "the good worker");
  const second = await scheduleIn(desk, 200);
  await until(async () => (await published(desk.store)).length > 1, "the next one");
  const out = await published(desk.store);
  expect(out.map((entry) => entry.id)).toEqual([id, second.id]);
  expect(out[0]!.atMs).toBeGreaterThanOrEqual(dueMs);

  good.kill("SIGTERM");
  expect(await once(good, "exit")).toEqual([0, null]);
  // It took itself out: nobody has to wait until it is taken for dead.
  expect(await atWork()).not.toContain(name);
});

test("[P4] with a second worker there, it is at most 3 s late", async () => {
  const before = await atWork();
  const good = start("workers/main.ts");
  const first = await newcomer(before, "the good worker");
  const faulty = start("test/support/faulty-worker.ts");
  await newcomer([...before, first], "the faulty worker");
  const known = (await published(desk.store)).length;
  const made = await Promise.all(Array.from({ length: 40 }, (_, n) => scheduleIn(desk, 400 + n * 10)));
  await once(faulty, "exit");
  await until(
    async () => (await published(desk.store)).length === known + made.length,
    "all of them",
    15_000,
  );
  const out = (await published(desk.store)).slice(known);
  const due = new Map(made.map(({ id, dueMs }) => [id, dueMs]));
  expect(new Set(out.map(({ id }) => id))).toEqual(new Set(due.keys()));
  for (const { id, atMs } of out) expect(atMs - due.get(id)!).toBeLessThan(3_000);
  good.kill("SIGTERM");
  await once(good, "exit");
});
