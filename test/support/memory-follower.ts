/** Follows a memory log, and loses its connection when a test says so. */
import type { LogHead, ReadEntries } from "../../server/store/feed-log.ts";
import type { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import type { Follower } from "../../server/store/redis-follower.ts";

export class MemoryFollower implements Follower {
  readonly #log: MemoryFeedLog;
  #connected = false;
  /** While true, the store cannot be reached. */
  away = false;

  constructor(log: MemoryFeedLog) {
    this.#log = log;
  }

  async connect(): Promise<boolean> {
    if (this.away) throw new Error("away");
    if (this.#connected) return false;
    this.#connected = true;
    return true;
  }

  /** Cuts the connection: the read under way fails. */
  cut(): void {
    this.#connected = false;
  }

  #check(): void {
    if (this.away || !this.#connected) throw new Error("Connection is closed.");
  }

  async head(): Promise<LogHead> {
    this.#check();
    return this.#log.head();
  }

  async markOf(offset: number): Promise<string | undefined> {
    this.#check();
    return this.#log.markOf(offset);
  }

  async follow(after: number, count: number, blockMs: number): Promise<ReadEntries> {
    const until = performance.now() + Math.min(blockMs, 20);
    for (;;) {
      this.#check();
      const read = await this.#log.read(after, count);
      if (read.outcome !== "entries" || read.entries.length > 0 || performance.now() >= until) return read;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  close(): void {
    this.#connected = false;
  }
}
