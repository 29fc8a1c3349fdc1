/** One question to a Redis or a Sentinel, on a connection of its own, answered within 2 s or not at all. */
import { Redis, type RedisOptions } from "ioredis";

export type Whom = Pick<RedisOptions, "host" | "port" | "path">;

export async function asked(
  whom: Whom,
  name: string,
  ...args: readonly (string | number)[]
): Promise<unknown> {
  const redis = new Redis({
    ...whom,
    protocol: 2,
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  redis.on("error", () => {});
  try {
    await redis.connect();
    return await redis.call(name, ...args);
  } finally {
    redis.disconnect();
  }
}
