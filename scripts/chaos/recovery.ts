/** Watches what comes back after a fault is healed, and when. */
import type { RunReader } from "./actors/reader.ts";
import type { History, HistoryRecord } from "./history.ts";

/** From the healing on, in ms; undefined: not seen. */
export interface Recovery {
  readonly fault: string;
  readonly firstWriteMs: number | undefined;
  readonly readersAtHeadMs: number | undefined;
  readonly workerMs: number | undefined;
  /** Those that were not there 15 s later. */
  readonly behind: readonly string[];
}

export const PATIENCE_MS = 15_000;
const LOOK_MS = 20;

export interface Watched {
  /** What can be said without the store. `workerMs` follows at the end, from the audit. */
  readonly recovery: Omit<Recovery, "workerMs">;
  readonly healedAt: number;
}

/** Resolves when a write was acknowledged and every reader has come to it, or when patience is over. */
export async function watchRecovery(
  fault: string,
  history: History,
  readers: readonly RunReader[],
): Promise<Watched> {
  const startedMs = history.nowMs;
  const healedAt = history.redisNowMs();
  const passedMs = () => history.nowMs - startedMs;
  let firstWriteMs: number | undefined;
  let target: HistoryRecord | undefined;
  let missing = [...readers];
  while (passedMs() < PATIENCE_MS && missing.length > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    target ??= history.records.findLast(
      ({ type, tMonoMs, offset, proc }) =>
        type === "ok" && offset !== undefined && tMonoMs >= startedMs && proc.startsWith("moderator"),
    );
    if (target === undefined) continue;
    firstWriteMs ??= target.tMonoMs - startedMs;
    missing = missing.filter(({ reader }) => {
      const { cursor } = reader;
      return cursor === undefined || cursor.epoch !== target!.epoch || cursor.offset < target!.offset!;
    });
  }
  return {
    healedAt,
    recovery: {
      fault,
      firstWriteMs,
      readersAtHeadMs: missing.length === 0 ? passedMs() : undefined,
      behind: missing.map(({ name }) => name),
    },
  };
}

/** When a worker published for the first time after it was healed. */
export function workerBackMs(records: readonly HistoryRecord[], healedAt: number): number | undefined {
  const first = records.find(
    ({ f, atMs = 0, note = "" }) =>
      f === "audit" && atMs >= healedAt && note.includes('"publish-due"') && note.includes('"by":"worker"'),
  );
  return first === undefined ? undefined : first.atMs! - healedAt;
}
