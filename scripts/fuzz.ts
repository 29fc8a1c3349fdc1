/**
 * `npm run fuzz -- [--cases N] [--minutes N] [--seed N] [--door http|sockets|frames|imports]`: sends a real server what
 * our own schemas and the grammars of the wire bring forth, and reports what came of it.
 *
 * Ends with 1 where a rule of "Hostile input" (PROTOCOL.md) was broken.
 */
import { parseArgs } from "node:util";
import { buildPages } from "./build-pages.ts";
import { type Campaign, campaign, type Fault } from "./fuzz/campaign.ts";
import { doors } from "./fuzz/doors.ts";
import { type Measured, reportLines } from "./fuzz/report.ts";
import { atRest, logFaults } from "./fuzz/world/at-rest.ts";
import { openWorld } from "./fuzz/world/world.ts";

const USAGE =
  "Usage: npm run fuzz -- [--cases N] [--minutes N] [--seed N] [--door http|sockets|frames|imports]";

/** How the cases are shared out. */
const SHARES: Readonly<Record<string, number>> = { http: 0.5, sockets: 0.25, frames: 0.2, imports: 0.05 };
/** Sent before memory is measured first: what a server makes once, and keeps. */
const WARM_UP = 400;

interface Order {
  readonly cases: number;
  readonly minutes: number;
  readonly seed: number;
  readonly doors: readonly string[];
}

function orderFrom(args: readonly string[]): Order | undefined {
  try {
    const options = {
      cases: { type: "string" },
      minutes: { type: "string" },
      seed: { type: "string" },
      door: { type: "string" },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const number = (text: string | undefined, otherwise: number) =>
      text === undefined ? otherwise : Number(text);
    const order = {
      cases: number(values.cases, 20_000),
      minutes: number(values.minutes, 24 * 60),
      seed: number(values.seed, Math.floor(Math.random() * 2 ** 31)),
      doors: values.door === undefined ? Object.keys(doors) : [values.door],
    };
    const isGood =
      [order.cases, order.minutes, order.seed].every((value) => value > 0 || value === order.seed) &&
      Number.isInteger(order.seed);
    return isGood && order.doors.every((door) => Object.hasOwn(doors, door)) ? order : undefined;
  } catch {
    return undefined;
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

const sayFault = ({ door, at, what, given }: Fault) =>
  say(`FAULT at door ${door}, case ${at}: ${what}\n  ${given}`);

async function run({ cases, minutes, seed, doors: names }: Order): Promise<number> {
  say(`seed ${seed}`);
  await buildPages({ say });
  const world = await openWorld();
  const shareOf = (door: string) => (names.length === 1 ? 1 : SHARES[door]!);
  try {
    for (const door of names)
      await campaign(world, { door, cases: Math.ceil(WARM_UP * shareOf(door)), seed: seed + 1 });
    const before = await atRest(world);
    await world.inside("worstHold", {});
    const startedAt = performance.now();
    const done: Campaign[] = [];
    const holds: number[] = [];
    for (const door of names) {
      const untilMs =
        startedAt +
        minutes *
          60_000 *
          names.slice(0, names.indexOf(door) + 1).reduce((sum, name) => sum + shareOf(name), 0);
      done.push(
        await campaign(world, {
          door,
          cases: Math.ceil(cases * shareOf(door)),
          seed,
          untilMs,
          onFault: sayFault,
        }),
      );
      holds.push((await world.inside("worstHold", {})).cpuMs);
    }
    const after = await atRest(world);
    const measured: Measured = {
      seed,
      campaigns: done,
      holdsMs: holds,
      before,
      after,
      tookMs: performance.now() - startedAt,
      logFaults: logFaults(world),
    };
    const { lines, isGood } = reportLines(measured);
    for (const line of lines) say(line);
    return isGood ? 0 : 1;
  } finally {
    await world.close();
  }
}

const order = orderFrom(process.argv.slice(2));
if (order === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(64);
}
process.exitCode = await run(order);
