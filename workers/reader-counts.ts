/** How many are watching, over all nodes: each node says its own numbers, and here they are added up. */
import type { Redis } from "ioredis";
import { z } from "zod";
import { PREFIX } from "../server/store/keys.ts";

/** Hash: each node's own numbers as JSON, by a name it gives itself. */
const NODES_KEY = `${PREFIX}:readers`;
/** JSON: the sum. Gone when nobody adds up any more. */
const SUM_KEY = `${PREFIX}:readers-sum`;
/** A node that has said nothing for so long is gone. */
const TRUST_MS = 15_000;
const SUM_KEPT_MS = 60_000;

const count = z.int().min(0);
const nodeCountsSchema = z.object({ online: count, inPerson: count, undeclared: count, atMs: z.number() });

export interface ReaderCounts {
  readonly online: number;
  readonly inPerson: number;
  readonly undeclared: number;
}

export async function sumReaders(redis: Redis, nowMs: number): Promise<ReaderCounts> {
  const sum = { online: 0, inPerson: 0, undeclared: 0 };
  const gone: string[] = [];
  for (const [node, json] of Object.entries(await redis.hgetall(NODES_KEY))) {
    const counts = nodeCountsSchema.safeParse(parsed(json)).data;
    if (counts === undefined || nowMs - counts.atMs > TRUST_MS) {
      gone.push(node);
      continue;
    }
    sum.online += counts.online;
    sum.inPerson += counts.inPerson;
    sum.undeclared += counts.undeclared;
  }
  if (gone.length > 0) await redis.hdel(NODES_KEY, ...gone);
  await redis.set(SUM_KEY, JSON.stringify({ ...sum, atMs: nowMs }), "PX", SUM_KEPT_MS);
  return sum;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
