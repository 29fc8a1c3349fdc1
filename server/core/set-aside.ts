/** What nobody wants any more, and what somebody wants again: nothing of either was ever public. */
import { granted, type Result } from "../contract/refusals.ts";
import type { AnnouncementChange } from "./change.ts";
import type { Circumstances } from "./permits.ts";
import type { AnnouncementRecord } from "./record.ts";
import { audit, gone, touched } from "./touched.ts";

export function discard(record: AnnouncementRecord, around: Circumstances): Result<AnnouncementChange> {
  return granted(
    moved(record, around, "discard", {
      state: "discarded",
      scheduledAtMs: gone,
      follows: gone,
      overdueReason: gone,
      // What Fanfare made of the programme does not come back by itself.
      ...(record.origin === undefined ? {} : { takenOver: true }),
    }),
  );
}

/** A draft again: whoever approved it approved something that was then thrown away. */
export function recover(record: AnnouncementRecord, around: Circumstances): Result<AnnouncementChange> {
  return granted(
    moved(record, around, "recover", {
      state: "draft",
      submittedBy: gone,
      submittedByName: gone,
      approvedBy: gone,
      approvedByName: gone,
    }),
  );
}

function moved(
  record: AnnouncementRecord,
  around: Circumstances,
  action: string,
  set: Partial<AnnouncementRecord>,
): AnnouncementChange {
  const next = touched(record, around, set);
  return {
    next,
    due: "none",
    entries: [],
    notBeforeMs: [],
    audit: audit(action, record, next, around.actor),
  };
}
