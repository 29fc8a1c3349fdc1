/** Every queue of BullMQ that there is, to be looked at: nothing here adds, takes or changes a job. */
import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { HOUSEKEEPING_QUEUE, PUBLISH_QUEUE, pushQueues } from "../contract/jobs.ts";
import { asStoreFailure, connectExactly, whenReady } from "../store/redis-connection.ts";
import { JOBS_PREFIX } from "./queue-connection.ts";

export const queueNames = [PUBLISH_QUEUE, HOUSEKEEPING_QUEUE, ...Object.values(pushQueues)] as const;

const READY_WITHIN_MS = 1_000;
const STATES = ["waiting", "active", "delayed", "failed"] as const;

export class Queues {
  readonly #url: string;
  #redis: Redis | undefined;
  #open: readonly Queue[] | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Connected when they are first asked for: most nodes never are. */
  get all(): readonly Queue[] {
    this.#open ??= this.#connect();
    return this.#open;
  }

  /** The same, once Redis serves. Rejects with a StoreFailure where it does not within a second. */
  async ready(): Promise<readonly Queue[]> {
    const all = this.all;
    await whenReady(this.#redis!, READY_WITHIN_MS);
    return all;
  }

  /** How many jobs of each queue are in each state. Rejects where Redis cannot serve. */
  async depths(): Promise<Record<string, Record<string, number>>> {
    const counts = await Promise.all(
      this.all.map(async (queue) => [queue.name, await queue.getJobCounts(...STATES)] as const),
    );
    return Object.fromEntries(counts);
  }

  /** What was thrown by one of them: a StoreFailure, where it is one. */
  failureOf(error: unknown): unknown {
    return asStoreFailure(error, false);
  }

  async close(): Promise<void> {
    await Promise.all((this.#open ?? []).map((queue) => queue.close().catch(() => {})));
    this.#redis?.disconnect();
  }

  #connect(): readonly Queue[] {
    const redis = connectExactly(this.#url, "fanfare-queues");
    this.#redis = redis;
    return queueNames.map((name) => {
      const queue = new Queue(name, { connection: redis, prefix: JOBS_PREFIX, skipMetasUpdate: true });
      queue.on("error", () => {});
      return queue;
    });
  }
}
