/** The processes of a run while things happen to them. What a fault may touch is here. */
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { redisOptions } from "../../server/store/redis-url.ts";
import type { Form } from "./fault.ts";
import type { Ground, Placement, ProcessName } from "./ground.ts";
import type { History } from "./history.ts";
import type { RealProxy } from "./proxy.ts";
import { realProxy } from "./proxy.ts";
import type { Bench, RealProcess, RealServer } from "./real-processes.ts";

/** A process with a place of its own: killed, it can be started again as what it was. */
export interface Hosted<P extends RealProcess = RealProcess> {
  readonly name: ProcessName;
  /** The newest of its processes; it may be dead. */
  readonly process: P;
  readonly isRunning: boolean;
  /** Resolves when it is dead; that is expected then. */
  kill9(): Promise<void>;
  /** It may end by itself from now on: that is expected until it is started again. */
  expectEnd(): void;
  /** Once more, at the same port; resolves when it is ready. Does nothing where it runs. */
  startAgain(change?: Partial<Placement>): Promise<void>;
}

export interface HostedServer extends Hosted<RealServer> {
  /** The way of some of its readers, so that a fault can stand on it. */
  readonly front: RealProxy;
}

export interface World<G extends Ground = Ground> {
  readonly ground: G;
  readonly bench: Bench;
  readonly form: Form;
  readonly history: History;
  readonly servers: readonly HostedServer[];
  readonly workers: readonly Hosted[];
  /** Over when the run is given up. */
  readonly signal: AbortSignal;
  say(line: string): void;
  pause(ms: number): Promise<void>;
  /** A connection to the Redis that holds the log by now; closed when `work` is over. */
  withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T>;
  /** Notes that something which the fault has to bring about is so, or fails the run. */
  expect(what: string, isSo: boolean): void;
}

export interface WorldParts<G extends Ground> {
  readonly bench: Bench;
  readonly ground: G;
  readonly form: Form;
  readonly history: History;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Two servers and two workers, all of them ready. */
export async function openWorld<G extends Ground>(parts: WorldParts<G>): Promise<World<G>> {
  const { bench, ground, history, signal } = parts;
  const expect = (what: string, isSo: boolean): void => {
    history.tell({ proc: "nemesis", f: "expect", type: isSo ? "ok" : "fail", what });
  };
  const start = {
    server: (placement: Placement, port?: number) =>
      bench.server({ ...placement, ...(port === undefined ? {} : { port }) }),
    worker: (placement: Placement) => bench.worker(placement),
  };
  // The first loads what an empty store lacks; the others come when it is there.
  const first = await start.server(ground.place("server 1"));
  const [second, ...workers] = await Promise.all([
    start.server(ground.place("server 2")),
    start.worker(ground.place("worker 1")),
    start.worker(ground.place("worker 2")),
  ]);
  const servers: HostedServer[] = [];
  for (const [at, process] of [first, second].entries()) {
    const name: ProcessName = at === 0 ? "server 1" : "server 2";
    const front = await realProxy({ host: new URL(process.base).hostname, port: process.port });
    bench.onCleanUp(() => front.close());
    const again = (placement: Placement) => start.server(placement, process.port);
    servers.push(Object.assign(hosted(name, process, ground, again, expect), { front }));
  }
  const names = ["worker 1", "worker 2"] as const;
  return {
    ...parts,
    servers,
    workers: workers.map((process, at) => hosted(names[at]!, process, ground, start.worker, expect)),
    expect,
    pause: (ms) => pause(ms, undefined, { signal }),
    async withRedis(work) {
      const redis = new Redis({ ...redisOptions(await ground.truth()), maxRetriesPerRequest: 1 });
      redis.on("error", () => {});
      try {
        return await work(redis);
      } finally {
        redis.disconnect();
      }
    },
  };
}

function hosted<P extends RealProcess>(
  name: ProcessName,
  first: P,
  ground: Ground,
  start: (placement: Placement) => Promise<P>,
  expect: (what: string, isSo: boolean) => void,
): Hosted<P> {
  let process = first;
  let isRunning = true;
  let mayEnd = false;
  const watch = (watched: P) => {
    watched.ended.then(({ code, signal }) => {
      if (watched !== process) return;
      isRunning = false;
      if (!mayEnd) expect(`${name} ended by itself (${code ?? signal}): ${lastLines(watched.log())}`, false);
    });
  };
  watch(first);
  return {
    name,
    get process() {
      return process;
    },
    get isRunning() {
      return isRunning;
    },
    expectEnd() {
      mayEnd = true;
    },
    async kill9() {
      mayEnd = true;
      await process.kill9();
      isRunning = false;
    },
    async startAgain(change = {}) {
      if (isRunning) return;
      process = await start({ ...ground.place(name), ...change });
      isRunning = true;
      mayEnd = false;
      watch(process);
    },
  };
}

const lastLines = (log: string): string => log.trim().split("\n").slice(-3).join(" | ").slice(-600);
