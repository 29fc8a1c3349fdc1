/** `npm run server`: one node for as long as it is wanted. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CONFIG_FAULT_EXIT, type ConfigWithRedis, loadConfig, PUSH_TEST_WARNING } from "./config.ts";
import type { PageRenderer } from "./contract/page-start.ts";
import { fillEmptyStore } from "./desk/fill-empty-store.ts";
import { openNode, type ServerNode } from "./node.ts";
import { createLogger } from "./observe/logger.ts";
import { exitWithParent } from "./observe/parent-watch.ts";
import { openStore } from "./store/open-store.ts";

const PAGES_DIR = join(import.meta.dirname, "../dist/client");
const RENDERER = join(import.meta.dirname, "../dist/renderer/render.js");
/** Whatever is under way then, the process ends. */
const PATIENCE_MS = 5_000;

async function main(): Promise<void> {
  const config = loadConfig({ redis: "required" });
  const log = createLogger(config.logLevel, "server");
  const given = new AbortController();
  let node: ServerNode | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    given.abort();
    stopping ??= node?.stop();
    return stopping ?? Promise.resolve();
  };
  exitWithParent(stop, { pipe: config.parentPipe, patienceMs: PATIENCE_MS });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      setTimeout(() => process.exit(1), PATIENCE_MS).unref();
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }

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
  node = await openNode({ config, store: opened.store, log, pagesDir: PAGES_DIR, renderer });
  await firstAccount(node, config);
  const faults = await fillEmptyStore({ ...node, store: opened.store, log }, config.event);
  if (faults.length > 0) {
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    await stop();
    process.exit(CONFIG_FAULT_EXIT);
  }
  log.info({ port: await node.listen() }, "server started");
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
