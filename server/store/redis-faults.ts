/**
 * What is wrong with a Redis that we run on, by what it says of itself: each with one line for the log. Whether it
 * refuses writes is not here; that is learnt by writing.
 */
import type { Guarantees } from "./guarantees.ts";
import type { RedisFacts } from "./redis-facts.ts";

export const redisFaults = [
  "storage_nearly_full",
  "would_evict",
  "not_durable",
  "no_replica",
  "redis_loading",
] as const;
export type RedisFault = (typeof redisFaults)[number];

/** From here on somebody should give it more. */
const NEARLY_FULL = 0.9;

/** How much each keeps: what became less since the start is a fault, what was so then was warned of. */
const KEEPS = { always: 2, everysec: 1, none: 0 } as const;

export function faultsOf(
  now: RedisFacts,
  atStart: Pick<RedisFacts, "persistence">,
  { lacksReplica }: Pick<Guarantees, "lacksReplica">,
): ReadonlyMap<RedisFault, string> {
  const found = new Map<RedisFault, string>();
  if (now.isLoading) {
    // What else it says means nothing yet.
    found.set("redis_loading", "it reads its data");
    return found;
  }
  if (now.mostBytes > 0 && now.usedBytes >= NEARLY_FULL * now.mostBytes)
    found.set(
      "storage_nearly_full",
      `${megabytes(now.usedBytes)} of maxmemory ${megabytes(now.mostBytes)} MB`,
    );
  if (now.policy !== undefined && now.policy !== "noeviction")
    found.set("would_evict", `maxmemory-policy ${now.policy}: set maxmemory-policy noeviction`);
  const notKept = whyNotKept(now, atStart);
  if (notKept !== undefined) found.set("not_durable", notKept);
  if (lacksReplica) found.set("no_replica", "no replica is connected: start it again");
  return found;
}

function whyNotKept(now: RedisFacts, { persistence }: Pick<RedisFacts, "persistence">): string | undefined {
  if (now.appendFails) return "the append-only file cannot be written: look at the disk of Redis";
  if (KEEPS[now.persistence] < KEEPS[persistence])
    return now.appendOnly
      ? `appendfsync ${now.fsync ?? "is not told"}: set appendfsync ${persistence}`
      : "the append-only file was switched off: set appendonly yes";
  if (now.snapshotFails) return "the last snapshot failed: look at the log and the disk of Redis";
  return undefined;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);
