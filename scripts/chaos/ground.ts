/** What a run stands on: its Redis, and how each of its processes is started there. */
import type { PrivateRedis } from "../redis/private.ts";
import type { RealProxy } from "./proxy.ts";
import { realProxy } from "./proxy.ts";
import type { Bench } from "./real-processes.ts";

export type ProcessName = "server 1" | "server 2" | "worker 1" | "worker 2";

/** How a process is started. */
export interface Placement {
  readonly redisUrl: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A command that becomes the process: `["ip", "netns", "exec", "a"]`. Signals must reach it by the same id. */
  readonly through?: readonly string[];
  /** Another entry than the real one: a path from the root of the project, with its arguments. */
  readonly entry?: readonly string[];
  /** Where a server listens and is reached; 127.0.0.1 where absent. */
  readonly host?: string;
  /** Another copy of the project. */
  readonly root?: string;
}

export interface Ground {
  /** Asked each time that the process is started. */
  place(name: ProcessName): Placement;
  /** REDIS_URL of the Redis that holds the log by now, past everything that a fault cuts. */
  truth(): string | Promise<string>;
  /** The way of a process to Redis, where it goes by a proxy of ours. */
  link?(name: ProcessName): RealProxy;
  /** Where there is one of our own that can be killed and started again. */
  readonly redis?: PrivateRedis;
  /** Its folder, where it is known: `redis/appendonlydir` is in it. */
  readonly dataDir?: string;
}

export interface PlainOptions {
  /** Over those of the private Redis. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Over what each process is given. */
  readonly over?: Partial<Record<ProcessName, Partial<Placement>>>;
}

export interface PlainGround extends Ground {
  link(name: ProcessName): RealProxy;
  readonly redis: PrivateRedis;
  readonly dataDir: string;
}

export const PROCESSES: readonly ProcessName[] = ["server 1", "server 2", "worker 1", "worker 2"];

/** One Redis that writes to disk before it answers, and a proxy of its own on the way of each process. */
export async function plainGround(
  bench: Bench,
  { settings = {}, over = {} }: PlainOptions = {},
): Promise<PlainGround> {
  const dataDir = bench.folder();
  const redis = await bench.redis({ dataDir, restart: false, settings });
  const links = new Map<ProcessName, RealProxy>();
  for (const name of PROCESSES) {
    const proxy = await realProxy({ path: redis.socketPath });
    bench.onCleanUp(() => proxy.close());
    links.set(name, proxy);
  }
  const link = (name: ProcessName): RealProxy => links.get(name)!;
  return {
    redis,
    dataDir,
    link,
    truth: () => redis.url,
    place: (name) => ({ redisUrl: `redis://127.0.0.1:${link(name).port}`, ...over[name] }),
  };
}
