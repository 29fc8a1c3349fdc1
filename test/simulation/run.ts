/** Runs one seed: its steps, what must hold after each of them, and that all is well in the end. */
import { Dice, seedOf } from "./dice.ts";
import { faults } from "./faults.ts";
import { takeOverGlobals } from "./globals.ts";
import { healed, MOST_MS } from "./healing.ts";
import { people } from "./people.ts";
import type { Failure } from "./trace.ts";
import { type Parts, World } from "./world.ts";

export const STEPS = 200;
const moves = [...people, ...faults];
/** How long a step takes: most are soon followed by the next. */
const pauses = [
  { weight: 60, most: 20 },
  { weight: 30, most: 200 },
  { weight: 9, most: 1_000 },
  { weight: 1, most: 6_000 },
];

/** Between two looks at what somebody shows. */
const LOOK_STEPS = 5;

export interface Order {
  readonly steps?: number;
  readonly parts?: Parts;
  /** Steps that are left out; the others stay what they are. */
  readonly without?: ReadonlySet<number>;
  /** How many lines of the trace are kept. */
  readonly lines?: number;
  /** How long all is well before all must agree. */
  readonly mostMs?: number;
}

export interface Ran {
  readonly seed: number;
  readonly hash: string;
  readonly failure: Failure | undefined;
  readonly last: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

export async function runSeed(
  seed: number,
  { steps = STEPS, parts, without, lines, mostMs = MOST_MS }: Order = {},
): Promise<Ran> {
  const world = new World(seed, parts);
  const { trace, judge, time } = world;
  if (lines !== undefined) trace.lines = lines;
  const restore = takeOverGlobals(time, new Dice(seedOf(seed, -1)).random);
  const fell = (error: unknown) =>
    trace.fail("crash", error instanceof Error ? (error.stack ?? "") : String(error));
  process.on("unhandledRejection", fell);
  try {
    await world.begin();
    for (let step = 1; step <= steps && trace.failure === undefined; step += 1) {
      trace.step = step;
      await takeStep(world, without?.has(step) !== true);
    }
    if (trace.failure === undefined) await healed(world, mostMs);
  } catch (error) {
    fell(error);
  } finally {
    process.off("unhandledRejection", fell);
    restore();
  }
  const counts = { ...judge.counts, writes: world.logJudge.writes, happened: time.happened };
  return { seed, hash: trace.hash, failure: trace.failure, last: trace.last, counts };
}

async function takeStep(world: World, isTaken: boolean): Promise<void> {
  const { trace, time, judge, devices, servers } = world;
  const dice = new Dice(seedOf(world.seed, trace.step));
  const move = dice.weighted(moves);
  const pause = dice.weighted(pauses);
  const passMs = dice.between(0, pause.most);
  if (isTaken) {
    trace.note(() => `— ${move.name}`);
    await move.run(world, dice);
  }
  await time.pass(passMs);
  // One after the other, and not each time: that would cost more than it finds.
  if (trace.step % LOOK_STEPS !== 0) return;
  const look = trace.step / LOOK_STEPS;
  const device = devices[look % devices.length]!;
  if (device.feed !== undefined) judge.agrees(device.name, device.feed);
  const { name, replica } = servers[look % servers.length]!;
  if (replica?.loaded === true) judge.agrees(name, replica.state);
}
