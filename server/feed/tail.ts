/**
 * Follows the log into a replica, for ever: through outages, trims and forks.
 *
 * - [T1] It asks for what comes after the last entry it has, never for "what is new", so nothing falls between.
 * - [T2] On every new connection it looks for its last entry again. Gone, or with another mark, means that
 *   the log was cut or forked: it asks for a new epoch, and every reader starts again from a snapshot.
 * - [T3] Whatever it cannot follow (another epoch, a trimmed log) it loads anew.
 */
import { fullJitterMs } from "../core/backoff.ts";
import { type LoggedEntry, WINDOW_ENTRIES } from "../core/recent-window.ts";
import type { EpochKeeper, FeedReader, ReadEntries } from "../store/feed-log.ts";
import type { Follower } from "../store/redis-follower.ts";
import { HELD_ANNOUNCEMENTS, type Replica } from "./replica.ts";

/** How long a read waits for something new; also how soon a quiet tail looks at the head. */
export const BLOCK_MS = 2_000;
const RECONNECT = { firstMs: 100, maxMs: 1_000 };
const BATCH = 500;
const PAGE = 1_000;

export interface TailParts {
  readonly follower: Follower;
  readonly store: Pick<FeedReader, "load" | "read"> & EpochKeeper;
  readonly replica: Replica;
  readonly onTrouble?: (error: unknown) => void;
  /** Called after every answer of Redis, also an empty one. */
  readonly onHeard?: () => void;
  readonly random?: () => number;
}

export class Tail {
  readonly #parts: TailParts;
  readonly #stopping = new AbortController();
  #mark = "";
  #running: Promise<void> | undefined;

  constructor(parts: TailParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#parts.follower.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { replica, onTrouble, random = Math.random } = this.#parts;
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      try {
        await this.#step();
        failures = 0;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        replica.stale = true;
        onTrouble?.(error);
        // Close, so that the next step connects anew and verifies what it holds.
        this.#parts.follower.close();
        failures += 1;
        await this.#pause(fullJitterMs(RECONNECT, failures, random));
      }
    }
  }

  async #step(): Promise<void> {
    const { follower, replica, onHeard } = this.#parts;
    const isNew = await follower.connect();
    if (!replica.loaded) await this.#load();
    else if (isNew) await this.#verify();
    replica.stale = false;
    onHeard?.();

    const read = await follower.follow(replica.cursor.offset, BATCH, BLOCK_MS);
    onHeard?.();
    if (read.outcome === "pastHorizon") return await this.#verify();
    // Quiet, or somebody else changed the epoch: look whether this is still our log.
    if (read.entries.length === 0 || read.epoch !== replica.cursor.epoch) return await this.#verify();
    this.#apply(read);
  }

  #apply(read: Extract<ReadEntries, { outcome: "entries" }>): void {
    this.#mark = read.mark;
    this.#parts.replica.apply(read.entries);
  }

  /** [T2] Whether the log still holds what this replica was folded from. */
  async #verify(): Promise<void> {
    const { follower, replica, store } = this.#parts;
    const { epoch, offset } = replica.cursor;
    const head = await follower.head();
    if (head.cursor.epoch !== epoch) return await this.#load();
    if (offset > 0 && offset >= head.oldest && this.#mark !== "") {
      if ((await follower.markOf(offset)) === this.#mark) return;
    } else if (offset <= head.cursor.offset) {
      // Our last entry was trimmed, or there never was one: no proof of a fork. Load where we cannot follow.
      if (offset + 1 < head.oldest) await this.#load();
      return;
    }
    await store.newEpoch(epoch);
    await this.#load();
  }

  async #load(): Promise<void> {
    const { follower, store, replica } = this.#parts;
    while (!this.#stopping.signal.aborted) {
      const head = await follower.head();
      if (head.cursor.epoch === "") await store.newEpoch("");
      const loaded = await store.load(HELD_ANNOUNCEMENTS);
      const { epoch, offset } = loaded.cursor;
      const recent = await this.#recent(head.oldest, offset);
      // Nothing to recognise the log by where its newest entry is not held.
      const mark = offset === 0 || offset < head.oldest ? "" : await follower.markOf(offset);
      const after = await follower.head();
      if (recent !== undefined && mark !== undefined && after.cursor.epoch === epoch) {
        this.#mark = mark;
        replica.replace(loaded, recent);
        return;
      }
      // The log was cut, trimmed or forked while it was read: the parts do not belong together.
      await this.#pause(50);
    }
    throw new Error("stopping");
  }

  /** The newest entries up to an offset, dense; undefined where they changed meanwhile. */
  async #recent(oldest: number, upTo: number): Promise<LoggedEntry[] | undefined> {
    const entries: LoggedEntry[] = [];
    let after = Math.max(oldest - 1, upTo - WINDOW_ENTRIES, 0);
    while (after < upTo) {
      const read = await this.#parts.store.read(after, Math.min(PAGE, upTo - after));
      if (read.outcome !== "entries" || read.entries.length === 0) return undefined;
      entries.push(...read.entries);
      after += read.entries.length;
    }
    return entries;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#stopping.signal.addEventListener("abort", done, { once: true });
    });
  }
}
