/**
 * Follows the log and makes jobs of what is to be told by push: one for each batch of subscriptions, of ids
 * alone. The cursor is kept in Redis and moves after the jobs are made, so a worker that dies in between
 * makes them again; each has the id of what it is about, and what was done is marked, so nothing is sent twice.
 */
import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { Entry } from "../server/contract/feed.ts";
import { type PushJob, type PushLane, pushJobId, pushQueues } from "../server/contract/jobs.ts";
import { isOldNews, type Weight } from "../server/core/push.ts";
import type { RedisClock } from "../server/feed/clock.ts";
import { Every } from "../server/schedule/every.ts";
import { JOBS_PREFIX } from "../server/schedule/queue-connection.ts";
import { type FeedReader, StoreFailure } from "../server/store/feed-log.ts";
import type { PushCursor, PushProgress } from "../server/store/push.ts";
import { asStoreFailure, connectExactly } from "../server/store/redis-connection.ts";

const LOOK_MS = 250;
const PER_READ = 100;
const PER_ADD = 200;
/** A job that fails by a fault of ours, not one that waits for a push service. */
const TRIES = { attempts: 10, backoff: { type: "fixed", delay: 2_000 } } as const;

export const PUSH_JOB = "push-batch";

export interface PushPlannerParts {
  readonly url: string;
  readonly store: Pick<FeedReader, "versions" | "read" | "announcement">;
  readonly push: PushCursor & Pick<PushProgress, "batches">;
  readonly clock: Pick<RedisClock, "nowMs">;
  readonly log: Record<"debug" | "info" | "warn", (fields: object, message: string) => void>;
}

interface News {
  readonly what: PushJob["what"];
  readonly announcementId: string;
  readonly weight: Weight;
}

export class PushPlanner {
  readonly #parts: PushPlannerParts;
  readonly #redis: Redis;
  readonly #queues: Readonly<Record<PushLane, Queue>>;
  readonly #timer: Every;

  constructor(parts: PushPlannerParts) {
    this.#parts = parts;
    this.#redis = connectExactly(parts.url, "fanfare-push-planner");
    this.#queues = {
      urgent: this.#queue("urgent"),
      usual: this.#queue("usual"),
      othersUrgent: this.#queue("othersUrgent"),
      othersUsual: this.#queue("othersUsual"),
    };
    this.#timer = new Every(LOOK_MS, () => this.#look());
  }

  #queue(lane: PushLane): Queue {
    const queue = new Queue(pushQueues[lane], {
      connection: this.#redis,
      prefix: JOBS_PREFIX,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, ...TRIES },
      streams: { events: { maxLen: 100 } },
    });
    queue.on("error", (error) => this.#parts.log.debug({ error: error.message }, "push queue"));
    return queue;
  }

  start(): void {
    this.#timer.start();
  }

  async stop(): Promise<void> {
    await this.#timer.stop();
    await Promise.all(Object.values(this.#queues).map((queue) => queue.close())).catch(() => {});
    this.#redis.disconnect();
  }

  async #look(): Promise<boolean> {
    try {
      let isBehind = true;
      while (isBehind) isBehind = await this.#step();
      return true;
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      this.#parts.log.debug({ error: error.message }, "push waits for the store");
      return false;
    }
  }

  /** One read of the log further; answers whether there may be more. */
  async #step(): Promise<boolean> {
    const { store, push } = this.#parts;
    const cursor = await push.cursor();
    const head = (await store.versions()).cursor;
    // [U4] What was in the log before anybody followed it is no news.
    if (cursor?.epoch !== head.epoch) return !(await push.moveTo(head, cursor));
    if (cursor.offset >= head.offset) return false;
    const read = await store.read(cursor.offset, PER_READ);
    if (read.outcome === "pastHorizon") {
      this.#parts.log.warn({ from: cursor.offset, to: head.offset }, "push lost its place: nobody is told");
      return !(await push.moveTo(head, cursor));
    }
    const last = read.entries.at(-1)?.entry;
    if (last === undefined || read.epoch !== cursor.epoch) return false;
    for (const { entry } of read.entries) await this.#plan(cursor.epoch, entry);
    const isMoved = await push.moveTo({ epoch: cursor.epoch, offset: last.offset }, cursor);
    return !isMoved || read.entries.length === PER_READ;
  }

  async #plan(epoch: string, entry: Entry): Promise<void> {
    const { clock, push, log } = this.#parts;
    const news = await this.#newsIn(entry);
    if (news === undefined) return;
    const { what, announcementId, weight } = news;
    const atMs = Date.parse(entry.at);
    if (isOldNews(atMs, weight, clock.nowMs())) {
      log.info({ announcementId, what }, "too late for push: nobody is told");
      return;
    }
    const { browsers, others } = await push.batches();
    const { offset } = entry;
    const about = { epoch, offset, atMs, announcementId, what, tried: 0 };
    const isUrgent = weight.kind === "urgent";
    await this.#add(isUrgent ? "urgent" : "usual", browsers, about);
    await this.#add(isUrgent ? "othersUrgent" : "othersUsual", others, about);
  }

  async #add(lane: PushLane, batches: readonly number[], about: Omit<PushJob, "batch">): Promise<void> {
    const jobs = batches.map((batch): PushJob => ({ ...about, batch }));
    const queue = this.#queues[lane];
    for (let from = 0; from < jobs.length; from += PER_ADD) {
      const some = jobs.slice(from, from + PER_ADD);
      await added(queue, some);
    }
  }

  async #newsIn(entry: Entry): Promise<News | undefined> {
    switch (entry.type) {
      case "announcementPublished":
      case "announcementCorrected": {
        const what = entry.type === "announcementPublished" ? "published" : "corrected";
        return { what, announcementId: entry.announcement.id, weight: entry.announcement };
      }
      case "announcementWithdrawn": {
        const { announcementId } = entry;
        const stored = await this.#parts.store.announcement(announcementId);
        const weight = stored?.value.written;
        return weight && { what: "withdrawn", announcementId, weight };
      }
      default:
        return undefined;
    }
  }
}

async function added(queue: Queue, jobs: readonly PushJob[]): Promise<void> {
  try {
    await queue.addBulk(jobs.map((data) => ({ name: PUSH_JOB, data, opts: { jobId: pushJobId(data) } })));
  } catch (error) {
    throw asStoreFailure(error, true);
  }
}
