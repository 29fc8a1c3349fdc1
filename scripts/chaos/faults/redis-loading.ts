import { Redis } from "ioredis";
import { redisOptions } from "../../../server/store/redis-url.ts";
import type { Fault } from "../fault.ts";
import { type PlainGround, plainGround } from "../ground.ts";

const WRITES = 200_000;
const AT_ONCE = 5_000;
/** Below zero: after so many of them Redis sleeps for an instant, as if there were more, or a slower machine. */
const SLEEP_AFTER = -4;

/** Redis dies and is started at once, and for some seconds refuses everything but to say that it is loading. */
export const redisLoading: Fault<PlainGround> = {
  name: "redis-loading",
  number: "F5",
  what: "kill -9 of Redis, which then reads 200,000 writes more before it answers",
  async open(bench) {
    const ground = await plainGround(bench, { settings: { "key-load-delay": String(SLEEP_AFTER) } });
    const redis = new Redis(redisOptions(ground.redis.url));
    await write(redis);
    redis.disconnect();
    return ground;
  },
  alone: true, // it takes its time to die again
  allows: { writesFail: true, dueWaits: true, stale: true },
  bounds: { lateMs: 3_000 },
  holdsMs: () => 0,
  async strike({ ground: { redis }, say }) {
    await redis.kill9();
    const startedAt = performance.now();
    const loaded = redis.startAgain();
    loaded.catch(() => {}); // whoever heals hears of it
    return async () => {
      await loaded;
      say(`loaded after ${Math.round(performance.now() - startedAt)} ms`);
    };
  },
};

async function write(redis: Redis): Promise<void> {
  for (let written = 0; written < WRITES; written += AT_ONCE) {
    const pipeline = redis.pipeline();
    for (let at = 0; at < AT_ONCE; at += 1) pipeline.rpush("ballast", written + at);
    await pipeline.exec();
  }
}
