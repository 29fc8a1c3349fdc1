import { describe, expect, test } from "vitest";
import { decide } from "../../server/core/decide.ts";
import { decideDue } from "../../server/core/due.ts";
import { keptWithSession } from "../../server/core/followed-sessions.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import { wholeView } from "../../server/core/record.ts";
import { planSessionStarts } from "../../server/core/session-starts.ts";
import { answer, around, fromNow, HOUR, NOW, recordIn, taken } from "../support/decisions.ts";
import { event, notice, person } from "../support/written.ts";

const MINUTE = 60_000;
const worker = person("moderator", "worker");
const follows = { sessionId: "a-session", leadMinutes: 10 };
const startingAt = (ms: number) => ({ sessionStarts: new Map([["a-session", ms]]) });
const start = NOW + 3 * HOUR;

const scheduledWith = (over: Record<string, unknown> = {}): AnnouncementRecord =>
  taken(decide(recordIn("approved", notice("Soon", over)), { type: "schedule", follows }, around())).next;

const kept = (record: AnnouncementRecord, startMs: number | undefined, nowMs = NOW) => {
  const sessionStarts = startMs === undefined ? new Map() : startingAt(startMs).sessionStarts;
  return keptWithSession(record, { sessionStarts, nowMs, actor: worker });
};

describe("scheduled with a session", () => {
  test("[S7] it is due so long before the start, and says what it follows", () => {
    const record = scheduledWith();
    expect(record).toMatchObject({ state: "scheduled", scheduledAtMs: start - 10 * MINUTE });
    expect(wholeView(record)).toMatchObject({ follows, scheduledAt: fromNow(3 * HOUR - 10 * MINUTE) });
  });

  test("an unknown session, and a time that is past, are faults at their fields", () => {
    const ask = (sessionId: string, leadMinutes: number) =>
      decide(recordIn("approved"), { type: "schedule", follows: { sessionId, leadMinutes } }, around());
    expect(ask("none", 10)).toMatchObject({
      refusal: {
        code: "invalid",
        errors: [{ path: "follows.sessionId", code: "unknown_session", values: { id: "none" } }],
      },
    });
    expect(ask("a-session", 180)).toMatchObject({
      refusal: { code: "in_the_past", errors: [{ path: "follows.leadMinutes", code: "in_the_past" }] },
    });
    expect(answer(ask("a-session", 179))).toBe("granted");
  });

  test("[V5] embargo and expiry hold as for an instant", () => {
    const ask = (over: Record<string, unknown>) =>
      decide(recordIn("approved", notice("Soon", over)), { type: "schedule", follows }, around());
    expect(ask({ embargoUntil: fromNow(3 * HOUR) })).toMatchObject({
      refusal: {
        code: "under_embargo",
        errors: [{ path: "follows.leadMinutes", code: "before_embargo" }],
      },
    });
    expect(ask({ expiresAt: fromNow(2 * HOUR) })).toMatchObject({
      refusal: {
        code: "not_allowed_in_state",
        errors: [{ path: "follows.leadMinutes", code: "expires_before" }],
      },
    });
  });

  test.for([
    { type: "schedule", atMs: NOW + HOUR },
    { type: "unschedule" },
    { type: "publish" },
    { type: "publish", undoMs: 5_000 },
  ] as const)("%o lets go of the session", (command) => {
    const { next } = taken(decide(scheduledWith(), command, around()));
    expect(next).not.toHaveProperty("follows");
    expect(kept(next, start + HOUR)).toBeUndefined();
  });

  test("an edit that leaves it scheduled leaves it with its session", () => {
    const record = scheduledWith();
    const revise = { type: "revise", written: notice("Sooner"), ifMatch: 1 } as const;
    expect(taken(decide(record, revise, around())).next).toMatchObject({ state: "scheduled", follows });
  });
});

describe("[S7] as the programme changes", () => {
  test("it moves with its session, later and earlier, and nothing else of it changes", () => {
    const record = scheduledWith();
    for (const startMs of [start + HOUR, start - HOUR]) {
      const change = kept(record, startMs)!;
      const { written, revision, approvedBy } = record;
      expect(change).toMatchObject({ due: startMs - 10 * MINUTE, entries: [] });
      expect(change.next).toMatchObject({ state: "scheduled", follows, written, revision, approvedBy });
      expect(change.audit).toMatchObject({
        action: "follow-programme",
        by: "worker",
        from: "scheduled",
        to: "scheduled",
        fields: ["scheduledAt"],
      });
    }
    expect(kept(record, start)).toBeUndefined();
  });

  test.for([
    ["a session that is gone", undefined, {}, "its session was removed"],
    ["a time that is past", NOW + 9 * MINUTE, {}, "its session moved: its time is past"],
    [
      "a time under its embargo",
      start - HOUR,
      { embargoUntil: fromNow(2 * HOUR) },
      "its session moved: it is under embargo then",
    ],
    [
      "a time after it expires",
      start + 2 * HOUR,
      { expiresAt: fromNow(4 * HOUR) },
      "its session moved: it has expired by then",
    ],
  ] as const)("%s: it waits for a person, who sees why", ([, startMs, over, reason]) => {
    const change = kept(scheduledWith(over), startMs)!;
    expect(change).toMatchObject({ due: "none", next: { state: "overdue", overdueReason: reason } });
    expect(change.next).not.toHaveProperty("follows");
    expect(change.audit).toMatchObject({ action: "hold-overdue", to: "overdue" });
  });

  test("due before the schedule has caught up, it goes by the programme and not by the schedule", () => {
    const record = scheduledWith();
    const atDue = { nowMs: record.scheduledAtMs!, actor: worker };
    const later = around({ ...atDue, ...startingAt(start + HOUR) });
    expect(decideDue(record, later)).toEqual({ outcome: "early", dueMs: start + HOUR - 10 * MINUTE });
    const gone = around({ ...atDue, sessionStarts: new Map() });
    expect(decideDue(record, gone)).toMatchObject({
      outcome: "overdue",
      change: { next: { overdueReason: "its session was removed" } },
    });
    expect(decideDue(record, around(atDue))).toMatchObject({
      outcome: "publish",
      change: { next: { state: "published" } },
    });
  });

  test("a session start that a person set to follow a session is theirs: the programme does not rewrite it", () => {
    const record = { ...scheduledWith(), origin: { type: "session-start", sessionId: "gone" } as const };
    const plan = planSessionStarts({
      sessions: [],
      event: event(),
      idFor: () => record.id,
      records: new Map([[record.id, { version: 1, value: record }]]),
      nowMs: NOW,
    });
    expect(plan).toEqual([]);
  });
});
