/** What servers need behind them: a private Redis and a worker, nothing kept. Servers come and go. */
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NODE_FLAGS } from "../../server/node-flags.ts";
import { startPrivateRedis } from "../redis/private.ts";
import { type GuardedProcess, spawnGuarded } from "../start/guarded-process.ts";
import { childEnv } from "./child-env.ts";
import { type Cores, pinned } from "./cores.ts";
import { PROBE_FLAGS } from "./probed.ts";

const root = join(import.meta.dirname, "../..");
const STOP_MS = 6_000;
/** What the shell around a process says of an end that we asked for. */
const SHELL_WORDS = /^(Killed|Terminated)$/;

export type Closer = () => Promise<void> | void;

export interface ServerWish {
  readonly port: number;
  /** Can be asked from inside. */
  readonly isProbed?: boolean;
  readonly script?: string;
  readonly args?: readonly string[];
}

export interface Backstage {
  readonly token: string;
  readonly redisUrl: string;
  readonly redisPid: number;
  /** With the flags of Node that `npm run server` starts it with. It may not be ready yet. */
  startServer(wish: ServerWish): Promise<GuardedProcess>;
  /** What servers and worker warned of, each with how often. */
  warnings(): Map<string, number>;
}

/** What was started is among the closers even when this fails. */
export async function openBackstage(
  cores: Cores,
  closers: Closer[],
  event: "none" | "sample" = "none",
): Promise<Backstage> {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-bench-"));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const redis = await startPrivateRedis();
  closers.push(() => redis.stop());
  const token = randomBytes(24).toString("base64url");
  const logFile = join(folder, "processes.log");
  const env = { REDIS_URL: redis.url, DATA_DIR: folder, EVENT: event, ADMIN_TOKEN: token, LOG_LEVEL: "warn" };

  const start = async (args: readonly string[], core: number | undefined, port = 0, ipc = false) => {
    const output = openSync(logFile, "a");
    const [command, all] = pinned(core, process.execPath, [...args]);
    const options = {
      env: childEnv({ ...env, PORT: String(port) }),
      output,
      ipc,
      removeWhenOrphaned: folder,
    };
    const child = await spawnGuarded(command, all, options).finally(() => closeSync(output));
    closers.push(async () => void (await child.stop(STOP_MS)));
    return child;
  };
  await start([join(root, "workers/main.ts")], undefined);
  return {
    token,
    redisUrl: redis.url,
    redisPid: redis.pid!,
    startServer: ({ port, isProbed = false, script = "server/main.ts", args = [] }) =>
      start(
        [...NODE_FLAGS, ...(isProbed ? PROBE_FLAGS : []), join(root, script), ...args],
        cores.server,
        port,
        isProbed,
      ),
    warnings: () => warningsIn(logFile),
  };
}

function warningsIn(logFile: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of readFileSync(logFile, "utf8").split("\n")) {
    if (line === "" || SHELL_WORDS.test(line)) continue;
    const { name, msg } = parsed(line);
    const warning = msg === undefined ? line : `${name}: ${msg}`;
    counts.set(warning, (counts.get(warning) ?? 0) + 1);
  }
  return counts;
}

function parsed(line: string): { name?: string; msg?: string } {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
