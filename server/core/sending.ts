/** Going out: on the schedule, off it, and at once. */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import type { FollowedSession } from "../contract/desk-announcement.ts";
import { fieldError } from "../contract/field-codes.ts";
import { granted, type Refusal, type Result, refused } from "../contract/refusals.ts";
import type { AnnouncementChange } from "./change.ts";
import { type Circumstances, isApprovedAlone, secondPersonRefusal, urgentRefusal } from "./permits.ts";
import { type AnnouncementRecord, publicContent } from "./record.ts";
import { past, referenceFaults, unknownSession } from "./references.ts";
import { approvedBy, audit, gone, touched } from "./touched.ts";

const MINUTE_MS = 60_000;

/** When something goes out: at an instant, or so long before a session starts. */
export type When = { readonly atMs: number } | { readonly follows: FollowedSession };

/** Undefined where the programme has no such session. */
export function followedAtMs(
  { sessionId, leadMinutes }: FollowedSession,
  sessionStarts: ReadonlyMap<string, number>,
): number | undefined {
  const startMs = sessionStarts.get(sessionId);
  return startMs === undefined ? undefined : startMs - leadMinutes * MINUTE_MS;
}

/** The fields at which it is shown that a time does not fit; none where nobody gave one. */
interface TimeFields {
  readonly embargo: string;
  readonly expiry: string;
}

/** What stands against going out at an instant, whoever asks. */
export function timeRefusal(
  { embargoUntil, expiresAt }: WrittenAnnouncement,
  atMs: number,
  fields?: TimeFields,
): Refusal | undefined {
  if (embargoUntil !== undefined && atMs < Date.parse(embargoUntil)) {
    const detail = `not before ${embargoUntil}`;
    const error = fields && fieldError(fields.embargo, detail, "before_embargo", { embargoUntil });
    return { code: "under_embargo", detail, more: { embargoUntil }, ...(error && { errors: [error] }) };
  }
  if (expiresAt !== undefined && atMs >= Date.parse(expiresAt)) {
    const detail = `it expires at ${expiresAt}, before it would go out`;
    const error = fields && fieldError(fields.expiry, detail, "expires_before", { expiresAt });
    return { code: "not_allowed_in_state", detail, ...(error && { errors: [error] }) };
  }
  return undefined;
}

function sendRefusal(
  record: AnnouncementRecord,
  atMs: number,
  around: Circumstances,
  fields?: TimeFields,
): Refusal | undefined {
  const errors = referenceFaults(record.written, around);
  if (errors.length > 0) return { code: "invalid", errors };
  return (
    urgentRefusal(record, around) ??
    secondPersonRefusal(record, around) ??
    timeRefusal(record.written, atMs, fields)
  );
}

export function schedule(
  record: AnnouncementRecord,
  when: When,
  around: Circumstances,
): Result<AnnouncementChange> {
  const follows = "follows" in when ? when.follows : undefined;
  const atMs = "follows" in when ? followedAtMs(when.follows, around.sessionStarts) : when.atMs;
  if (atMs === undefined)
    return refused("invalid", undefined, {
      errors: [unknownSession("follows.sessionId", follows!.sessionId)],
    });
  const field = follows === undefined ? "at" : "follows.leadMinutes";
  if (atMs <= around.nowMs) return refused("in_the_past", undefined, { errors: [past(field)] });
  const refusal = sendRefusal(record, atMs, around, { embargo: field, expiry: field });
  if (refusal !== undefined) return { ok: false, refusal };
  return granted(scheduled(agreedBy(record, around), atMs, around, "schedule", follows));
}

/** The change that puts a record on the schedule. */
export function scheduled(
  record: AnnouncementRecord,
  atMs: number,
  around: Pick<Circumstances, "actor" | "nowMs">,
  action: string,
  follows?: FollowedSession,
): AnnouncementChange {
  const next = touched(record, around, {
    state: "scheduled",
    scheduledAtMs: atMs,
    follows: follows ?? gone,
    ...(record.approvedBy === undefined ? approvedBy(around.actor) : {}),
    overdueReason: gone,
  });
  return { next, due: atMs, entries: [], notBeforeMs: [], audit: audit(action, record, next, around.actor) };
}

export function unschedule(record: AnnouncementRecord, around: Circumstances): Result<AnnouncementChange> {
  const next = touched(record, around, {
    state: "approved",
    scheduledAtMs: gone,
    follows: gone,
    overdueReason: gone,
    ...(record.origin === undefined ? {} : { takenOver: true }),
  });
  return granted({
    next,
    due: "none",
    entries: [],
    notBeforeMs: [],
    audit: audit("unschedule", record, next, around.actor),
  });
}

export function publish(
  record: AnnouncementRecord,
  undoMs: number,
  around: Circumstances,
): Result<AnnouncementChange> {
  if (undoMs > 0 && record.written.kind === "urgent") {
    return refused("invalid", undefined, {
      errors: [fieldError("undoMs", "an urgent notice goes at once", "urgent_has_no_undo")],
    });
  }
  const atMs = around.nowMs + undoMs;
  const refusal =
    sendRefusal(record, atMs, around) ?? (undoMs > 0 ? goesSooner(record, atMs, around) : undefined);
  if (refusal !== undefined) return { ok: false, refusal };
  const agreed = agreedBy(record, around);
  if (undoMs > 0) return granted(scheduled(agreed, atMs, around, "publish-with-undo"));
  return granted(published(agreed, around, "publish"));
}

/** An approval of one's own words counts for nothing where two must agree: whoever sends it now gives theirs. */
const agreedBy = (record: AnnouncementRecord, { actor, event }: Circumstances): AnnouncementRecord =>
  isApprovedAlone(record, event) ? { ...record, ...approvedBy(actor) } : record;

/** Of two who send it at once the second is told so, and does not put off what is on its way. */
function goesSooner(
  { state, scheduledAtMs = 0 }: AnnouncementRecord,
  atMs: number,
  { nowMs }: Circumstances,
): Refusal | undefined {
  if (state !== "scheduled" || scheduledAtMs <= nowMs || scheduledAtMs > atMs) return undefined;
  const scheduledAt = new Date(scheduledAtMs).toISOString();
  const detail = `it goes out at ${scheduledAt} already`;
  const error = fieldError("undoMs", detail, "goes_out_sooner", { scheduledAt });
  return { code: "not_allowed_in_state", detail, errors: [error] };
}

/** The change that sends a record out: state, text and entry in one. */
export function published(
  record: AnnouncementRecord,
  around: Pick<Circumstances, "actor" | "nowMs">,
  action: string,
): AnnouncementChange {
  const { id, revision, written, pinned } = record;
  const next = touched(record, around, {
    state: "published",
    scheduledAtMs: gone,
    follows: gone,
    overdueReason: gone,
    ...(record.approvedBy === undefined ? approvedBy(around.actor) : {}),
  });
  const { embargoUntil } = written;
  return {
    next,
    stamp: "published",
    reveal: publicContent(id, revision, written),
    due: "none",
    entries: [{ type: "announcementPublished", announcementId: id, revision, pinned }],
    notBeforeMs: embargoUntil === undefined ? [] : [Date.parse(embargoUntil)],
    audit: audit(action, record, next, around.actor),
  };
}
