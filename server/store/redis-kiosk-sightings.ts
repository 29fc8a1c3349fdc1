/** Sightings of screens in Redis: see kiosk-sightings.ts for what is promised. */
import type { Redis } from "ioredis";
import { StoreFailure } from "./feed-log.ts";
import { PREFIX } from "./keys.ts";
import type { KioskSightings, Sighting } from "./kiosk-sightings.ts";
import { asStoreFailure } from "./redis-connection.ts";

/** Hash: JSON by the id of the screen. */
const KEY = `${PREFIX}:kiosk-sightings`;

export class RedisKioskSightings implements KioskSightings {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async all() {
    const found = await this.#ask((redis) => redis.hgetall(KEY));
    return new Map(Object.entries(found).map(([id, json]) => [id, JSON.parse(json) as Sighting]));
  }

  async say(sightings: ReadonlyMap<string, Sighting>) {
    if (sightings.size === 0) return;
    const fields = [...sightings].flatMap(([id, sighting]) => [id, JSON.stringify(sighting)]);
    await this.#ask((redis) => redis.hset(KEY, ...fields));
  }

  async forget(kioskIds: readonly string[]) {
    if (kioskIds.length > 0) await this.#ask((redis) => redis.hdel(KEY, ...kioskIds));
  }

  async #ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#redis.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
    try {
      return await question(this.#redis);
    } catch (error) {
      throw asStoreFailure(error, false);
    }
  }
}
