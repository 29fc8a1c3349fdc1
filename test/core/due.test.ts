import { describe, expect, test } from "vitest";
import { decide } from "../../server/core/decide.ts";
import { decideDue, heldOverdue, STALE_AUTOMATIC_MS, STALE_MS } from "../../server/core/due.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import { around, fromNow, HOUR, NOW, recordIn, states, taken } from "../support/decisions.ts";
import { event, notice, person, urgent } from "../support/written.ts";

const worker = person("admin", "worker", { skipsFreshSignIn: true });
const due = (record: AnnouncementRecord | undefined, nowMs = NOW, over = {}) =>
  decideDue(record, { ...around(over), nowMs, actor: worker });
const scheduled = (over: Partial<AnnouncementRecord> = {}, written = notice("N")) =>
  recordIn("scheduled", written, { scheduledAtMs: NOW, ...over });

describe("an item whose instant has come", () => {
  test("[S2] is published, and the store looks at both clocks once more", () => {
    expect(due(scheduled())).toMatchObject({
      outcome: "publish",
      change: {
        next: { state: "published", changedBy: "worker" },
        stamp: "published",
        due: "none",
        notBeforeMs: [NOW],
        entries: [{ type: "announcementPublished", revision: 1 }],
        audit: { action: "publish-due", by: "worker", from: "scheduled", to: "published" },
      },
    });
  });

  test("[S2] a millisecond before it nothing happens", () => {
    expect(due(scheduled(), NOW - 1)).toEqual({ outcome: "early", dueMs: NOW });
  });

  test.for(states.filter((state) => state !== "scheduled"))("[S1] %s: nothing to do", (state) => {
    expect(due(recordIn(state, notice("N"), { scheduledAtMs: NOW }))).toEqual({ outcome: "nothing" });
  });

  test("[S1] nor for what is not there, or has no instant", () => {
    expect(due(undefined)).toEqual({ outcome: "nothing" });
    const { scheduledAtMs: _none, ...timeless } = scheduled();
    expect(due(timeless)).toEqual({ outcome: "nothing" });
  });

  test("[S1] a job for an item moved to later is early, one for a cancelled item finds nothing", () => {
    const moved = taken(decide(scheduled(), { type: "schedule", atMs: NOW + HOUR }, around())).next;
    expect(due(moved)).toEqual({ outcome: "early", dueMs: NOW + HOUR });
    const cancelled = taken(decide(scheduled(), { type: "unschedule" }, around())).next;
    expect(due(cancelled)).toEqual({ outcome: "nothing" });
  });

  test("[S3] woken a second time it is out already", () => {
    const first = due(scheduled());
    if (first.outcome !== "publish") throw new Error(first.outcome);
    expect(due(first.change.next)).toEqual({ outcome: "nothing" });
  });
});

describe("[S5] what is stale waits for a person", () => {
  const automatic = { origin: { type: "session-start" as const, sessionId: "a-session" } };

  test.for([
    ["what a person scheduled", STALE_MS, 15 * 60_000, {}],
    ["what Fanfare made of the programme", STALE_AUTOMATIC_MS, 2 * 60_000, automatic],
  ] as const)("%s: at the limit it still goes, a millisecond later not", ([, limit, stated, over]) => {
    expect(limit).toBe(stated);
    expect(due(scheduled(over), NOW + limit).outcome).toBe("publish");
    expect(due(scheduled(over), NOW + limit + 1)).toMatchObject({
      outcome: "overdue",
      change: {
        next: { state: "overdue", overdueReason: "late" },
        due: "none",
        entries: [],
        audit: { action: "hold-overdue", from: "scheduled", to: "overdue" },
      },
    });
  });

  test("lateness counts from the embargo where that is later", () => {
    const record = scheduled({}, notice("N", { embargoUntil: fromNow(HOUR) }));
    expect(due(record, NOW + HOUR - 1)).toEqual({ outcome: "early", dueMs: NOW + HOUR });
    expect(due(record, NOW + HOUR + STALE_MS).outcome).toBe("publish");
    expect(due(record, NOW + HOUR + STALE_MS + 1).outcome).toBe("overdue");
  });

  test("expired, from its very instant on", () => {
    const record = scheduled({}, notice("N", { expiresAt: fromNow(1_000) }));
    expect(due(record, NOW + 999).outcome).toBe("publish");
    expect(due(record, NOW + 1_000)).toMatchObject({
      outcome: "overdue",
      change: { next: { overdueReason: "expired" } },
    });
  });

  test("a zone, track, session or language that the event no longer has", () => {
    const bare = {
      event: event({ zones: [], halls: [], tracks: [], languages: ["en"] }),
      sessionStarts: new Map<string, number>(),
    };
    for (const over of [
      { audience: { zones: ["east"] } },
      { audience: { tracks: ["governance"] } },
      { sessionId: "a-session" },
      { text: { en: { headline: "N" }, zh: { headline: "N" } } },
    ]) {
      const record = scheduled({}, notice("N", over));
      expect(due(record).outcome).toBe("publish");
      expect(due(record, NOW, bare)).toMatchObject({
        outcome: "overdue",
        change: { next: { overdueReason: "refers to what the event no longer has" } },
      });
    }
  });

  test("an overdue item can be published, scheduled, edited or taken off by a person", () => {
    const held = due(scheduled(), NOW + STALE_MS + 1);
    if (held.outcome !== "overdue") throw new Error(held.outcome);
    const late = around({ nowMs: NOW + STALE_MS + 1 });
    for (const command of [
      { type: "publish" },
      { type: "unschedule" },
      { type: "schedule", atMs: NOW + HOUR },
      { type: "revise", ifMatch: 1, written: notice("Edited") },
    ] as const)
      expect(decide(held.change.next, command, late).ok).toBe(true);
  });

  test("an urgent one needs no fresh sign-in of the worker: a person proved it when they scheduled it", () => {
    const record = scheduled({}, urgent("Leave the hall"));
    const bare = { ...around(), actor: person("author", "worker") };
    expect(decideDue(record, { ...bare, nowMs: NOW }).outcome).toBe("publish");
  });

  test("the reason that the store gives after three refusals is kept for the desk", () => {
    const { next } = heldOverdue(scheduled(), "not_published", { nowMs: NOW, actor: worker });
    expect(next).toMatchObject({ state: "overdue", overdueReason: "could not be published" });
  });
});
