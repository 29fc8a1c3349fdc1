/** One Sentinel, a process that may be killed and started again; it remembers what it knew. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRedis } from "../../redis/find.ts";
import { type GuardedProcess, spawnGuarded } from "../../start/guarded-process.ts";
import { asked } from "./asked.ts";
import { eventually } from "./eventually.ts";
import type { Place } from "./network.ts";

/** The name that the group has. */
export const GROUP = "fanfare";

export interface Sentinel {
  readonly address: string;
  readonly port: number;
  readonly isRunning: boolean;
  ask(name: string, ...args: readonly (string | number)[]): Promise<unknown>;
  kill9(): Promise<void>;
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

export interface SentinelOptions {
  readonly place: Place;
  readonly port: number;
  readonly master: { readonly address: string; readonly port: number };
  /** A master that answers nothing for so long is down, as this one sees it. */
  readonly downAfterMs: number;
}

export async function startSentinel({
  place,
  port,
  master,
  downAfterMs,
}: SentinelOptions): Promise<Sentinel> {
  const { path } = await findRedis();
  const folder = mkdtempSync(join(tmpdir(), "fanfare-sentinel-"));
  const settings = join(folder, "sentinel.conf");
  const lines = [
    `port ${port}`,
    `bind ${place.address}`,
    "protected-mode no",
    `dir ${folder}`,
    `sentinel monitor ${GROUP} ${master.address} ${master.port} 2`,
    `sentinel down-after-milliseconds ${GROUP} ${downAfterMs}`,
    `sentinel failover-timeout ${GROUP} ${3 * downAfterMs}`,
  ];
  writeFileSync(settings, `${lines.join("\n")}\n`, { mode: 0o600 });
  const [program = "", ...args] = [...place.enter, path, settings, "--sentinel"];
  const ask: Sentinel["ask"] = (name, ...more) => asked({ host: place.address, port }, name, ...more);
  let running: GuardedProcess | undefined;

  async function start(): Promise<void> {
    const started = await spawnGuarded(program, args, { cwd: folder, removeWhenOrphaned: folder });
    running = started;
    started.exited.then(() => {
      if (running === started) running = undefined;
    });
    await eventually("a Sentinel to answer", async () => (await ask("PING")) === "PONG");
  }

  await start();
  return {
    address: place.address,
    port,
    get isRunning() {
      return running !== undefined;
    },
    ask,
    kill9: async () => void (await running?.kill9()),
    startAgain: async () => {
      if (running === undefined) await start();
    },
    async close() {
      await running?.stop(2_000);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
