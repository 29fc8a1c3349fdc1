/** Wake-ups by BullMQ: the producer's side. */
import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { PUBLISH_QUEUE, type PublishJob, publishJobId } from "../contract/jobs.ts";
import type { Alarm } from "../desk/announcements.ts";
import type { RedisClock } from "../feed/clock.ts";
import { connectExactly } from "../store/redis-connection.ts";
import { JOBS_PREFIX } from "./queue-connection.ts";

export const PUBLISH_JOB = "publish-announcement";

interface DebugLog {
  debug(fields: object, message: string): void;
}

/**
 * Sets a job for each instant and does not wait for it. Nothing here fails or hangs: while Redis is away no
 * job is set, and the sweep finds by itself what is due.
 */
export class QueueAlarm implements Alarm {
  readonly #redis: Redis;
  readonly #queue: Queue;
  readonly #clock: RedisClock;
  readonly #log: DebugLog;
  readonly #adding = new Set<Promise<void>>();

  constructor({ url, clock, log }: { url: string; clock: RedisClock; log: DebugLog }) {
    this.#clock = clock;
    this.#log = log;
    this.#redis = connectExactly(url, "fanfare-alarm");
    this.#queue = new Queue(PUBLISH_QUEUE, {
      connection: this.#redis,
      prefix: JOBS_PREFIX,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
      streams: { events: { maxLen: 100 } },
    });
    this.#queue.on("error", (error) => log.debug({ error: error.message }, "alarm queue"));
  }

  /** By Redis' clock, whatever ours says: BullMQ keeps the sum of both options as the job's instant. */
  wakeAt(job: PublishJob, dueMs: number): void {
    if (this.#redis.status !== "ready") {
      this.#log.debug({ announcementId: job.id }, "no alarm set: Redis is away");
      return;
    }
    const nowMs = this.#clock.nowMs();
    const options = { jobId: publishJobId(job, dueMs), timestamp: nowMs, delay: Math.max(0, dueMs - nowMs) };
    const adding = this.#queue.add(PUBLISH_JOB, job, options).then(
      () => {},
      (error: Error) => this.#log.debug({ announcementId: job.id, error: error.message }, "no alarm set"),
    );
    this.#adding.add(adding);
    void adding.finally(() => this.#adding.delete(adding));
  }

  /** Resolves once everything asked for so far is set or has failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#adding);
  }

  /** Every wake-up that is set is forgotten: nothing is on the schedule any more. */
  async clear(): Promise<void> {
    await this.#queue.drain(true);
  }

  async close(): Promise<void> {
    await this.#queue.close().catch(() => {});
    this.#redis.disconnect();
  }
}
