/** The job `publish-announcement`: a wake-up at the due instant, brought by BullMQ (wake-up.ts says what it does). */
import { setTimeout as pause } from "node:timers/promises";
import { DelayedError, type Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { PUBLISH_QUEUE, publishJobSchema } from "../server/contract/jobs.ts";
import type { RedisClock } from "../server/feed/clock.ts";
import { about } from "../server/observe/log-context.ts";
import type { DuePublisher } from "../server/schedule/due-publisher.ts";
import { connectForJobs, JOBS_PREFIX } from "../server/schedule/queue-connection.ts";
import { answerWakeUp } from "./wake-up.ts";

/** After this many sweeps in a row that found work and no wake-up in between, BullMQ is taken for stuck. */
const MISSED_SWEEPS = 3;

interface WorkerLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface PublishWorkerParts {
  readonly url: string;
  readonly publisher: DuePublisher;
  readonly clock: RedisClock;
  readonly log: WorkerLog;
}

export class PublishWorker {
  readonly #parts: PublishWorkerParts;
  #redis: Redis;
  #worker: Worker;
  #isOn = false;
  #missed = 0;

  constructor(parts: PublishWorkerParts) {
    this.#parts = parts;
    [this.#redis, this.#worker] = this.#make();
  }

  #make(): [Redis, Worker] {
    const { url, log } = this.#parts;
    const redis = connectForJobs(url, "fanfare-publish");
    // Whatever is logged while it is done has the job's id.
    const process = (job: Job, token?: string) => about({ jobId: job.id }, () => this.#process(job, token));
    const worker = new Worker(PUBLISH_QUEUE, process, {
      connection: redis,
      prefix: JOBS_PREFIX,
      autorun: false,
      concurrency: 50,
      // A worker killed with -9 holds its jobs for as long as its lock.
      lockDuration: 5_000,
      stalledInterval: 2_000,
      maxStalledCount: 1_000,
      runRetryDelay: 1_000,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    worker.on("error", (error) => log.debug({ error: error.message }, "publish worker"));
    return [redis, worker];
  }

  start(): void {
    this.#isOn = true;
    void this.#worker.resume();
  }

  /** Takes no more jobs; those under way go on. */
  standDown(): void {
    this.#isOn = false;
    void this.#worker.pause(true);
  }

  /** The sweep had to publish: once may be chance, again and again without a wake-up is a stuck worker. */
  async missed(): Promise<void> {
    this.#missed += 1;
    if (this.#missed < MISSED_SWEEPS || !this.#isOn) return;
    this.#missed = 0;
    this.#parts.log.warn({}, "no wake-ups arrive: the publish worker is replaced");
    const [redis, worker] = [this.#redis, this.#worker];
    [this.#redis, this.#worker] = this.#make();
    this.start();
    await worker.close(true).catch(() => {});
    redis.disconnect();
  }

  /** Lets what is under way finish, for so long. */
  async close(patienceMs: number): Promise<void> {
    this.#isOn = false;
    const closing = this.#worker.close().catch(() => {});
    const impatient = new AbortController();
    await Promise.race([closing, pause(patienceMs, undefined, { signal: impatient.signal }).catch(() => {})]);
    impatient.abort();
    void this.#worker.close(true).catch(() => {});
    this.#redis.disconnect();
  }

  async #process(job: Job, token: string | undefined): Promise<void> {
    const { log } = this.#parts;
    this.#missed = 0;
    const parsed = publishJobSchema.safeParse(job.data);
    if (!parsed.success) {
      log.warn({ jobId: job.id }, "a job that is none of ours was dropped");
      return;
    }
    const { id } = parsed.data;
    const dueMs = Number(/-(\d+)$/.exec(job.id ?? "")?.[1] ?? 0);
    const putOff = async (aheadMs: number): Promise<never> => {
      await job.moveToDelayed(Date.now() + aheadMs, token);
      throw new DelayedError();
    };
    await answerWakeUp({ id, dueMs, putOff }, this.#parts);
  }
}
