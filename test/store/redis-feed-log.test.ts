import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { keys } from "../../server/store/keys.ts";
import { RedisFeedLog } from "../../server/store/redis-feed-log.ts";
import { redisOptions } from "../../server/store/redis-url.ts";
import { feedLogContract } from "./feed-log.contract.ts";
import { rehearsed, startingOver, startOverContract } from "./start-over.contract.ts";

let redis: PrivateRedis;
let raw: Redis;
const opened: RedisFeedLog[] = [];

beforeAll(async () => {
  redis = await startPrivateRedis();
  raw = new Redis({ ...redisOptions(redis.url), replyMapping: "legacy" });
});
afterEach(() => {
  for (const log of opened.splice(0)) log.close();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

function opening(offMs = 0, mayLoseWrites = false): RedisFeedLog {
  const now = () => Date.now() + offMs;
  const log = new RedisFeedLog({ url: redis.url, mayLoseWrites, now });
  opened.push(log);
  return log;
}

async function opener() {
  await raw.flushall();
  const log = opening();
  const clocks = new Map([-3_600_000, 3_600_000].map((off) => [off, opening(off)]));
  for (const each of opened) await each.ready(5_000);
  return { log, nowMs: () => log.nowMs(), withClockOff: (byMs: number) => clocks.get(byMs)! };
}

feedLogContract(opener);
startOverContract(opener);

describe("the feed log in Redis", () => {
  const change = (n: number) => ({
    items: [],
    documents: [{ name: "event" as const, version: n, json: "{}" }],
    entries: [{ type: "eventChanged" as const }],
    audit: { action: "event", by: "a", byName: "a" },
  });

  test("[L3] another Redis that may have lost writes means a new epoch before the next entry", async () => {
    const { log } = await opener();
    await log.commit(change(0));
    const { epoch } = (await log.head()).cursor;
    await raw.hset(keys.head, "runId", "another-run");
    expect(await log.commit(change(1))).toMatchObject({ cursor: { epoch, offset: 2 } });

    const careful = opening(0, true);
    await careful.ready(5_000);
    await raw.hset(keys.head, "runId", "another-run");
    const outcome = await careful.commit(change(2));
    expect(outcome).toMatchObject({ outcome: "done", cursor: { offset: 3 } });
    expect(outcome).not.toMatchObject({ cursor: { epoch } });
  });

  test("[L3] a writer notices that the end of the log is gone, though nobody else had read it", async () => {
    const { log } = await opener();
    await log.commit(change(0));
    await log.commit(change(1));
    const { epoch } = (await log.head()).cursor;
    const lost = await raw.xrange(keys.log, "2-0", "2-0");
    expect(lost).toHaveLength(1);
    await raw.xdel(keys.log, "2-0");
    await raw.call("XSETID", keys.log, "1-0");
    await raw.hset(keys.head, "offset", "1");

    // Another writer, to which nothing was told, takes the place of what is gone.
    const other = opening();
    await other.ready(5_000);
    expect(await other.commit(change(2))).toMatchObject({ cursor: { epoch, offset: 2 } });
    const outcome = await log.commit(change(3));
    expect(outcome).toMatchObject({ outcome: "done", cursor: { offset: 3 } });
    expect(outcome).not.toMatchObject({ cursor: { epoch } });
  });

  test("[L3] what was trimmed was not lost", async () => {
    const { log } = await opener();
    await log.commit(change(0));
    const { epoch } = (await log.head()).cursor;
    const other = opening();
    await other.ready(5_000);
    for (const n of [1, 2]) await other.commit(change(n));
    await raw.xtrim(keys.log, "MINID", "3-0");
    expect(await log.commit(change(3))).toMatchObject({ cursor: { epoch, offset: 4 } });
  });

  test("a full Redis refuses the whole of a commit, and takes it once there is room", async () => {
    const { log } = await opener();
    await log.commit(change(0));
    await raw.config("SET", "maxmemory", "1");
    await expect(log.commit(change(1))).rejects.toMatchObject({ name: "StoreFailure", kind: "full" });
    await raw.config("SET", "maxmemory", "0");
    expect(await log.head()).toMatchObject({ cursor: { offset: 1 } });
    expect(await log.audit(undefined, 9)).toHaveLength(2);
    expect(await log.commit(change(1))).toMatchObject({ outcome: "done", cursor: { offset: 2 } });
  });

  test("a Redis that forgot its scripts is given them again", async () => {
    const { log } = await opener();
    await log.commit(change(0));
    await raw.script("FLUSH");
    expect(await log.commit(change(1))).toMatchObject({ outcome: "done", cursor: { offset: 2 } });
  });

  /** Every key but the audit's, with what it holds. */
  const everything = async () => {
    const read = {
      hash: (key: string) => raw.hgetall(key),
      zset: (key: string) => raw.zrange(key, "0", "-1"),
      stream: (key: string) => raw.xrange(key, "-", "+"),
      string: (key: string) => raw.get(key),
    };
    const found: unknown[] = [];
    for (const key of await raw.keys("*"))
      if (key !== keys.audit) found.push([key, await read[(await raw.type(key)) as keyof typeof read](key)]);
    return JSON.stringify(found);
  };

  test("[L8] starting over leaves no word and no id of what was published, in any key", async () => {
    const { log, nowMs } = await opener();
    const { sent } = await rehearsed(log, await nowMs());
    expect(await everything()).toContain("rehearsed");
    await log.startOver(startingOver());
    const left = await everything();
    expect(left).not.toContain("rehearsed");
    for (const id of sent) expect(left).not.toContain(id);
  });

  test("[L8] a full Redis refuses the whole of it", async () => {
    const { log, nowMs } = await opener();
    const { sent } = await rehearsed(log, await nowMs());
    const before = [await log.head(), await log.announcements(sent), await log.document("event")];
    await raw.config("SET", "maxmemory", "1");
    await expect(log.startOver(startingOver())).rejects.toMatchObject({ kind: "full" });
    await raw.config("SET", "maxmemory", "0");
    const after = [await log.head(), await log.announcements(sent), await log.document("event")];
    expect({ ...after, 0: { ...(after[0] as object), atMs: 0 } }).toEqual({
      ...before,
      0: { ...(before[0] as object), atMs: 0 },
    });
    expect(await log.startOver(startingOver())).toMatchObject({ outcome: "done" });
  });

  test("[L8] whoever reads meanwhile always finds an event", async () => {
    const { log, nowMs } = await opener();
    await rehearsed(log, await nowMs());
    let version = 1;
    let isOver = false;
    const looking = (async () => {
      let looks = 0;
      for (; !isOver; looks += 1) expect(await log.document("event")).toBeDefined();
      return looks;
    })();
    for (; version <= 20; version += 1)
      await log.startOver(startingOver({ keep: "none", event: { version, json: "{}" } }));
    isOver = true;
    expect(await looking).toBeGreaterThan(5);
  });
});
