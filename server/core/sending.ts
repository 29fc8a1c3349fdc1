/** Going out: on the schedule, off it, and at once. */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import { granted, type Refusal, type Result, refused } from "../contract/refusals.ts";
import type { AnnouncementChange } from "./change.ts";
import { type Circumstances, secondPersonRefusal, urgentRefusal } from "./permits.ts";
import { type AnnouncementRecord, publicContent } from "./record.ts";
import { referenceFaults } from "./references.ts";
import { approvedBy, audit, gone, touched } from "./touched.ts";

/** What stands against going out at an instant, whoever asks. */
export function timeRefusal(written: WrittenAnnouncement, atMs: number): Refusal | undefined {
  const { embargoUntil, expiresAt } = written;
  if (embargoUntil !== undefined && atMs < Date.parse(embargoUntil)) {
    return { code: "under_embargo", detail: `not before ${embargoUntil}`, more: { embargoUntil } };
  }
  if (expiresAt !== undefined && atMs >= Date.parse(expiresAt)) {
    return { code: "not_allowed_in_state", detail: `it expires at ${expiresAt}, before it would go out` };
  }
  return undefined;
}

function sendRefusal(record: AnnouncementRecord, atMs: number, around: Circumstances): Refusal | undefined {
  const errors = referenceFaults(record.written, around);
  if (errors.length > 0) return { code: "invalid", errors };
  return (
    urgentRefusal(record, around) ?? secondPersonRefusal(record, around) ?? timeRefusal(record.written, atMs)
  );
}

export function schedule(
  record: AnnouncementRecord,
  atMs: number,
  around: Circumstances,
): Result<AnnouncementChange> {
  if (atMs <= around.nowMs)
    return refused("in_the_past", undefined, { errors: [{ path: "at", message: "is in the past" }] });
  const refusal = sendRefusal(record, atMs, around);
  if (refusal !== undefined) return { ok: false, refusal };
  return granted(scheduled(record, atMs, around, "schedule"));
}

/** The change that puts a record on the schedule. */
export function scheduled(
  record: AnnouncementRecord,
  atMs: number,
  around: Pick<Circumstances, "actor" | "nowMs">,
  action: string,
): AnnouncementChange {
  const next = touched(record, around, {
    state: "scheduled",
    scheduledAtMs: atMs,
    ...(record.approvedBy === undefined ? approvedBy(around.actor) : {}),
    overdueReason: gone,
  });
  return { next, due: atMs, entries: [], notBeforeMs: [], audit: audit(action, record, next, around.actor) };
}

export function unschedule(record: AnnouncementRecord, around: Circumstances): Result<AnnouncementChange> {
  const next = touched(record, around, {
    state: "approved",
    scheduledAtMs: gone,
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
      errors: [{ path: "undoMs", message: "an urgent notice goes at once" }],
    });
  }
  const atMs = around.nowMs + undoMs;
  const refusal = sendRefusal(record, atMs, around);
  if (refusal !== undefined) return { ok: false, refusal };
  if (undoMs > 0) return granted(scheduled(record, atMs, around, "publish-with-undo"));
  return granted(published(record, around, "publish"));
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
