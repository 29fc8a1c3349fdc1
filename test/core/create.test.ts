import { describe, expect, test } from "vitest";
import { create } from "../../server/core/create.ts";
import { type Command, decide } from "../../server/core/decide.ts";
import { answer, around, by, fromNow, HOUR, NOW, recordIn, taken } from "../support/decisions.ts";
import { newNotice, notice, person } from "../support/written.ts";

describe("a new announcement", () => {
  test("without publishAt is a draft that writes nothing to the log", () => {
    const change = taken(create("new", newNotice("N", { pinned: true }), around()));
    expect(change.next).toMatchObject({
      id: "new",
      state: "draft",
      revision: 1,
      pinned: true,
      createdBy: "admin",
      createdAtMs: NOW,
    });
    expect(change).toMatchObject({ entries: [], audit: { action: "create", to: "draft" } });
    expect(change.newRevision).toEqual(notice("N", { pinned: true }));
    expect(change).not.toHaveProperty("due");
  });

  test("with publishAt now it is out, with an instant on the schedule, in one change", () => {
    const out = taken(create("new", newNotice("N", { publishAt: "now" }), around()));
    expect(out).toMatchObject({
      next: { state: "published" },
      stamp: "published",
      newRevision: notice("N"),
      audit: { action: "create-and-publish", to: "published" },
    });
    expect(out.entries).toHaveLength(1);
    const later = taken(create("new", newNotice("N", { publishAt: fromNow(HOUR) }), around()));
    expect(later).toMatchObject({
      next: { state: "scheduled", scheduledAtMs: NOW + HOUR },
      due: NOW + HOUR,
      newRevision: notice("N"),
      audit: { action: "create-and-schedule", to: "scheduled" },
    });
    for (const { audit } of [out, later]) expect(audit).not.toHaveProperty("from");
  });

  test("publishAt is not kept: it was a command", () => {
    for (const publishAt of ["now", fromNow(HOUR)]) {
      const change = taken(create("new", newNotice("N", { publishAt }), around()));
      expect(change.newRevision).not.toHaveProperty("publishAt");
      expect(change.next.written).not.toHaveProperty("publishAt");
    }
  });

  test("by an author: a draft, but neither out nor on the schedule, and then nothing is made", () => {
    const author = by(person("author"));
    expect(answer(create("new", newNotice("N"), author))).toBe("granted");
    for (const publishAt of ["now", fromNow(HOUR)])
      expect(answer(create("new", newNotice("N", { publishAt }), author))).toBe("forbidden");
  });

  test("every fault is named at once", () => {
    const given = newNotice("N", {
      text: { fr: { headline: "N" }, de: { headline: "N" } },
      sessionId: "no-such",
      expiresAt: fromNow(-1),
      publishAt: fromNow(-1),
    });
    const result = create("new", given, around());
    expect(result).toMatchObject({ ok: false, refusal: { code: "invalid" } });
    const paths = result.ok ? [] : result.refusal.errors?.map(({ path }) => path);
    expect(paths?.toSorted()).toEqual(["expiresAt", "publishAt", "sessionId", "text.de", "text.en"]);
  });
});

describe("instants in the past", () => {
  test.for(["embargoUntil", "expiresAt", "publishAt"] as const)("%s of a new one: now is past", (field) => {
    const given = (ms: number) => create("new", newNotice("N", { [field]: fromNow(ms) }), around());
    for (const ms of [-HOUR, -1, 0])
      expect(given(ms)).toMatchObject({ refusal: { code: "invalid", errors: [{ path: field }] } });
    expect(answer(given(1))).toBe("granted");
  });

  test("an edit may leave an instant that has passed since, but not give one", () => {
    const record = recordIn("draft", notice("N", { embargoUntil: fromNow(-HOUR) }));
    const revise = (over: Record<string, unknown>) =>
      answer(decide(record, { type: "revise", ifMatch: 1, written: notice("N2", over) }, around()));
    expect(revise({ embargoUntil: fromNow(-HOUR) })).toBe("granted");
    expect(revise({ embargoUntil: fromNow(-HOUR - 1) })).toBe("invalid");
    expect(revise({ expiresAt: fromNow(-1) })).toBe("invalid");
    expect(revise({})).toBe("granted");
  });

  test("a schedule for now, or before, is refused", () => {
    const schedule = (ms: number) =>
      decide(recordIn("approved"), { type: "schedule", atMs: NOW + ms }, around());
    for (const ms of [-1, 0]) expect(answer(schedule(ms))).toBe("in_the_past");
    expect(answer(schedule(1))).toBe("granted");
  });
});

describe("what has expired when it would go out", () => {
  const record = recordIn("approved", notice("N", { expiresAt: fromNow(HOUR) }));

  test("is refused, to the millisecond", () => {
    const schedule = (ms: number) => answer(decide(record, { type: "schedule", atMs: NOW + ms }, around()));
    expect(schedule(HOUR - 1)).toBe("granted");
    expect(schedule(HOUR)).toBe("not_allowed_in_state");
    const publish = (nowMs: number, undoMs = 0) =>
      answer(decide(record, { type: "publish", undoMs }, around({ nowMs })));
    expect(publish(NOW + HOUR - 1)).toBe("granted");
    expect(publish(NOW + HOUR)).toBe("not_allowed_in_state");
    expect(publish(NOW + HOUR - 5_000, 5_000)).toBe("not_allowed_in_state");
  });

  test("an edit of what is scheduled cannot end it before it begins", () => {
    const scheduled = recordIn("scheduled");
    const revise = (ms: number) =>
      answer(
        decide(
          scheduled,
          { type: "revise", ifMatch: 1, written: notice("N", { expiresAt: fromNow(ms) }) },
          around(),
        ),
      );
    expect(revise(HOUR)).toBe("not_allowed_in_state");
    expect(revise(HOUR + 1)).toBe("granted");
  });
});

describe("publishing", () => {
  test("at once: the entry names the revision and holds no text; the text goes beside it", () => {
    const record = recordIn("approved", notice("N", { pinned: true }), { revision: 4 });
    const change = taken(decide(record, { type: "publish" }, around()));
    expect(change.entries).toEqual([
      { type: "announcementPublished", announcementId: record.id, revision: 4, pinned: true },
    ]);
    expect(change).toMatchObject({
      stamp: "published",
      due: "none",
      reveal: { id: record.id, revision: 4, text: { en: { headline: "N" } } },
    });
    expect(change.reveal).not.toHaveProperty("pinned");
  });

  test("with seconds to undo it: on the schedule that far ahead, and unschedule is the undo", () => {
    const held = taken(decide(recordIn("draft"), { type: "publish", undoMs: 10_000 }, around()));
    expect(held).toMatchObject({ due: NOW + 10_000, entries: [], next: { state: "scheduled" } });
    const undone = taken(decide(held.next, { type: "unschedule" }, around()));
    expect(undone).toMatchObject({ due: "none", next: { state: "approved" } });
    expect(undone.next).not.toHaveProperty("scheduledAtMs");
  });

  test("with seconds to undo it, of what goes out sooner: refused, so that of two who send it one is told", () => {
    const held = taken(decide(recordIn("draft"), { type: "publish", undoMs: 5_000 }, around())).next;
    const again = (command: Command, afterMs: number) =>
      answer(decide(held, command, around({ nowMs: NOW + afterMs })));
    expect(again({ type: "publish", undoMs: 5_000 }, 1)).toBe("not_allowed_in_state");
    expect(again({ type: "publish", undoMs: 5_000 }, 4_999)).toBe("not_allowed_in_state");
    expect(again({ type: "publish" }, 1)).toBe("granted");
    // What nobody sent at its time is a person's to send.
    expect(again({ type: "publish", undoMs: 5_000 }, 5_000)).toBe("granted");
    expect(again({ type: "publish", undoMs: 1_000 }, 1)).toBe("granted");
  });

  test("what an overdue one waited for is forgotten once it goes", () => {
    for (const command of [{ type: "publish" }, { type: "schedule", atMs: NOW + HOUR }] as const) {
      const { next } = taken(decide(recordIn("overdue"), command, around()));
      expect(next).not.toHaveProperty("overdueReason");
    }
  });
});
