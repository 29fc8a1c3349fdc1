/** A random secret that all workers of one store share, made by the first who asks. */
import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { PREFIX } from "../store/keys.ts";
import { asStoreFailure } from "../store/redis-connection.ts";

const KEY = `${PREFIX}:secret`;

/** 256 bits. Throws a StoreFailure where Redis cannot serve. */
export async function sharedSecret(redis: Redis): Promise<Buffer> {
  try {
    // Looked for first: a Redis that is full takes no write, and may have it all the same.
    let secret = await redis.get(KEY);
    if (secret === null) {
      await redis.set(KEY, randomBytes(32).toString("base64url"), "NX");
      secret = await redis.get(KEY);
    }
    if (secret === null) throw new Error("the shared secret was removed while it was read");
    return Buffer.from(secret, "base64url");
  } catch (error) {
    throw asStoreFailure(error, false);
  }
}
