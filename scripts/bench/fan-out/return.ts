/** The server is killed, and all readers are back at once as soon as it is. */
import { setTimeout as pause } from "node:timers/promises";
import type { GuardedProcess } from "../../start/guarded-process.ts";
import { BenchDesk } from "../desk.ts";
import { type PartResults, repeated } from "../measured-part.ts";
import type { StartGround } from "../npm-start.ts";
import { RedisCommands, total } from "../redis-commands.ts";
import { mostly, never } from "../results.ts";
import { percentile } from "../statistics.ts";
import { freePort } from "../system.ts";
import { wallMs } from "../wall-clock.ts";
import { ready } from "./fanfare.ts";
import { type FanOutGround, onFanOutGround, untilServed } from "./ground.ts";

const BEFORE = 20;
/** How long after the server is there each of them is published. */
const DURING_MS = [100, 700, 1_300];
const QUIET = { count: 20, everyMs: 200 };
const IDLE_MS = 5_000;
const PATIENCE_MS = 30_000;
const STOP_MS = 6_000;

interface Run {
  readonly startedMs: number;
  readonly halfMs: number;
  readonly allMs: number;
  readonly wrong: number;
  readonly turnedAway: number;
  /** Of the load generator: where it is as long as the return, its readers could come no sooner. */
  readonly crowdMs: number;
  readonly commands: number;
  readonly duringMs: readonly number[];
  readonly quietMs: readonly number[];
}

/** Where the server is now, and what is counted in Redis meanwhile. */
interface Stage {
  readonly port: number;
  server: GuardedProcess;
  readonly redis: RedisCommands;
}

export function comeBack(start: StartGround): PartResults {
  return onFanOutGround(start, start.readers, async (ground) => {
    const { backstage, crowd, readers } = ground;
    const port = await freePort();
    const stage: Stage = {
      port,
      server: await backstage.startServer({ port }),
      redis: new RedisCommands(backstage.redisUrl),
    };
    ground.closers.push(() => stage.redis.close());
    await ready(port, ground);
    await published(ground, port, { count: BEFORE, everyMs: 0 }, "before ");
    await crowd.ask("gather", { ports: [port], readers });
    const runs = await repeated((n) => killed(ground, stage, n));
    await crowd.ask("disperse", {});
    await stage.server.stop(STOP_MS);
    const many = readers.toLocaleString("en");
    return [
      { what: "killed → a new server answers", unit: "ms", runs: runs.map(({ startedMs }) => startedMs) },
      { what: `  then half of ${many} readers back`, unit: "ms", runs: runs.map(({ halfMs }) => halfMs) },
      {
        what: `  then all ${many} at the head`,
        unit: "ms",
        goal: mostly(5_000),
        runs: runs.map(({ allMs }) => allMs),
      },
      {
        what: "  of that, CPU of the load generator, on its own core",
        unit: "ms",
        runs: runs.map(({ crowdMs }) => crowdMs),
      },
      {
        what: "  missing, with a gap, behind or told twice",
        unit: "",
        goal: never,
        runs: runs.map(({ wrong }) => wrong),
      },
      { what: "  handshakes tried again", unit: "", runs: runs.map(({ turnedAway }) => turnedAway) },
      {
        what: "  Redis commands for each reader",
        unit: "",
        goal: mostly(0.05),
        runs: runs.map(({ commands }) => commands / readers),
      },
      ...acknowledged(
        "published while they return",
        runs.map(({ duringMs }) => duringMs),
      ),
      ...acknowledged(
        "published when it is quiet",
        runs.map(({ quietMs }) => quietMs),
      ),
    ];
  });
}

const acknowledged = (what: string, runs: readonly (readonly number[])[]) =>
  [0.5, 0.99].map((share) => ({
    what: `  ${what} → acknowledged: p${share * 100}`,
    unit: "ms",
    runs: runs.map((run) => percentile(run, share)),
  }));

async function killed(ground: FanOutGround, stage: Stage, n: number): Promise<Run> {
  const { backstage, crowd, readers, signal, say } = ground;
  const { port, redis } = stage;
  await crowd.ask("listen", {});
  const quietMs = await published(ground, port, QUIET, `quiet ${n} `);
  // Whoever is killed on the way is caught up by a cursor, but here all begin at the head.
  await crowd.ask("heard", { announcements: QUIET.count, withinMs: PATIENCE_MS, named: `quiet ${n} ` });
  await crowd.ask("standBy", {});
  const killedAt = performance.now();
  await stage.server.kill9();
  stage.server = await backstage.startServer({ port });
  await untilServed(port, signal);
  const startedMs = performance.now() - killedAt;
  const answeredAtMs = wallMs();
  const before = await redis.counts();
  const desk = new BenchDesk({ port, token: backstage.token }, DURING_MS.length);
  await desk.head(); // a desk that was there before them
  const crowdBefore = crowd.cpuMs();
  const back = crowd.ask("callBack", { withinMs: PATIENCE_MS });
  const duringMs = await Promise.all(
    DURING_MS.map(async (afterMs, each) => {
      await pause(afterMs, undefined, { signal });
      return desk.announce(`during ${n} ${each}`, "now");
    }),
  );
  desk.close();
  const { backAtMs, gaps, turnedAway } = await back;
  const crowdMs = crowd.cpuMs() - crowdBefore;
  const heard = await crowd.ask("heard", {
    announcements: DURING_MS.length,
    withinMs: PATIENCE_MS,
    named: `during ${n} `,
  });
  const told = heard.arrivals.reduce((sum, { count }) => sum + count, 0);
  const countedMs = wallMs() - answeredAtMs;
  const after = await redis.counts();
  await pause(IDLE_MS, undefined, { signal });
  const idle = (total(after, await redis.counts()) / IDLE_MS) * countedMs;
  const since = backAtMs.map((atMs) => atMs - answeredAtMs);
  const run: Run = {
    startedMs,
    halfMs: percentile(since, 0.5),
    allMs: backAtMs.length === readers ? Math.max(...since) : Number.NaN,
    wrong: readers - backAtMs.length + gaps + heard.behind + Math.abs(told - DURING_MS.length * readers),
    turnedAway,
    crowdMs,
    commands: Math.max(0, total(before, after) - idle),
    duringMs,
    quietMs,
  };
  say(`  ${n}: all back after ${run.allMs.toFixed(0)} ms, ${turnedAway} tried again, ${run.wrong} wrong`);
  return run;
}

async function published(
  { backstage, signal }: FanOutGround,
  port: number,
  { count, everyMs }: typeof QUIET,
  name: string,
): Promise<number[]> {
  const desk = new BenchDesk({ port, token: backstage.token }, 1);
  const tookMs: number[] = [];
  for (let each = 0; each < count; each += 1) {
    tookMs.push(await desk.announce(`${name}${each}`, "now"));
    await pause(everyMs, undefined, { signal });
  }
  desk.close();
  return tookMs;
}
