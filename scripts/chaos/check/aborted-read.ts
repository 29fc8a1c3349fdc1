import type { Facts } from "./facts.ts";
import type { Check, Expectations } from "./verdict.ts";

/**
 * C2: nothing that was refused, or cancelled in time, was ever done; and what a reader saw is in the log.
 */
export const abortedRead: Check = (facts, expected) => [
  ...refusedAndDone(facts),
  // A cancellation may be lost with the rest, and what it cancelled goes out then.
  ...(expected.loss ? [] : cancelledAndOut(facts)),
  ...seenAndNotThere(facts, expected),
];

/** What makes a revision can be told by it. */
const MAKES: Readonly<Record<string, string>> = {
  publish: "announcementPublished",
  schedule: "announcementPublished",
  correct: "announcementCorrected",
};

function refusedAndDone({ ops, clients, entriesOf }: Facts): string[] {
  return ops
    .filter(({ f, type }) => type === "fail" && f in MAKES)
    .filter(({ f, item, revision }) => {
      // Somebody else may have made this revision.
      const isOthers = ops.some(
        (other) => other.item === item && other.revision === revision && other.type !== "fail",
      );
      if (isOthers) return false;
      const isThere = (each: { what?: string | undefined; revision?: number | undefined }) =>
        each.what === MAKES[f] && each.revision === revision;
      const inLog = entriesOf.get(item)?.some(isThere) ?? false;
      return inLog || clients.some(({ steps }) => steps.some((step) => step.item === item && isThere(step)));
    })
    .map(
      ({ f, item, revision, proc }) => `${f} of item ${item} r${revision} by ${proc} was refused, and done`,
    );
}

function cancelledAndOut({ ops, entriesOf }: Facts): string[] {
  return ops
    .filter(({ f, type }) => f === "unschedule" && type === "ok")
    .filter(({ item }) => entriesOf.get(item)?.some(({ what }) => what === "announcementPublished"))
    .map(({ item, proc }) => `item ${item} was taken off the schedule by ${proc}, and published`);
}

function seenAndNotThere({ clients, log, head }: Facts, expected: Expectations): string[] {
  const there = new Map(log.map((entry) => [entry.offset, entry]));
  const found: string[] = [];
  for (const { proc, steps } of clients) {
    for (const { f, epoch, offset = 0, id, what } of steps) {
      if (f !== "apply") continue;
      const entry = there.get(offset);
      const isRedacted = what === "announcementRedacted";
      const isSame = entry !== undefined && entry.id === id && (entry.what === what || isRedacted);
      if (isSame && (entry.epoch === epoch || expected.epochChange)) continue;
      // It was lost by a fault that may lose, and its readers were told by the new epoch (C5).
      if (expected.epochChange && epoch !== head?.epoch) continue;
      found.push(
        `${proc} saw ${what} of ${id} at ${epoch}.${offset}, where the log has ${entry?.what} of ${entry?.id}`,
      );
    }
  }
  return found;
}
