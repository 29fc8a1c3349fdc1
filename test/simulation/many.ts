/** Seeds as tests: a part of a thousand in each, so that one that fails is named and the others still run. */
import { expect, test } from "vitest";
import { inWords } from "./in-words.ts";
import { runSeed } from "./run.ts";

const IN_ONE_TEST = 50;

/** `FANFARE_SEED=7`: that seed alone. */
export function seedsHold(from: number, until: number): void {
  const { FANFARE_SEED: asked } = process.env;
  const parts = Array.from({ length: Math.ceil((until - from) / IN_ONE_TEST) }, (_, part) => {
    const first = from + part * IN_ONE_TEST;
    return [first, Math.min(until, first + IN_ONE_TEST) - 1] as const;
  });
  test.for(asked === undefined ? parts : [[Number(asked), Number(asked)] as const])(
    "seeds %i to %i: whatever befalls, what is promised holds, and all agree in the end",
    { timeout: 300_000 },
    async ([first, last]) => {
      for (let seed = first; seed <= last; seed += 1) {
        const ran = await runSeed(seed);
        if (ran.failure !== undefined) expect.fail(inWords(ran));
        // A world in which nothing happens would hold as well.
        expect(ran.counts.writes).toBeGreaterThan(10);
      }
    },
  );
}
