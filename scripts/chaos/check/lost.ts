import type { Facts, LogEntry, Op } from "./facts.ts";
import type { Check, Expectations } from "./verdict.ts";

const ENTRY_OF: Readonly<Partial<Record<Op["f"], string>>> = {
  publish: "announcementPublished",
  correct: "announcementCorrected",
  withdraw: "announcementWithdrawn",
  pin: "announcementPinned",
  unpin: "announcementUnpinned",
};

/**
 * C1: what was acknowledged is in the log, at the very place that was named; what was scheduled and not cancelled is
 * out when its time is past; and receipts that were acknowledged are held.
 */
export const lost: Check = (facts, expected) => [
  ...facts.ops.filter(({ type }) => type === "ok").flatMap((op) => lossOf(op, facts, expected)),
  ...lostReceipts(facts, expected),
];

function lossOf(op: Op, facts: Facts, expected: Expectations): string[] {
  if (op.f === "schedule") return lostSchedule(op, facts, expected);
  const entry = ENTRY_OF[op.f];
  if (entry === undefined || op.ended === undefined) return [];
  const { epoch, offset } = op.ended;
  if (offset === undefined) return [`${named(op)} was acknowledged without a place in the log`];
  const there = facts.log.find((each) => each.offset === offset && isOf(each, op, entry, facts));
  if (there !== undefined && (there.epoch === epoch || expected.epochChange)) return [];
  if (expected.loss && epoch !== facts.head?.epoch) return [];
  return [`${named(op)} was acknowledged at ${epoch}.${offset}, where it is not`];
}

const isOf = (entry: LogEntry, op: Op, what: string, { itemOf }: Facts): boolean =>
  entry.what === what &&
  entry.id !== undefined &&
  itemOf.get(entry.id) === op.item &&
  (op.f === "withdraw" || op.f === "unpin" || op.f === "pin" || entry.revision === op.revision);

function lostSchedule(op: Op, facts: Facts, expected: Expectations): string[] {
  const dueMs = op.invoked.dueMs ?? Infinity;
  const wasCancelled = facts.ops.some(
    ({ f, item, type }) => item === op.item && f === "unschedule" && type !== "fail",
  );
  const isOut = facts.entriesOf.get(op.item)?.some(({ what }) => what === "announcementPublished") ?? false;
  if (isOut || wasCancelled || dueMs >= facts.quietAt) return [];
  // The schedule has no epoch of its own: where a fault may lose, it may lose what was on it.
  if (expected.loss) return [];
  return [`${named(op)} was acknowledged, is due since ${dueMs}, and is not out`];
}

function lostReceipts(facts: Facts, expected: Expectations): string[] {
  if (expected.loss) return [];
  const held = new Set(facts.records.filter(({ f }) => f === "held-receipt").map(receiptKey));
  return (
    facts.records
      .filter(({ f, type }) => f === "receipt" && type === "ok")
      .filter((each) => !held.has(receiptKey(each)))
      // Nobody asks who was shown what the log does not have.
      .filter(({ id, revision }) => !(expected.epochChange && facts.forgone.has(`${id} r${revision}`)))
      .map(
        ({ proc, id, revision }) =>
          `the receipt of ${proc} for ${id} r${revision} was acknowledged and is not held`,
      )
  );
}

const receiptKey = ({ proc, id, revision }: { proc: string; id?: string; revision?: number }): string =>
  `${proc} ${id} ${revision}`;

const named = ({ proc, f, item, revision }: Op): string => `${f} of item ${item} r${revision} by ${proc}`;
