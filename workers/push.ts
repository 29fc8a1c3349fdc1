/**
 * Web push, the worker's side: plans what the log brings and tells it in batches, what is urgent in a lane of
 * its own. Nothing here is needed to publish: where it fails, devices are not told, and the feed goes on.
 */
import { setTimeout as pause } from "node:timers/promises";
import { DelayedError, type Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { type PushJob, type PushLane, pushJobSchema, pushQueues } from "../server/contract/jobs.ts";
import { fullJitterMs } from "../server/core/backoff.ts";
import type { RedisClock } from "../server/feed/clock.ts";
import type { Directory } from "../server/feed/directory.ts";
import { about } from "../server/observe/log-context.ts";
import type { Logger } from "../server/observe/logger.ts";
import { type Agents, makeAgents } from "../server/push/agents.ts";
import { sendPush } from "../server/push/send.ts";
import { Services } from "../server/push/services.ts";
import { sharedVapidKeys, VapidSigner } from "../server/push/vapid.ts";
import { connectForJobs, JOBS_PREFIX } from "../server/schedule/queue-connection.ts";
import type { RedisFeedLog } from "../server/store/redis-feed-log.ts";
import { RedisPush } from "../server/store/redis-push.ts";
import { PushBatch } from "./push-batch.ts";
import { PushPlanner } from "./push-planner.ts";

const BATCHES_AT_ONCE: Readonly<Record<PushLane, number>> = {
  urgent: 8,
  usual: 4,
  othersUrgent: 8,
  othersUsual: 4,
};
const lanes = Object.keys(BATCHES_AT_ONCE) as PushLane[];
/** How often a batch is gone through for those whom it did not reach. */
const ROUNDS = 8;
const AGAIN = { firstMs: 2_000, maxMs: 300_000 };
/** Told to stop, what a push service has not answered by then is broken off, and another worker sends it again. */
const LAST_ANSWERS_MS = 1_000;

export interface PushSettings {
  /** Whom push services may write to: an https or mailto address. */
  readonly subject: string;
  /** One origin that need not be public, for tests, and what its certificate is trusted by. */
  readonly testOrigin?: string | undefined;
  readonly testCa?: string | undefined;
}

export interface PushWorkerParts {
  readonly url: string;
  readonly store: RedisFeedLog;
  readonly directory: Pick<Directory, "event">;
  readonly clock: RedisClock;
  readonly log: Logger;
  readonly settings: PushSettings;
}

export class PushWorker {
  readonly #parts: PushWorkerParts;
  readonly #planner: PushPlanner;
  readonly #batch: PushBatch;
  readonly #agents: Agents;
  readonly #connections: Redis[] = [];
  readonly #workers: Worker[];
  #isStopping = false;

  /** Throws a StoreFailure where the keys cannot be had. */
  static async open(parts: PushWorkerParts): Promise<PushWorker> {
    const keys = await sharedVapidKeys(parts.store.connection);
    return new PushWorker(parts, new VapidSigner(keys, parts.settings.subject));
  }

  private constructor(parts: PushWorkerParts, signer: VapidSigner) {
    const { url, store, directory, clock, log, settings } = parts;
    this.#parts = parts;
    const push = new RedisPush(store.connection);
    const agents = makeAgents(settings);
    this.#agents = agents;
    this.#planner = new PushPlanner({ url, store, push, clock, log });
    this.#batch = new PushBatch({
      store,
      push,
      event: () => directory.event,
      clock,
      services: {
        urgent: new Services(),
        usual: new Services(),
        othersUrgent: new Services(),
        othersUsual: new Services(),
      },
      send: (to, message) => sendPush({ agents, signer, testOrigin: settings.testOrigin }, to, message),
      log,
    });
    this.#workers = lanes.map((lane) => this.#worker(lane));
  }

  #worker(lane: PushLane): Worker {
    const { url, log } = this.#parts;
    const redis = connectForJobs(url, `fanfare-${pushQueues[lane]}`);
    this.#connections.push(redis);
    const process = (job: Job, token?: string) =>
      about({ jobId: job.id }, () => this.#process(lane, job, token));
    const worker = new Worker(pushQueues[lane], process, {
      connection: redis,
      prefix: JOBS_PREFIX,
      autorun: false,
      concurrency: BATCHES_AT_ONCE[lane],
      // A worker killed with -9 holds its batches for as long as its lock.
      lockDuration: 5_000,
      stalledInterval: 2_000,
      maxStalledCount: 1_000,
      runRetryDelay: 1_000,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    worker.on("error", (error) => log.debug({ error: error.message }, "push worker"));
    worker.on("failed", (job, error) =>
      log.warn({ jobId: job?.id, error: error.message }, "a push batch failed"),
    );
    return worker;
  }

  start(): void {
    for (const worker of this.#workers) void worker.resume();
    this.#planner.start();
  }

  /** Batches under way stop between two devices; another worker goes on with them. */
  async close(patienceMs: number): Promise<void> {
    this.#isStopping = true;
    const breakingOff = setTimeout(() => this.#agents.close(), LAST_ANSWERS_MS);
    const closing = Promise.all([this.#planner.stop(), ...this.#workers.map((worker) => worker.close())]);
    const impatient = new AbortController();
    await Promise.race([
      closing.catch(() => {}),
      pause(patienceMs, undefined, { signal: impatient.signal }).catch(() => {}),
    ]);
    impatient.abort();
    clearTimeout(breakingOff);
    for (const worker of this.#workers) void worker.close(true).catch(() => {});
    for (const redis of this.#connections) redis.disconnect();
    this.#agents.close();
  }

  async #process(lane: PushLane, job: Job, token: string | undefined): Promise<void> {
    const { log } = this.#parts;
    const parsed = pushJobSchema.safeParse(job.data);
    if (!parsed.success) {
      log.warn({ jobId: job.id }, "a job that is none of ours was dropped");
      return;
    }
    const about = parsed.data;
    const { announcementId, what, batch, tried } = about;
    const { sent, later, retryAfterMs } = await this.#batch.tell(about, lane, () => this.#isStopping);
    if (sent + later > 0) log.debug({ announcementId, what, batch, sent, later }, "told by push");
    if (later === 0) return;
    if (this.#isStopping) return await putOff(job, about, 0, token);
    if (tried + 1 >= ROUNDS) {
      log.warn({ announcementId, batch, later }, "push gives up on devices that it cannot reach");
      return;
    }
    const waitMs = AGAIN.firstMs / 4 + fullJitterMs(AGAIN, tried, Math.random);
    await putOff(job, { ...about, tried: tried + 1 }, Math.max(waitMs, retryAfterMs), token);
  }
}

async function putOff(job: Job, data: PushJob, byMs: number, token: string | undefined): Promise<never> {
  await job.updateData(data);
  await job.moveToDelayed(Date.now() + byMs, token);
  throw new DelayedError();
}
