import type { Redis } from "ioredis";
import { afterAll, beforeAll } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { keys } from "../../server/store/keys.ts";
import { MemoryKiosks } from "../../server/store/memory-kiosks.ts";
import { MemoryKioskSightings, MemoryReceipts } from "../../server/store/memory-receipts.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import { RedisKioskSightings } from "../../server/store/redis-kiosk-sightings.ts";
import { RedisKiosks } from "../../server/store/redis-kiosks.ts";
import { RedisReceipts } from "../../server/store/redis-receipts.ts";
import { parseStreamEntry } from "../../server/store/stored-record.ts";
import { type ScreenStores, screenStoresContract } from "./kiosks.contract.ts";

let redis: PrivateRedis;
let raw: Redis;
let kept: ScreenStores;

beforeAll(async () => {
  redis = await startPrivateRedis();
  raw = connectExactly(redis.url, "test");
  await whenReady(raw, 5_000);
  kept = {
    kiosks: new RedisKiosks(raw),
    receipts: new RedisReceipts(raw),
    sightings: new RedisKioskSightings(raw),
    audited: async () => {
      const entries = (await raw.xrange(keys.audit, "-", "+")) as [string, string[]][];
      return entries.map((entry) => JSON.parse(parseStreamEntry(entry).fields.get("note")!).action);
    },
  };
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});
screenStoresContract("Redis", () => kept);

const actions: string[] = [];
const memory: ScreenStores = {
  kiosks: new MemoryKiosks(Date.now, ({ action }) => void actions.push(action)),
  receipts: new MemoryReceipts(),
  sightings: new MemoryKioskSightings(),
  audited: async () => actions,
};
screenStoresContract("memory", () => memory);
