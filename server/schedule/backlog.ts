/** What waits in Redis, as a scrape of metrics asks for it: a handful of commands. */
import type { Redis } from "ioredis";
import type { RedisClock } from "../feed/clock.ts";
import type { FeedReader } from "../store/feed-log.ts";
import { keys } from "../store/keys.ts";
import type { Queues } from "./queues.ts";

export interface BacklogParts {
  readonly store: Pick<FeedReader, "head" | "due"> & { readonly connection: Pick<Redis, "zcard"> };
  readonly queues: Pick<Queues, "depths">;
  readonly clock: Pick<RedisClock, "nowMs">;
}

export interface Backlog {
  readonly head: { readonly epoch: string; readonly offset: number };
  readonly scheduled: number;
  readonly lateMs: number;
  readonly queues: Record<string, Record<string, number>>;
}

/** Undefined where Redis cannot serve: whoever asks has other ways to know that. */
export async function readBacklog({ store, queues, clock }: BacklogParts): Promise<Backlog | undefined> {
  const nowMs = clock.nowMs();
  try {
    const [head, [oldest], scheduled, depths] = await Promise.all([
      store.head(),
      store.due(nowMs, 1),
      store.connection.zcard(keys.due),
      queues.depths(),
    ]);
    const lateMs = oldest === undefined ? 0 : nowMs - oldest.dueMs;
    return { head: head.cursor, scheduled, lateMs, queues: depths };
  } catch {
    return undefined;
  }
}
