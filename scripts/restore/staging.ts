/**
 * Where a restore is put together: beside what is there, under names of its own that nobody reads, until one
 * script puts it in its place. Cut off before that, it has changed nothing.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ChainableCommander, Redis } from "ioredis";
import { familyOf } from "../../server/store/key-families.ts";
import { PREFIX } from "../../server/store/keys.ts";
import { BackupFault } from "../backup/file-head.ts";
import { replies } from "../backup/key-reads.ts";
import { type BackupRecord, type StreamRecord, unpacked, type ValueRecord } from "../backup/records.ts";

const STAGED = `${PREFIX}:restoring:`;
const NAMES = `${PREFIX}:restoring-names`;
const LOCK = `${PREFIX}:restoring-lock`;
/** One that was cut off keeps another out for so long. */
const LOCK_MS = 60_000;
const PER_ROUND = 200;
const PER_SCAN = 1_000;

const switchScript = readFileSync(new URL("switch.lua", import.meta.url), "utf8");

/** Where a key is until the switch. */
export const stagedKey = (key: string): string => `${STAGED}${key.slice(PREFIX.length + 1)}`;

/** Another restore is under way. */
export class RestoreUnderWay extends Error {
  override name = "RestoreUnderWay";
}

export class Staging {
  readonly #redis: Redis;
  readonly #lock = randomBytes(12).toString("base64url");
  #round: ChainableCommander;
  #waiting = 0;

  private constructor(redis: Redis) {
    this.#redis = redis;
    this.#round = redis.pipeline();
  }

  /** Takes away what one that was cut off has left. Throws {@link RestoreUnderWay}. */
  static async begin(redis: Redis): Promise<Staging> {
    const staging = new Staging(redis);
    const isOurs = await redis.set(LOCK, staging.#lock, "PX", LOCK_MS, "NX");
    if (isOurs === null) throw new RestoreUnderWay();
    await staging.#clear();
    return staging;
  }

  async put(record: BackupRecord): Promise<void> {
    if (record.t === "end") return;
    const family = familyOf(record.k);
    if (family !== undefined && family.keeping !== "kept")
      throw new BackupFault(`holds what no backup holds (${record.k.split(":")[0]})`);
    const key = `${STAGED}${record.k}`;
    this.#round.sadd(NAMES, record.k);
    if (record.t === "stream") this.#entries(key, record);
    else if (record.t === "trim") this.#round.xtrim(key, "MINID", record.from);
    else if (record.t === "gone") this.#round.unlink(key);
    else this.#value(key, record);
    this.#waiting += 1;
    if (this.#waiting >= PER_ROUND) await this.flush();
  }

  /** Everything put so far is there. */
  async flush(): Promise<void> {
    const round = this.#round.pexpire(LOCK, LOCK_MS);
    this.#round = this.#redis.pipeline();
    this.#waiting = 0;
    await replies(round);
  }

  /** Names of keys that were made in the staged part by others than `put`. */
  async claim(keys: readonly string[]): Promise<void> {
    await this.#redis.sadd(NAMES, ...keys.map((key) => key.slice(PREFIX.length + 1)));
  }

  /** See switch.lua. */
  async switch(dueKey: string): Promise<"done" | "lost" | "due"> {
    const keys = [LOCK, NAMES, stagedKey(dueKey)];
    const args = [this.#lock, `${PREFIX}:`, STAGED];
    return (await this.#redis.eval(switchScript, keys.length, ...keys, ...args)) as "done" | "lost" | "due";
  }

  async abandon(): Promise<void> {
    await this.#clear();
    await this.#redis.unlink(LOCK);
  }

  async #clear(): Promise<void> {
    for (let at = "0", isFirst = true; isFirst || at !== "0"; isFirst = false) {
      const [next, found] = await this.#redis.scan(at, "MATCH", `${STAGED}*`, "COUNT", PER_SCAN);
      at = next;
      if (found.length > 0) await this.#redis.unlink(...found);
    }
    await this.#redis.unlink(NAMES);
  }

  #value(key: string, { t, part, v, until }: ValueRecord): void {
    const round = this.#round;
    const values = v.map(unpacked);
    if (part === 0) round.unlink(key);
    // A page may be empty though more follow.
    if (values.length === 0) return;
    if (t === "string") round.set(key, values[0] ?? "");
    else if (t === "hash") round.hset(key, ...values);
    else round.zadd(key, ...values.flatMap((_, at) => (at % 2 === 0 ? [values[at + 1]!, values[at]!] : [])));
    if (until !== undefined) round.pexpireat(key, until);
  }

  #entries(key: string, { v }: StreamRecord): void {
    for (const [id, fields] of v) this.#round.xadd(key, id, ...fields.map(unpacked));
    this.#waiting += v.length;
  }
}
