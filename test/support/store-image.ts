/** Every key of a store as text, read with plain commands: what a test compares before and after. */
import type { Redis } from "ioredis";
import { familyOf, ownName } from "../../server/store/key-families.ts";

export async function imageOf(redis: Redis): Promise<Map<string, string>> {
  const image = new Map<string, string>();
  for (const key of (await redis.keys("{feed}:*")).sort()) image.set(ownName(key)!, await textOf(redis, key));
  return image;
}

/** What a backup keeps of it. */
export const keptOf = (image: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...image].filter(([name]) => familyOf(name)?.keeping === "kept"));

async function textOf(redis: Redis, key: string): Promise<string> {
  const type = await redis.type(key);
  const left = await redis.pttl(key);
  const value = await read(redis, key, type);
  return JSON.stringify({ type, value, leaves: left >= 0 });
}

async function read(redis: Redis, key: string, type: string): Promise<unknown> {
  if (type === "string") return (await redis.getBuffer(key))!.toString("base64");
  if (type === "hash") return Object.entries(await redis.hgetall(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (type === "zset") return await redis.zrange(key, "0", "-1", "WITHSCORES");
  if (type === "stream") return await redis.xrange(key, "-", "+");
  if (type === "list") return await redis.lrange(key, 0, -1);
  return (await redis.smembers(key)).sort();
}
