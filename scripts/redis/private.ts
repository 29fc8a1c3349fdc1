import { closeSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { unixRedisUrl } from "../../server/store/redis-url.ts";
import { backOff } from "../start/back-off.ts";
import { waitForLock } from "../start/folder-lock.ts";
import { type ExitReport, type GuardedProcess, spawnGuarded } from "../start/guarded-process.ts";
import { keepRunning } from "../start/kept-running.ts";
import { appendableLog, lastLine } from "../start/log-file.ts";
import { noteProcess, waitUntilGone } from "../start/process-identity.ts";
import { findRedis } from "./find.ts";
import { whyItEnded } from "./last-words.ts";
import { placeSocket, privateFolder, temporaryDataFolder } from "./places.ts";
import { readyOnSocket } from "./ready.ts";
import { settingsAsArguments } from "./settings.ts";

/**
 * A Redis of our own, for `npm start`, tests and benchmarks.
 *
 * - Every acknowledged write is on disk (`appendfsync always`), nothing is evicted, and no port is open:
 *   it listens on a unix socket that only this user can reach.
 * - It dies with us, also when we are killed with -9, and its data is there at the next start.
 * - A data folder belongs to one Redis: a second start on it throws `LockHeld` and touches nothing.
 * - It is started again when it dies, unless `restart: false`. Its address stays the same.
 */
export interface PrivateRedis {
  readonly socketPath: string;
  /** `unix:///…`, as REDIS_URL takes it. */
  readonly url: string;
  /** The process of Redis itself; undefined while there is none. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is dead. With `restart` it comes back by itself. */
  kill9(): Promise<void>;
  /** Starts it again after `kill9` with `restart: false`; resolves when it answers. */
  startAgain(): Promise<void>;
  /** Hears of every end that was not asked for with `stop`, with its reason where that is known. Returns how to stop hearing. */
  onExit(
    listener: (report: ExitReport, restartInMs: number | undefined, why: string | undefined) => void,
  ): () => void;
}

export interface PrivateRedisOptions {
  /** Where its folder `redis/` and its `redis.pid` go. Without one: a temporary folder, removed at the end. */
  readonly dataDir?: string;
  readonly restart?: boolean;
  /** Settings over our own, by their names in redis.conf: `{ "maxmemory-policy": "allkeys-lru" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What its command line begins with: a program that becomes what follows, such as `env`. */
  readonly launcher?: readonly string[];
  readonly say?: (line: string) => void;
}

export async function startPrivateRedis(options: PrivateRedisOptions = {}): Promise<PrivateRedis> {
  const { restart = true, settings = {}, launcher = [], say } = options;
  const binary = await findRedis(say);
  const temporary =
    options.dataDir === undefined ? mkdtempSync(join(temporaryDataFolder(), "fanfare-")) : undefined;
  const dataDir = temporary ?? resolve(options.dataDir as string);
  const dir = privateFolder(dataDir, "redis");
  const lock = await waitForLock(join(dir, "lock"), 300); // one just killed may take a moment to be gone
  const listeners = new Set<Parameters<PrivateRedis["onExit"]>[0]>();
  const socket = placeSocket(dir);
  const pidFile = join(dataDir, "redis.pid");
  const processFile = join(dir, "process.json");
  const logFile = join(dir, "redis.log");
  let logFrom = 0;

  function cleanUp(): void {
    rmSync(pidFile, { force: true });
    rmSync(join(dir, "url"), { force: true });
    lock.release();
    if (temporary) rmSync(temporary, { recursive: true, force: true });
    if (socket.temporary) rmSync(socket.temporary, { recursive: true, force: true });
  }

  async function start(): Promise<GuardedProcess> {
    const output = appendableLog(logFile);
    const [program = "", ...args] = [
      ...launcher,
      binary.path,
      ...settingsAsArguments({ dir, unixsocket: socket.path, ...settings }),
    ];
    logFrom = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
    const child = await spawnGuarded(program, args, {
      cwd: dir,
      output,
      removeWhenOrphaned: temporary ?? socket.temporary,
    }).finally(() => closeSync(output));
    try {
      noteProcess(processFile, child.pid);
      writeFileSync(pidFile, `${child.pid}\n`);
      const answered = await readyOnSocket(socket.path, child.exited);
      if (!answered) throw new Error(`Redis does not start: ${lastLine(logFile)}`);
    } catch (error) {
      // On a full disk the notes cannot be written. It would be started again beside this one, on the same files.
      await child.kill9();
      throw error;
    }
    return child;
  }

  try {
    // One whose parent was killed may still be writing its last.
    await waitUntilGone(processFile, 15_000);
    const kept = await keepRunning({
      start,
      restart,
      pauses: backOff({ firstMs: 100 }),
      onDeath(report, restartInMs) {
        // Who was killed had no last words.
        const why = report.code > 128 ? undefined : whyItEnded(dir, logFile, logFrom);
        for (const listener of listeners) listener(report, restartInMs, why);
      },
    });
    writeFileSync(join(dir, "url"), unixRedisUrl(socket.path), { mode: 0o600 });
    return {
      socketPath: socket.path,
      url: unixRedisUrl(socket.path),
      get pid() {
        return kept.pid;
      },
      async stop() {
        await kept.stop(5_000);
        cleanUp();
      },
      kill9: () => kept.kill9(),
      startAgain: () => kept.startAgain(),
      onExit(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
  } catch (error) {
    cleanUp();
    throw error;
  }
}
