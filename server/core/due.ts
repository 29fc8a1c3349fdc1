/**
 * What a worker does with an item whose instant has come. It decides again from the record, since a
 * job is only a wake-up: it may be late, early, doubled, or about something that was cancelled.
 */
import type { OverdueCode } from "../contract/desk-announcement.ts";
import type { Actor } from "../contract/people.ts";
import type { AnnouncementChange } from "./change.ts";
import { overdueReasons } from "./overdue.ts";
import { isApprovedAlone } from "./permits.ts";
import type { AnnouncementRecord } from "./record.ts";
import { referenceFaults, type Surroundings } from "./references.ts";
import { followedAtMs, published } from "./sending.ts";
import { gone, touched } from "./touched.ts";

/** How late an item may still fire by itself: what Fanfare made of the programme, and what a person scheduled. */
export const STALE_AUTOMATIC_MS = 120_000;
export const STALE_MS = 900_000;

export type DueDecision =
  | { readonly outcome: "publish" | "overdue"; readonly change: AnnouncementChange }
  /** Nothing to do: it was cancelled, moved, or is out already. */
  | { readonly outcome: "nothing" }
  | { readonly outcome: "early"; readonly dueMs: number };

/**
 * - [S2] Only what is scheduled is published, at or after its instant and its embargo.
 * - [S5] What is stale waits for a person as `overdue`; nothing fires in a flood after an outage.
 */
export function decideDue(
  record: AnnouncementRecord | undefined,
  around: Surroundings & { readonly nowMs: number; readonly actor: Actor },
): DueDecision {
  if (record?.state !== "scheduled" || record.scheduledAtMs === undefined) return { outcome: "nothing" };
  const { nowMs } = around;
  const dueMs = Math.max(asked(record, around), Date.parse(record.written.embargoUntil ?? "") || 0);
  if (nowMs < dueMs) return { outcome: "early", dueMs };

  const reason = reasonToWait(record, nowMs - dueMs, around);
  if (reason === undefined) {
    const change = published(record, around, "publish-due");
    return { outcome: "publish", change: { ...change, notBeforeMs: [dueMs] } };
  }
  // A clock far ahead must not take it off the schedule either.
  return { outcome: "overdue", change: { ...heldOverdue(record, reason, around), notBeforeMs: [dueMs] } };
}

/**
 * Its instant, or that of the session it follows where the programme moved it a moment ago: too early is put
 * off until the schedule has caught up. One whose session is gone is looked at by its own instant.
 */
function asked({ follows, scheduledAtMs }: AnnouncementRecord, { sessionStarts }: Surroundings): number {
  const followed = follows && followedAtMs(follows, sessionStarts);
  return Math.max(scheduledAtMs!, followed ?? 0);
}

/** Off the schedule, for a person to look at. */
export function heldOverdue(
  record: AnnouncementRecord,
  reason: OverdueCode,
  around: { readonly nowMs: number; readonly actor: Actor },
): AnnouncementChange {
  const next = touched(record, around, {
    state: "overdue",
    overdueReason: overdueReasons[reason],
    follows: gone,
  });
  return {
    next,
    due: "none",
    entries: [],
    notBeforeMs: [],
    audit: {
      action: "hold-overdue",
      by: around.actor.id,
      byName: around.actor.name,
      announcementId: record.id,
      revision: record.revision,
      from: record.state,
      to: "overdue",
    },
  };
}

function reasonToWait(
  record: AnnouncementRecord,
  lateMs: number,
  around: Surroundings & { readonly nowMs: number },
): OverdueCode | undefined {
  if (record.follows !== undefined && !around.sessionStarts.has(record.follows.sessionId))
    return "session_removed";
  if (lateMs > (record.origin?.type === "session-start" ? STALE_AUTOMATIC_MS : STALE_MS)) return "late";
  const { expiresAt } = record.written;
  if (expiresAt !== undefined && around.nowMs >= Date.parse(expiresAt)) return "expired";
  // The event changed under it: two must agree now, or a zone or language is gone.
  if (isApprovedAlone(record, around.event)) return "second_person";
  return referenceFaults(record.written, around).length > 0 ? "references_gone" : undefined;
}
