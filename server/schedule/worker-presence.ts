/**
 * Which workers are at work: a sorted set of their random names by the instant at which each is taken for
 * gone. A worker that stands down takes itself out, so "no worker" means that nobody publishes.
 */
import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { PREFIX } from "../store/keys.ts";
import { asStoreFailure } from "../store/redis-connection.ts";

const KEY = `${PREFIX}:workers`;
export const BEAT_MS = 3_000;
const TRUST_MS = 10_000;

/** How many workers are at work. Throws a StoreFailure where Redis cannot serve. */
export async function countWorkers(redis: Redis, nowMs: number): Promise<number> {
  try {
    return await redis.zcount(KEY, nowMs, "+inf");
  } catch (error) {
    throw asStoreFailure(error, false);
  }
}

export class WorkerPresence {
  readonly name = randomBytes(9).toString("base64url");
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async beat(nowMs: number): Promise<void> {
    try {
      await this.#redis
        .multi()
        .zadd(KEY, nowMs + TRUST_MS, this.name)
        .zremrangebyscore(KEY, "-inf", nowMs)
        .pexpire(KEY, 2 * TRUST_MS)
        .exec();
    } catch (error) {
      throw asStoreFailure(error, true);
    }
  }

  async leave(): Promise<void> {
    try {
      await this.#redis.zrem(KEY, this.name);
    } catch (error) {
      throw asStoreFailure(error, true);
    }
  }
}
