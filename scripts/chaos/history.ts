/**
 * What everybody did and saw, in the order in which the harness heard of it: one record a line (JSONL), so that a
 * run that failed can be judged again later by the same checks.
 */
import { appendFileSync } from "node:fs";

/** What moderators ask for, each with an idempotency key. */
export type Write =
  | "publish"
  | "schedule"
  | "revise"
  | "unschedule"
  | "correct"
  | "withdraw"
  | "pin"
  | "unpin";

export type Act =
  | Write
  /** A screen's proof that it showed a revision. */
  | "receipt"
  /** Of readers: where they started, what took effect, a breach of the protocol, and where they ended. */
  | "snapshot"
  | "apply"
  | "breach"
  | "final"
  /** The first sight of a revision's words, `what` says by which way. */
  | "see"
  /** One GET of the feed. */
  | "read"
  /** `strike`, `heal` and `quiet` (everything is healed and everybody has had their time). */
  | "nemesis"
  /** Something that a fault has to bring about, or a process that ended by itself. */
  | "expect"
  /** What was there at the end: the log's entries, its head, the items, receipts, and the audit's links. */
  | "log"
  | "head"
  | "item"
  | "held-receipt"
  | "audit"
  | "audit-head";

export interface HistoryRecord {
  /** Who: `moderator 1`, `reader 3`, `screen 1`, `nemesis`, `store`. */
  readonly proc: string;
  readonly f: Act;
  /** `info`: whether it was done is not known. What was only observed is `ok`. */
  readonly type: "invoke" | "ok" | "fail" | "info";
  /** Monotonic, from the start of the run. */
  readonly tMonoMs: number;
  /** The same instant by Redis' clock, as well as the harness knows it. */
  readonly redisTime: number;
  /** Joins an `invoke` with what came of it. */
  readonly op?: number;
  /** The harness' own number of the announcement; its words carry it. */
  readonly item?: number;
  /** Of the announcement; the one to be made, for what makes one. */
  readonly revision?: number;
  /** The announcement's id, once it is known. */
  readonly id?: string;
  readonly epoch?: string;
  readonly offset?: number;
  readonly bodyHash?: string;
  /** When it is to be published, in ms by Redis' clock. */
  readonly dueMs?: number;
  /** The type of an entry, the reason of a snapshot, a code, a state, the name of a fault. */
  readonly what?: string;
  /** How long the last attempt took. */
  readonly tookMs?: number;
  /** How often it was sent. */
  readonly attempts?: number;
  /** Of an entry or a link: its instant by Redis' clock. */
  readonly atMs?: number;
  /** Of a link of the audit: its note as it was written, and its hash. */
  readonly note?: string;
  readonly hash?: string;
}

/** What is said of a record; when it was is added. */
export type Told = Omit<HistoryRecord, "tMonoMs" | "redisTime">;

export class History {
  readonly records: HistoryRecord[] = [];
  readonly #startedAt = performance.now();
  #isOver = false;
  /** Redis' clock, as well as the harness knows it. */
  readonly redisNowMs: () => number;

  constructor(redisNowMs: () => number) {
    this.redisNowMs = redisNowMs;
  }

  get nowMs(): number {
    return performance.now() - this.#startedAt;
  }

  tell(told: Told): HistoryRecord {
    const record = { ...told, tMonoMs: this.nowMs, redisTime: this.redisNowMs() };
    if (!this.#isOver) this.records.push(record);
    return record;
  }

  /** What is told from now on is no part of it: what was started is being taken down. */
  end(): void {
    this.#isOver = true;
  }

  /** For whoever wants to know why. */
  keep(file: string): void {
    for (const record of this.records) appendFileSync(file, `${JSON.stringify(record)}\n`);
  }
}

export const historyFrom = (jsonLines: string): HistoryRecord[] =>
  jsonLines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as HistoryRecord);
