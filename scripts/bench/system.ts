/** A Fanfare to measure: its own private Redis, one server and one worker, nothing kept. */
import { setTimeout as pause } from "node:timers/promises";
import { tryPort } from "../../server/supervise/try-port.ts";
import { untilReady } from "../start/ready.ts";
import { type Closer, openBackstage } from "./backstage.ts";
import type { Cores } from "./cores.ts";
import { BenchDesk } from "./desk.ts";

const WARM_UP = 100;
const WARM_UP_AHEAD_MS = 1_500;

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
  const { token, redisUrl, startServer, warnings } = await openBackstage(cores, closers, event);
  const port = await freePort();
  const { pid } = await startServer({ port });
  await untilReady({ host: "127.0.0.1", port, tls: false }, () => {}, signal);
  if (event === "none") await warmUp(port, token, signal);
  return { port, token, redisUrl, serverPid: pid, warnings };
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
