/** Many cases through one door, several at once; what was seen, and what must not have been. */
import fc from "fast-check";
import { type DoorName, doors, type Outcome } from "./doors.ts";
import { secretsOf } from "./oracle.ts";
import type { World } from "./world/world.ts";

export interface CampaignWish {
  readonly door: DoorName;
  readonly cases: number;
  readonly seed: number;
  /** How many go on at once. */
  readonly lanes?: number;
  /** No new case is begun after it. */
  readonly untilMs?: number;
  readonly onFault?: (fault: Fault) => void;
}

export interface Fault {
  readonly door: DoorName;
  /** Which case of the seed. */
  readonly at: number;
  readonly what: string;
  readonly given: string;
}

export interface Campaign {
  readonly door: DoorName;
  readonly cases: number;
  /** How often each end was seen. */
  readonly seen: ReadonlyMap<string, number>;
  readonly faults: readonly Fault[];
}

/** Cases are made in lots, each from a seed of its own: any of them can be made again alone. */
const LOT = 50;
const FAULTS_MOST = 50;

export async function campaign(world: World, wish: CampaignWish): Promise<Campaign> {
  const { door, cases, seed, lanes = doors[door]!.lanes, untilMs = Number.POSITIVE_INFINITY, onFault } = wish;
  const { send, cases: casesOf } = doors[door]!;
  const arbitrary = casesOf(world);
  const secrets = secretsOf(world.known);
  const seen = new Map<string, number>();
  const faults: Fault[] = [];
  let lot: unknown[] = [];
  let begun = 0;
  let done = 0;

  const next = (): unknown => {
    if (begun % LOT === 0) lot = fc.sample(arbitrary, { numRuns: LOT, seed: seedOf(seed, begun / LOT) });
    const one = lot[begun % LOT];
    begun += 1;
    return one;
  };
  const note = (at: number, given: unknown, { seen: end, faults: found }: Outcome) => {
    done += 1;
    seen.set(end, (seen.get(end) ?? 0) + 1);
    for (const what of found) {
      const fault = { door, at, what, given: described(given) };
      if (faults.length < FAULTS_MOST) faults.push(fault);
      onFault?.(fault);
    }
  };
  const go = async (lane: number) => {
    while (begun < cases && performance.now() < untilMs && faults.length < FAULTS_MOST) {
      const at = begun;
      const given = next();
      note(at, given, await send(given, { world, secrets, lane }));
      const end = world.ended();
      if (end !== undefined)
        throw new Error(
          `case ${at} of door ${door}, seed ${seed}: the server ended with ${end.code}\n${described(given)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => go(lane)));
  return { door, cases: done, seen, faults };
}

/** A case made again, for whoever looks into it. */
export function caseAt(world: World, door: DoorName, seed: number, at: number): unknown {
  const lot = fc.sample(doors[door]!.cases(world), {
    numRuns: LOT,
    seed: seedOf(seed, Math.floor(at / LOT)),
  });
  return lot[at % LOT];
}

const seedOf = (seed: number, lot: number): number => (Math.imul(seed, 0x9e3779b1) + lot) | 0;

function described(given: unknown): string {
  const text = JSON.stringify(given, (_name, value: unknown) => {
    const isBytes =
      typeof value === "object" && value !== null && (value as { type?: string }).type === "Buffer";
    return isBytes ? Buffer.from((value as { data: number[] }).data).toString("latin1") : value;
  });
  return text.slice(0, 1_500);
}
