import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { connectForJobs } from "../../server/schedule/queue-connection.ts";
import { keys } from "../../server/store/keys.ts";
import { Housekeeping } from "../../workers/housekeeping.ts";
import { sumReaders } from "../../workers/reader-counts.ts";
import { AUDIT_KEPT_MS, trimAudit } from "../../workers/trim-audit.ts";
import { log } from "../support/scheduling.ts";

const NOW = Date.parse("2027-01-01T00:00:00Z");

let redis: PrivateRedis;
let raw: Redis;

beforeAll(async () => {
  redis = await startPrivateRedis();
  raw = connectForJobs(redis.url, "test");
});
beforeEach(() => raw.flushall());
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

describe("the audit", () => {
  const add = async (count: number, from: number, atMs: number) => {
    const pipeline = raw.pipeline();
    for (let n = 0; n < count; n += 1)
      pipeline.xadd(keys.audit, `${from + n}-0`, "at", atMs, "note", "{}", "hash", "h");
    await pipeline.exec();
  };

  test.for([
    [0, 0],
    [5, 5],
    [1_000, 5],
    [2_345, 0],
    [0, 5],
  ])("%i links older than a year go, %i newer ones stay", async ([old, young]) => {
    await add(old!, 1, NOW - AUDIT_KEPT_MS - 1);
    await add(young!, old! + 1, NOW - AUDIT_KEPT_MS);
    expect(await trimAudit(raw, NOW, undefined)).toBe(old);
    const left = await raw.xrange(keys.audit, "-", "+");
    expect(left.map(([id]) => id)).toEqual(Array.from({ length: young! }, (_, n) => `${old! + 1 + n}-0`));
  });
});

test("the readers of all nodes are added up, and nodes that went silent are forgotten", async () => {
  const counts = (over: object) =>
    JSON.stringify({ online: 2, inPerson: 3, undeclared: 5, atMs: NOW, ...over });
  await raw.hset("{feed}:readers", {
    a: counts({}),
    b: counts({ online: 10, atMs: NOW - 14_000 }),
    silent: counts({ atMs: NOW - 16_000 }),
    odd: "{",
  });
  expect(await sumReaders(raw, NOW)).toEqual({ online: 12, inPerson: 6, undeclared: 10 });
  expect((await raw.hkeys("{feed}:readers")).sort()).toEqual(["a", "b"]);
  expect(JSON.parse((await raw.get("{feed}:readers-sum"))!)).toMatchObject({ online: 12, atMs: NOW });
});

test("each piece of housekeeping comes round, and one that fails stops no other", async () => {
  const done: string[] = [];
  const work = (name: string) => async () => {
    done.push(name);
    if (name === "audit") throw new Error("of its own");
  };
  const parts = {
    url: redis.url,
    log,
    work: {
      "reconcile-session-starts": work("starts"),
      "trim-audit": work("audit"),
      "seal-audit": work("seal"),
      "sum-readers": work("sum"),
      "forget-push": work("push"),
      "forget-receipts": work("receipts"),
    },
  };
  const [one, two] = [new Housekeeping(parts), new Housekeeping(parts)];
  await Promise.all([one.start(), two.start()]);
  await until(() => new Set(done).size === 6, "all six");
  await until(() => done.filter((name) => name === "sum").length > 1, "the next round", 12_000);
  await Promise.all([one.close(), two.close()]);
});
