import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

/**
 * `npm run simulate`: seeds of the simulated world, on all cores.
 *
 * - Each seed is a run of its own in virtual time: servers, workers, Redis, readers, a screen and desks, and what
 *   befalls them (test/simulation).
 * - It ends with 1 at the first seed that fails: with that seed, what it broke, and its last lines. `--seed N` runs
 *   it again with all it did, and `--shrink` leaves out every step that it fails without.
 */
const usage = `npm run simulate -- [--seeds N] [--from N] [--steps N] [--cores N]
npm run simulate -- --seed N [--steps N] [--shrink]
`;

const main = join(import.meta.dirname, "..", "test", "simulation", "seeds.ts");
const TELL_MS = 5_000;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const whole = (text: string | undefined, otherwise: number): number => {
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`no whole number: ${text}`);
  return number;
};

function orderOf(args: readonly string[]) {
  const options = {
    seeds: { type: "string" },
    from: { type: "string" },
    steps: { type: "string" },
    cores: { type: "string" },
    seed: { type: "string" },
    shrink: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  return {
    seeds: whole(values.seeds, 1_000),
    from: whole(values.from, 1),
    steps: whole(values.steps, 200),
    cores: Math.max(1, whole(values.cores, availableParallelism())),
    seed: values.seed === undefined ? undefined : whole(values.seed, 0),
    shrink: values.shrink === true,
  };
}

const children = new Set<ChildProcess>();

/** One process with seeds of its own; its lines are heard as they come. Answers its exit code. */
async function run(args: readonly (string | number)[], heard: (line: string) => void): Promise<number> {
  const child = spawn(process.execPath, [main, ...args.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  createInterface({ input: child.stdout }).on("line", heard);
  const [code] = await once(child, "close");
  children.delete(child);
  return code ?? 1;
}

/** The seeds that were run, where none failed. */
async function runAll({ seeds, from, steps, cores }: ReturnType<typeof orderOf>): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  let hasFailed = false;
  const perSecond = () => ((done * 1_000) / (performance.now() - startedAt)).toFixed(1);
  const timer = setInterval(() => say(`${done} of ${seeds} seeds, ${perSecond()} a second`), TELL_MS);
  const heard = (line: string) => {
    if (line === "ok") done += 1;
    else say(line);
  };
  const codes = Array.from({ length: Math.min(cores, seeds) }, async (_, core) => {
    const code = await run(
      ["--from", from + core, "--until", from + seeds, "--every", cores, "--steps", steps],
      heard,
    );
    if (code !== 0 && !hasFailed) {
      hasFailed = true;
      for (const child of children) child.kill();
    }
  });
  await Promise.all(codes);
  clearInterval(timer);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  say(
    `${done} seeds of ${steps} steps ${hasFailed ? "passed, one FAILED" : "passed"}, ${seconds} s, ${perSecond()} a second`,
  );
  return hasFailed ? 1 : 0;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    for (const child of children) child.kill();
    process.exit(1);
  });
}

try {
  const order = orderOf(process.argv.slice(2));
  const { seed, steps, shrink } = order;
  const one = ["--seed", seed ?? 0, "--steps", steps, ...(shrink ? ["--shrink"] : [])];
  process.exitCode = seed === undefined ? await runAll(order) : await run(one, say);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n${usage}`);
  process.exitCode = 2;
}
