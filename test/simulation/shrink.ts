/**
 * Finds steps that a failing seed fails without. What a step does is drawn from a chance of its own, so leaving one
 * out leaves the others what they are; the pauses between them stay.
 */
import { runSeed } from "./run.ts";

/** The steps to leave out: all that the same rule is broken without. */
export async function shrunk(seed: number, steps: number, say: (line: string) => void): Promise<Set<number>> {
  const whole = await runSeed(seed, { steps });
  if (whole.failure === undefined) return new Set();
  const { rule } = whole.failure;
  const without = new Set<number>();
  for (let size = Math.ceil(steps / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let first = 1; first <= steps; first += size) {
      const fewer = new Set(without);
      for (let step = first; step < first + size && step <= steps; step += 1) fewer.add(step);
      if (fewer.size === without.size) continue;
      const ran = await runSeed(seed, { steps, without: fewer });
      if (ran.failure?.rule === rule) for (const step of fewer) without.add(step);
    }
  }
  say(`seed ${seed}: [${rule}] is broken by ${steps - without.size} of ${steps} steps`);
  return without;
}
