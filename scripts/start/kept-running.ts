import { setTimeout as pause } from "node:timers/promises";
import { type BackOff, backOff } from "./back-off.ts";
import type { ExitReport, GuardedProcess } from "./guarded-process.ts";

/**
 * Keeps one process running: starts it again, with growing pauses, whenever it ends by itself, until
 * `stop` is called. `restart: false` leaves it dead until `startAgain`.
 */
export interface KeptRunning {
  /** The process that does the work, or undefined while there is none. */
  readonly pid: number | undefined;
  stop(graceMs: number): Promise<void>;
  kill9(): Promise<void>;
  startAgain(): Promise<void>;
}

export interface KeepRunningOptions {
  /** Starts it; resolves when it can be used. A rejection counts as a death. */
  readonly start: () => Promise<GuardedProcess>;
  readonly restart?: boolean;
  readonly pauses?: BackOff;
  readonly onStart?: (pid: number) => void;
  /** `restartInMs` is undefined when it will not be started again. Not called for an end that was asked for. */
  readonly onDeath?: (report: ExitReport, restartInMs: number | undefined) => void;
  /** Exit codes after which starting again would be of no use. */
  readonly finalCodes?: readonly number[];
}

/** Resolves once it runs; rejects when the very first start fails. */
export async function keepRunning(options: KeepRunningOptions): Promise<KeptRunning> {
  const { start, restart = true, pauses = backOff(), onStart, onDeath, finalCodes = [] } = options;
  const stopping = new AbortController();
  let current: GuardedProcess | undefined;
  let starting: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    const startedAt = performance.now();
    const child = await start();
    current = child;
    onStart?.(child.pid);
    child.exited.then((report) => {
      if (current === child) current = undefined;
      if (!stopping.signal.aborted) died(report, performance.now() - startedAt);
    });
    if (stopping.signal.aborted) await child.stop(1_000);
  }

  function died(report: ExitReport, livedMs: number): void {
    const again = restart && !finalCodes.includes(report.code);
    const pauseMs = again ? pauses.after(livedMs) : undefined;
    onDeath?.(report, pauseMs);
    if (pauseMs !== undefined) starting = runAfter(pauseMs);
  }

  async function runAfter(pauseMs: number): Promise<void> {
    try {
      await pause(pauseMs, undefined, { signal: stopping.signal });
    } catch {
      return; // stopped while waiting
    }
    await run().catch(() => {
      if (!stopping.signal.aborted) died({ code: 1 }, 0);
    });
  }

  await run();
  return {
    get pid() {
      return current?.pid;
    },
    async stop(graceMs) {
      stopping.abort();
      await Promise.all([starting, current?.stop(graceMs)]);
    },
    async kill9() {
      await current?.kill9();
    },
    async startAgain() {
      if (current === undefined) await run();
    },
  };
}
