import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { redisOptions } from "../../server/store/redis-url.ts";
import { LockHeld } from "../start/folder-lock.ts";
import { type PrivateRedis, startPrivateRedis } from "./private.ts";
import { answersPing } from "./ready.ts";

/**
 * The Redis that a command line tool should talk to: REDIS_URL, else the private Redis of an `npm start`
 * that runs on this DATA_DIR, else that same data, served by a private Redis of our own until `close`.
 */
export interface OpenRedis {
  readonly url: string;
  close(): Promise<void>;
}

export async function openRedis(
  { redisUrl, dataDir }: { redisUrl: string | undefined; dataDir: string },
  say?: (line: string) => void,
): Promise<OpenRedis> {
  if (redisUrl !== undefined) return { url: redisUrl, close: async () => {} };
  for (const until = performance.now() + 15_000; ; ) {
    const running = await runningRedis(dataDir);
    if (running !== undefined) return { url: running, close: async () => {} };
    try {
      const own: PrivateRedis = await startPrivateRedis({ dataDir, ...(say && { say }) });
      return { url: own.url, close: () => own.stop() };
    } catch (error) {
      // Somebody holds the data whose Redis does not answer yet, or no longer.
      if (!(error instanceof LockHeld) || performance.now() > until) throw error;
    }
    await pause(100);
  }
}

async function runningRedis(dataDir: string): Promise<string | undefined> {
  try {
    const url = readFileSync(join(dataDir, "redis/url"), "utf8").trim();
    const { path } = redisOptions(url);
    return path !== undefined && (await answersPing(path)) ? url : undefined;
  } catch {
    return undefined;
  }
}
