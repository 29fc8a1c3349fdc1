/** What every part of the bench is given, and what it hands back. */
import type { Crowd } from "./crowd.ts";
import type { Measured } from "./results.ts";
import type { System } from "./system.ts";

export const RUNS = 3;

export interface Ground {
  readonly system: System;
  readonly crowd: Crowd;
  readonly signal: AbortSignal;
}

/** One value for each run, and so many runs. */
export async function repeated<T>(run: (number: number) => Promise<T>, runs = RUNS): Promise<T[]> {
  const results: T[] = [];
  for (let number = 1; number <= runs; number += 1) results.push(await run(number));
  return results;
}

export type PartResults = Promise<Measured[]>;
