import type { HistoryRecord } from "../history.ts";
import type { Facts } from "./facts.ts";
import type { Check, Expectations } from "./verdict.ts";

/** How far the harness may be off when it says what Redis' clock said. */
const CLOCK_MS = 25;

/**
 * C8: nobody saw the words of a revision before it was out, or of one that never was; and those that were taken back
 * are found nowhere in the end (`again`, what somebody who comes then finds).
 */
export const leak: Check = (facts, expected) =>
  facts.records.filter(({ f }) => f === "see").flatMap((sight) => leakOf(sight, facts, expected));

function leakOf(sight: HistoryRecord, facts: Facts, expected: Expectations): string[] {
  const { item = 0, revision = 0, redisTime, proc, what = "" } = sight;
  const words = `${proc} saw the words of item ${item} r${revision} in ${what}`;
  const dueMs = facts.dueOf.get(item);
  if (dueMs !== undefined && redisTime < dueMs - CLOCK_MS)
    return [`${words} ${dueMs - redisTime} ms before its time`];
  // What a fault may lose was out before it was lost.
  const mayBeGone = expected.loss || (expected.epochChange && facts.forgone.has(`${item} r${revision}`));
  const entries = facts.entriesOf.get(item) ?? [];
  const out = entries.find((entry) => entry.revision === revision && entry.what !== "announcementWithdrawn");
  if (out === undefined) return mayBeGone ? [] : [`${words}, which was never out`];
  if (!mayBeGone && redisTime < out.atMs - CLOCK_MS) return [`${words} before it was out`];
  const isBack = entries.some((entry) => entry.what === "announcementWithdrawn");
  if (what.startsWith("again") && isBack) return [`${words}, which was taken back`];
  return [];
}
