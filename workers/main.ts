/** `npm run worker`: one worker for as long as it is wanted. */
import { CONFIG_FAULT_EXIT, loadConfig, PUSH_TEST_WARNING } from "../server/config.ts";
import { createLogger } from "../server/observe/logger.ts";
import { exitWithParent } from "../server/observe/parent-watch.ts";
import { vapidSubject } from "../server/push/vapid.ts";
import { openStore } from "../server/store/open-store.ts";
import { openMetrics, type ServedMetrics } from "./metrics.ts";
import { type RunningWorker, startWorker, type WorkerParts } from "./worker.ts";

/** Whatever is under way then, the process ends. */
const PATIENCE_MS = 5_000;

export async function runWorker(hooks: Pick<WorkerParts, "beforePublish" | "now"> = {}): Promise<void> {
  const config = loadConfig({ redis: "required" });
  const log = createLogger(config.logLevel, "worker");
  const given = new AbortController();
  let worker: RunningWorker | undefined;
  let metrics: ServedMetrics | undefined;

  const stop = async () => {
    given.abort();
    await worker?.stop();
    await metrics?.stop();
  };
  exitWithParent(stop, { pipe: config.parentPipe, patienceMs: PATIENCE_MS });
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      setTimeout(() => process.exit(1), PATIENCE_MS).unref();
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }

  metrics = await openMetrics(config, log);
  if (config.pushTest !== undefined) log.warn({ origin: config.pushTest.origin }, PUSH_TEST_WARNING);
  const opened = await openStore({
    url: config.redisUrl,
    signal: given.signal,
    ...(hooks.now === undefined ? {} : { now: hooks.now }),
    onUnreachable: (reason) => log.warn({ reason }, "Redis cannot be reached; trying again"),
  }).catch((error: unknown) => {
    if (given.signal.aborted) return undefined;
    throw error;
  });
  if (opened === undefined) return;
  for (const line of opened.check.warnings) log.warn(line);
  if (!opened.ok) {
    for (const line of opened.check.fatal) process.stderr.write(`REDIS_URL ${line}\n`);
    process.exit(CONFIG_FAULT_EXIT);
  }
  worker = await startWorker({
    url: config.redisUrl,
    store: opened.store,
    log,
    dataDir: config.dataDir,
    push: {
      subject: vapidSubject(config.publicUrl, config.admin.email),
      testOrigin: config.pushTest?.origin,
      testCa: config.pushTest?.ca,
    },
    onDuePublished: metrics?.duePublished,
    ...hooks,
  });
  metrics?.watch(worker.vitals, worker.backlog);
  if (given.signal.aborted) await worker.stop();
}

if (import.meta.main) await runWorker();
