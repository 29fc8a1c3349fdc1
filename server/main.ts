/**
 * One node for as long as it is wanted: by itself, under `npm start`, or as one of those that cluster.ts starts
 * for `npm run server`.
 */
import cluster from "node:cluster";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CONFIG_FAULT_EXIT, type ConfigWithRedis, loadConfig, PUSH_TEST_WARNING } from "./config.ts";
import type { PageRenderer } from "./contract/page-start.ts";
import { fillEmptyStore } from "./desk/fill-empty-store.ts";
import { openMetrics, type ServedMetrics } from "./metrics.ts";
import { openNode, type ServerNode } from "./node.ts";
import { createLogger, type Logger } from "./observe/logger.ts";
import { exitWithParent } from "./observe/parent-watch.ts";
import { terminalWatch } from "./observe/terminal.ts";
import { openStore } from "./store/open-store.ts";
import { isLeave, listening } from "./supervise/messages.ts";

const PAGES_DIR = join(import.meta.dirname, "../dist/client");
const RENDERER = join(import.meta.dirname, "../dist/renderer/render.js");
/** Whatever is under way then, the process ends. */
const PATIENCE_MS = 5_000;
const LEAVE_PATIENCE_MS = 35_000;

async function main(): Promise<void> {
  const config = loadConfig({ redis: "required" });
  const log = createLogger(config.logLevel, "server");
  const given = new AbortController();
  let node: ServerNode | undefined;
  let metrics: ServedMetrics | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    given.abort();
    // Numbers are told to the end: how it goes is wanted now.
    stopping ??= node?.stop().finally(() => metrics?.stop());
    return stopping ?? Promise.resolve();
  };
  const endAfter = (work: () => Promise<void>, patienceMs: number) => {
    setTimeout(() => process.exit(1), patienceMs).unref();
    work().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  // Else node:cluster ends a process at once, and its readers with it, when the supervisor is gone.
  if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
  exitWithParent(stop, { pipe: config.parentPipe, patienceMs: PATIENCE_MS });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => endAfter(stop, PATIENCE_MS));
  const leave = async () => {
    await node?.leave();
    await stop();
  };
  process.on("message", (message) => {
    if (isLeave(message)) endAfter(leave, LEAVE_PATIENCE_MS);
  });
  process.on(
    "SIGHUP",
    hungUp(log, () => endAfter(stop, PATIENCE_MS)),
  );

  metrics = await openMetrics(config, log);
  if (config.pushTest !== undefined) log.warn({ origin: config.pushTest.origin }, PUSH_TEST_WARNING);
  const opened = await openStore({
    url: config.redisUrl,
    signal: given.signal,
    onUnreachable: (reason) => log.warn({ reason }, "Redis cannot be reached; trying again"),
  });
  for (const line of opened.check.warnings) log.warn(line);
  if (!opened.ok) {
    for (const line of opened.check.fatal) process.stderr.write(`REDIS_URL ${line}\n`);
    process.exit(CONFIG_FAULT_EXIT);
  }
  const renderer = await loadRenderer();
  node = await openNode({
    config,
    store: opened.store,
    log,
    pagesDir: PAGES_DIR,
    renderer,
    observer: metrics?.observer,
  });
  metrics?.watch(node.vitals, node.backlog);
  await firstAccount(node, config);
  const faults = await fillEmptyStore({ ...node, store: opened.store, log }, config.event);
  if (faults.length > 0) {
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    await stop();
    process.exit(CONFIG_FAULT_EXIT);
  }
  // Whoever shares its port is given readers as soon as it listens.
  if (cluster.isWorker) await node.atHead;
  log.info({ port: await node.listen() }, "server started");
  if (cluster.isWorker) process.send?.(listening);
}

/** What the supervisor has to decide is not decided here; one alone goes on, unless its terminal was closed. */
function hungUp(log: Logger, stop: () => void): () => void {
  const isTerminalGone = terminalWatch();
  return () => {
    if (cluster.isWorker) return;
    if (isTerminalGone()) stop();
    else log.warn("SIGHUP replaces the processes of npm run server; one alone goes on as it is");
  };
}

/** The built pages' own; none where they are not built. */
async function loadRenderer(): Promise<PageRenderer | undefined> {
  if (!existsSync(RENDERER)) return undefined;
  const module = (await import(pathToFileURL(RENDERER).href)) as { renderer: PageRenderer };
  return module.renderer;
}

/** Somebody must be able to sign in: made where there is no account at all. */
async function firstAccount(node: ServerNode, { admin, reportFirstAccount }: ConfigWithRedis): Promise<void> {
  const { email, password } = admin;
  if (password === undefined) return;
  const { created } = await node.accounts.ensureFirstAccount({ email, password });
  if (reportFirstAccount) process.send?.({ type: "first-account", email, created });
}

await main();
