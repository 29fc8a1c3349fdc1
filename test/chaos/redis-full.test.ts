/** A Redis that takes no writes while we run, and when we start: said everywhere, and readers go on. */
import type { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Bench, type RealProcess, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../scripts/redis/private.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";

const bench = new Bench();
let redis: PrivateRedis;
let raw: Redis;
let server: RealServer;
let worker: RealProcess;

beforeAll(async () => {
  redis = await bench.redis({ restart: false });
  raw = connectExactly(redis.url, "test");
  bench.onCleanUp(() => raw.disconnect());
  await whenReady(raw, 5_000);
  [server, worker] = await Promise.all([
    bench.server({ redisUrl: redis.url }),
    bench.worker({ redisUrl: redis.url }),
  ]);
});
afterAll(() => bench.cleanUp());

const reasonsAt = async ({ api }: RealServer): Promise<string[]> =>
  (await api.ask("/readyz", { token: "" })).json.reasons;
const beatsRefused = async () =>
  Number(/cmdstat_zadd:.*rejected_calls=(\d+)/.exec(await raw.info("commandstats"))?.[1] ?? 0);
const lines = ({ log }: RealProcess, alarm: string) =>
  log()
    .split("\n")
    .filter((line) => line.includes(`"alarm":"${alarm}"`))
    .map((line) => JSON.parse(line).msg as string);

test("[RD6] it is said in one line, readers go on, and so do all processes; some start in the middle of it", {
  timeout: 120_000,
}, async () => {
  const reader = new RealReader("socket");
  bench.onCleanUp(() => reader.drop());
  reader.connect(server.base);
  const before = (await server.api.post("before")).json.cursor;
  await until(() => reader.cursor?.offset === before.offset, "the reader to hear of it");

  await raw.config("SET", "maxmemory", "1");
  await until(async () => (await reasonsAt(server)).includes("storage_full"), "/readyz to say so");
  expect(await server.api.status("/servez")).toBe(200);
  const refused = await server.api.post("meanwhile");
  expect([refused.status, refused.json.code]).toEqual([503, "storage_full"]);
  expect(refused.tookMs).toBeLessThan(2_000);
  expect((await server.api.ask("/readyz", { token: "" })).json.code).toBe("storage_full");

  // Others that come now find all that there is.
  const late = await bench.server({ redisUrl: redis.url, until: "/servez" });
  const lateWorker = await bench.worker({ redisUrl: redis.url });
  await until(async () => (await reasonsAt(late)).join() === "storage_full", "its own reasons");
  const newcomer = new RealReader("stream");
  bench.onCleanUp(() => newcomer.drop());
  newcomer.connect(late.base);
  await until(() => newcomer.cursor?.offset === before.offset, "a reader of the node that has just come");
  const feed = await late.api.ask("/api/v1/feed", { token: "" });
  expect([feed.status, feed.json.stale, feed.json.announcements.length]).toEqual([200, undefined, 1]);
  expect(reader.raw).not.toContain("stale");
  // A worker says each three seconds that it is there, which cannot be written, and no reason to end.
  await until(async () => (await beatsRefused()) >= 4, "both workers to have tried", 20_000);
  for (const each of [worker, lateWorker, server, late]) expect(each.isAlive()).toBe(true);
  expect(lines(server, "no_worker")).toEqual([]);

  await raw.config("SET", "maxmemory", "0");
  for (const each of [server, late])
    await until(async () => (await reasonsAt(each)).length === 0, "all to be well");
  const after = (await late.api.post("after")).json.cursor;
  expect(after).toEqual({ epoch: before.epoch, offset: before.offset + 1 });
  for (const each of [reader, newcomer])
    await until(() => each.cursor?.offset === after.offset, "both readers to hear of it");
  expect(lines(server, "storage_full")).toEqual([
    "the store is full: nothing can be changed or sent",
    "an alarm is over",
  ]);
  expect([...reader.faults, ...newcomer.faults]).toEqual([]);
  for (const { log } of [worker, lateWorker]) expect(log()).not.toMatch(/"level":(50|60)|Error:/);
});

test("[RD6] what may go wrong soon, and what has, is said by /readyz as long as it holds", async () => {
  const used = Number(/used_memory:(\d+)/.exec(await raw.info("memory"))![1]);
  await raw.config("SET", "maxmemory", String(Math.round(used * 1.08)));
  const body = async () => (await server.api.ask("/readyz", { token: "" })).json;
  await until(async () => (await body()).warnings?.includes("storage_nearly_full"), "the warning");
  expect(await server.api.status("/readyz")).toBe(200);
  await raw.config("SET", "maxmemory", "0");
  await until(async () => (await body()).warnings === undefined, "its end");

  await raw.config("SET", "maxmemory-policy", "allkeys-lru");
  await raw.config("SET", "appendonly", "no");
  await until(async () => (await reasonsAt(server)).length === 2, "both reasons");
  expect(await reasonsAt(server)).toEqual(["would_evict", "not_durable"]);
  expect((await body()).code).toBe("would_evict");
  expect(await server.api.status("/servez")).toBe(200);
  expect((await server.api.post("still taken")).status).toBe(201);
  await raw.config("SET", "maxmemory-policy", "noeviction");
  await raw.config("SET", "appendonly", "yes");
  await until(async () => (await server.api.status("/readyz")) === 200, "all to be well");
});
