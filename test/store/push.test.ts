/** What is kept of who asked for push: the same of the store in Redis and of its memory twin. */
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { connectForJobs } from "../../server/schedule/queue-connection.ts";
import { MemoryPush } from "../../server/store/memory-push.ts";
import { BATCH_SIZE, type PushStore, type PushSubscriber } from "../../server/store/push.ts";
import { RedisPush } from "../../server/store/redis-push.ts";
import { forgetPush } from "../../workers/push-forget.ts";

const MOST = 3;
const DAY = 86_400_000;
const NOW = Date.parse("2022-11-10T00:00:00Z");

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

const subscriber = (name: string, over: Partial<PushSubscriber> = {}): PushSubscriber => ({
  endpoint: `https://push.example.org/${name}`,
  p256dh: "p",
  auth: "a",
  filters: { kinds: [], tracks: [], sessions: [] },
  createdAtMs: NOW,
  changedAtMs: NOW,
  secretHash: `secret of ${name}`,
  ...over,
});

describe.for<[string, () => PushStore]>([
  ["Redis", () => new RedisPush(raw, { most: MOST })],
  ["memory", () => new MemoryPush(MOST)],
])("%s", ([, open]) => {
  test("[U5] keeps what came, and opens it with its secret alone", async () => {
    const store = open();
    expect(await store.put(subscriber("one", { language: "fr" }))).toEqual(
      subscriber("one", { language: "fr" }),
    );
    expect(await store.bySecret("secret of one")).toEqual(subscriber("one", { language: "fr" }));
    expect(await store.bySecret("secret of two")).toBeUndefined();
  });

  test("[U5] the same endpoint again takes the place of what was there: the old secret opens nothing", async () => {
    const store = open();
    await store.put(subscriber("one"));
    const again = subscriber("one", { secretHash: "new", createdAtMs: NOW + 1, changedAtMs: NOW + 1 });
    expect(await store.put(again)).toEqual({ ...again, createdAtMs: NOW });
    expect(await store.bySecret("secret of one")).toBeUndefined();
    expect([(await store.bySecret("new"))?.createdAtMs, await store.count()]).toEqual([NOW, 1]);
  });

  test("[U5] there is a most, which one that goes makes room under, and one that changes is not over", async () => {
    const store = open();
    for (const name of ["one", "two", "three"]) await store.put(subscriber(name));
    expect(await store.put(subscriber("four"))).toBe("full");
    expect(await store.put(subscriber("two"))).toEqual(subscriber("two"));
    expect(await store.forget(subscriber("one"))).toBe("done");
    expect(await store.put(subscriber("four"))).toEqual(subscriber("four"));
  });

  test("[U5] nothing is done to what has changed since it was read", async () => {
    const store = open();
    await store.put(subscriber("one"));
    const changed = subscriber("one", { language: "zh" });
    expect(await store.replace(subscriber("one"), changed)).toBe("done");
    expect(await store.replace(subscriber("one"), subscriber("one"))).toBe("changed");
    expect(await store.forget(subscriber("one"))).toBe("changed");
    expect(await store.bySecret("secret of one")).toEqual(changed);
    expect(await store.forget(changed)).toBe("done");
    expect([await store.bySecret("secret of one"), await store.count()]).toEqual([undefined, 0]);
  });
});

test("[U5] all of them together have a most of bytes, and what goes gives its own back", async () => {
  const store = new RedisPush(raw, { mostBytes: 500 });
  await store.put(subscriber("one"));
  expect(await store.put(subscriber("two", { p256dh: "p".repeat(400) }))).toBe("full");
  await store.put(subscriber("one", { p256dh: "q" }));
  await store.forget(subscriber("one", { p256dh: "q" }));
  expect(await raw.get("{feed}:push-bytes")).toBe("0");
});

test("[U4] a batch holds 512 numbers in a row; who was dealt with is not in it again, for this entry", async () => {
  const store = new RedisPush(raw);
  expect(await store.batches()).toEqual({ browsers: [], others: [] });
  await raw.set("{feed}:push-last", BATCH_SIZE - 2);
  for (const name of ["last", "first"]) await store.put(subscriber(name));
  expect(await store.batches()).toEqual({ browsers: [0, 1], others: [] });
  const entry = { epoch: "e", offset: 7, announcementId: "a" };
  const numbers = async (batch: number, of = entry) =>
    (await store.waiting(of, batch)).map(({ number, wasTold }) => [number, wasTold]);
  expect([await numbers(0), await numbers(1)]).toEqual([[[511, false]], [[512, false]]]);
  await store.markTold(entry, [512]);
  await store.settle(entry, [511]);
  expect([await numbers(0), await numbers(1)]).toEqual([[], [[512, true]]]);
  expect(await numbers(0, { ...entry, offset: 8 })).toEqual([[511, false]]);
});

test("[U4] however many have come and gone, only batches that somebody is in are told", async () => {
  const store = new RedisPush(raw);
  await store.put(subscriber("first"));
  await raw.set("{feed}:push-last", 1_000_000 * BATCH_SIZE);
  for (const name of ["one", "two"]) await store.put(subscriber(name));
  await store.put(subscriber("one", { language: "fr" }));
  const other = subscriber("other", { isOther: true });
  await store.put(other);
  expect(await store.batches()).toEqual({ browsers: [0, 1_000_000], others: [1_000_000] });
  await store.forget(subscriber("first"));
  await store.forget(subscriber("two"));
  expect(await store.batches()).toEqual({ browsers: [1_000_000], others: [1_000_000] });
  await store.forget(subscriber("one", { language: "fr" }));
  await store.forget(other);
  expect(await store.batches()).toEqual({ browsers: [], others: [] });
});

test("[U4] of workers that move the cursor at once, one does, and none moves it back", async () => {
  const store = new RedisPush(raw);
  const at = (offset: number, epoch = "e") => ({ epoch, offset });
  expect(await store.moveTo(at(3), at(2))).toBe(false);
  expect(await store.moveTo(at(3), undefined)).toBe(true);
  expect(await store.moveTo(at(9), at(3))).toBe(true);
  expect(await store.moveTo(at(5), at(3))).toBe(false);
  expect(await store.moveTo(at(4, "next"), at(9))).toBe(true);
  expect(await store.moveTo(at(10), at(9))).toBe(false);
  expect(await store.cursor()).toEqual(at(4, "next"));
});

test("[U9] forgotten 30 days after the event ends, who came since a day later, and nobody while there is none", async () => {
  const store = new RedisPush(raw);
  const later = NOW + 30 * DAY;
  await store.put(subscriber("one"));
  await store.put(subscriber("late", { changedAtMs: later - DAY + 1 }));
  const event = { endsAt: new Date(NOW).toISOString() };
  expect(await forgetPush(store, { endsAt: new Date(0).toISOString() }, later)).toBe(0);
  expect(await forgetPush(store, event, later - 1)).toBe(0);
  expect(await forgetPush(store, event, later)).toBe(1);
  expect(await forgetPush(store, event, later + 1)).toBe(1);
  expect([await store.count(), await raw.keys("*")]).toEqual([
    0,
    expect.arrayContaining(["{feed}:push-last"]),
  ]);
});
