import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPages } from "./build-pages.ts";
import { findRedis } from "./redis/find.ts";

/**
 * `npm test`: every check, cheap ones before dear ones, up to the first stage that fails.
 * `npm test -- core redis` runs those stages alone; `npm test -- chaos` and `npm run journeys` those that take minutes.
 *
 * The last line is `N passed, N failed`, counting tests; a stage that fails as a whole (lint, types, a test
 * file that cannot be loaded) counts as one failure.
 */
interface Tally {
  passed: number;
  failed: number;
}

interface Stage {
  readonly name: string;
  /** Run only where it is named: `npm test -- chaos`, `npm run journeys`. */
  readonly isLong?: boolean;
  run(): Promise<Tally>;
}

const root = join(import.meta.dirname, "..");

// Colours are for a terminal; a log of continuous integration should be readable as it is.
const isTerminal = process.stdout.isTTY;
const plain = isTerminal ? [] : ["--colors=off"];
const env = {
  ...process.env,
  ...(isTerminal ? {} : { NO_COLOR: "1" }),
  // What tests start, and each file's own process, is compiled once for all of them.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, ".cache/compile"),
};

const nothing: Tally = { passed: 0, failed: 0 };
const oneFailure: Tally = { passed: 0, failed: 1 };

const stages: Stage[] = [
  { name: "lint", run: () => check(["node_modules/@biomejs/biome/bin/biome", "ci", ...plain, "."]) },
  { name: "types", run: checkTypes },
  { name: "architecture", run: () => vitest("architecture") },
  { name: "core", run: () => vitest("core") },
  {
    name: "redis",
    async run() {
      await findRedis(say);
      // The servers that they start have the pages that everybody's have, in a bare clone too.
      await buildPages({ say });
      // Most of them wait, for processes and clocks.
      return vitest("redis", 4);
    },
  },
  {
    name: "browser",
    async run() {
      await findRedis(say);
      await buildPages({ say });
      return vitest("browser");
    },
  },
  {
    name: "chaos",
    isLong: true,
    async run() {
      await findRedis(say);
      await buildPages({ say });
      return vitest("chaos");
    },
  },
  {
    name: "journeys",
    isLong: true,
    async run() {
      await findRedis(say);
      await buildPages({ say });
      // A browser each, with several pages: two fill a machine.
      return vitest("journeys", 2);
    },
  },
];

async function checkTypes(): Promise<Tally> {
  for (const project of [
    "tsconfig.json",
    "server/core/tsconfig.json",
    "client/tsconfig.json",
    "test/client/tsconfig.json",
  ]) {
    const tally = await check(["node_modules/typescript/bin/tsc", "--noEmit", "-p", project]);
    if (tally.failed > 0) return tally;
  }
  return nothing;
}

async function check(command: readonly string[]): Promise<Tally> {
  return (await runNode(command)) === 0 ? nothing : oneFailure;
}

async function vitest(project: string, workers?: number): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-test-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const most = workers === undefined ? [] : [`--maxWorkers=${workers}`];
    const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...most, ...reporters];
    const code = await runNode(args);
    const tally = existsSync(report) ? readTally(report) : nothing;
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTally(report: string): Tally {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
  return { passed: Number(numPassedTests), failed: Number(numFailedTests) };
}

/** Our own Node, whatever PATH would find. */
async function runNode(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit", env });
  running = child;
  const [code] = await once(child, "exit");
  return code ?? 1;
}

let running: ReturnType<typeof spawn> | undefined;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function choose(names: readonly string[]): Stage[] {
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    process.stderr.write(
      `No stage "${unknown}": there are ${stages.map((stage) => stage.name).join(", ")}.\n`,
    );
    process.exit(2);
  }
  return stages.filter(({ name, isLong }) => (names.length > 0 ? names.includes(name) : isLong !== true));
}

async function runStage(stage: Stage): Promise<Tally> {
  say(`\n── ${stage.name} ──`);
  const startedAt = performance.now();
  const tally = await stage.run().catch((error: Error): Tally => {
    say(error.message);
    return oneFailure;
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${stage.name}: ${tally.failed > 0 ? "FAILED" : "ok"}, ${seconds} s`);
  return tally;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    running?.kill(signal);
    process.exit(1);
  });
}

const total: Tally = { passed: 0, failed: 0 };
for (const stage of choose(process.argv.slice(2))) {
  const tally = await runStage(stage);
  total.passed += tally.passed;
  total.failed += tally.failed;
  if (tally.failed > 0) break;
}
say(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
