/** From the instant at which an announcement falls due to a reader. */
import { setTimeout as pause } from "node:timers/promises";
import type { Arrival } from "./crowd-questions.ts";
import { BenchDesk } from "./desk.ts";
import { type Ground, type PartResults, repeated } from "./measured-part.ts";
import { mostly, never } from "./results.ts";
import { percentile } from "./statistics.ts";
import { wallMs } from "./wall-clock.ts";

const EACH = { announcements: 200, everyMs: 100 };
const AT_ONCE = 1_000;
/** Scheduling must be over before the first is due, or the one would slow the other. */
const LEAD_MS = 2_000;
const LEAD_MS_EACH = 6;
const LEAST_LEAD_MS = 1_000;
const PATIENCE_MS = 10_000;
const CONNECTIONS = 4;

interface Run {
  /** For each that arrived: how many ms after its instant. */
  readonly late: readonly number[];
  /** The same, until it was in the log. */
  readonly logged: readonly number[];
  readonly wrong: number;
}

export async function due(ground: Ground): PartResults {
  const { announcements, everyMs } = EACH;
  const dues = Array.from({ length: announcements }, (_, n) => n * everyMs);
  const runs = await withReader(ground, (n) => scheduled(ground, `due ${n}`, dues));
  const what = `due → reader, ${announcements}, one each ${everyMs} ms`;
  return [
    {
      what: `${what}: p50`,
      unit: "ms",
      goal: mostly(10),
      runs: runs.map(({ late }) => percentile(late, 0.5)),
    },
    {
      what: "of that, due → in the log: p50",
      unit: "ms",
      runs: runs.map(({ logged }) => percentile(logged, 0.5)),
    },
    {
      what: `${what}: p99`,
      unit: "ms",
      goal: mostly(40),
      runs: runs.map(({ late }) => percentile(late, 0.99)),
    },
    { what: `${what}: worst`, unit: "ms", runs: runs.map(({ late }) => Math.max(...late)) },
    { what: "early, lost or twice", unit: "", goal: never, runs: runs.map(({ wrong }) => wrong) },
  ];
}

export async function burst(ground: Ground): PartResults {
  const dues = new Array<number>(AT_ONCE).fill(0);
  const runs = await withReader(ground, (n) => scheduled(ground, `burst ${n}`, dues));
  const what = "1,000 due at one instant → reader";
  return [
    { what: `${what}: the first`, unit: "ms", runs: runs.map(({ late }) => Math.min(...late)) },
    {
      what: `${what}: the last`,
      unit: "ms",
      goal: mostly(1_500),
      runs: runs.map(({ late }) => Math.max(...late)),
    },
    {
      what: "of that, due → in the log: the last",
      unit: "ms",
      runs: runs.map(({ logged }) => Math.max(...logged)),
    },
    { what: "early, lost or twice", unit: "", goal: never, runs: runs.map(({ wrong }) => wrong) },
  ];
}

async function withReader(ground: Ground, run: (n: number) => Promise<Run>): Promise<Run[]> {
  await ground.crowd.ask("gather", { ports: [ground.system.port], readers: 1 });
  const runs = await repeated(run);
  await ground.crowd.ask("disperse", {});
  return runs;
}

/** On a machine that is busy with other things it takes longer to schedule them all: then once more, from later on. */
async function scheduled(ground: Ground, name: string, dues: readonly number[]): Promise<Run> {
  for (let leadMs = LEAD_MS + dues.length * LEAD_MS_EACH; ; leadMs *= 2) {
    const run = await attempted(ground, name, dues, leadMs);
    if (run !== undefined) return run;
  }
}

/** Schedules one for each instant, counted from one so far ahead; undefined where that was not far enough. */
async function attempted(
  { system, crowd, signal }: Ground,
  name: string,
  dues: readonly number[],
  leadMs: number,
): Promise<Run | undefined> {
  const desk = new BenchDesk(system, CONNECTIONS);
  await crowd.ask("listen", {});
  const base = Math.ceil(wallMs()) + leadMs;
  let written = 0;
  const write = async () => {
    while (written < dues.length && base - wallMs() > LEAST_LEAD_MS) {
      const n = written++;
      await desk.announce(`${name} ${n}`, base + dues[n]!);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, write));
  desk.close();
  await pause(base - wallMs(), undefined, { signal });
  const withinMs = Math.max(...dues) + PATIENCE_MS;
  const { arrivals, gaps, lost } = await crowd.ask("heard", { announcements: written, withinMs });
  if (written < dues.length) return undefined;
  return judged(
    arrivals,
    gaps + lost,
    (headline) => base + dues[Number(headline.split(" ").at(-1))]!,
    dues.length,
  );
}

function judged(
  arrivals: readonly Arrival[],
  troubles: number,
  dueOf: (headline: string) => number,
  all: number,
): Run {
  const late = arrivals.map(({ headline, firstMs }) => firstMs - dueOf(headline));
  const early = late.filter((ms) => ms < 0).length;
  const twice = arrivals.reduce((sum, { count }) => sum + count - 1, 0);
  const logged = arrivals.map(({ headline, loggedMs }) => loggedMs - dueOf(headline));
  return { late, logged, wrong: early + twice + all - arrivals.length + troubles };
}
