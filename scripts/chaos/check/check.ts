/** All checks of a history, as Jepsen makes them: from what everybody did and saw, whether the promises held. */
import type { HistoryRecord } from "../history.ts";
import { abortedRead } from "./aborted-read.ts";
import { agreed } from "./agreed.ts";
import { audited } from "./audited.ts";
import { factsOf } from "./facts.ts";
import { leak } from "./leak.ts";
import { lost } from "./lost.ts";
import { contiguous, eachInOrder, inconsistentOffset } from "./offsets.ts";
import { once } from "./once.ts";
import { timely } from "./timely.ts";
import type { Check, Expectations, Verdict } from "./verdict.ts";

const checks: readonly (readonly [check: string, what: string, judge: Check])[] = [
  ["C1", "acknowledged and lost", lost],
  ["C2", "refused and done, or seen and not there", abortedRead],
  ["C3", "two entries for one offset", inconsistentOffset],
  ["C4", "a hole in the log", contiguous],
  ["C5", "a gap, a repetition or a silent fork for a reader", eachInOrder],
  ["C6", "done more than once", once],
  ["C7", "early or late", timely],
  ["C8", "seen before its time", leak],
  ["C9", "seen in another order, or another view", agreed],
  ["C10", "not in the audit, or an audit that was changed", audited],
];

export function check(records: readonly HistoryRecord[], expected: Expectations): Verdict[] {
  const facts = factsOf(records);
  return checks.map(([name, what, judge]) => ({ check: name, what, faults: judge(facts, expected) }));
}
