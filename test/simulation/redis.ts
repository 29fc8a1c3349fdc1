/**
 * The Redis of a simulated world: the memory twin of the feed log, with what a real one has around it.
 *
 * - One command at a time; each write is kept in a journal. A restart may lose the end of that, and then is another
 *   Redis by its run id, whose epochs and marks differ from those that were lost.
 * - `commit`, `newEpoch` and `startOver` decide about run ids and epochs as the scripts in server/store/lua do.
 */
import type { Commit, CommitOutcome, StartOver } from "../../server/store/feed-log.ts";
import { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import { Process } from "./time.ts";

/** Whom a write came from, and by what clock. */
export interface Writer {
  readonly name: string;
  readonly nowMs: number;
  /** Of the Redis that its connection was made to. */
  readonly runId: string;
}

export type Scripted =
  | CommitOutcome
  | { readonly outcome: "fork"; readonly epoch: string }
  | { readonly outcome: "empty"; readonly epoch: string };

/** What was written, for whoever judges it. */
export type Written =
  | { readonly kind: "commit"; readonly by: Writer; readonly commit: Commit; readonly outcome: CommitOutcome }
  | {
      readonly kind: "startOver";
      readonly by: Writer;
      readonly order: StartOver;
      readonly outcome: CommitOutcome;
    }
  | { readonly kind: "newEpoch"; readonly by: Writer; readonly from: string; readonly to: string };

interface Journalled {
  readonly atMs: number;
  readonly callerMs: number;
  readonly names: string[];
  readonly apply: (log: MemoryFeedLog) => Promise<unknown>;
}

export interface SimulatedRedisParts {
  /** By the clock of the machine that Redis runs on. */
  readonly nowMs: () => number;
  /** How many entries the log keeps. */
  readonly entries: number;
  /** Whether a restart may lose writes, as those who write to it believe. */
  readonly mayLoseWrites: boolean;
  /** Hears of all that was written, in the instant in which it was. */
  readonly onWritten?: (written: Written) => Promise<void>;
  /** After a restart that lost all but the first so many writes. */
  readonly onLost?: (left: number) => void;
  /** A log that promises less, for a world that must notice. */
  readonly FeedLog?: typeof MemoryFeedLog;
}

export class SimulatedRedis {
  readonly #parts: SimulatedRedisParts;
  #journal: Journalled[] = [];
  #current = nothingUnderWay();
  #runs = 1;
  #headRun = "";
  #names = 0;
  readonly process = new Process("redis");
  log: MemoryFeedLog;
  isUp = true;
  /** Refuses what needs room. */
  isFull = false;

  constructor(parts: SimulatedRedisParts) {
    this.#parts = parts;
    this.log = this.#empty();
  }

  #empty(): MemoryFeedLog {
    const { FeedLog = MemoryFeedLog } = this.#parts;
    return new FeedLog({
      now: () => (this.#current.isReplay ? this.#current.atMs : this.nowMs),
      callerNow: () => this.#current.callerMs,
      entries: this.#parts.entries,
      fresh: (of) => this.#name(of),
    });
  }

  /** Random in a real one: never the same again, though what it named was lost. */
  #name(of: "epoch" | "mark"): string {
    const { names, isReplay } = this.#current;
    if (isReplay) return names[this.#current.next++]!;
    this.#names += 1;
    const name = `${of}-${this.#names}`;
    names.push(name);
    return name;
  }

  get runId(): string {
    return `run-${this.#runs}`;
  }

  get nowMs(): number {
    return Math.floor(this.#parts.nowMs());
  }

  /** How many writes it holds. */
  get written(): number {
    return this.#journal.length;
  }

  async #write<T>(by: Writer, apply: (log: MemoryFeedLog) => Promise<T>): Promise<T> {
    const names: string[] = [];
    const atMs = this.nowMs;
    this.#current = { atMs, callerMs: by.nowMs, names, isReplay: false, next: 0 };
    this.#journal.push({ atMs, callerMs: by.nowMs, names, apply });
    return await apply(this.log);
  }

  async commit(commit: Commit, by: Writer): Promise<Scripted> {
    const { epoch } = (await this.log.head()).cursor;
    if (epoch === "") return { outcome: "empty", epoch };
    const earlier = commit.once && (await this.log.recall(commit.once));
    if (earlier !== undefined) return earlier;
    if (this.#headRun !== by.runId) {
      if (this.#parts.mayLoseWrites && this.#headRun !== "") return { outcome: "fork", epoch };
      this.#headRun = by.runId;
    }
    const outcome = await this.#write(by, (log) => log.commit(commit));
    if (outcome.outcome === "done") await this.#parts.onWritten?.({ kind: "commit", by, commit, outcome });
    else this.#journal.pop();
    return outcome;
  }

  async newEpoch(expected: string, by: Writer): Promise<string> {
    const { epoch } = (await this.log.head()).cursor;
    if (epoch !== expected) return epoch;
    this.#headRun = by.runId;
    const fresh = await this.#write(by, (log) => log.newEpoch(expected));
    await this.#parts.onWritten?.({ kind: "newEpoch", by, from: expected, to: fresh });
    return fresh;
  }

  async startOver(order: StartOver, by: Writer): Promise<CommitOutcome> {
    const outcome = await this.#write(by, (log) => log.startOver(order));
    if (outcome.outcome === "done") {
      this.#headRun = by.runId;
      await this.#parts.onWritten?.({ kind: "startOver", by, order, outcome });
    } else this.#journal.pop();
    return outcome;
  }

  /** Another process of it comes up, with all that was written but the last `lost`. */
  async restart(lost: number): Promise<void> {
    this.#runs += 1;
    this.isUp = true;
    if (lost === 0) return;
    this.#journal = this.#journal.slice(0, Math.max(0, this.#journal.length - lost));
    this.log = this.#empty();
    for (const { apply, ...written } of this.#journal) {
      this.#current = { ...written, isReplay: true, next: 0 };
      await apply(this.log);
    }
    // Its clock goes on, though nobody writes for a while.
    this.#current = nothingUnderWay();
    this.#parts.onLost?.(this.#journal.length);
  }
}

/** The write that is done, and whether it was done before and is done again. */
const nothingUnderWay = () => ({
  atMs: 0,
  callerMs: 0,
  names: [] as string[],
  isReplay: false,
  next: 0,
});
