/**
 * Connections to Redis, each with the habits that its use needs. RESP2 on all of them, knowingly:
 * XREAD answers a map in RESP3 and a list in RESP2, and the scripts' answers are the same in both.
 */
import type { Redis, RedisOptions } from "ioredis";
import { StoreFailure } from "./feed-log.ts";
import { PatientRedis } from "./patient-redis.ts";
import { redisOptions } from "./redis-url.ts";

/** A write that is not answered in this time has an unknown outcome. */
export const COMMAND_TIMEOUT_MS = 1_500;

const backOffMs = (attempt: number): number => Math.min(1_000, 25 * 2 ** Math.min(attempt, 10));

/**
 * Where Sentinels name the master: told of another one, a connection leaves the old one, which may be cut off and
 * take writes still. A Sentinel that says nothing is passed over.
 */
export const failover: RedisOptions = {
  failoverDetector: true,
  sentinelCommandTimeout: 1_000,
  sentinelRetryStrategy: () => 250,
};

/**
 * For commands whose outcome matters. It never sends anything twice: ioredis would resend what was in
 * flight when a connection dropped, and Redis may have done it already. Nor does it queue while Redis
 * is away: the caller is told at once.
 */
const exact: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: 2_000,
  retryStrategy: backOffMs,
  // A failover leaves us connected to what is a replica now: reconnect, but send nothing again.
  reconnectOnError: (error: Error) => /\bREADONLY /.test(error.message),
  ...failover,
};

export function connectExactly(
  url: string,
  name: string,
  more: Pick<RedisOptions, "enableReadyCheck"> = {},
): Redis {
  return open(url, { ...exact, ...more, connectionName: name });
}

/** For the blocking reads of a tail: it is told of every lost connection, and reconnects when it asks to. */
export function connectForFollowing(url: string, name: string, blockMs: number): Redis {
  return open(url, {
    ...exact,
    connectionName: name,
    lazyConnect: true,
    commandTimeout: blockMs + 2_000,
    retryStrategy: () => null,
  });
}

function open(url: string, options: RedisOptions): Redis {
  const redis = new PatientRedis({ ...redisOptions(url), ...options, protocol: 2, replyMapping: "legacy" });
  if (options.retryStrategy?.(1) !== null) redis.keepConnecting();
  // Without a listener an outage would be an uncaught error. Who waits for an answer is told by it.
  redis.on("error", () => {});
  return redis;
}

/** Refusals that Redis gives before it does anything. */
const REFUSED =
  /^(LOADING|MOVED|ASK|READONLY|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|BUSY|NOAUTH|WRONGPASS|NOPERM)|\b(READONLY|NOREPLICAS) /;
const FULL = /^(OOM|MISCONF)|\b(OOM|MISCONF) /;

/** What a failed command means for whoever asked. A fault of ours is passed on as it is. */
export function asStoreFailure(error: unknown, mayHaveRun: boolean): unknown {
  if (!(error instanceof Error)) return error;
  const { message } = refusalWithin(error);
  if (error.name === "ReplyError") {
    if (FULL.test(message)) return new StoreFailure("full", message, { cause: error });
    if (REFUSED.test(message)) return new StoreFailure("unreachable", message, { cause: error });
    return error;
  }
  if (/enableOfflineQueue|isn't writeable/.test(message)) {
    return new StoreFailure("unreachable", "not connected to Redis", { cause: error });
  }
  return new StoreFailure(mayHaveRun ? "unknown" : "unreachable", message, { cause: error });
}

/** Of a transaction that was given up: why the first of its commands was refused. Nothing of it was done. */
function refusalWithin(error: Error): Error {
  const within = "previousErrors" in error && Array.isArray(error.previousErrors) ? error.previousErrors : [];
  return within[0] instanceof Error ? within[0] : error;
}

/** Waits until a connection is ready. Rejects with {@link StoreFailure} after `timeoutMs`. */
export function whenReady(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === "ready") return Promise.resolve();
  return new Promise((resolve, reject) => {
    const ready = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      redis.off("ready", ready);
      reject(new StoreFailure("unreachable", "Redis cannot be reached"));
    }, timeoutMs);
    redis.once("ready", ready);
  });
}
