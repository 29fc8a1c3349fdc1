/** How BullMQ reaches Redis: its keys beside the store's own, and connections with the habits it needs. */
import { Redis, type RedisOptions } from "ioredis";
import { PREFIX } from "../store/keys.ts";
import { failover } from "../store/redis-connection.ts";
import { redisOptions } from "../store/redis-url.ts";

/** Within the hash tag of all keys, so that a Redis Cluster keeps them in the same slot. */
export const JOBS_PREFIX = `${PREFIX}:jobs`;

const backOffMs = (attempt: number): number => Math.min(1_000, 25 * 2 ** Math.min(attempt, 10));

const patient: RedisOptions = {
  maxRetriesPerRequest: null,
  connectTimeout: 2_000,
  retryStrategy: backOffMs,
  reconnectOnError: (error) => (/\bREADONLY /.test(error.message) ? 2 : false),
  ...failover,
};

/**
 * For a BullMQ worker, which blocks on it and waits out an outage. What it sends twice after a lost
 * connection does no harm: a job is only a wake-up. (BullMQ cannot make connections of its own in ES modules.)
 */
export function connectForJobs(url: string, name: string): Redis {
  const redis = new Redis({
    ...redisOptions(url),
    ...patient,
    connectionName: name,
    protocol: 2,
    replyMapping: "legacy",
  });
  // Without a listener an outage would be an uncaught error.
  redis.on("error", () => {});
  return redis;
}
