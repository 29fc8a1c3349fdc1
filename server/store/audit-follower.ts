/**
 * Follows the audit for the desk: each note in order, from the moment it starts. Over an outage none is left
 * out. Where Redis itself lost notes that were seen here (a failover), some of the newest are told again
 * rather than none.
 */
import type { Redis } from "ioredis";
import type { AuditNote } from "../core/change.ts";
import { keys } from "./keys.ts";
import { connectForFollowing } from "./redis-connection.ts";
import { parseStreamEntry } from "./stored-record.ts";

const BLOCK_MS = 2_000;
const AGAIN_MS = 500;
/** How many are told again where the place to go on from is gone. */
const AGAIN_NOTES = 100;

export interface AuditFollowerParts {
  readonly url: string;
  readonly onNote: (note: AuditNote) => void;
  /** On every connection, before what was written meanwhile is told. */
  readonly onConnected: () => void;
}

export class AuditFollower {
  readonly #parts: AuditFollowerParts;
  #stopped = false;
  #last: { readonly id: string; readonly hash: string } | undefined;
  #close: () => void = () => {};
  #running: Promise<void> | undefined;

  constructor(parts: AuditFollowerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch {
        // Redis is away. The desk shows that by itself; what was missed is read when it is back.
        if (!this.#stopped) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  async #follow(): Promise<void> {
    const redis = connectForFollowing(this.#parts.url, "fanfare-audit", BLOCK_MS);
    this.#close = () => redis.disconnect();
    try {
      await redis.connect();
      this.#last = await this.#placeIn(redis);
      this.#parts.onConnected();
      while (!this.#stopped) await this.#read(redis, this.#last.id);
    } finally {
      redis.disconnect();
    }
  }

  async #read(redis: Redis, after: string): Promise<void> {
    const reply = await redis.xread("COUNT", 100, "BLOCK", BLOCK_MS, "STREAMS", keys.audit, after);
    const [stream] = (reply ?? []) as [string, Raw[]][];
    for (const entry of stream?.[1] ?? []) {
      const { fields } = parseStreamEntry(entry);
      this.#last = { id: entry[0], hash: fields.get("hash") ?? "" };
      this.#parts.onNote(JSON.parse(fields.get("note") ?? "{}") as AuditNote);
    }
  }

  /** After what: resolved once, then the last one seen, since `$` twice loses what lands between. */
  async #placeIn(redis: Redis): Promise<{ id: string; hash: string }> {
    if (this.#last === undefined) {
      const [newest] = (await redis.xrevrange(keys.audit, "+", "-", "COUNT", 1)) as Raw[];
      return newest === undefined ? START : placeOf(newest);
    }
    if (this.#last.id === START.id) return START;
    const [same] = (await redis.xrange(keys.audit, this.#last.id, this.#last.id)) as Raw[];
    if (same !== undefined && placeOf(same).hash === this.#last.hash) return this.#last;
    const newest = (await redis.xrevrange(keys.audit, "+", "-", "COUNT", AGAIN_NOTES + 1)) as Raw[];
    const [before] = newest.slice(AGAIN_NOTES);
    return before === undefined ? START : placeOf(before);
  }
}

type Raw = [string, string[]];
const START = { id: "0-0", hash: "" };

const placeOf = (entry: Raw) => ({ id: entry[0], hash: parseStreamEntry(entry).fields.get("hash") ?? "" });
