/** The feed log in Redis, with the one writer: see feed-log.ts for what it promises. */
import { randomBytes } from "node:crypto";
import { type State, stateSchema } from "../contract/desk-announcement.ts";
import type { EntryDraft } from "../core/change.ts";
import { onceKey, planCommit } from "./commit-plan.ts";
import {
  CLOCK_TOLERANCE_MS,
  type Commit,
  type CommitOutcome,
  type FeedLog,
  LOG_ENTRIES,
  type Once,
  type Recalled,
  type StartOver,
  StoreFailure,
} from "./feed-log.ts";
import { Guarantees } from "./guarantees.ts";
import { keys, PREFIX } from "./keys.ts";
import type { RedisFault } from "./redis-faults.ts";
import { committed, RedisFeedReader } from "./redis-feed-reader.ts";
import type { RedisWatch } from "./redis-watch.ts";
import { RedisWriters, type WriteDurably } from "./redis-writers.ts";
import { run } from "./scripts.ts";

/** The states of what was published. */
const SENT: readonly State[] = ["published", "corrected", "withdrawn"];

const flag = (holds: boolean): "1" | "0" => (holds ? "1" : "0");

const mark = (): string => randomBytes(12).toString("base64url");

export interface RedisFeedLogOptions {
  readonly url: string;
  /** Whether a Redis that came back may have lost what it acknowledged: `everysec`, or a failover. */
  readonly mayLoseWrites?: boolean;
  /** What is known of that Redis already; it learns on. */
  readonly guarantees?: Guarantees;
  /** Looks on for as long as the store is open; closed with it. */
  readonly watch?: RedisWatch;
  /** This process' own clock, the second of the two that guard against early publication. */
  readonly now?: () => number;
}

export class RedisFeedLog extends RedisFeedReader implements FeedLog {
  readonly #writers: RedisWriters;
  readonly #now: () => number;
  /** The newest entry that this process was told is written: a Redis that does not have it lost its end. */
  #written: { readonly epoch: string; readonly offset: number; readonly mark: string } | undefined;
  readonly watch: RedisWatch | undefined;
  readonly guarantees: Guarantees;

  constructor({ url, mayLoseWrites = false, guarantees, watch, now = Date.now }: RedisFeedLogOptions) {
    super(url);
    this.#now = now;
    this.watch = watch;
    this.guarantees = guarantees ?? new Guarantees({ mayLoseWrites });
    this.#writers = new RedisWriters(url, this.guarantees);
  }

  override async ready(timeoutMs: number): Promise<void> {
    await Promise.all([this.#writers.ready(timeoutMs), super.ready(timeoutMs)]);
  }

  override get connected(): boolean {
    return this.#writers.connected && super.connected;
  }

  /** What is wrong with Redis; undefined while that cannot be known. */
  get faults(): ReadonlyMap<RedisFault, string> | undefined {
    return this.watch?.faults;
  }

  override close(): void {
    this.watch?.close();
    this.#writers.close();
    super.close();
  }

  /** For what is kept beside the feed and acknowledged: people, screens, receipts. */
  get durably(): WriteDurably {
    return this.#writers.write;
  }

  /** [RD1] What a key was used for is told once a replica has it: nobody may have said so to the one who first asked. */
  override async recall(once: Once): Promise<Recalled | undefined> {
    const recalled = await super.recall(once);
    if (recalled?.outcome !== "replayed" || !this.guarantees.wantsReplica) return recalled;
    try {
      const held = await this.#writers.write((redis) => run(redis, "touchOnce", [onceKey(once)], []));
      if (held === 1) return recalled;
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      throw new StoreFailure("unknown", error.message, { cause: error });
    }
    throw new StoreFailure("unknown", "what was found is not there any more");
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    const planned = planCommit(commit);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const own = mark();
      const [status, at, epoch, offset, id] = await this.#write("commit", planned.keys, (runId) => [
        this.#now(),
        runId,
        flag(this.guarantees.mayLoseWrites),
        own,
        LOG_ENTRIES,
        planned.plan,
        CLOCK_TOLERANCE_MS,
        flag(this.guarantees.wantsReplica),
        ...(this.#written === undefined
          ? ["", "", ""]
          : [this.#written.epoch, this.#written.offset, this.#written.mark]),
      ]);
      switch (status) {
        case "done":
          if (offset !== "") this.#wrote(epoch!, Number(offset), own);
          return committed(status, at!, epoch!, offset!, id!);
        case "replayed":
          return committed(status, at!, epoch!, offset!, id!);
        case "mismatch":
        case "conflict":
          return { outcome: status };
        case "early":
          return { outcome: "early", dueMs: Number(id), atMs: Number(at) };
        case "empty":
        case "fork":
          await this.newEpoch(epoch!);
          continue;
        default:
          throw new Error(`the writer script answered ${status}`);
      }
    }
    throw new StoreFailure("unreachable", "the epoch kept changing");
  }

  #wrote(epoch: string, offset: number, own: string): void {
    // Of several under way the answers may come in any order.
    if (this.#written?.epoch === epoch && this.#written.offset > offset) return;
    this.#written = { epoch, offset, mark: own };
  }

  /** Acknowledged to nobody, so it waits for no replica: one that loses it is another fork. */
  async newEpoch(expected: string): Promise<string> {
    const note = JSON.stringify({ action: "new-epoch", by: "store", byName: "store", from: expected });
    const names = [keys.log, keys.head, keys.audit, keys.auditHead];
    const answer = await this.#writers.writeForOurselves((redis, { runId }) =>
      run(redis, "newEpoch", names, [expected, mark(), runId, note]),
    );
    return String(answer);
  }

  /** Decided on which Redis it is that the connection leads to. */
  async #write(
    script: "commit" | "startOver",
    names: readonly string[],
    args: (runId: string) => readonly (string | number)[],
  ): Promise<string[]> {
    return await this.#writers.write(
      async (redis, { runId }) => (await run(redis, script, names, args(runId))) as string[],
      ([status]) => status === "done" || status === "replayed",
    );
  }

  async startOver(order: StartOver): Promise<CommitOutcome> {
    const { once, keep, event, emptiesProgramme, audit, answer } = order;
    const names = [
      keys.log,
      keys.head,
      keys.audit,
      keys.auditHead,
      once === undefined ? keys.head : onceKey(once),
      keys.public,
      keys.all,
      keys.due,
      keys.document("event"),
      keys.document("programme"),
      ...(keep === "none" ? stateSchema.options : SENT).map(keys.state),
    ];
    const told: EntryDraft = { type: "eventChanged" };
    const [status, at, epoch, offset, id] = await this.#write("startOver", names, (runId) => [
      mark(),
      runId,
      mark(),
      event.version,
      event.json,
      emptiesProgramme ? "1" : "0",
      keep,
      JSON.stringify(told),
      JSON.stringify(audit),
      once?.request ?? "",
      answer?.id ?? "",
      PREFIX,
      flag(this.guarantees.wantsReplica),
    ]);
    if (status === "done" || status === "replayed") return committed(status, at!, epoch!, offset!, id!);
    if (status === "mismatch" || status === "conflict") return { outcome: status };
    throw new Error(`the script that starts over answered ${status}`);
  }
}
