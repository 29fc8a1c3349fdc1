import { createHash } from "node:crypto";
import type { HistoryRecord, Write } from "../history.ts";
import type { Facts, Op } from "./facts.ts";
import type { Check, Expectations } from "./verdict.ts";

const ACTION_OF: Readonly<Record<Write, string>> = {
  publish: "create-and-publish",
  schedule: "create-and-schedule",
  revise: "revise",
  unschedule: "unschedule",
  correct: "correct",
  withdraw: "withdraw",
  pin: "pin",
  unpin: "unpin",
};

/** C10: every link follows from the one before, and everything that was acknowledged has one, and one only. */
export const audited: Check = (facts, expected) => [...brokenLinks(facts), ...unaccounted(facts, expected)];

function brokenLinks({ audit, records }: Facts): string[] {
  let previous = "";
  for (const [at, { offset, atMs, note, hash }] of audit.entries()) {
    if (offset !== at + 1) return [`the audit has ${offset} where ${at + 1} should be`];
    const link = createHash("sha1").update(`${previous}${atMs}${note}`).digest("hex");
    if (hash !== link) return [`link ${offset} of the audit does not follow from the one before`];
    previous = link;
  }
  const head = records.find(({ f }) => f === "audit-head");
  if (head === undefined || head.offset === 0) return ["there is no audit"];
  return head.offset === audit.length && head.hash === previous
    ? []
    : [`the head of the audit says ${head.offset}, its last link is ${audit.length}`];
}

interface Note {
  readonly action: string;
  readonly announcementId?: string;
  readonly revision?: number;
}

function unaccounted(facts: Facts, { loss }: Expectations): string[] {
  const counts = new Map<string, number>();
  for (const { action, announcementId, revision } of facts.audit.map(noteOf)) {
    const item = announcementId === undefined ? undefined : facts.itemOf.get(announcementId);
    if (item === undefined) continue;
    const name = named(action, item, revision);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const found: string[] = [];
  for (const [item, entries] of facts.entriesOf) {
    if (!facts.dueOf.has(item)) continue;
    const revision = entries.find(({ what }) => what === "announcementPublished")?.revision;
    const name = named("publish-due", item, revision);
    const count = counts.get(name) ?? 0;
    if (revision !== undefined && (count > 1 || (count < 1 && !loss)))
      found.push(`${name}: in the log once, ${count} times in the audit`);
  }
  const asked = Map.groupBy(facts.ops, (op) => named(ACTION_OF[op.f], op.item, op.revision));
  for (const [name, ops] of asked) {
    const count = counts.get(name) ?? 0;
    const [least, most] = [numberOf(ops, ["ok"]), numberOf(ops, ["ok", "info"])];
    if (count < least && !loss) found.push(`${name}: acknowledged ${least} times, ${count} in the audit`);
    if (count > most) found.push(`${name}: ${count} in the audit, where ${most} may have been done`);
  }
  return found;
}

const noteOf = ({ note }: HistoryRecord): Note => JSON.parse(note ?? "{}") as Note;
const numberOf = (ops: readonly Op[], types: readonly Op["type"][]): number =>
  ops.filter(({ type }) => types.includes(type)).length;

/** A pin makes no revision: how often it was done is counted over all. */
const named = (action: string, item: number, revision: number | undefined): string =>
  action === "pin" || action === "unpin"
    ? `${action} of item ${item}`
    : `${action} of item ${item} r${revision}`;
