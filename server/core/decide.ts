/**
 * Decides what a command does to an announcement. Pure: the same record, command and circumstances
 * always give the same answer, here and when a worker asks again at the due instant.
 *
 * The store checks once more what only it can know at the instant of writing: that the record is
 * still the one decided on, and that no clock is before the time.
 */
import type { Correction, WrittenAnnouncement } from "../contract/announcement.ts";
import { can } from "../contract/people.ts";
import { granted, type Result, refused, staleRevision } from "../contract/refusals.ts";
import type { AnnouncementChange } from "./change.ts";
import { correct, pin, withdraw } from "./changing-what-is-out.ts";
import { moved, rightFor } from "./lifecycle.ts";
import {
  type Circumstances,
  needsSecondPerson,
  ownership,
  permit,
  secondPersonRefusal,
  urgentRefusal,
} from "./permits.ts";
import { type AnnouncementRecord, isPublic } from "./record.ts";
import { inThread, pastFaults, referenceFaults } from "./references.ts";
import { publish, schedule, timeRefusal, unschedule, type When } from "./sending.ts";
import { discard, recover } from "./set-aside.ts";
import { approvedBy, audit, gone, touched } from "./touched.ts";
import { markedCurrent, translated } from "./translations.ts";

/** Where what is written does not fit the time that it is scheduled for. */
const OWN_FIELDS = { embargo: "embargoUntil", expiry: "expiresAt" };

export type Command =
  | { readonly type: "submit" | "approve" | "unschedule" | "pin" | "unpin" | "discard" | "recover" }
  | { readonly type: "revise"; readonly written: WrittenAnnouncement; readonly ifMatch: number }
  | { readonly type: "publish"; readonly undoMs?: number | undefined }
  | ({ readonly type: "schedule" } & When)
  | { readonly type: "mark-current"; readonly languages: readonly string[] }
  | { readonly type: "correct"; readonly correction: Correction }
  | { readonly type: "withdraw"; readonly reason: string };

export function decide(
  record: AnnouncementRecord,
  command: Command,
  around: Circumstances,
): Result<AnnouncementChange> {
  const { actor, nowMs } = around;
  const isCorrection = command.type === "mark-current" && isPublic(record.state);
  const right = isCorrection ? "correct" : rightFor[command.type];
  const forbidden = permit(actor, right, nowMs) ?? ownership(record, command.type, actor, nowMs);
  if (forbidden !== undefined) return { ok: false, refusal: forbidden };

  const to = moved(record.state, command.type);
  if (to === undefined) {
    return refused("not_allowed_in_state", `${command.type} is not possible while it is ${record.state}`, {
      more: { state: record.state },
    });
  }
  switch (command.type) {
    case "revise":
      return revise(record, command, around);
    case "submit":
      return plain(record, around, "submit", {
        state: to,
        submittedBy: actor.id,
        submittedByName: actor.name,
      });
    case "approve":
      return approve(record, around);
    case "schedule":
      return schedule(record, command, around);
    case "unschedule":
      return unschedule(record, around);
    case "publish":
      return publish(record, command.undoMs ?? 0, around);
    case "correct":
      return correct(record, command.correction, around);
    case "withdraw":
      return withdraw(record, command.reason, around);
    case "pin":
    case "unpin":
      return pin(record, command.type === "pin", around);
    case "discard":
      return discard(record, around);
    case "recover":
      return recover(record, around);
    case "mark-current":
      return markCurrent(record, command.languages, around);
  }
}

function plain(
  record: AnnouncementRecord,
  around: Circumstances,
  action: string,
  set: Partial<AnnouncementRecord>,
): Result<AnnouncementChange> {
  const next = touched(record, around, set);
  return granted({ next, entries: [], notBeforeMs: [], audit: audit(action, record, next, around.actor) });
}

/** No new revision: no word is another. What was approved stays so. */
function markCurrent(
  record: AnnouncementRecord,
  languages: readonly string[],
  around: Circumstances,
): Result<AnnouncementChange> {
  const { written, translations } = record;
  const marked = markedCurrent({ text: written.text, translations }, languages, around.event.languages);
  return marked.ok ? plain(record, around, "mark-current", { translations: marked.value }) : marked;
}

function revise(
  record: AnnouncementRecord,
  { written: given, ifMatch }: Extract<Command, { type: "revise" }>,
  around: Circumstances,
): Result<AnnouncementChange> {
  if (ifMatch !== record.revision) return staleRevision(ifMatch, record.revision);
  const { actor, nowMs } = around;
  const errors = [...referenceFaults(given, around), ...pastFaults(given, record.written, nowMs)];
  if (errors.length > 0) return refused("invalid", undefined, { errors });
  const written = inThread(given, around);
  const lowered = lowersEmbargo(record.written, written, nowMs)
    ? permit(actor, "lowerEmbargo", nowMs)
    : undefined;
  if (lowered !== undefined) return { ok: false, refusal: lowered };

  // An edit after approval asks for approval again, unless whoever edits may approve.
  const approves = can(actor, "approve") && (written.kind !== "urgent" || can(actor, "sendUrgent"));
  const wasApproved = ["approved", "scheduled", "overdue"].includes(record.state);
  const backToSubmitted = wasApproved && (!approves || needsSecondPerson(written, around));
  const keepsTime = record.state === "scheduled" && !backToSubmitted;
  if (keepsTime) {
    // What becomes urgent on the schedule, or changes there, is sent by this as much as by a publish.
    const refusal =
      urgentRefusal({ ...record, written }, around) ??
      timeRefusal(written, record.scheduledAtMs!, OWN_FIELDS);
    if (refusal !== undefined) return { ok: false, refusal };
  }
  const next = touched(record, around, {
    written,
    translations: translated(
      { text: record.written.text, translations: record.translations },
      written,
      around.event.languages[0]!,
    ),
    pinned: written.pinned,
    revision: record.revision + 1,
    revisedBy: actor.id,
    ...(record.origin === undefined ? {} : { takenOver: true }),
    ...(backToSubmitted
      ? {
          state: "submitted",
          approvedBy: gone,
          approvedByName: gone,
          scheduledAtMs: gone,
          follows: gone,
          overdueReason: gone,
        }
      : // Whoever approved before has not seen these words; who wrote them may approve, and does.
        wasApproved
        ? approvedBy(actor)
        : {}),
  });
  return granted({
    next,
    newRevision: written,
    ...(backToSubmitted ? { due: "none" as const } : {}),
    ...(keepsTime ? { due: record.scheduledAtMs! } : {}),
    entries: [],
    notBeforeMs: [],
    audit: { ...audit("revise", record, next, actor), fields: changedFields(record.written, written) },
  });
}

const changedFields = (before: WrittenAnnouncement, after: WrittenAnnouncement): string[] => {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof WrittenAnnouncement>;
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
};

function lowersEmbargo(before: WrittenAnnouncement, after: WrittenAnnouncement, nowMs: number): boolean {
  if (before.embargoUntil === undefined || Date.parse(before.embargoUntil) <= nowMs) return false;
  return after.embargoUntil === undefined || Date.parse(after.embargoUntil) < Date.parse(before.embargoUntil);
}

function approve(record: AnnouncementRecord, around: Circumstances): Result<AnnouncementChange> {
  const refusal = urgentRefusal(record, around) ?? secondPersonRefusal(record, around);
  if (refusal !== undefined) return { ok: false, refusal };
  return plain(record, around, "approve", { state: "approved", ...approvedBy(around.actor) });
}
