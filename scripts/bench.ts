import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Closer } from "./bench/backstage.ts";
import { findCores } from "./bench/cores.ts";
import { openCrowd } from "./bench/crowd.ts";
import { burst, due } from "./bench/due.ts";
import { behind } from "./bench/fan-out/behind.ts";
import { fanOut } from "./bench/fan-out/fan-out.ts";
import { CannotMeasure } from "./bench/fan-out/ground.ts";
import { idle } from "./bench/fan-out/idle.ts";
import { comeBack } from "./bench/fan-out/return.ts";
import { growth } from "./bench/growth/growth.ts";
import { busyShare, describeMachine, machineLine } from "./bench/machine.ts";
import type { Ground } from "./bench/measured-part.ts";
import { cold, type StartGround, warm } from "./bench/npm-start.ts";
import { page } from "./bench/page.ts";
import { publish } from "./bench/publish.ts";
import { type Measured, tableOf, verdictOn } from "./bench/results.ts";
import { reveal } from "./bench/screens/reveal.ts";
import { soak } from "./bench/screens/soak.ts";
import { spreadOf } from "./bench/statistics.ts";
import { storm } from "./bench/storm.ts";
import { openSystem } from "./bench/system.ts";
import { killAllGuarded } from "./start/guarded-process.ts";

/**
 * `npm run bench`: what the system does on this machine, beside what it should do.
 *
 * - It measures a Fanfare of its own on 127.0.0.1 and a private Redis that writes to disk before it
 *   answers, each part three times, and leaves nothing behind, also when it is interrupted.
 * - Fan-out is measured beside other servers in turns, and judged by the ratio to theirs: a machine that is slow for
 *   a while is slow for all. A server that is not installed is not run.
 * - It ends with 1 when a goal is missed, and within half an hour (without `cold`, which waits for the
 *   network, and `soak` and `growth`, which take nine and fifteen minutes by themselves).
 */
const usage = `npm run bench [-- PART … --readers N --cold --json FILE]

  due      due instant → reader         publish  desk → acknowledged, → 2,000 readers
  burst    1,000 due at one instant     storm    2,000 readers dropped at once
  fanout   10,000 readers beside plain Socket.IO, ws, nginx + nchan and a floor in C:
           CPU for each delivery, 20 at once, the last reader, stalls, memory
  idle     10,000 readers who wait      return   10,000 back after kill -9
  behind   2,000 a hundred entries behind
  page     the feed's page in Chromium: weight, a phone on a bad line, 1,000 held, memory
  reveal   a podium on two screens      warm     npm start, all installed
Only when asked for:
  growth   more readers, more servers, a longer log
  soak     a day of a screen at high speed, its memory
  cold     npm start from nothing; needs the network

  --readers N   of fanout, idle, return and growth, instead of 10,000
`;

const measured = { due, burst, publish, storm };
const started = { fanout: fanOut, idle, return: comeBack, behind, growth, page, reveal, soak, warm, cold };
type PartName = keyof typeof measured | keyof typeof started;

const limitsMs: Record<PartName, number> = {
  due: 110_000,
  burst: 90_000,
  publish: 90_000,
  storm: 90_000,
  fanout: 900_000,
  idle: 360_000,
  return: 240_000,
  behind: 180_000,
  growth: 1_800_000,
  page: 240_000,
  reveal: 300_000,
  soak: 900_000,
  warm: 60_000,
  cold: 300_000,
};
const every = Object.keys(limitsMs) as PartName[];
/** And how the table says that they were not run. */
const onlyWhenAsked: Partial<Record<PartName, string>> = {
  growth: "more readers, more servers, a longer log: npm run bench -- growth",
  soak: "a day of a screen at high speed: npm run bench -- soak",
  cold: "cold npm start → ready (install included): --cold",
};
/** Of the parts that measure fan-out. */
const READERS = 10_000;
const BUSY_SHARE = 0.15;
const SETTLE_MS = 700;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Order {
  readonly parts: readonly PartName[];
  readonly json: string | undefined;
  readonly readers: number;
}

/** Undefined where it cannot be understood. */
function orderOf(args: readonly string[]): Order | undefined {
  try {
    const options = {
      json: { type: "string" },
      cold: { type: "boolean" },
      readers: { type: "string", default: String(READERS) },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.some((name) => !every.includes(name as PartName))) return undefined;
    const asked = positionals.length > 0 ? positionals : every.filter((name) => !(name in onlyWhenAsked));
    const parts = every.filter((name) => asked.includes(name) || (name === "cold" && values.cold === true));
    const readers = Number(values.readers);
    if (!Number.isInteger(readers) || readers < 1) return undefined;
    return { parts, json: values.json, readers };
  } catch {
    return undefined;
  }
}

async function run(
  { parts, json, readers }: Order,
  closers: Closer[],
  stopped: AbortSignal,
): Promise<boolean> {
  const machine = await describeMachine(say);
  const cores = findCores();
  say(`${machineLine(machine)}\n${cores.said}\nmeasured in turn: ${parts.join(", ")}`);

  const results: Measured[] = [];
  const busyBefore: Partial<Record<PartName, number>> = {};
  const take = async (name: PartName, part: (ground: StartGround) => Promise<Measured[]>) => {
    const startedAt = performance.now();
    await pause(SETTLE_MS); // what was started or stopped before has come to rest
    const busy = await busyShare(500);
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(limitsMs[name])]);
    results.push(...(await Promise.race([part({ closers, signal, readers, say }), rejected(signal, name)])));
    busyBefore[name] = busy;
    const warning = busy > BUSY_SHARE ? ": expect worse numbers than this machine can do" : "";
    say(
      `${name}: ${seconds(startedAt)} s, ${Math.round(busy * 100)} % of the machine in use before${warning}`,
    );
  };
  const onOurOwn = parts.filter((name) => name in measured) as (keyof typeof measured)[];
  if (onOurOwn.length > 0) {
    const own: Closer[] = [];
    closers.push(() => closeAll(own));
    const system = await openSystem(cores, own, AbortSignal.any([stopped, AbortSignal.timeout(30_000)]));
    const crowd = await openCrowd(cores.crowd);
    own.push(() => crowd.close());
    for (const name of onOurOwn)
      await take(name, ({ signal }) => measured[name]({ system, crowd, signal } satisfies Ground));
    for (const [warning, count] of system.warnings()) say(`${count} × ${warning}`);
    await closeAll(own); // what starts next has the machine for itself
  }
  for (const name of parts) if (name in started) await take(name, started[name as keyof typeof started]);
  for (const [name, what] of Object.entries(onlyWhenAsked))
    if (!parts.includes(name as PartName)) results.push({ what, unit: "", runs: [] });

  say(`\n${tableOf(results)}`);
  if (json !== undefined) {
    const rows = results.map((row) => ({ ...row, ...spreadOf(row.runs), verdict: verdictOn(row) }));
    const report = {
      at: new Date().toISOString(),
      machine: { ...machine, pinned: cores.said },
      busyBefore,
      results: rows,
    };
    writeFileSync(json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  return results.every((row) => verdictOn(row) !== "MISS");
}

function rejected(signal: AbortSignal, name: string): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Error(`${name} was not done in time`));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

const seconds = (since: number): number => Math.round((performance.now() - since) / 1_000);

async function closeAll(closers: Closer[]): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

async function main(): Promise<number> {
  const order = orderOf(process.argv.slice(2));
  if (order === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  const closers: Closer[] = [];
  let exitCode = 1;
  try {
    const stopped = new Promise<false>((resolve) =>
      stop.signal.addEventListener("abort", () => resolve(false)),
    );
    // What is half started when we are told to stop takes a moment to be among the closers.
    const running = run(order, closers, stop.signal);
    const reached = await Promise.race([running, stopped.then(() => pause(1_000, false))]);
    if (reached) exitCode = 0;
  } catch (error) {
    if (error instanceof CannotMeasure) process.stderr.write(`${error.message}\n`);
    else if (!stop.signal.aborted) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  }
  const late = setTimeout(killAllGuarded, 20_000);
  await closeAll(closers);
  clearTimeout(late);
  return stop.signal.aborted ? 130 : exitCode;
}

process.exit(await main());
