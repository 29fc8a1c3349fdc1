/** Server processes by node:cluster, as the supervisor sees them. */
import cluster from "node:cluster";
import type { MetricJson } from "../observe/metrics/meter.ts";
import { isListening, isMetrics, leave, type Metrics, metricsWanted } from "./messages.ts";

export interface End {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** One process. What it is told after its end is said to nobody. */
export interface Forked {
  readonly pid: number | undefined;
  /** Whether it came to take readers: false where it ended before. */
  readonly listening: Promise<boolean>;
  readonly ended: Promise<End>;
  /** Another has its place: its readers are to go, a few at a time, and then it. */
  leave(): void;
  /** As by SIGTERM: within 5 s. */
  stop(): void;
  kill(): void;
  /** Its numbers; undefined where it does not say them in time. */
  metrics(withinMs: number): Promise<readonly MetricJson[] | undefined>;
}

export interface ForkOptions {
  readonly entry: string;
  readonly flags: readonly string[];
  /** Beside our own environment. */
  readonly env: Readonly<Record<string, string>>;
}

export function forkWith({ entry, flags, env }: ForkOptions): () => Forked {
  cluster.setupPrimary({ exec: entry, args: [], execArgv: [...flags] });
  return () => {
    const worker = cluster.fork(env);
    const child = worker.process;
    const listening = Promise.withResolvers<boolean>();
    const ended = Promise.withResolvers<End>();
    const numbers = new NumbersAsked((message) => {
      if (worker.isConnected()) worker.send(message, () => {});
    });
    worker.on("message", (message: unknown) => {
      if (isListening(message)) listening.resolve(true);
      if (isMetrics(message)) numbers.answered(message);
    });
    const end = (code: number | null, signal: string | null) => {
      listening.resolve(false);
      ended.resolve({ code: code ?? undefined, signal: signal ?? undefined });
    };
    child.on("exit", end);
    // Where it could not even be started, as while packages are put in place, nothing else is heard of it.
    child.on("error", () => {
      if (child.pid === undefined) end(null, null);
    });
    return {
      pid: child.pid,
      listening: listening.promise,
      ended: ended.promise,
      leave: () => {
        if (worker.isConnected()) worker.send(leave, () => {});
      },
      stop: () => void child.kill("SIGTERM"),
      kill: () => void child.kill("SIGKILL"),
      metrics: (withinMs) => numbers.ask(withinMs),
    };
  };
}

/** Questions to one process that wait for their answers. */
class NumbersAsked {
  readonly #send: (message: ReturnType<typeof metricsWanted>) => void;
  readonly #waiting = new Map<number, (metrics: readonly MetricJson[] | undefined) => void>();
  #asked = 0;

  constructor(send: (message: ReturnType<typeof metricsWanted>) => void) {
    this.#send = send;
  }

  ask(withinMs: number): Promise<readonly MetricJson[] | undefined> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve) => {
      const settle = (metrics: readonly MetricJson[] | undefined) => {
        clearTimeout(late);
        this.#waiting.delete(id);
        resolve(metrics);
      };
      const late = setTimeout(settle, withinMs, undefined);
      this.#waiting.set(id, settle);
      this.#send(metricsWanted(id));
    });
  }

  answered({ id, metrics }: Metrics): void {
    this.#waiting.get(id)?.(metrics);
  }
}
