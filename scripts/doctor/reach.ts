/** The Redis to look at, as a tool finds it; or why it cannot be reached, and what to do about that. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import type { Config } from "../../server/config.ts";
import { connectOnce } from "../backup/connections.ts";
import { type OpenRedis, openRedis } from "../redis/open.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { fault, warning } = findingsOf("reach");

export type Reached =
  | { readonly redis: Redis; readonly close: () => Promise<void> }
  | { readonly finding: Finding };

export async function reach({ redisUrl, dataDir }: Config): Promise<Reached> {
  if (redisUrl === undefined && !existsSync(join(dataDir, "redis")))
    return {
      finding: warning(
        `There is no data in ${dataDir}, and REDIS_URL is not set.`,
        "npm start, or set REDIS_URL or DATA_DIR.",
      ),
    };
  let opened: OpenRedis;
  try {
    opened = await openRedis({ redisUrl, dataDir });
  } catch (error) {
    return { finding: notStarted(reasonOf(error), dataDir) };
  }
  try {
    const redis = await connectOnce(opened.url, "fanfare-doctor");
    return {
      redis,
      close: async () => {
        redis.disconnect();
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    return {
      finding: fault(
        `Redis cannot be reached: ${reasonOf(error)}`,
        "Is it running, REDIS_URL right, and the way to it open? redis-cli -u $REDIS_URL PING",
      ),
    };
  }
}

/** The private Redis. It does not start on a file that was altered in the middle. */
function notStarted(reason: string, dataDir: string): Finding {
  const folder = join(dataDir, "redis");
  const log = join(folder, "redis.log");
  const said = existsSync(log) ? readFileSync(log, "utf8").slice(-4_096) : "";
  const [, file] = /Bad file format reading the append only file (\S+?):/i.exec(said) ?? [];
  if (file === undefined && !/Bad file format|Unrecoverable error reading the append only file/i.test(said))
    return fault(`The Redis of ${dataDir} does not start: ${reason}`, `See ${log}.`);
  const names = file === undefined ? "appendonlydir/*.manifest" : `appendonlydir/${file}`;
  return fault(
    `The Redis of ${dataDir} does not start: its append-only file is damaged (${names}).`,
    `cp -a ${folder} ${folder}.damaged; then restore the newest backup: mv ${folder} ${folder}.old && npm run restore -- FILE. Without one, redis-check-aof --fix ${join(folder, names)} cuts off all that came after the damage.`,
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
