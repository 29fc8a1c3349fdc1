/** A Redis that was set up wrongly, or has no room. */
import { between, type Fault } from "../fault.ts";
import type { PlainGround } from "../ground.ts";
import { until } from "../until.ts";

/** No room: what is asked to be written is refused whole, with a code that says so, and readers go on. */
export const redisFull: Fault<PlainGround> = {
  name: "redis-full",
  number: "F9",
  what: "no memory left for Redis (maxmemory, noeviction)",
  alone: true,
  allows: { writesFail: true, dueWaits: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (form, random) => (form === "short" ? between(random, 300, 900) : between(random, 6_000, 10_000)),
  async strike({ withRedis, servers, expect, history }) {
    const from = history.nowMs;
    await withRedis((redis) => redis.config("SET", "maxmemory", "1mb"));
    return async () => {
      const isSaid = history.records.some(
        ({ tMonoMs, type, what }) => tMonoMs >= from && type === "fail" && what === "storage_full",
      );
      expect("writes were refused with storage_full", isSaid);
      for (const { name, process } of servers)
        expect(`${name} serves on while Redis is full`, (await process.api.status("/servez")) === 200);
      await withRedis((redis) => redis.config("SET", "maxmemory", "0"));
    };
  },
};

/** Redis would throw data away. Nothing starts on it, and a server that is there says so. */
export const evictionPolicy: Fault<PlainGround> = {
  name: "eviction-policy",
  number: "F10",
  what: "maxmemory-policy allkeys-lru: a server refuses to start on it",
  alone: true,
  holdsMs: () => 500,
  async strike({ ground, withRedis, bench, expect }) {
    await withRedis((redis) => redis.config("SET", "maxmemory-policy", "allkeys-lru"));
    const refusal = await bench.server({ redisUrl: ground.redis.url }).then(
      () => "it started",
      (error: Error) => error.message,
    );
    expect(
      "a server refuses to start where Redis may evict, and says what to set",
      refusal.includes("maxmemory-policy noeviction"),
    );
    return async () => {
      await withRedis((redis) => redis.config("SET", "maxmemory-policy", "noeviction"));
      await until(() => withRedis(async (redis) => (await redis.ping()) === "PONG"), "Redis");
    };
  },
};
