import { describe, expect, test } from "vitest";
import type { State } from "../../server/contract/desk-announcement.ts";
import type { Actor, Role } from "../../server/contract/people.ts";
import type { Command } from "../../server/core/decide.ts";
import { decide } from "../../server/core/decide.ts";
import type { Circumstances } from "../../server/core/permits.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import { answer, by, fromNow, HOUR, NOW, recordIn, taken } from "../support/decisions.ts";
import { event, notice, person, urgent } from "../support/written.ts";

const policies = { twoPersonApproval: ["urgent", "result"] };
const two = (actor: Actor): Circumstances => by(actor, { event: event({ policies }) });
const anna = person("lead", "anna", { signedInAtMs: NOW });
const ben = person("lead", "ben", { signedInAtMs: NOW });
const cleo = person("lead", "cleo", { signedInAtMs: NOW });
const result = (headline = "Winner") => notice(headline, { kind: "result", details: { podium: [] } });
const written = (by: Actor, state: State = "draft") =>
  recordIn(state, result(), { createdBy: by.id, changedBy: by.id });

const revise = (record: AnnouncementRecord, headline = "Edited"): Command => ({
  type: "revise",
  ifMatch: record.revision,
  written: record.written.kind === "result" ? result(headline) : { ...notice(headline) },
});
/** A record after commands of people, one after the other. */
const afterwards = (start: AnnouncementRecord, ...steps: readonly (readonly [Actor, Command])[]) =>
  steps.reduce((record, [actor, command]) => taken(decide(record, command, two(actor))).next, start);

describe("two-person approval", () => {
  const sending: readonly Command[] = [
    { type: "approve" },
    { type: "publish" },
    { type: "publish", undoMs: 5_000 },
    { type: "schedule", atMs: NOW + HOUR },
  ];

  test.for(sending)("who wrote it cannot do it alone: %j", (command) => {
    expect(answer(decide(written(anna), command, two(anna)))).toBe("approval_required");
    expect(answer(decide(written(anna), command, two(ben)))).toBe("granted");
  });

  test("once another has approved, the writer may send it", () => {
    const approved = afterwards(written(anna), [ben, { type: "approve" }]);
    expect(approved.approvedBy).toBe("ben");
    expect(answer(decide(approved, { type: "publish" }, two(anna)))).toBe("granted");
  });

  test("who wrote the newest revision is a writer too, whoever touched it since", () => {
    const edited = afterwards(written(anna), [ben, revise(written(anna))]);
    expect(answer(decide(edited, { type: "approve" }, two(ben)))).toBe("approval_required");
    const submitted = afterwards(edited, [cleo, { type: "submit" }]);
    expect(answer(decide(submitted, { type: "approve" }, two(ben)))).toBe("approval_required");
    expect(answer(decide(submitted, { type: "approve" }, two(anna)))).toBe("approval_required");
  });

  test("who only handed it on has not written it, and may approve it", () => {
    const submitted = afterwards(written(anna), [cleo, { type: "submit" }]);
    expect(answer(decide(submitted, { type: "approve" }, two(cleo)))).toBe("granted");
  });

  test("an edit after approval asks for approval again, also of those who may approve", () => {
    for (const state of ["approved", "scheduled", "overdue"] as const) {
      const record = written(anna, state);
      const change = taken(decide(record, revise(record), two(ben)));
      expect(change).toMatchObject({ next: { state: "submitted" }, due: "none" });
      expect(change.next).not.toHaveProperty("approvedBy");
      expect(change.next).not.toHaveProperty("scheduledAtMs");
      expect(answer(decide(change.next, { type: "publish" }, two(ben)))).toBe("approval_required");
    }
  });

  test("an approval of one kind does not cover another that needs two", () => {
    const alone = afterwards(recordIn("draft", notice("N"), { createdBy: "anna", changedBy: "anna" }), [
      anna,
      { type: "approve" },
    ]);
    const turned = afterwards(alone, [anna, { type: "revise", ifMatch: 1, written: result() }]);
    expect(turned.state).toBe("submitted");
    expect(answer(decide(turned, { type: "publish" }, two(anna)))).toBe("approval_required");
  });

  test("one's own approval, from before the event asked for two, is none", () => {
    const alone = taken(decide(written(anna), { type: "approve" }, by(anna))).next;
    expect(answer(decide(alone, { type: "publish" }, by(anna)))).toBe("granted");
    expect(answer(decide(alone, { type: "publish" }, two(anna)))).toBe("approval_required");
    expect(answer(decide(alone, { type: "publish" }, two(ben)))).toBe("granted");
  });

  test("a kind that the event does not name needs one person", () => {
    const record = recordIn("draft", notice("N"), { createdBy: "anna" });
    expect(answer(decide(record, { type: "publish" }, two(anna)))).toBe("granted");
    expect(answer(decide(written(anna), { type: "publish" }, by(anna)))).toBe("granted");
  });
});

describe("an edit of what is approved, where one person is enough", () => {
  const edit = (state: State, role: Role) => {
    const record = recordIn(state, notice("N"), { createdBy: role });
    return taken(decide(record, revise(record), by(person(role))));
  };

  test.for(["approved", "scheduled", "overdue"] as const)(
    "by an author, %s: back to submitted and off the schedule",
    (state) => {
      const { next, due } = edit(state, "author");
      expect(next).toMatchObject({ state: "submitted", revision: 2 });
      expect(due).toBe("none");
      for (const field of ["approvedBy", "scheduledAtMs", "overdueReason"])
        expect(next).not.toHaveProperty(field);
    },
  );

  test.for(["moderator", "lead", "admin"] as const)("by a %s: it stays where it is", (role) => {
    expect(edit("approved", role).next.state).toBe("approved");
    expect(edit("overdue", role).next.state).toBe("overdue");
    const scheduled = edit("scheduled", role);
    expect(scheduled.next).toMatchObject({ state: "scheduled", scheduledAtMs: NOW + HOUR, revision: 2 });
    // The wake-up names a revision, so a new one needs a new wake-up at the same instant.
    expect(scheduled.due).toBe(NOW + HOUR);
  });

  test("an edit of an urgent one by somebody who may not send it goes back to submitted", () => {
    const record = recordIn("scheduled", urgent("Leave the hall"), { createdBy: "moderator" });
    const command: Command = { type: "revise", ifMatch: 1, written: urgent("Leave both halls") };
    expect(taken(decide(record, command, by(person("moderator")))).next.state).toBe("submitted");
    expect(taken(decide(record, command, by(ben))).next.state).toBe("scheduled");
  });

  test("what Fanfare made and a person edits or unschedules is theirs from then on", () => {
    const origin = { type: "session-start" as const, sessionId: "a-session" };
    const made = recordIn("scheduled", notice("Starts now"), { origin });
    expect(taken(decide(made, revise(made), by(ben))).next.takenOver).toBe(true);
    expect(taken(decide(made, { type: "unschedule" }, by(ben))).next.takenOver).toBe(true);
    expect(taken(decide(recordIn("scheduled"), { type: "unschedule" }, by(ben))).next).not.toHaveProperty(
      "takenOver",
    );
  });
});

describe("an edit", () => {
  test("[L4] of an older revision is refused with the newest", () => {
    const record = recordIn("draft", notice("N"), { revision: 3 });
    for (const ifMatch of [1, 2, 4]) {
      const given = decide(record, { type: "revise", ifMatch, written: notice("N2") }, by(ben));
      expect(given).toMatchObject({ ok: false, refusal: { code: "stale_revision", more: { revision: 3 } } });
    }
  });

  test("names the fields that changed, and keeps the words as a new revision", () => {
    const record = recordIn("draft", notice("N"));
    const edited = notice("N", { pinned: true, expiresAt: fromNow(HOUR) });
    const change = taken(decide(record, { type: "revise", ifMatch: 1, written: edited }, by(ben)));
    expect(change.audit.fields?.toSorted()).toEqual(["expiresAt", "pinned"]);
    expect(change.newRevision).toEqual(edited);
    expect(change.next).toMatchObject({ revision: 2, written: edited, pinned: true });
    expect(change.entries).toEqual([]);
  });
});
