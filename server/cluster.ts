/** `npm run server`: one node for each core, on one port, for as long as they are wanted. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { CONFIG_FAULT_EXIT, type ConfigWithRedis, loadConfig } from "./config.ts";
import { NODE_FLAGS } from "./node-flags.ts";
import { createLogger, type Logger } from "./observe/logger.ts";
import { exitWithParent } from "./observe/parent-watch.ts";
import { terminalWatch } from "./observe/terminal.ts";
import { parseCores } from "./supervise/cores.ts";
import { forkWith } from "./supervise/forked.ts";
import { notePid } from "./supervise/pid-file.ts";
import { Supervisor } from "./supervise/supervisor.ts";
import { tryPort } from "./supervise/try-port.ts";
import { VersionWatch } from "./supervise/version-watch.ts";

const ROOT = join(import.meta.dirname, "..");
const VERSION = join(ROOT, "dist/.version");
const PATIENCE_MS = 6_000;

async function main(): Promise<void> {
  const asked = parseCores(process.argv.slice(2), availableParallelism());
  if (!asked.ok) return fail(asked.fault, CONFIG_FAULT_EXIT);
  const config = loadConfig({ redis: "required" });
  // [MP2] What the processes share, a forgotten deployment would share as well: so it is asked for alone first.
  const found = await tryPort(config.host, config.port);
  if (!found.free) return fail(found.reason, 1);

  await metricsPortIsFree(config);

  const log = createLogger(config.logLevel, "supervisor");
  const supervisor = new Supervisor({
    cores: asked.cores,
    fork: forkWith({
      entry: join(import.meta.dirname, "main.ts"),
      flags: NODE_FLAGS,
      env: environment(config, found.port),
    }),
    log,
    random: Math.random,
    nowMs: () => performance.now(),
  });
  const watch = new VersionWatch({
    read: versionOnDisk,
    onNew: () => void supervisor.roll("a new version is there"),
  });
  const metrics = await openMetrics(config, supervisor, asked.cores, log);
  const forgetPid = notedPid(config.dataDir, log);

  let ending: Promise<void> | undefined;
  const stop = () => {
    watch.stop();
    ending ??= supervisor
      .stop()
      .then(forgetPid)
      .finally(() => metrics?.stop());
    return ending;
  };
  const end = (code: number) => {
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    void stop().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  exitWithParent(stop, { pipe: config.parentPipe, patienceMs: PATIENCE_MS });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(0));
  const isTerminalGone = terminalWatch();
  process.on("SIGHUP", () => (isTerminalGone() ? end(0) : void supervisor.roll("SIGHUP")));
  void supervisor.failed.then(end);

  log.info({ port: found.port, processes: asked.cores }, "supervisor started");
  supervisor.start();
  watch.start();
}

/** Nothing runs yet and somebody is looking: what they asked for and cannot have is said now. */
async function metricsPortIsFree({ metricsPort: port, metricsHost: host }: ConfigWithRedis): Promise<void> {
  const found = port === undefined ? undefined : await tryPort(host, port, "METRICS_PORT");
  if (found?.free === false) fail(found.reason, 1);
}

/** [OM8] One place for the numbers of all processes. What counts is loaded only where it is wanted. */
async function openMetrics(
  { metricsPort: port, metricsHost: host }: ConfigWithRedis,
  supervisor: Supervisor,
  wanted: number,
  log: Logger,
): Promise<{ stop(): Promise<void> } | undefined> {
  if (port === undefined) return undefined;
  const [{ metricsOf }, { MetricsListener }] = await Promise.all([
    import("./supervise/metrics.ts"),
    import("./observe/metrics/listener.ts"),
  ]);
  const listener = new MetricsListener({ port, host, log, text: metricsOf(supervisor, wanted) });
  listener.start();
  return listener;
}

/** What the processes are told beside our own environment. */
function environment(config: ConfigWithRedis, port: number): Record<string, string> {
  return {
    PORT: String(port),
    // The kernel spreads connections over all that listen; elsewhere node:cluster takes them in turns.
    FANFARE_SHARED_PORT: process.platform === "linux" ? "1" : "",
    FANFARE_PARENT_PIPE: "",
    // Half of a process' start is compiling what has not changed.
    NODE_COMPILE_CACHE: config.compileCache ?? join(ROOT, ".cache/compile"),
  };
}

function versionOnDisk(): string | undefined {
  try {
    return readFileSync(VERSION, "utf8");
  } catch {
    return undefined;
  }
}

/** Nobody is kept from serving by a file that only makes it easier to find us. */
function notedPid(dataDir: string, log: Logger): () => void {
  try {
    const forget = notePid(dataDir);
    if (forget === undefined)
      log.warn({ dataDir }, "server.pid names another server that runs: left as it is");
    return forget ?? (() => {});
  } catch (error) {
    log.warn({ dataDir, reason: String(error) }, "server.pid could not be written");
    return () => {};
  }
}

function fail(line: string, code: number): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

await main();
