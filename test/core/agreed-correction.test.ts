import { describe, expect, test } from "vitest";
import type { Correction } from "../../server/contract/announcement.ts";
import type { Actor } from "../../server/contract/people.ts";
import { decide } from "../../server/core/decide.ts";
import { decideDue } from "../../server/core/due.ts";
import type { Circumstances } from "../../server/core/permits.ts";
import { type AnnouncementRecord, wholeView } from "../../server/core/record.ts";
import { answer, by, fromNow, HOUR, NOW, recordIn, taken } from "../support/decisions.ts";
import { event, notice, person, urgent } from "../support/written.ts";

const policies = { twoPersonApproval: ["urgent", "result"] };
const two = (actor: Actor): Circumstances => by(actor, { event: event({ policies }) });
const anna = person("lead", "anna", { signedInAtMs: NOW });
const ben = person("lead", "ben", { signedInAtMs: NOW });
const cleo = person("lead", "cleo", { signedInAtMs: NOW });

const result = notice("Anna Bauer wins", { kind: "result", details: { podium: [] } });
/** Written by anna, approved by ben, and out. */
const out = recordIn("published", result, { createdBy: "anna", approvedBy: "ben" });
const headline = (text: string): Correction => ({ text: { en: { headline: text } } });
const correct = (record: AnnouncementRecord, correction: Correction, actor: Actor, around = two(actor)) =>
  decide(record, { type: "correct", correction }, around);
const proposed = (correction: Correction, actor: Actor, from = out) =>
  taken(correct(from, correction, actor)).next;

describe("a correction of what two must agree on", () => {
  test.for([anna, ben, cleo])(
    "[D3] goes out by no one person, whoever wrote or approved it: $id",
    (actor) => {
      const change = taken(correct(out, headline("Ben Bauer wins"), actor));
      expect(change).toMatchObject({
        entries: [],
        next: { state: "published", revision: 1, written: result },
      });
      for (const field of ["stamp", "reveal", "redact", "newRevision", "due"])
        expect(change).not.toHaveProperty(field);
      // Sent again by the same person, however often, it is the same proposal.
      const again = taken(correct(change.next, headline("Ben Bauer wins"), actor));
      expect(again.entries).toEqual([]);
    },
  );

  test("[D3] a second person sends the very same, and it is out", () => {
    const waiting = proposed(headline("Ben Bauer wins"), anna);
    const change = taken(correct(waiting, headline("Ben Bauer wins"), ben));
    expect(change).toMatchObject({
      stamp: "corrected",
      next: { state: "corrected", revision: 2, approvedBy: "ben", revisedBy: "anna" },
      entries: [{ type: "announcementCorrected" }],
    });
    expect(change.next).not.toHaveProperty("proposal");
    // What was agreed on once is spent.
    expect(taken(correct(change.next, headline("Ben Bauer wins"), cleo)).entries).toEqual([]);
  });

  test("[D3] another person's other words are another proposal", () => {
    const waiting = proposed(headline("Ben Bauer wins"), anna);
    const other = taken(correct(waiting, headline("Cleo Bauer wins"), ben));
    expect(other.entries).toEqual([]);
    expect(other.next.proposal).toMatchObject({ by: "ben", correction: headline("Cleo Bauer wins") });
    expect(taken(correct(other.next, headline("Ben Bauer wins"), cleo)).entries).toEqual([]);
    expect(taken(correct(other.next, headline("Cleo Bauer wins"), anna)).entries).toHaveLength(1);
  });

  test("[D3] a field more, or a text taken from public view besides, is not the same", () => {
    const waiting = proposed(headline("Ben Bauer wins"), anna);
    for (const more of [{ removePrevious: true }, { key: true }, { expiresAt: fromNow(HOUR) }])
      expect(taken(correct(waiting, { ...headline("Ben Bauer wins"), ...more }, ben)).entries).toEqual([]);
  });

  test("[D3] an empty one takes a proposal back, and is refused where there is none", () => {
    const waiting = proposed(headline("Ben Bauer wins"), anna);
    const back = taken(correct(waiting, {}, cleo));
    expect(back).toMatchObject({ entries: [], audit: { action: "drop-correction" } });
    expect(back.next).not.toHaveProperty("proposal");
    expect(answer(correct(out, {}, cleo))).toBe("not_allowed_in_state");
  });

  test("[D3] what the desk is shown says whose it is, and what the audit keeps says no word of it", () => {
    const change = taken(correct(out, headline("Ben Bauer wins"), anna));
    expect(change.audit).toMatchObject({ action: "propose-correction", fields: ["text"], to: "published" });
    expect(JSON.stringify(change.audit)).not.toContain("Bauer");
    expect(wholeView(change.next)).toMatchObject({
      text: result.text,
      proposedCorrection: { by: anna.name, at: fromNow(0), correction: headline("Ben Bauer wins") },
    });
  });

  test("[D3] one person is enough where the event does not ask for two, and to withdraw", () => {
    expect(taken(correct(out, headline("Ben Bauer wins"), anna, by(anna))).entries).toHaveLength(1);
    const waiting = proposed(headline("Ben Bauer wins"), anna);
    const gone = taken(decide(waiting, { type: "withdraw", reason: "wrong" }, two(anna)));
    expect(gone.entries).toMatchObject([{ type: "announcementWithdrawn" }]);
    expect(gone.next).not.toHaveProperty("proposal");
  });

  test("[D3] what is not valid is refused before it is kept; an urgent one wants a lead", () => {
    expect(answer(correct(out, { sessionId: "no-such" }, anna))).toBe("invalid");
    const notice = recordIn("published", urgent("Leave"), { createdBy: "anna" });
    expect(answer(correct(notice, headline("Stay"), person("moderator", "mo")))).toBe("forbidden");
    expect(taken(correct(notice, headline("Stay"), anna)).entries).toEqual([]);
  });
});

describe("an approval is of the newest words", () => {
  const plain = recordIn("approved", notice("N"), { createdBy: "anna", approvedBy: "ben" });

  test("who edits what another approved, where one is enough, approves it themselves", () => {
    const command = { type: "revise", ifMatch: 1, written: notice("Edited") } as const;
    expect(taken(decide(plain, command, by(anna))).next).toMatchObject({
      state: "approved",
      approvedBy: "anna",
    });
  });

  test("[S5] what one person scheduled before the event asked for two waits for a person", () => {
    const alone = recordIn("scheduled", result, {
      createdBy: "anna",
      approvedBy: "anna",
      scheduledAtMs: NOW,
    });
    const due = decideDue(alone, two(anna));
    if (due.outcome !== "overdue") throw new Error(due.outcome);
    expect(wholeView(due.change.next)).toMatchObject({ state: "overdue", overdueCode: "second_person" });
    expect(answer(decide(due.change.next, { type: "publish" }, two(anna)))).toBe("approval_required");
    expect(answer(decide(due.change.next, { type: "publish" }, two(ben)))).toBe("granted");
    expect(decideDue({ ...alone, approvedBy: "ben" }, two(anna)).outcome).toBe("publish");
    expect(decideDue(alone, by(anna)).outcome).toBe("publish");
  });

  test("who schedules it then gives the approval that it lacks, also with undo", () => {
    const alone = recordIn("approved", result, { createdBy: "anna", approvedBy: "anna" });
    for (const command of [
      { type: "publish", undoMs: 5_000 },
      { type: "schedule", atMs: NOW + 5_000 },
    ] as const) {
      const { next } = taken(decide(alone, command, two(ben)));
      expect(next.approvedBy).toBe("ben");
      expect(decideDue(next, { ...two(ben), nowMs: NOW + 5_000 }).outcome).toBe("publish");
    }
  });
});
