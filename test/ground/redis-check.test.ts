import { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { redisOptions } from "../../server/config.ts";
import { checkRedis, type RedisCheck } from "../../server/store/redis-check.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function redisWith(settings: Record<string, string>): Promise<PrivateRedis> {
  const redis = await startPrivateRedis({ settings });
  closers.push(() => redis.stop());
  return redis;
}

async function check(
  redis: PrivateRedis,
  prepare?: (client: Redis) => Promise<unknown>,
): Promise<RedisCheck> {
  const client = new Redis(redisOptions(redis.url));
  closers.push(() => client.quit());
  await prepare?.(client);
  return checkRedis(client);
}

test("the private Redis keeps every promise", async () => {
  const found = await check(await redisWith({}));
  expect(found).toEqual({
    fatal: [],
    warnings: [],
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    persistence: "always",
    replicas: 0,
    runId: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
});

test("one that throws data away when full is refused", async () => {
  const found = await check(await redisWith({ "maxmemory-policy": "allkeys-lru" }));
  expect(found.fatal).toEqual([expect.stringContaining("set maxmemory-policy noeviction")]);
});

test.for([
  [{ appendonly: "no" }, "none", "set appendonly yes"],
  [{ appendfsync: "everysec" }, "everysec", "set appendfsync always"],
  [{ appendfsync: "no" }, "none", "set appendfsync always"],
] as const)("one with %o is warned of", async ([settings, persistence, advice]) => {
  const found = await check(await redisWith(settings));
  expect(found).toMatchObject({ fatal: [], persistence, warnings: [expect.stringContaining(advice)] });
});

test("one that does not tell its settings is judged by what INFO says, and the rest is warned of", async () => {
  const redis = await redisWith({ "maxmemory-policy": "volatile-ttl" });
  const found = await check(redis, (client) => client.call("ACL", "SETUSER", "default", "-config"));
  expect(found.fatal).toEqual([expect.stringContaining("volatile-ttl")]);
  expect(found).toMatchObject({
    persistence: "everysec",
    warnings: [expect.stringContaining("does not tell its appendfsync")],
  });
});

test("an old one is refused", async () => {
  const client = {
    info: async () => "redis_version:6.0.16\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n",
    call: async (_command: string, _get: string, name: string) => [
      name,
      name === "appendonly" ? "yes" : "always",
    ],
  };
  const found = await checkRedis(client as unknown as Redis);
  expect(found.fatal[0]).toContain("version 6.0.16: use 6.2 or later");
});

test("a replica is counted", async () => {
  const master = await redisWith({});
  const client = new Redis(redisOptions(master.url));
  closers.push(() => client.quit());
  const info = `${await client.info()}\r\nconnected_slaves:2\r\n`;
  const found = await checkRedis({
    info: async () => info,
    call: client.call.bind(client),
  } as unknown as Redis);
  expect(found.replicas).toBe(2);
});
