import { between, type Fault } from "../fault.ts";
import type { PlainGround } from "../ground.ts";
import { pick } from "../seeded.ts";

/** Redis dies under load, and comes back with what it had written. */
export const redisKill: Fault<PlainGround> = {
  name: "redis-kill",
  number: "F3",
  what: "kill -9 of Redis under load, back after 1, 6 or 25 s",
  allows: { writesFail: true, dueWaits: true, stale: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (form, random) =>
    form === "short" ? between(random, 200, 900) : pick(random, [1_000, 6_000, 25_000]),
  async strike({ ground: { redis } }) {
    await redis.kill9();
    return () => redis.startAgain();
  },
};
