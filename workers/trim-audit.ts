/** Forgets what the audit keeps no longer than a year. Its chain goes on: each link holds the one before. */
import type { Redis } from "ioredis";
import { keys } from "../server/store/keys.ts";

export const AUDIT_KEPT_MS = 366 * 24 * 3_600_000;
const PER_READ = 1_000;

/** Answers how many links it took away: from the oldest up to the first that is to be kept. */
export async function trimAudit(redis: Redis, nowMs: number): Promise<number> {
  let trimmed = 0;
  for (;;) {
    const oldest = (await redis.xrange(keys.audit, "-", "+", "COUNT", PER_READ)) as [string, string[]][];
    const last = oldest.at(-1);
    if (last === undefined) return trimmed;
    const kept = oldest.find(([, fields]) => atMs(fields) >= nowMs - AUDIT_KEPT_MS);
    trimmed += await redis.xtrim(keys.audit, "MINID", kept?.[0] ?? after(last[0]));
    if (kept !== undefined) return trimmed;
  }
}

function atMs(fields: readonly string[]): number {
  const at = fields.findIndex((field, index) => index % 2 === 0 && field === "at");
  return Number(fields[at + 1]);
}

const after = (id: string): string => `${BigInt(id.split("-")[0]!) + 1n}-0`;
