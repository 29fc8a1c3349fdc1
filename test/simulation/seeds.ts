/** Runs seeds one after the other and tells of each, for scripts/simulate.ts; or one of them, with all it did. */
import { parseArgs } from "node:util";
import { inWords } from "./in-words.ts";
import { runSeed, STEPS } from "./run.ts";
import { shrunk } from "./shrink.ts";

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "1" },
    until: { type: "string", default: "2" },
    every: { type: "string", default: "1" },
    steps: { type: "string", default: String(STEPS) },
    seed: { type: "string" },
    shrink: { type: "boolean", default: false },
  },
});
const steps = Number(values.steps);
// Refusals of a store that is away are errors, and made by the thousand: nobody looks at where.
if (values.seed === undefined) Error.stackTraceLimit = 0;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function runOne(seed: number): Promise<void> {
  const without = values.shrink ? await shrunk(seed, steps, say) : new Set<number>();
  const ran = await runSeed(seed, { steps, without, lines: 100_000 });
  for (const line of ran.last) say(line);
  say(ran.failure === undefined ? `seed ${seed}: well, ${ran.hash}` : inWords(ran));
  if (ran.failure !== undefined) process.exitCode = 1;
}

async function runMany(): Promise<void> {
  for (let seed = Number(values.from); seed < Number(values.until); seed += Number(values.every)) {
    const ran = await runSeed(seed, { steps });
    if (ran.failure === undefined) say("ok");
    else {
      say(inWords(ran));
      process.exitCode = 1;
      return;
    }
  }
}

await (values.seed === undefined ? runMany() : runOne(Number(values.seed)));
