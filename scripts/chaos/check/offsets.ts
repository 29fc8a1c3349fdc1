/** What an offset means: C3, C4, C5. */
import type { HistoryRecord } from "../history.ts";
import type { Client, Facts } from "./facts.ts";
import type { Check, Expectations } from "./verdict.ts";

/** Of entries whose text may be taken away meanwhile: who comes later sees the mark in its place. */
const MARK = "announcementRedacted";

/** C3: one offset of one epoch is one and the same for everybody. */
export const inconsistentOffset: Check = ({ clients }) => {
  const said = new Map<string, HistoryRecord>();
  const found: string[] = [];
  for (const { steps } of clients) {
    for (const step of steps) {
      if (step.f !== "apply" || step.what === MARK) continue;
      const place = `${step.epoch}.${step.offset}`;
      const other = said.get(place);
      if (other === undefined) said.set(place, step);
      else if (other.bodyHash !== step.bodyHash)
        found.push(`${place} is one for ${other.proc}, another for ${step.proc}`);
    }
  }
  return found;
};

/** C4: the log is 1, 2, 3 … up to its head, in one epoch or, where one may follow another, each after the other. */
export const contiguous: Check = ({ log, head }, { epochChange }) => {
  const found: string[] = [];
  for (const [at, { offset }] of log.entries())
    if (offset !== at + 1) {
      found.push(`the log has ${offset} where ${at + 1} should be`);
      break;
    }
  const top = log.at(-1)?.offset ?? 0;
  if (head === undefined) found.push("the head could not be read");
  else if (head.offset !== top) found.push(`the head says ${head.offset}, the log ends with ${top}`);
  const epochs = log.map(({ epoch }) => epoch);
  const changes = epochs.filter((epoch, at) => at > 0 && epoch !== epochs[at - 1]);
  if (changes.length > 0 && !epochChange)
    found.push(`the epoch changed within the log: ${changes.join(", ")}`);
  if (new Set(changes).size !== changes.length) found.push("an epoch came back");
  return found;
};

/**
 * C5: in each epoch every reader goes up by one at a time, from where it started; it ends at the head; and it
 * starts anew only where the epoch changed, and always then.
 */
export const eachInOrder: Check = (facts, expected) =>
  facts.clients.flatMap((client) => [
    ...breachesOf(client, facts),
    ...stepsOf(client, expected),
    ...endOf(client, facts),
  ]);

const breachesOf = ({ proc }: Client, { records }: Facts): string[] =>
  records.filter((each) => each.f === "breach" && each.proc === proc).map(({ what }) => `${proc}: ${what}`);

function stepsOf({ proc, steps }: Client, { epochChange }: Expectations): string[] {
  const found: string[] = [];
  let at: { epoch: string | undefined; offset: number } | undefined;
  for (const { f, epoch, offset = 0, what } of steps) {
    const here = `${epoch}.${offset}`;
    if (f === "snapshot") {
      const isFirst = at === undefined;
      const isNewEpoch = at !== undefined && what === "epoch" && epoch !== at.epoch && epochChange;
      if (!isFirst && !isNewEpoch)
        found.push(`${proc} was started anew (${what}) at ${here}, after ${at?.epoch}.${at?.offset}`);
    } else if (at === undefined) found.push(`${proc} was sent ${here} before it had started`);
    else if (epoch !== at.epoch) found.push(`${proc} was led into ${here} from ${at.epoch} without a reset`);
    else if (offset !== at.offset + 1) found.push(`${proc} came to ${here} after ${at.offset}`);
    at = { epoch, offset };
  }
  return found;
}

function endOf({ proc, final, steps }: Client, { head }: Facts): string[] {
  if (final === undefined) return [`${proc} saw nothing`];
  const last = steps.at(-1);
  const found: string[] = [];
  if (final.offset !== head?.offset || final.epoch !== head?.epoch)
    found.push(`${proc} ended at ${final.epoch}.${final.offset}, the head is ${head?.epoch}.${head?.offset}`);
  if (last !== undefined && last.offset !== final.offset)
    found.push(`${proc} ended at ${final.offset}, and was told of nothing after ${last.offset}`);
  return found;
}
