/** Lets a command line tool work on the store: that of REDIS_URL, or the private one of DATA_DIR. */
import type { Config } from "../../server/config.ts";
import { openStore } from "../../server/store/open-store.ts";
import type { RedisFeedLog } from "../../server/store/redis-feed-log.ts";
import { openRedis } from "../redis/open.ts";

const GIVE_UP_MS = 15_000;
/** EX_UNAVAILABLE and EX_CONFIG of sysexits.h. */
const UNAVAILABLE = 69;
const UNFIT = 78;

export interface StoreAtHand {
  readonly store: RedisFeedLog;
  readonly url: string;
}

/** Answers what the work does: an exit code. */
export async function withStore(
  config: Pick<Config, "redisUrl" | "dataDir">,
  work: (at: StoreAtHand) => Promise<number>,
): Promise<number> {
  const redis = await openRedis(config, (line) => process.stderr.write(`${line}\n`));
  try {
    let reason = "";
    const signal = AbortSignal.timeout(GIVE_UP_MS);
    const onUnreachable = (why: string) => {
      reason = why;
    };
    const opened = await openStore({ url: redis.url, onUnreachable, signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (opened === undefined) {
      process.stderr.write(`Redis cannot be reached: ${reason}\n`);
      return UNAVAILABLE;
    }
    if (!opened.ok) {
      for (const line of opened.check.fatal) process.stderr.write(`${line}\n`);
      return UNFIT;
    }
    try {
      return await work({ store: opened.store, url: redis.url });
    } finally {
      opened.store.close();
    }
  } finally {
    await redis.close();
  }
}
