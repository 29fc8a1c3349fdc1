/** A tail's own connection to the log: blocking reads, and the questions that tell a fork. */
import type { Redis } from "ioredis";
import type { LogHead, ReadEntries } from "./feed-log.ts";
import { keys } from "./keys.ts";
import { connectForFollowing } from "./redis-connection.ts";
import { readHead, resolveEntries } from "./redis-reads.ts";
import { parseStreamEntry } from "./stored-record.ts";

/**
 * How a node follows the log. All of it goes over one connection, so what is asked before a read is
 * answered by the Redis that the read will come from.
 */
export interface Follower {
  /** Connects where it is not; answers true where this is a new connection. Rejects where Redis is away. */
  connect(): Promise<boolean>;
  head(): Promise<LogHead>;
  /** The random mark of an entry; undefined where it is not held. */
  markOf(offset: number): Promise<string | undefined>;
  /** Entries after an offset, waiting up to `blockMs` for the first. */
  follow(after: number, count: number, blockMs: number): Promise<ReadEntries>;
  close(): void;
}

/** For all of it: Sentinels asked, connected, and answered once. */
const CONNECT_MS = 5_000;

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("Redis is not reached in time")), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

export class RedisFollower implements Follower {
  readonly #url: string;
  readonly #blockMs: number;
  #redis: Redis | undefined;

  constructor(url: string, blockMs: number) {
    this.#url = url;
    this.#blockMs = blockMs;
  }

  async connect(): Promise<boolean> {
    if (this.#redis?.status === "ready") return false;
    this.#redis?.disconnect();
    this.#redis = connectForFollowing(this.#url, "fanfare-tail", this.#blockMs);
    await within(CONNECT_MS, this.#redis.connect());
    return true;
  }

  head(): Promise<LogHead> {
    return readHead(this.#connected);
  }

  async markOf(offset: number): Promise<string | undefined> {
    const raw = await this.#connected.xrange(keys.log, `${offset}-0`, `${offset}-0`);
    const [entry] = raw as [string, string[]][];
    return entry && parseStreamEntry(entry).fields.get("mark");
  }

  async follow(after: number, count: number, blockMs: number): Promise<ReadEntries> {
    const redis = this.#connected;
    const reply = await redis.xread("COUNT", count, "BLOCK", blockMs, "STREAMS", keys.log, `${after}-0`);
    const [stream] = (reply ?? []) as [string, [string, string[]][]][];
    return await resolveEntries(redis, after, stream?.[1] ?? []);
  }

  close(): void {
    this.#redis?.disconnect();
    this.#redis = undefined;
  }

  get #connected(): Redis {
    if (this.#redis === undefined) throw new Error("follow before connect");
    return this.#redis;
  }
}
