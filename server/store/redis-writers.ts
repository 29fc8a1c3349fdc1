/**
 * The connections over which everything is written that may be acknowledged.
 *
 * - One is enough where no replica is wanted. Else there are up to four, since `WAIT` holds up whatever comes
 *   behind it on the same connection: publications do not queue behind each other.
 * - [RD1] `WAIT` is about the connection it is sent on, so it goes out on the one that wrote, and only where that
 *   is still the same one. It follows the answer, and is not sent along with the question: where Redis forgot a
 *   script, the script is sent a second time, and would come after its own `WAIT`.
 */
import type { Redis } from "ioredis";
import { StoreFailure } from "./feed-log.ts";
import type { Guarantees } from "./guarantees.ts";
import { asStoreFailure, connectExactly, whenReady } from "./redis-connection.ts";
import { readFacts } from "./redis-facts.ts";
import { defineScripts } from "./scripts.ts";

const MOST_WRITERS = 4;
/** A replica that is well answers at once; one that has just come, with its heartbeat, which goes out each second. */
const WAIT_MS = 1_300;
/** With what came before it: a write is answered within two seconds. */
const WRITE_WITHIN_MS = 1_800;
const LEAST_WAIT_MS = 50;

/**
 * Writes what may be acknowledged once this resolves; what by its answer wrote nothing waits for nobody. Rejects with
 * a StoreFailure.
 */
export type WriteDurably = <T>(
  order: (redis: Redis, at: { readonly runId: string }) => Promise<T>,
  wrote?: (answer: T) => boolean,
) => Promise<T>;

interface Writer {
  readonly redis: Redis;
  /** Which Redis it is connected to; undefined until it has said so on this connection. */
  runId: string | undefined;
  underWay: number;
}

export class RedisWriters {
  readonly #url: string;
  readonly #guarantees: Guarantees;
  readonly #writers: [Writer, ...Writer[]];

  constructor(url: string, guarantees: Guarantees) {
    this.#url = url;
    this.#guarantees = guarantees;
    this.#writers = [this.#open()];
  }

  async ready(timeoutMs: number): Promise<void> {
    await whenReady(this.#writers[0].redis, timeoutMs);
  }

  get connected(): boolean {
    return this.#writers.some(({ redis }) => redis.status === "ready");
  }

  close(): void {
    for (const { redis } of this.#writers) redis.disconnect();
  }

  readonly write: WriteDurably = (order, wrote = () => true) =>
    this.#with(async (writer) => {
      const beganAt = performance.now();
      const runId = await this.#knownWithReplica(writer);
      const { stream } = writer.redis;
      const answer = await told(writer.redis, (redis) => order(redis, { runId }));
      if (this.#guarantees.wantsReplica && wrote(answer)) {
        if (writer.redis.stream !== stream) throw new StoreFailure("unknown", "the connection was lost");
        await untilReplicated(writer.redis, beganAt);
      }
      return answer;
    });

  /** What is acknowledged to nobody: it waits for no replica and wants none. */
  writeForOurselves<T>(order: (redis: Redis, at: { readonly runId: string }) => Promise<T>): Promise<T> {
    return this.#with(async (writer) => {
      const runId = await this.#known(writer);
      return await told(writer.redis, (redis) => order(redis, { runId }));
    });
  }

  async #with<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    const writer = this.#pick();
    writer.underWay += 1;
    try {
      return await work(writer);
    } finally {
      writer.underWay -= 1;
    }
  }

  /** Who is connected and has least to do; one more where everybody has something. */
  #pick(): Writer {
    const ready = this.#writers.filter(({ redis }) => redis.status === "ready");
    const [first, ...others] = ready;
    if (first === undefined) throw new StoreFailure("unreachable", "not connected to Redis");
    const least = others.reduce((a, b) => (b.underWay < a.underWay ? b : a), first);
    if (least.underWay > 0 && this.#guarantees.wantsReplica && this.#writers.length < MOST_WRITERS)
      this.#writers.push(this.#open());
    return least;
  }

  /** Asked once on each connection, since it cannot change within one. */
  async #known(writer: Writer): Promise<string> {
    return writer.runId ?? (await this.#ask(writer));
  }

  /** [RD2] While a replica is missed it is looked for each time. */
  async #knownWithReplica(writer: Writer): Promise<string> {
    const runId = await this.#known(writer);
    if (this.#guarantees.lacksReplica) await this.#ask(writer);
    if (this.#guarantees.lacksReplica)
      throw new StoreFailure("unreachable", "no replica of Redis is connected");
    return runId;
  }

  async #ask(writer: Writer): Promise<string> {
    const facts = await told(writer.redis, (redis) => readFacts(redis), false);
    this.#guarantees.learn(facts);
    writer.runId = facts.runId || "unknown";
    return writer.runId;
  }

  #open(): Writer {
    const redis = connectExactly(this.#url, "fanfare-writer");
    defineScripts(redis);
    const writer: Writer = { redis, runId: undefined, underWay: 0 };
    redis.on("close", () => {
      writer.runId = undefined;
    });
    return writer;
  }
}

/** Writes over one connection and waits for no replica: what tests of a single Redis need. */
export const writingOn =
  (redis: Redis): WriteDurably =>
  (order) =>
    told(redis, () => order(redis, { runId: "unknown" }));

async function told<T>(redis: Redis, order: (redis: Redis) => Promise<T>, mayHaveRun = true): Promise<T> {
  if (redis.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
  try {
    return await order(redis);
  } catch (error) {
    throw asStoreFailure(error, mayHaveRun);
  }
}

/** Only a number says that a replica has it: no answer, or a refusal, is no acknowledgement. */
async function untilReplicated(redis: Redis, beganAt: number): Promise<void> {
  const leftMs = Math.floor(WRITE_WITHIN_MS - (performance.now() - beganAt));
  let replicas: unknown;
  try {
    replicas = await redis.wait(1, Math.min(WAIT_MS, Math.max(LEAST_WAIT_MS, leftMs)));
  } catch (error) {
    throw new StoreFailure("unknown", "nobody said that a replica has it", { cause: error });
  }
  if (!(Number(replicas) >= 1)) throw new StoreFailure("unknown", "no replica has it yet");
}
