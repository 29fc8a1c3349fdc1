/**
 * One real server on a private Redis of its own, with an event under way: people, tokens, screens, what is published,
 * and what nobody outside may see. What is hostile is sent to this one, and it is looked at from all sides.
 */
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NODE_FLAGS } from "../../../server/node-flags.ts";
import { childEnv } from "../../bench/child-env.ts";
import { type Ask, asking } from "../../bench/questions.ts";
import { startPrivateRedis } from "../../redis/private.ts";
import { type ExitReport, spawnGuarded } from "../../start/guarded-process.ts";
import { furnish, type Known } from "./furnish.ts";
import { INSIDE_FLAGS, type InsideQuestions } from "./inside-asked.ts";

const root = join(import.meta.dirname, "../../..");
const START_MS = 60_000;
const STOP_MS = 8_000;

export interface World {
  readonly port: number;
  readonly pid: number;
  readonly known: Known;
  readonly inside: Ask<InsideQuestions>;
  /** How it ended, though nobody asked it to; undefined while it lives. */
  ended(): ExitReport | undefined;
  /** All that it wrote so far, stdout and stderr. */
  log(): string;
  close(): Promise<void>;
}

export interface WorldWish {
  /** `debug` has a line for each request. */
  readonly logLevel?: "debug" | "info";
  readonly env?: Readonly<Record<string, string>>;
}

export async function openWorld({ logLevel = "info", env = {} }: WorldWish = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-fire-"));
  const redis = await startPrivateRedis();
  const port = await freePort();
  const adminToken = randomBytes(24).toString("base64url");
  const logFile = join(folder, "server.log");
  const output = openSync(logFile, "a");
  const given = {
    REDIS_URL: redis.url,
    DATA_DIR: folder,
    EVENT: "none",
    ADMIN_TOKEN: adminToken,
    LOG_LEVEL: logLevel,
    PORT: String(port),
    NODE_COMPILE_CACHE: join(root, ".cache/compile"),
    ...env,
  };
  const args = [...NODE_FLAGS, ...INSIDE_FLAGS, join(root, "server/main.ts")];
  const options = { env: childEnv(given), output, ipc: true, removeWhenOrphaned: folder };
  const child = await spawnGuarded(process.execPath, args, options).finally(() => closeSync(output));
  let end: ExitReport | undefined;
  child.exited.then((report) => {
    end = report;
  });
  const log = () => readFileSync(logFile, "utf8");
  const close = async () => {
    await child.stop(STOP_MS);
    await redis.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await serving(port, () => {
      if (end !== undefined) throw new Error(`the server ended before it served:\n${log()}`);
    });
    const inside = asking<InsideQuestions>(child, "the server");
    const known = await furnish(`http://127.0.0.1:${port}`, adminToken);
    await inside("watch", {});
    return { port, pid: child.pid, known, inside, ended: () => end, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serving(port: number, check: () => void): Promise<void> {
  const until = performance.now() + START_MS;
  for (;;) {
    check();
    const status = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    if (performance.now() > until) throw new Error("the server does not serve");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** One that nobody has now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
