/** Announcements in every state of their life, and somebody who asks something of them. */
import type { WrittenAnnouncement } from "../../server/contract/announcement.ts";
import type { State } from "../../server/contract/desk-announcement.ts";
import type { Actor } from "../../server/contract/people.ts";
import type { Result } from "../../server/contract/refusals.ts";
import type { AnnouncementChange } from "../../server/core/change.ts";
import type { Command } from "../../server/core/decide.ts";
import { lifecycle, type Move } from "../../server/core/lifecycle.ts";
import type { Circumstances } from "../../server/core/permits.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import { admin, event, notice } from "./written.ts";

export const NOW = Date.UTC(2022, 10, 9, 1);
export const HOUR = 3_600_000;

/** An instant so many ms from now, as a person writes it. */
export const fromNow = (ms: number): string => new Date(NOW + ms).toISOString();

export const states = Object.keys(lifecycle) as State[];

const SENT = { offset: 7, publishedAtMs: NOW - 2 * HOUR };
/** What a record also has in a state, by the moves that led there. */
const came: Record<State, Partial<AnnouncementRecord>> = {
  draft: {},
  submitted: { submittedBy: "writer" },
  approved: { approvedBy: "approver" },
  scheduled: { approvedBy: "approver", scheduledAtMs: NOW + HOUR },
  overdue: { approvedBy: "approver", scheduledAtMs: NOW - HOUR, overdueReason: "late" },
  published: { approvedBy: "approver", ...SENT },
  corrected: { approvedBy: "approver", ...SENT, revision: 2, correctedAtMs: NOW - HOUR },
  withdrawn: { approvedBy: "approver", ...SENT, withdrawnAtMs: NOW - HOUR, reason: "wrong" },
  discarded: {},
};

/** Written by `writer`, whom nobody else here is. */
export function recordIn(
  state: State,
  written: WrittenAnnouncement = notice("A headline"),
  over: Partial<AnnouncementRecord> = {},
): AnnouncementRecord {
  return {
    id: "a-record",
    state,
    revision: 1,
    written,
    pinned: written.pinned,
    createdAtMs: NOW - 3 * HOUR,
    createdBy: "writer",
    createdByName: "writer@example.org",
    changedAtMs: NOW - 3 * HOUR,
    changedBy: "writer",
    changedByName: "writer@example.org",
    ...came[state],
    ...over,
  };
}

const theEvent = event();

/** Who asks, when, in which event: a second admin, now, in the event of the tests. */
export const around = (over: Partial<Circumstances> = {}): Circumstances => ({
  event: theEvent,
  sessionStarts: new Map([["a-session", NOW + 3 * HOUR]]),
  nowMs: NOW,
  actor: admin,
  ...over,
});

export const by = (actor: Actor, over: Partial<Circumstances> = {}): Circumstances =>
  around({ actor, ...over });

/** The plainest command of each move. */
export function commandFor(move: Move, record: AnnouncementRecord): Command {
  switch (move) {
    case "revise":
      return { type: "revise", written: record.written, ifMatch: record.revision };
    case "schedule":
      return { type: "schedule", atMs: NOW + 2 * HOUR };
    case "correct":
      return { type: "correct", correction: { key: true } };
    case "withdraw":
      return { type: "withdraw", reason: "wrong" };
    case "mark-current":
      return { type: "mark-current", languages: Object.keys(record.written.text).slice(1) };
    default:
      return { type: move };
  }
}

/** The value, or a failure of the test that says what was refused. */
export function taken<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
}

/** The code of a refusal, or `granted`. */
export const answer = (result: Result<unknown>): string => (result.ok ? "granted" : result.refusal.code);

/** The record as the writer script leaves it: it stamps what only the log knows. */
export function stored(
  { next, stamp }: AnnouncementChange,
  atMs: number,
  offset: number,
): AnnouncementRecord {
  if (stamp === "published") return { ...next, offset, publishedAtMs: atMs };
  if (stamp === "corrected") return { ...next, correctedAtMs: atMs };
  return stamp === "withdrawn" ? { ...next, withdrawnAtMs: atMs } : next;
}
