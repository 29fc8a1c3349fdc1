import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { AlarmBoard } from "../../server/alarms/alarm-board.ts";
import { AlarmWatch } from "../../server/alarms/alarm-watch.ts";
import type { DeskAlarm } from "../../server/contract/socket.ts";
import { WorkerPresence } from "../../server/schedule/worker-presence.ts";
import { keys } from "../../server/store/keys.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import type { RedisFault } from "../../server/store/redis-faults.ts";

const START = Date.parse("2022-11-09T01:00:00Z");

let redis: PrivateRedis;
let raw: Redis;
let clock: { agrees: boolean; offsetMs: number; atMs: number; nowMs(): number };
let watch: AlarmWatch;
let board: AlarmBoard;
let isConnected: boolean;
let faults: ReadonlyMap<RedisFault, string> | undefined;
let screens: { gone: number; stopped: number };
let told: { all: readonly DeskAlarm[]; begun?: DeskAlarm | undefined }[];
let logged: [level: string, fields: unknown][];

beforeAll(async () => {
  redis = await startPrivateRedis();
  raw = connectExactly(redis.url, "test");
  await whenReady(raw, 5_000);
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});
beforeEach(async () => {
  await raw.flushall();
  [told, logged, isConnected] = [[], [], true];
  screens = { gone: 0, stopped: 0 };
  faults = new Map();
  clock = { agrees: true, offsetMs: 0, atMs: START, nowMs: () => clock.atMs };
  const at = (level: string) => (fields: object) => void logged.push([level, fields]);
  board = new AlarmBoard({
    nowMs: () => clock.atMs,
    onChange: (all, begun) => void told.push({ all, begun }),
    log: { info: at("info"), warn: at("warn"), error: at("error") },
  });
  watch = new AlarmWatch({
    redis: raw,
    board,
    clock,
    connected: () => isConnected,
    faults: () => faults,
    screens: () => screens,
    onPulse: () => {},
  });
});

/** Looks once, so many seconds after the start. */
async function lookAt(second: number): Promise<string[]> {
  clock.atMs = START + second * 1_000;
  await watch.look();
  return board.all.map(({ code }) => code);
}
const beat = () => new WorkerPresence(raw).beat(clock.atMs);

describe("no worker", () => {
  test("[M7] for five seconds is an alarm, from when the last was seen gone, until one comes", async () => {
    for (const second of [0, 2, 4.9]) expect(await lookAt(second)).toEqual([]);
    expect(await lookAt(5)).toEqual(["no_worker"]);
    expect(told.at(-1)!.begun).toEqual({ code: "no_worker", since: "2022-11-09T01:00:00.000Z" });
    expect(await lookAt(60)).toEqual(["no_worker"]);
    expect(told).toHaveLength(1);
    await beat();
    expect(await lookAt(61)).toEqual([]);
    expect(told.at(-1)).toEqual({ all: [], begun: undefined });
    expect(await lookAt(70)).toEqual([]);
  });

  test("[M7] is counted anew after an outage, in which no worker could say that it is there", async () => {
    await lookAt(0);
    isConnected = false;
    expect(await lookAt(5)).toEqual(["redis_unavailable"]);
    isConnected = true;
    expect(await lookAt(30)).toEqual([]);
    expect(await lookAt(34)).toEqual([]);
    expect(await lookAt(35)).toEqual(["no_worker"]);
  });
});

test("[M7] clocks that disagree are an alarm with how far, and what holds goes on through an outage", async () => {
  await beat();
  clock.agrees = false;
  clock.offsetMs = -4_000;
  await raw.zadd(keys.state("overdue"), 1, "a");
  expect(await lookAt(1)).toEqual(["clocks_disagree", "overdue_item"]);
  expect(logged).toContainEqual([
    "error",
    expect.objectContaining({ alarm: "clocks_disagree", offsetMs: -4_000 }),
  ]);
  isConnected = false;
  expect(await lookAt(2)).toEqual(["clocks_disagree", "overdue_item", "redis_unavailable"]);
  [isConnected, clock.agrees] = [true, true];
  expect(await lookAt(3)).toEqual(["overdue_item"]);
});

test("[M7] each is logged once when it begins and once when it is over, and counts keep their start", async () => {
  await beat();
  for (const [second, items] of [
    [1, 1],
    [2, 1],
    [3, 2],
  ] as const) {
    for (let n = 0; n < items; n += 1) await raw.zadd(keys.state("overdue"), 1, `item-${n}`);
    await lookAt(second);
  }
  expect(board.all).toEqual([{ code: "overdue_item", since: "2022-11-09T01:00:01.000Z", count: 2 }]);
  await raw.del(keys.state("overdue"));
  await lookAt(4);
  await lookAt(5);
  expect(logged).toEqual([
    ["warn", { alarm: "overdue_item", since: "2022-11-09T01:00:01.000Z", count: 1 }],
    ["info", { alarm: "overdue_item", since: "2022-11-09T01:00:01.000Z" }],
  ]);
  expect(told.map(({ begun }) => begun?.count)).toEqual([1, undefined, undefined]);
});

test("[M7] a store that takes no writes is full, and again not full when one succeeds", async () => {
  await beat();
  expect(await lookAt(0)).toEqual([]);
  await raw.config("SET", "maxmemory", "1");
  await lookAt(1);
  expect(await lookAt(2)).toEqual(["storage_full"]);
  await raw.config("SET", "maxmemory", "0");
  expect(await lookAt(3)).toEqual([]);
});

test("[M7] while the store is full no worker can say that it is there, and none is missed for that", async () => {
  await beat();
  await lookAt(0);
  await raw.config("SET", "maxmemory", "1");
  await lookAt(2);
  expect(await lookAt(30)).toEqual(["storage_full"]);
  await raw.config("SET", "maxmemory", "0");
  expect(await lookAt(31)).toEqual([]);
  expect(await lookAt(35)).toEqual([]);
  expect(await lookAt(36)).toEqual(["no_worker"]);
});

test("[RD1] what Redis says is wrong with it is an alarm with its reason, said once at each end", async () => {
  await beat();
  faults = new Map([["would_evict", "maxmemory-policy allkeys-lru"]]);
  expect(await lookAt(0)).toEqual(["would_evict"]);
  faults = undefined;
  expect(await lookAt(1)).toEqual(["would_evict"]);
  faults = new Map([["redis_loading", "it reads its data"]]);
  expect(await lookAt(2)).toEqual(["redis_loading"]);
  faults = undefined;
  expect(await lookAt(3)).toEqual([]);
  const since = "2022-11-09T01:00:00.000Z";
  expect(logged.slice(0, 2)).toEqual([
    ["error", { alarm: "would_evict", since, reason: "maxmemory-policy allkeys-lru" }],
    ["info", { alarm: "would_evict", since }],
  ]);
  expect(logged.map(([level]) => level)).toEqual(["error", "info", "error", "info"]);
});

describe("screens", () => {
  test("[M7] that are missed, and those of which there were two, are alarms with their number", async () => {
    screens = { gone: 2, stopped: 0 };
    expect(await lookAt(0)).toEqual(["kiosk_gone"]);
    screens = { gone: 3, stopped: 1 };
    expect(await lookAt(1)).toEqual(["kiosk_gone", "kiosk_cloned"]);
    expect(board.all).toMatchObject([{ count: 3, since: "2022-11-09T01:00:00.000Z" }, { count: 1 }]);
    screens = { gone: 0, stopped: 0 };
    expect(await lookAt(2)).toEqual([]);
  });
});
