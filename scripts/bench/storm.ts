/** A hall whose network drops: all readers gone at once and back at once, each a little behind. */
import { setTimeout as pause } from "node:timers/promises";
import { BenchDesk } from "./desk.ts";
import { type Ground, type PartResults, repeated } from "./measured-part.ts";
import { READERS } from "./publish.ts";
import { RedisCommands, total } from "./redis-commands.ts";
import { type Goal, never } from "./results.ts";
import { percentile } from "./statistics.ts";

/** What each reader has missed when it is back. */
const BEHIND = 20;
const IDLE_MS = 10_000;
/** What Redis does for each storm is counted for at least so long, so that its own rhythm evens out. */
const COUNTED_MS = 5_000;
const PATIENCE_MS = 20_000;
/** A command for each reader would be one or more; what is left of the idle system's own is far less. */
const noneEach: Goal = { atMost: 0.05, judge: "median" };

interface Run {
  readonly backMs: readonly number[];
  readonly notBack: number;
  readonly turnedAway: number;
  readonly commands: number;
}

export async function storm(ground: Ground): PartResults {
  const { system, crowd, signal } = ground;
  const redis = new RedisCommands(system.redisUrl);
  try {
    await someNews(ground);
    await crowd.ask("gather", { ports: [system.port], readers: READERS });
    const idlePerMs = await perMs(redis, () => pause(IDLE_MS, undefined, { signal }));
    const runs = await repeated(() => dropped(ground, redis, idlePerMs));
    await crowd.ask("disperse", {});
    const back = (share: number) => runs.map(({ backMs }) => percentile(backMs, share));
    return [
      { what: "2,000 dropped at once → half of them at the head", unit: "ms", runs: back(0.5) },
      { what: "2,000 dropped at once → all at the head", unit: "ms", runs: back(1) },
      { what: "missing, or with a gap", unit: "", goal: never, runs: runs.map(({ notBack }) => notBack) },
      {
        what: "handshakes that had to be tried again",
        unit: "",
        runs: runs.map(({ turnedAway }) => turnedAway),
      },
      { what: "Redis commands of the idle system, a second", unit: "", runs: [idlePerMs * 1_000] },
      {
        what: "Redis commands above idle, for each reader",
        unit: "",
        goal: noneEach,
        runs: runs.map(({ commands }) => commands / READERS),
      },
    ];
  } finally {
    redis.close();
  }
}

/** What those who were away have missed. */
async function someNews({ system }: Ground): Promise<void> {
  const desk = new BenchDesk(system, 1);
  for (let n = 0; n < BEHIND; n += 1) await desk.announce(`before the storm ${n}`, "now");
  desk.close();
}

async function dropped({ crowd, signal }: Ground, redis: RedisCommands, idlePerMs: number): Promise<Run> {
  const startedAt = performance.now();
  const before = await redis.counts();
  const { backMs, gaps, turnedAway } = await crowd.ask("storm", { behind: BEHIND, withinMs: PATIENCE_MS });
  await pause(Math.max(0, startedAt + COUNTED_MS - performance.now()), undefined, { signal });
  const commands = total(before, await redis.counts());
  const idle = idlePerMs * (performance.now() - startedAt);
  return {
    backMs,
    notBack: READERS - backMs.length + gaps,
    turnedAway,
    commands: Math.max(0, commands - idle),
  };
}

async function perMs(redis: RedisCommands, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  const before = await redis.counts();
  await work();
  return total(before, await redis.counts()) / (performance.now() - startedAt);
}
