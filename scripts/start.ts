import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CONFIG_FAULT_EXIT, type Config, loadConfig, originFrom } from "../server/config.ts";
import { NODE_FLAGS } from "../server/node-flags.ts";
import { tryPort } from "../server/supervise/try-port.ts";
import { buildPages } from "./build-pages.ts";
import { privateFolder } from "./redis/places.ts";
import { startPrivateRedis } from "./redis/private.ts";
import { firstAccount } from "./start/first-account.ts";
import { LockHeld, waitForLock } from "./start/folder-lock.ts";
import { killAllGuarded } from "./start/guarded-process.ts";
import { networkOrigins } from "./start/network-origins.ts";
import { describeEnd, goneFromLastTime, startNodeChild } from "./start/node-child.ts";
import { untilReady } from "./start/ready.ts";
import { noteOrigin } from "./start/running-origin.ts";
import { summarize } from "./start/summary.ts";

/**
 * `npm start`: everything on this machine, in one terminal.
 *
 * - One start per DATA_DIR: a second one is refused and leaves the first untouched.
 * - Ctrl-C, SIGTERM and a closed terminal stop the server, then the worker, then Redis, within 10 s.
 * - Killed with -9, it leaves nothing behind: see guarded-process.ts.
 * - Whatever dies while it runs is started again; an end with a faulty configuration stops everything.
 */
const root = join(import.meta.dirname, "..");
const stopWithinMs = 10_000;
const LAST_PORT = 65_535;

/** A reason not to start that is the user's to cure: one line, no stack. */
class CannotStart extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

type Closer = () => Promise<void> | void;

async function run(config: Config, closers: Closer[], stopped: AbortSignal): Promise<void> {
  privateFolder(config.dataDir);
  const lock = await waitForLock(join(config.dataDir, "start.lock"), 300); // one just killed takes a moment
  closers.push(() => lock.release());
  for (const name of ["server", "worker"]) await goneFromLastTime(name, config.dataDir);
  const port = await findPort(config);

  await buildPages({ say, signal: stopped });
  const redisUrl = config.redisUrl ?? (await startRedis(config, closers));
  stopped.throwIfAborted();

  const account = firstAccount(config.admin);
  const env = {
    ...process.env,
    REDIS_URL: redisUrl,
    PORT: String(port),
    DATA_DIR: config.dataDir,
    // Half of a process' start is compiling what has not changed.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, ".cache/compile"),
  };
  const finalEnd = Promise.withResolvers<never>();
  const child = (name: string, script: string, own: NodeJS.ProcessEnv) =>
    startNodeChild({
      name,
      script: join(root, script),
      flags: name === "server" ? NODE_FLAGS : [],
      env: own,
      dataDir: config.dataDir,
      say,
      finalCodes: [CONFIG_FAULT_EXIT],
      onMessage: name === "server" ? account.hear : () => {},
      onFinalEnd: (report) =>
        finalEnd.reject(new CannotStart(`The ${name} ended (${describeEnd(report)}).`, report.code)),
    });
  const worker = await child("worker", "workers/main.ts", {
    ...env,
    ...workerMetrics(config),
    ADMIN_PASSWORD: undefined,
  });
  closers.push(() => worker.stop(2_500));
  const server = await child("server", "server/main.ts", { ...env, ...account.env });
  closers.push(() => server.stop(5_000));

  const place = { host: config.host, port, tls: config.tls !== undefined };
  await Promise.race([untilReady(place, say, stopped), finalEnd.promise]);
  const localOrigin = originFrom(place.host, port, place.tls);
  closers.push(noteOrigin(config.dataDir, localOrigin));
  say(
    summarize({
      localOrigin,
      networkOrigins: networkOrigins(place.host, port, place.tls),
      publicUrl: config.publicUrl,
      account: await account.outcome(5_000),
      dataDir: config.dataDir,
      metrics: metricsPorts(config).map((each) => metricsAddress(config.metricsHost, each)),
    }),
  );
  await Promise.race([untilAborted(stopped), finalEnd.promise]);
}

async function findPort(config: Config): Promise<number> {
  for (const metricsPort of metricsPorts(config)) {
    if (metricsPort === config.port && metricsPort !== 0)
      throw new CannotStart("METRICS_PORT and the port after it, for the worker, must differ from PORT.");
    const metrics = await tryPort(config.metricsHost, metricsPort, "METRICS_PORT");
    if (!metrics.free) throw new CannotStart(metrics.reason);
  }
  const finding = await tryPort(config.host, config.port);
  if (!finding.free) throw new CannotStart(finding.reason);
  return finding.port;
}

/** [OM9] The server's, and after it the worker's. */
function metricsPorts({ metricsPort }: Config): number[] {
  if (metricsPort === undefined) return [];
  if (metricsPort === LAST_PORT)
    throw new CannotStart(`METRICS_PORT must be below ${LAST_PORT}: the worker has the port after it.`);
  return [metricsPort, metricsPort === 0 ? 0 : metricsPort + 1];
}

function workerMetrics(config: Config): { METRICS_PORT?: string } {
  const port = metricsPorts(config)[1];
  return port === undefined ? {} : { METRICS_PORT: String(port) };
}

async function startRedis(config: Config, closers: Closer[]): Promise<string> {
  const redis = await startPrivateRedis({ dataDir: config.dataDir, say });
  closers.push(() => redis.stop());
  redis.onExit((report, restartInMs, why) => {
    const reason = [describeEnd(report), why].filter(Boolean).join(": ");
    say(`Redis ended (${reason}); starting it again in ${(restartInMs ?? 0) / 1000} s.`);
  });
  return redis.url;
}

/** Undefined where it is any free one: the process' own log says which. */
const metricsAddress = (host: string, port: number): string | undefined =>
  port === 0 ? undefined : `${originFrom(host, port, false)}/metrics`;

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function stopAll(closers: Closer[]): Promise<void> {
  const late = setTimeout(killAllGuarded, stopWithinMs - 1_000);
  for (const close of closers.reverse()) await close();
  clearTimeout(late);
}

async function main(): Promise<number> {
  const config = loadConfig();
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // npm passes a Ctrl-C on to us that the terminal sent us already: the second one means nothing.
    process.on(signal, () => stop.abort());
  }
  process.stdout.on("error", () => {}); // the terminal may be gone
  process.stderr.on("error", () => {});

  const closers: Closer[] = [];
  let exitCode = 0;
  try {
    // What a stop finds half started needs a moment to be stopped in order; what is still not there then
    // (a download, a Redis that loads) ends with us.
    await Promise.race([
      run(config, closers, stop.signal),
      untilAborted(stop.signal).then(() => pause(1_000)),
    ]);
  } catch (error) {
    if (!stop.signal.aborted) {
      exitCode = error instanceof CannotStart ? error.exitCode : 1;
      process.stderr.write(`${explain(error)}\n`);
    }
  }
  await stopAll(closers);
  if (stop.signal.aborted) say("Stopped.");
  return exitCode;
}

function explain(error: unknown): string {
  if (error instanceof LockHeld) return `Fanfare runs already: ${error.message}.`;
  const expected = ["RedisMissing", "BuildFailed"];
  if (error instanceof CannotStart || (error instanceof Error && expected.includes(error.name)))
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

process.exit(await main());
