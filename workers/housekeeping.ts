/** What is done again and again, by whichever worker comes to it: BullMQ's job schedulers. */
import { type Job, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import {
  HOUSEKEEPING_QUEUE,
  type HousekeepingJobName,
  housekeepingJobNames,
} from "../server/contract/jobs.ts";
import { about } from "../server/observe/log-context.ts";
import { connectForJobs, JOBS_PREFIX } from "../server/schedule/queue-connection.ts";
import { StoreFailure } from "../server/store/feed-log.ts";
import { asStoreFailure, connectExactly } from "../server/store/redis-connection.ts";

const everyMs: Readonly<Record<HousekeepingJobName, number>> = {
  "reconcile-session-starts": 15_000,
  "trim-audit": 3_600_000,
  "seal-audit": 60_000,
  "sum-readers": 5_000,
  "forget-push": 3_600_000,
  "forget-receipts": 3_600_000,
};

export interface HousekeepingParts {
  readonly url: string;
  readonly work: Readonly<Record<HousekeepingJobName, () => Promise<unknown>>>;
  readonly log: {
    debug(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

const AGAIN_MS = 2_000;

export class Housekeeping {
  readonly #parts: HousekeepingParts;
  readonly #connections: Redis[];
  readonly #queue: Queue;
  readonly #worker: Worker;
  #isClosed = false;

  constructor(parts: HousekeepingParts) {
    this.#parts = parts;
    const adding = connectExactly(parts.url, "fanfare-housekeeping");
    const working = connectForJobs(parts.url, "fanfare-housekeeping");
    this.#connections = [adding, working];
    this.#queue = new Queue(HOUSEKEEPING_QUEUE, {
      connection: adding,
      prefix: JOBS_PREFIX,
      streams: { events: { maxLen: 100 } },
    });
    const process = (job: Job) => about({ jobId: job.id }, () => this.#process(job));
    this.#worker = new Worker(HOUSEKEEPING_QUEUE, process, {
      connection: working,
      prefix: JOBS_PREFIX,
      autorun: false,
      concurrency: 2,
      lockDuration: 5_000,
      stalledInterval: 5_000,
      maxStalledCount: 1_000,
      runRetryDelay: 1_000,
    });
    const tell = (error: Error) => parts.log.debug({ error: error.message }, "housekeeping");
    this.#queue.on("error", tell);
    this.#worker.on("error", tell);
  }

  /**
   * Does at once what others have set. Resolves once the schedules are set, however often that has to be tried: a
   * Redis may be full, or away. Every worker sets the same ones.
   */
  async start(): Promise<void> {
    void this.#worker.resume();
    while (!this.#isClosed && !(await this.#setSchedules()))
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
  }

  async #setSchedules(): Promise<boolean> {
    try {
      await this.#queue.waitUntilReady();
      for (const name of housekeepingJobNames) {
        await this.#queue.upsertJobScheduler(
          name,
          { every: everyMs[name] },
          { name, opts: { removeOnComplete: true, removeOnFail: true } },
        );
      }
      return true;
    } catch (error) {
      this.#parts.log.debug({ error: String(error) }, "housekeeping is set later");
      return false;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#worker.close(), this.#queue.close()]).catch(() => {});
    for (const redis of this.#connections) redis.disconnect();
  }

  /** Never fails: the next turn does what this one could not. */
  async #process({ name }: Job): Promise<void> {
    const { work, log } = this.#parts;
    const known = housekeepingJobNames.find((each) => each === name);
    if (known === undefined) return;
    try {
      await work[known]();
    } catch (error) {
      const failure = asStoreFailure(error, true);
      if (failure instanceof StoreFailure)
        log.debug({ name, error: failure.message }, "housekeeping put off");
      else log.error({ name, error }, "housekeeping failed");
    }
  }
}
