/**
 * What a person scheduled with a session keeps to it, wherever the programme moves that session.
 *
 * - [S7] It goes out so long before the start as it was scheduled to. Where that is not possible any more
 *   (the session is gone; the time is past, under its embargo, or after it expires) it waits for a person.
 */
import type { OverdueCode } from "../contract/desk-announcement.ts";
import type { Actor } from "../contract/people.ts";
import type { AnnouncementChange } from "./change.ts";
import { heldOverdue } from "./due.ts";
import type { AnnouncementRecord } from "./record.ts";
import { followedAtMs, scheduled, timeRefusal } from "./sending.ts";

/** What the programme makes of one record; undefined where it is as it should be, or follows no session. */
export function keptWithSession(
  record: AnnouncementRecord,
  around: {
    readonly sessionStarts: ReadonlyMap<string, number>;
    readonly nowMs: number;
    readonly actor: Actor;
  },
): AnnouncementChange | undefined {
  const { state, follows, scheduledAtMs } = record;
  if (state !== "scheduled" || follows === undefined) return undefined;
  const atMs = followedAtMs(follows, around.sessionStarts);
  if (atMs === scheduledAtMs) return undefined;
  const reason = reasonToWait(record, atMs, around.nowMs);
  if (reason !== undefined) return heldOverdue(record, reason, around);
  const change = scheduled(record, atMs!, around, "follow-programme", follows);
  return { ...change, audit: { ...change.audit, fields: ["scheduledAt"] } };
}

function reasonToWait(
  { written }: AnnouncementRecord,
  atMs: number | undefined,
  nowMs: number,
): OverdueCode | undefined {
  if (atMs === undefined) return "session_removed";
  if (atMs <= nowMs) return "session_moved_past";
  const refusal = timeRefusal(written, atMs);
  if (refusal === undefined) return undefined;
  return refusal.code === "under_embargo" ? "session_moved_embargo" : "session_moved_expired";
}
