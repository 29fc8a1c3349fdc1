/** What tests wait for at a master and its replicas. */
import type { GroupRedis, SentinelGroup } from "../../scripts/chaos/ground/sentinel-group.ts";
import { until } from "../../scripts/chaos/until.ts";

const FAILOVER_MS = 20_000;

type Ask = GroupRedis["ask"];

/**
 * Whether so many replicas follow word for word. One that is online may still be reading what it was given, and what
 * it says of itself then covers what is written first, not what is written next.
 */
export async function follows(ask: Ask, replicas: number): Promise<boolean> {
  for (let write = 0; write < 2; write += 1) {
    await ask("SET", "touched", write);
    if (Number(await ask("WAIT", replicas, 500)) < replicas) return false;
  }
  return true;
}

/** Resolves once so many replicas follow the master. */
export async function replicated(group: SentinelGroup, replicas: number): Promise<void> {
  await until(
    async () => {
      const master = await group.master().catch(() => undefined);
      return master !== undefined && (await follows(master.ask, replicas));
    },
    `${replicas} replicas`,
    FAILOVER_MS,
  );
}

/** Resolves once all Sentinels name another master than this, and it is one. */
export async function failedOver(group: SentinelGroup, from: GroupRedis): Promise<void> {
  await until(
    async () => {
      const master = await group.master().catch(() => undefined);
      if (master === undefined || master === from) return false;
      return ((await master.ask("ROLE")) as string[])[0] === "master";
    },
    "the failover",
    FAILOVER_MS,
  );
}
