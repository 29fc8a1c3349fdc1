import type { Facts } from "./facts.ts";
import type { Check, Expectations } from "./verdict.ts";

/** What was due so shortly before an outage was not late yet when it began, and counts as due within it. */
const NOT_LATE_YET_MS = 2_000;

/** How late each scheduled publication was, by Redis' clock; negative: early. */
export function lateness({ dueOf, entriesOf }: Facts, { excused }: Pick<Expectations, "excused">) {
  return [...dueOf].flatMap(([item, dueMs]) => {
    const entry = entriesOf.get(item)?.find(({ what }) => what === "announcementPublished");
    if (entry === undefined) return [];
    const mayFrom = excused.reduce(
      (from, [start, end]) => (from >= start - NOT_LATE_YET_MS && from < end ? end : from),
      dueMs,
    );
    return [{ item, earlyMs: dueMs - entry.atMs, lateMs: Math.max(0, entry.atMs - mayFrom) }];
  });
}

/** C7: nothing is published before its time, and nothing later than it may be. */
export const timely: Check = (facts, expected) =>
  lateness(facts, expected).flatMap(({ item, earlyMs, lateMs }) => [
    ...(earlyMs > 0 ? [`item ${item} was published ${earlyMs} ms early`] : []),
    ...(expected.lateMs !== undefined && lateMs > expected.lateMs
      ? [`item ${item} was published ${Math.round(lateMs)} ms late`]
      : []),
  ]);
