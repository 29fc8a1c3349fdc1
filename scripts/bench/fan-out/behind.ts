/** What a reader costs who has missed a hundred entries, beside one who has missed none. */
import { setTimeout as pause } from "node:timers/promises";
import { BenchDesk } from "../desk.ts";
import { type PartResults, RUNS } from "../measured-part.ts";
import type { StartGround } from "../npm-start.ts";
import { RedisCommands, total } from "../redis-commands.ts";
import { mostly, never } from "../results.ts";
import { startFanfare } from "./fanfare.ts";
import { type FanOutGround, onFanOutGround } from "./ground.ts";
import type { MeasuredServer } from "./measured-server.ts";
import { disperse, gather, SETTLE_MS } from "./one-round.ts";

const READERS = 2_000;
const BEHIND = 100;
/** Of the server, for each reader at most: however long the log is. */
export const CATCH_UP_MS = 1;
const CONNECTIONS = 10;
const IDLE_MS = 5_000;
const PATIENCE_MS = 30_000;

interface Returned {
  /** Of the server, for each reader. */
  readonly cpuMs: number;
  readonly commands: number;
  readonly wrong: number;
}

export function behind(start: StartGround): PartResults {
  return onFanOutGround(start, READERS, async (ground) => {
    const server = await startFanfare(ground);
    await news(ground, server, BEHIND);
    const runs = await caughtUp(ground, server);
    await server.close();
    const what = `CPU for each of ${READERS.toLocaleString("en")} readers who return`;
    return [
      { what: `${what} at the head`, unit: "ms", runs: runs.map(({ head }) => head.cpuMs) },
      { what: `${what} ${BEHIND} entries behind`, unit: "ms", runs: runs.map(({ late }) => late.cpuMs) },
      {
        what: "  for catching up alone",
        unit: "ms",
        goal: mostly(CATCH_UP_MS),
        runs: runs.map(({ head, late }) => late.cpuMs - head.cpuMs),
      },
      {
        what: "  Redis commands above idle, for each reader",
        unit: "",
        goal: mostly(0.05),
        runs: runs.map(({ late }) => late.commands),
      },
      {
        what: "  missing, or with a gap",
        unit: "",
        goal: never,
        runs: runs.map(({ head, late }) => head.wrong + late.wrong),
      },
    ];
  });
}

/** In turns, on a server whose log is at least so long. */
export async function caughtUp(
  ground: FanOutGround,
  server: MeasuredServer,
  turns = RUNS,
): Promise<{ head: Returned; late: Returned }[]> {
  const redis = new RedisCommands(ground.backstage.redisUrl);
  ground.closers.push(() => redis.close());
  await gather(ground, server, READERS);
  await returned(ground, server, redis, BEHIND); // what is compiled and encoded once
  const runs: { head: Returned; late: Returned }[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    const head = await returned(ground, server, redis, 0);
    runs.push({ head, late: await returned(ground, server, redis, BEHIND) });
  }
  await disperse(ground);
  return runs;
}

async function returned(
  { crowd, signal }: FanOutGround,
  server: MeasuredServer,
  redis: RedisCommands,
  entries: number,
): Promise<Returned> {
  const before = await redis.counts();
  const cpuBefore = server.cpuMs();
  const startedAt = performance.now();
  const { backMs, gaps } = await crowd.ask("storm", { behind: entries, withinMs: PATIENCE_MS });
  await pause(SETTLE_MS, undefined, { signal });
  const cpuMs = server.cpuMs() - cpuBefore;
  const after = await redis.counts();
  const tookMs = performance.now() - startedAt;
  await pause(IDLE_MS, undefined, { signal });
  const idle = (total(after, await redis.counts()) / IDLE_MS) * tookMs;
  return {
    cpuMs: cpuMs / READERS,
    commands: Math.max(0, total(before, after) - idle) / READERS,
    wrong: READERS - backMs.length + gaps,
  };
}

/** So many entries more in the log. */
export async function news(
  { backstage }: FanOutGround,
  { ports }: MeasuredServer,
  count: number,
): Promise<void> {
  const desk = new BenchDesk({ port: ports[0]!, token: backstage.token }, CONNECTIONS);
  await Promise.all(Array.from({ length: count }, (_each, n) => desk.announce(`news ${n}`, "now")));
  desk.close();
}
