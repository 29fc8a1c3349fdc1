import type { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { AuditFollower } from "../../server/store/audit-follower.ts";
import { keys } from "../../server/store/keys.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";

let redis: PrivateRedis;
let raw: Redis;
let follower: AuditFollower;
let heard: string[];
let connections: number;

beforeAll(async () => {
  redis = await startPrivateRedis();
  raw = connectExactly(redis.url, "test");
  await whenReady(raw, 5_000);
});
beforeEach(async () => {
  await raw.flushall();
  [heard, connections] = [[], 0];
  follower = new AuditFollower({
    url: redis.url,
    onNote: ({ action }) => void heard.push(action),
    onConnected: () => {
      connections += 1;
    },
  });
});
afterEach(() => follower.stop());
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

const add = (offset: number, action = `n${offset}`, hash = `h${offset}`) =>
  raw.xadd(keys.audit, `${offset}-0`, "at", 1, "note", JSON.stringify({ action }), "hash", hash);

async function started(): Promise<void> {
  follower.start();
  await until(() => connections === 1, "the connection");
}

/** Cuts its connection; what happens meanwhile happens before it is back. */
async function cutDuring(work: () => Promise<unknown>): Promise<void> {
  const clients = (await raw.client("LIST")) as string;
  const id = /^id=(\d+).*name=fanfare-audit/m.exec(clients)![1]!;
  await raw.client("KILL", "ID", id);
  await work();
  await until(() => connections === 2, "the next connection");
}

test("tells what is written after it started, each once and in order", async () => {
  await add(1);
  await started();
  for (const offset of [2, 3, 4]) await add(offset);
  await until(() => heard.length === 3, "three");
  expect(heard).toEqual(["n2", "n3", "n4"]);
});

test("leaves out nothing that was written while it was cut off, also where there was nothing before", async () => {
  await started();
  await cutDuring(() => Promise.all([add(1), add(2)]));
  await until(() => heard.length === 2, "two");
  await cut3();
  expect(heard).toEqual(["n1", "n2", "n3"]);

  async function cut3() {
    connections = 1;
    await cutDuring(() => add(3));
    await until(() => heard.length === 3, "the third");
  }
});

test.for([
  ["is shorter than it was", 2],
  ["was written anew as far, and further", 5],
] as const)(
  "after a failover the audit %s: the newest are told again rather than none",
  async ([_what, to]) => {
    await started();
    for (const offset of [1, 2, 3]) await add(offset);
    await until(() => heard.length === 3, "three");
    heard.length = 0;
    await cutDuring(async () => {
      await raw.del(keys.audit);
      for (let offset = 1; offset <= to; offset += 1) await add(offset, `again${offset}`, `other${offset}`);
    });
    await until(() => heard.length === to, "all of them");
    await add(to + 1);
    await until(() => heard.at(-1) === `n${to + 1}`, "the next");
    expect(heard.slice(0, to)).toEqual(Array.from({ length: to }, (_, at) => `again${at + 1}`));
  },
);
