/** Connections for who reads or writes the whole store: patient, and lost for good when they are lost. */
import { Redis } from "ioredis";
import { asStoreFailure } from "../../server/store/redis-connection.ts";
import { redisOptions } from "../../server/store/redis-url.ts";

/** What a large store may take to answer. */
const PATIENCE_MS = 60_000;

/** Rejects with a StoreFailure where Redis cannot be reached. */
export async function connectOnce(url: string, name: string): Promise<Redis> {
  const redis = new Redis({
    ...redisOptions(url),
    connectionName: name,
    protocol: 2,
    replyMapping: "legacy",
    lazyConnect: true,
    connectTimeout: 5_000,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => null,
    sentinelRetryStrategy: (attempt) => (attempt > 3 ? null : 500),
  });
  let why: Error | undefined;
  // Without a listener an outage would be an uncaught error.
  redis.on("error", (error) => {
    why = error;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw asStoreFailure(why ?? error, false);
  }
  return redis;
}
