/** What is out and must change: correct, withdraw, pin. */
import type { Correction } from "../contract/announcement.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { propose, waitsForSecond } from "./agreed-correction.ts";
import type { AnnouncementChange } from "./change.ts";
import { corrected } from "./correction.ts";
import { type Circumstances, urgentRefusal } from "./permits.ts";
import { type AnnouncementRecord, instant, isPublic, publicContent } from "./record.ts";
import { inThread, pastFaults, referenceFaults } from "./references.ts";
import { approvedBy, audit, gone, touched } from "./touched.ts";
import { translated } from "./translations.ts";

/** Every revision so far. */
const upTo = (revision: number): number[] => Array.from({ length: revision }, (_, at) => at + 1);

export function correct(
  record: AnnouncementRecord,
  correction: Correction,
  around: Circumstances,
): Result<AnnouncementChange> {
  const refusal = urgentRefusal(record, around);
  if (refusal !== undefined) return { ok: false, refusal };
  const waits = waitsForSecond(record, correction, around);
  // A proposal can be taken back whatever became of what it names.
  if (waits && Object.keys(correction).length === 0) return propose(record, correction, around);
  const result = corrected(record.written, correction);
  if (!result.ok) return result;
  const errors = [
    ...referenceFaults(result.value, around),
    ...pastFaults(result.value, record.written, around.nowMs),
  ];
  if (errors.length > 0) return refused("invalid", undefined, { errors });
  if (waits) return propose(record, correction, around);
  const written = inThread(result.value, around);

  const pinned = correction.pinned ?? record.pinned;
  const revision = record.revision + 1;
  const removes = correction.removePrevious === true;
  const translations = translated(
    { text: record.written.text, translations: record.translations },
    written,
    around.event.languages[0]!,
  );
  const next = touched(record, around, {
    state: "corrected",
    written,
    translations,
    pinned,
    revision,
    revisedBy: record.proposal?.by ?? around.actor.id,
    ...approvedBy(around.actor),
    proposal: gone,
  });
  return granted({
    next,
    newRevision: written,
    stamp: "corrected",
    reveal: publicContent(record.id, revision, written),
    ...(removes ? { redact: upTo(record.revision) } : {}),
    entries: [
      {
        type: "announcementCorrected",
        announcementId: record.id,
        revision,
        pinned,
        announcementOffset: record.offset!,
        publishedAt: instant(record.publishedAtMs!),
        ...(removes ? { redactBelow: revision } : {}),
      },
    ],
    notBeforeMs: [],
    audit: { ...audit("correct", record, next, around.actor), fields: Object.keys(correction) },
  });
}

export function withdraw(
  record: AnnouncementRecord,
  reason: string,
  around: Circumstances,
): Result<AnnouncementChange> {
  const next = touched(record, around, { state: "withdrawn", reason, pinned: false, proposal: gone });
  return granted({
    next,
    stamp: "withdrawn",
    redact: upTo(record.revision),
    entries: [
      {
        type: "announcementWithdrawn",
        announcementId: record.id,
        announcementOffset: record.offset!,
        reason,
      },
    ],
    notBeforeMs: [],
    audit: audit("withdraw", record, next, around.actor),
  });
}

export function pin(
  record: AnnouncementRecord,
  pinned: boolean,
  around: Circumstances,
): Result<AnnouncementChange> {
  if (!isPublic(record.state)) return refused("not_allowed_in_state");
  const next = touched(record, around, { pinned });
  const { id, revision, correctedAtMs } = record;
  return granted({
    next,
    entries: [
      pinned
        ? {
            type: "announcementPinned",
            announcementId: id,
            revision,
            pinned,
            announcementOffset: record.offset!,
            publishedAt: instant(record.publishedAtMs!),
            ...(correctedAtMs === undefined ? {} : { correctedAt: instant(correctedAtMs) }),
          }
        : { type: "announcementUnpinned", announcementId: id },
    ],
    notBeforeMs: [],
    audit: audit(pinned ? "pin" : "unpin", record, next, around.actor),
  });
}
