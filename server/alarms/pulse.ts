/** What one small round trip to Redis says of the whole: workers, overdue items, readers, room to write. */
import type { Redis } from "ioredis";
import { countWorkers } from "../schedule/worker-presence.ts";
import { StoreFailure } from "../store/feed-log.ts";
import { keys, PREFIX } from "../store/keys.ts";
import { asStoreFailure } from "../store/redis-connection.ts";
import { countPush } from "../store/redis-push.ts";

/** Holds nothing: written to learn whether Redis takes writes. */
const PROBE_KEY = `${PREFIX}:write-probe`;
const PROBE_KEPT_MS = 60_000;

export interface Pulse {
  readonly workers: number;
  readonly overdue: number;
  /** What each node says of its own readers, by node; see feed/reader-totals.ts. */
  readonly readers: Readonly<Record<string, string>>;
  /** Devices that asked for push. */
  readonly push: number;
  /** Undefined where no write was tried. */
  readonly isFull: boolean | undefined;
}

/** Throws {@link StoreFailure} where Redis cannot serve, also where it takes reads and no writes. */
export async function takePulse(redis: Redis, nowMs: number, tryWrite: boolean): Promise<Pulse> {
  if (redis.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
  try {
    // Sent in one go: all of them are on their way before the first is answered.
    const [workers, overdue, readers, push, isFull] = await Promise.all([
      countWorkers(redis, nowMs),
      redis.zcard(keys.state("overdue")),
      redis.hgetall(keys.readers),
      countPush(redis),
      tryWrite ? refusesAsFull(redis, nowMs) : undefined,
    ]);
    return { workers, overdue, readers, push, isFull };
  } catch (error) {
    throw error instanceof StoreFailure ? error : asStoreFailure(error, false);
  }
}

async function refusesAsFull(redis: Redis, nowMs: number): Promise<boolean> {
  try {
    await redis.set(PROBE_KEY, nowMs, "PX", PROBE_KEPT_MS);
    return false;
  } catch (error) {
    const failure = asStoreFailure(error, true);
    if (failure instanceof StoreFailure && failure.kind === "full") return true;
    throw failure;
  }
}
