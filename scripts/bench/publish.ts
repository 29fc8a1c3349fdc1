/** From the desk's request to its answer, everything on disk by then, and to the last of many readers. */
import { setTimeout as pause } from "node:timers/promises";
import { BenchDesk } from "./desk.ts";
import { type Ground, type PartResults, repeated } from "./measured-part.ts";
import { cpuMsOf } from "./process-cpu.ts";
import { never } from "./results.ts";
import { percentile } from "./statistics.ts";
import { wallMs } from "./wall-clock.ts";

export const READERS = 2_000;
const ANNOUNCEMENTS = 100;
const EVERY_MS = 150;
const PATIENCE_MS = 10_000;

interface Run {
  readonly acknowledged: readonly number[];
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly wrong: number;
  readonly cpuMs: number;
}

export async function publish(ground: Ground): PartResults {
  await ground.crowd.ask("gather", { ports: [ground.system.port], readers: READERS });
  const runs = await repeated((n) => published(ground, `publish ${n}`));
  await ground.crowd.ask("disperse", {});
  const rows = (what: string, part: (run: Run) => readonly number[]) =>
    [0.5, 0.99].map((share) => ({
      what: `${what}: p${share * 100}`,
      unit: "ms",
      runs: runs.map((run) => percentile(part(run), share)),
    }));
  return [
    ...rows("publish → acknowledged (on disk)", (run) => run.acknowledged),
    ...rows("publish → first of 2,000 readers", (run) => run.first),
    ...rows("publish → last of 2,000 readers", (run) => run.last),
    {
      what: "server CPU for each delivery, publishing included",
      unit: "µs",
      runs: runs.map(({ cpuMs }) => (cpuMs * 1_000) / (ANNOUNCEMENTS * READERS)),
    },
    { what: "lost or twice", unit: "", goal: never, runs: runs.map(({ wrong }) => wrong) },
  ];
}

/** By the clock, whether or not the one before has been answered. */
async function published({ system, crowd, signal }: Ground, name: string): Promise<Run> {
  const desk = new BenchDesk(system, 2);
  await crowd.ask("listen", {});
  await desk.head(); // connects
  const cpuBefore = cpuMsOf(system.serverPid);
  const sentMs: number[] = [];
  const answers: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < ANNOUNCEMENTS; n += 1) {
    await pause(Math.max(0, startedAt + n * EVERY_MS - performance.now()), undefined, { signal });
    sentMs.push(wallMs());
    answers.push(desk.announce(`${name} ${n}`, "now"));
  }
  const acknowledged = await Promise.all(answers);
  desk.close();
  const { arrivals, gaps, lost } = await crowd.ask("heard", {
    announcements: ANNOUNCEMENTS,
    withinMs: PATIENCE_MS,
  });
  const since = (headline: string, atMs: number) => atMs - sentMs[Number(headline.split(" ").at(-1))]!;
  const deliveries = arrivals.reduce((sum, { count }) => sum + count, 0);
  return {
    acknowledged,
    first: arrivals.map(({ headline, firstMs }) => since(headline, firstMs)),
    last: arrivals.map(({ headline, lastMs }) => since(headline, lastMs)),
    cpuMs: cpuMsOf(system.serverPid) - cpuBefore,
    wrong: Math.abs(ANNOUNCEMENTS * READERS - deliveries) + gaps + lost,
  };
}
