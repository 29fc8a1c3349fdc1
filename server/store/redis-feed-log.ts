/** The feed log in Redis, with the one writer: see feed-log.ts for what it promises. */
import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { type State, stateSchema } from "../contract/desk-announcement.ts";
import type { EntryDraft } from "../core/change.ts";
import { onceKey, planCommit } from "./commit-plan.ts";
import {
  CLOCK_TOLERANCE_MS,
  type Commit,
  type CommitOutcome,
  type FeedLog,
  LOG_ENTRIES,
  type StartOver,
  StoreFailure,
} from "./feed-log.ts";
import { keys, PREFIX } from "./keys.ts";
import { asStoreFailure, connectExactly, whenReady } from "./redis-connection.ts";
import { committed, RedisFeedReader } from "./redis-feed-reader.ts";
import { defineScripts, run } from "./scripts.ts";

/** The states of what was published. */
const SENT: readonly State[] = ["published", "corrected", "withdrawn"];

const mark = (): string => randomBytes(12).toString("base64url");

export interface RedisFeedLogOptions {
  readonly url: string;
  /** Whether a Redis that came back may have lost what it acknowledged: `everysec`, or a failover. */
  readonly mayLoseWrites: boolean;
  /** This process' own clock, the second of the two that guard against early publication. */
  readonly now?: () => number;
}

export class RedisFeedLog extends RedisFeedReader implements FeedLog {
  readonly #writer: Redis;
  readonly #mayLoseWrites: boolean;
  readonly #now: () => number;
  /** Which Redis the writer is connected to; undefined until it has said so on this connection. */
  #runId: string | undefined;

  constructor({ url, mayLoseWrites, now = Date.now }: RedisFeedLogOptions) {
    super(url);
    this.#mayLoseWrites = mayLoseWrites;
    this.#now = now;
    this.#writer = connectExactly(url, "fanfare-writer");
    defineScripts(this.#writer);
    this.#writer.on("close", () => {
      this.#runId = undefined;
    });
  }

  override async ready(timeoutMs: number): Promise<void> {
    await Promise.all([whenReady(this.#writer, timeoutMs), super.ready(timeoutMs)]);
  }

  override get connected(): boolean {
    return this.#writer.status === "ready" && super.connected;
  }

  override close(): void {
    this.#writer.disconnect();
    super.close();
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    const planned = planCommit(commit);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const runId = await this.#connectedTo();
      const args = [
        this.#now(),
        runId,
        this.#mayLoseWrites ? "1" : "0",
        mark(),
        LOG_ENTRIES,
        planned.plan,
        CLOCK_TOLERANCE_MS,
      ];
      const [status, at, epoch, offset, id] = await this.#write("commit", planned.keys, args);
      switch (status) {
        case "done":
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

  async newEpoch(expected: string): Promise<string> {
    const runId = await this.#connectedTo();
    const note = JSON.stringify({ action: "new-epoch", by: "store", byName: "store", from: expected });
    const answer = await this.#write(
      "newEpoch",
      [keys.log, keys.head, keys.audit, keys.auditHead],
      [expected, mark(), runId, note],
    );
    return String(answer);
  }

  async #write(
    script: "commit" | "newEpoch" | "startOver",
    names: readonly string[],
    args: readonly (string | number)[],
  ): Promise<string[]> {
    return await this.#tell(async (redis) => (await run(redis, script, names, args)) as string[]);
  }

  /** The run id of the Redis at the other end: asked once on each connection, since it cannot change within one. */
  async #connectedTo(): Promise<string> {
    if (this.#runId !== undefined) return this.#runId;
    const info = await this.#tell((redis) => redis.info("server"));
    this.#runId = /^run_id:(\w+)/m.exec(info)?.[1] ?? "unknown";
    return this.#runId;
  }

  async #tell<T>(order: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#writer.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
    try {
      return await order(this.#writer);
    } catch (error) {
      throw asStoreFailure(error, true);
    }
  }

  async startOver(order: StartOver): Promise<CommitOutcome> {
    const { once, keep, event, emptiesProgramme, audit, answer } = order;
    const runId = await this.#connectedTo();
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
    const [status, at, epoch, offset, id] = await this.#write("startOver", names, [
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
    ]);
    if (status === "done" || status === "replayed") return committed(status, at!, epoch!, offset!, id!);
    if (status === "mismatch" || status === "conflict") return { outcome: status };
    throw new Error(`the script that starts over answered ${status}`);
  }
}
