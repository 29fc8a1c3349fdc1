/**
 * Forgets what the audit keeps no longer than a year. Its chain goes on: each link holds the one before, and
 * the last one forgotten is noted, signed, so that what somebody else cuts off is not taken for our doing.
 */
import type { Redis } from "ioredis";
import type { AuditKey } from "../server/store/audit-key.ts";
import { sealFields, sealOf, trimSeals } from "../server/store/audit-seals.ts";
import { keys } from "../server/store/keys.ts";
import { parseStreamEntry } from "../server/store/stored-record.ts";

export const AUDIT_KEPT_MS = 366 * 24 * 3_600_000;
const PER_READ = 1_000;

/** Answers how many links it took away: from the oldest up to the first that is to be kept. */
export async function trimAudit(redis: Redis, nowMs: number, key: AuditKey | undefined): Promise<number> {
  await trimSeals(redis, nowMs - AUDIT_KEPT_MS);
  let trimmed = 0;
  for (;;) {
    const oldest = (await redis.xrange(keys.audit, "-", "+", "COUNT", PER_READ)) as [string, string[]][];
    const links = oldest.map(parseStreamEntry);
    const kept = links.findIndex(({ fields }) => Number(fields.get("at")) >= nowMs - AUDIT_KEPT_MS);
    const last = links.at(kept < 0 ? -1 : kept - 1);
    if (last === undefined || kept === 0) return trimmed;
    const { offset, fields } = last;
    const link = { offset, hash: fields.get("hash") ?? "", atMs: nowMs };
    const note =
      key === undefined
        ? sealFields({ ...link, key: "", mac: "" })
        : sealFields(sealOf("trimmed", link, key));
    const done = await redis
      .multi()
      .hset(keys.auditTrimmed, note)
      .xtrim(keys.audit, "MINID", `${offset + 1}-0`)
      .exec();
    trimmed += Number(done?.[1]?.[1] ?? 0);
    if (kept > 0) return trimmed;
  }
}
