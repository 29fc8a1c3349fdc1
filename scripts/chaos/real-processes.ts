/** Real servers and workers on a private Redis of their own, each a process that a test may kill. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { type PrivateRedis, type PrivateRedisOptions, startPrivateRedis } from "../redis/private.ts";
import { type RealApi, realApi } from "./real-api.ts";
import { until } from "./until.ts";

const root = join(import.meta.dirname, "../..");
export const ADMIN_TOKEN = "an-admin-token-of-the-chaos-tests-0123456789";
const START_MS = 45_000;

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RealProcess {
  readonly pid: number;
  /** All that it wrote so far, stdout and stderr. */
  log(): string;
  isAlive(): boolean;
  readonly ended: Promise<End>;
  signal(name: NodeJS.Signals): void;
  kill9(): Promise<End>;
  /** SIGTERM, and how it ended. */
  terminate(): Promise<End>;
}

export interface RealServer extends RealProcess {
  readonly port: number;
  readonly base: string;
  readonly api: RealApi;
}

/** The process that supervises, and those that it has started. */
export interface RealCluster extends RealServer {
  /** The ids of those that it has not seen the end of. */
  processes(): number[];
}

export interface ServerOptions {
  readonly redisUrl: string;
  /** The one that it had, for a server that comes back. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Another copy of the project. */
  readonly root?: string;
  /** Another entry than the real one, with its arguments: a path from the root of the project. */
  readonly entry?: readonly string[];
  /** A command that becomes the process: `["ip", "netns", "exec", "a"]`. */
  readonly through?: readonly string[];
  /** Where it listens and is reached. */
  readonly host?: string;
  /** What answers 200 once it is as a test wants it; `/readyz` where absent. */
  readonly until?: "/readyz" | "/servez";
}

export interface ClusterOptions extends ServerOptions {
  readonly cores: number;
}

export interface WorkerOptions {
  readonly redisUrl: string;
  /** Another entry than the real one, with its arguments: a path from the root of the project. */
  readonly entry?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly root?: string;
  readonly through?: readonly string[];
}

/** What one test file starts, all gone after `cleanUp`. A test that dies takes it along: see parent-watch.ts. */
export class Bench {
  readonly #closers: (() => unknown)[] = [];

  onCleanUp(close: () => unknown): void {
    this.#closers.push(close);
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), "fanfare-chaos-"));
    this.onCleanUp(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    return folder;
  }

  async redis(options: PrivateRedisOptions = {}): Promise<PrivateRedis> {
    const redis = await startPrivateRedis(options);
    this.onCleanUp(() => redis.stop());
    return redis;
  }

  /** A server that is ready, on a store with a blank event unless told otherwise. */
  async server(options: ServerOptions): Promise<RealServer> {
    const {
      redisUrl,
      port = 0,
      env = {},
      host,
      entry = ["server/main.ts"],
      until: path = "/readyz",
    } = options;
    const given = {
      REDIS_URL: redisUrl,
      PORT: String(port),
      EVENT: "none",
      ADMIN_TOKEN,
      ...(host === undefined ? {} : { HOST: host }),
      ...env,
    };
    const started = this.#spawn(entry, given, options);
    const listening = await until(
      () => /"port":(\d+),"msg":"server started"/.exec(alive(started).log())?.[1],
      "the server to start",
      START_MS,
    );
    const base = `http://${host ?? "127.0.0.1"}:${listening}`;
    const api = realApi(base, ADMIN_TOKEN);
    await until(async () => (await api.status(path)) === 200, "the server to be ready", START_MS);
    return { ...started, port: Number(listening), base, api };
  }

  /** `npm run server -- --cores N`, all of which serve; by TLS where `env` says so. */
  async cluster({ redisUrl, cores, port = 0, env = {}, root }: ClusterOptions): Promise<RealCluster> {
    const given = { REDIS_URL: redisUrl, PORT: String(port), EVENT: "none", ADMIN_TOKEN, ...env };
    const started = this.#spawn(["server/cluster.ts", "--cores", String(cores)], given, {
      ...(root === undefined ? {} : { root }),
    });
    await until(
      () => alive(started).log().split('"msg":"server started"').length > cores,
      "every process to start",
      START_MS,
    );
    const listening = /"port":(\d+),.*"msg":"supervisor started"/.exec(started.log())?.[1];
    const base = `${env.TLS_CERT === undefined ? "http" : "https"}://127.0.0.1:${listening}`;
    const api = realApi(base, ADMIN_TOKEN);
    return { ...started, port: Number(listening), base, api, processes: () => processesIn(started.log()) };
  }

  async worker(options: WorkerOptions): Promise<RealProcess> {
    const { redisUrl, entry = ["workers/main.ts"], env = {} } = options;
    const started = this.#spawn(entry, { REDIS_URL: redisUrl, ...env }, options);
    await until(
      () => alive(started).log().includes('"msg":"worker started"'),
      "the worker to start",
      START_MS,
    );
    return started;
  }

  async cleanUp(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  #spawn(
    entry: readonly string[],
    env: Readonly<Record<string, string>>,
    { root: cwd = root, through = [] }: { readonly root?: string; readonly through?: readonly string[] } = {},
  ): RealProcess & { isAlive(): boolean } {
    const [command, ...args] = [...through, process.execPath, ...entry] as [string, ...string[]];
    const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(command, args, {
      cwd,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        // Types are stripped once for all of these processes.
        NODE_COMPILE_CACHE: join(root, ".cache/compile"),
        FANFARE_PARENT_PIPE: "1",
        DATA_DIR: this.folder(),
        ...env,
      },
    });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        log += part;
      });
    }
    child.stdin.on("error", () => {});
    const isAlive = () => child.exitCode === null && child.signalCode === null;
    const ended = once(child, "close").then(([code, signal]): End => ({ code, signal }));
    const send = (name: NodeJS.Signals) => {
      child.kill(name);
      return ended;
    };
    this.onCleanUp(() => (isAlive() ? send("SIGKILL") : undefined));
    return {
      pid: child.pid!,
      log: () => log,
      ended,
      isAlive,
      signal: (name) => void child.kill(name),
      kill9: () => send("SIGKILL"),
      terminate: () => send("SIGTERM"),
    };
  }
}

function processesIn(log: string): number[] {
  const running = new Set<number>();
  for (const [, pid, what] of log.matchAll(
    /"process":(\d+),.*"msg":"a server process (was started|ended|died)/g,
  )) {
    if (what === "was started") running.add(Number(pid));
    else running.delete(Number(pid));
  }
  return [...running];
}

function alive<P extends RealProcess>(started: P): P {
  if (!started.isAlive()) throw new Error(`ended before it was ready:\n${started.log()}`);
  return started;
}
