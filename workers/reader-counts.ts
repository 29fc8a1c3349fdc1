/** How many are watching, over all nodes: each node says its own numbers, and here they are added up. */
import type { Redis } from "ioredis";
import type { ReaderCounts } from "../server/feed/presence.ts";
import { readerTotals } from "../server/feed/reader-totals.ts";
import { keys, PREFIX } from "../server/store/keys.ts";

/** JSON: the sum. Gone when nobody adds up any more. */
const SUM_KEY = `${PREFIX}:readers-sum`;
const SUM_KEPT_MS = 60_000;

export async function sumReaders(redis: Redis, nowMs: number): Promise<ReaderCounts> {
  const { sum, gone } = readerTotals(await redis.hgetall(keys.readers), nowMs);
  if (gone.length > 0) await redis.hdel(keys.readers, ...gone);
  await redis.set(SUM_KEY, JSON.stringify({ ...sum, atMs: nowMs }), "PX", SUM_KEPT_MS);
  return sum;
}
