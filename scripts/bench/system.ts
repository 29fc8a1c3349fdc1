/** A Fanfare to measure: its own private Redis, one server and one worker, nothing kept. */
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startPrivateRedis } from "../redis/private.ts";
import { spawnGuarded } from "../start/guarded-process.ts";
import { tryPort } from "../start/port.ts";
import { untilReady } from "../start/ready.ts";
import { childEnv } from "./child-env.ts";
import { type Cores, pinned } from "./cores.ts";
import { BenchDesk } from "./desk.ts";

const root = join(import.meta.dirname, "../..");
const WARM_UP = 100;
const WARM_UP_AHEAD_MS = 1_500;

export type Closer = () => Promise<void> | void;

export interface System {
  readonly port: number;
  readonly token: string;
  readonly redisUrl: string;
  readonly serverPid: number;
  /** What server and worker warned of, each with how often. */
  warnings(): Map<string, number>;
}

/**
 * Ready and, where it begins empty, warmed up; the sample event publishes by itself, as in a rehearsal. What was
 * started is among the closers even when this fails.
 */
export async function openSystem(
  cores: Cores,
  closers: Closer[],
  signal: AbortSignal,
  event: "none" | "sample" = "none",
): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-bench-"));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const redis = await startPrivateRedis();
  closers.push(() => redis.stop());
  const port = await freePort();
  const token = randomBytes(24).toString("base64url");
  const logFile = join(folder, "processes.log");
  const env = childEnv({
    REDIS_URL: redis.url,
    PORT: String(port),
    DATA_DIR: folder,
    EVENT: event,
    ADMIN_TOKEN: token,
    LOG_LEVEL: "warn",
  });
  const start = async (script: string, core: number | undefined) => {
    const output = openSync(logFile, "a");
    const [command, args] = pinned(core, process.execPath, [join(root, script)]);
    const child = await spawnGuarded(command, args, { env, output, removeWhenOrphaned: folder }).finally(() =>
      closeSync(output),
    );
    closers.push(async () => void (await child.stop(6_000)));
    return child.pid;
  };
  await start("workers/main.ts", undefined);
  const serverPid = await start("server/main.ts", cores.server);
  await untilReady({ host: "127.0.0.1", port, tls: false }, () => {}, signal);
  if (event === "none") await warmUp(port, token, signal);
  return { port, token, redisUrl: redis.url, serverPid, warnings: () => warningsIn(logFile) };
}

export async function freePort(): Promise<number> {
  const finding = await tryPort("127.0.0.1", 0);
  if (!finding.free) throw new Error(finding.reason);
  return finding.port;
}

/** A first announcement pays for what is compiled and connected once; also shows that the worker works. */
async function warmUp(port: number, token: string, signal: AbortSignal): Promise<void> {
  const desk = new BenchDesk({ port, token }, 4);
  const before = await desk.head();
  for (let n = 0; n < WARM_UP; n += 1)
    await desk.announce(`warm up ${n}`, n % 2 === 0 ? "now" : Date.now() + WARM_UP_AHEAD_MS);
  while ((await desk.head()) < before + WARM_UP) await pause(50, undefined, { signal });
  desk.close();
}

function warningsIn(logFile: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of readFileSync(logFile, "utf8").split("\n")) {
    if (line === "") continue;
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
