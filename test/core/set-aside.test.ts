import { expect, test } from "vitest";
import { decide } from "../../server/core/decide.ts";
import { decideDue } from "../../server/core/due.ts";
import { wholeView } from "../../server/core/record.ts";
import { answer, around, by, HOUR, NOW, recordIn, taken } from "../support/decisions.ts";
import { event, person } from "../support/written.ts";

const discard = { type: "discard" } as const;
const recover = { type: "recover" } as const;

test("[D2] what is discarded is neither due nor overdue, and loses nothing that was written", () => {
  const overdue = recordIn("overdue");
  const change = taken(decide(overdue, discard, around()));
  expect(change).toMatchObject({ due: "none", entries: [], next: { state: "discarded" } });
  const view = wholeView(change.next);
  expect(view).not.toHaveProperty("scheduledAt");
  expect(view).not.toHaveProperty("overdueReason");
  expect(change.next.written).toEqual(overdue.written);
  expect(change.next.revision).toBe(overdue.revision);
  expect(decideDue(change.next, { ...around(), nowMs: NOW + HOUR }).outcome).toBe("nothing");
});

test("[D2] recovered, it is a draft that nobody has approved", () => {
  const { next } = taken(
    decide(taken(decide(recordIn("approved"), discard, around())).next, recover, around()),
  );
  expect(next.state).toBe("draft");
  expect(next).not.toHaveProperty("approvedBy");
  expect(next).not.toHaveProperty("submittedBy");
});

test("[D2] an approval does not come back with it where two must agree", () => {
  const policies = { twoPersonApproval: ["result"], sessionStarts: event().policies.sessionStarts };
  const both = { event: event({ policies }) };
  const written = { ...recordIn("approved").written, kind: "result" as const, details: { podium: [] } };
  const record = recordIn("approved", written, { createdBy: "writer", approvedBy: "approver" });
  const writer = person("moderator", "writer");
  expect(answer(decide(record, { type: "publish" }, by(writer, both)))).toBe("granted");
  const back = taken(
    decide(taken(decide(record, discard, by(writer, both))).next, recover, by(writer, both)),
  );
  expect(answer(decide(back.next, { type: "publish" }, by(writer, both)))).toBe("approval_required");
});

test("[P3] what the programme asked for and a person discarded stays off", () => {
  const record = recordIn("approved", undefined, {
    origin: { type: "session-start", sessionId: "a-session" },
  });
  expect(taken(decide(record, discard, around())).next.takenOver).toBe(true);
});

test("[D2] it is its author's and the moderators' to discard and recover", () => {
  for (const [role, id, expected] of [
    ["author", "writer", "granted"],
    ["author", "another", "forbidden"],
    ["moderator", "another", "granted"],
  ] as const) {
    const actor = person(role, id);
    expect(answer(decide(recordIn("draft"), discard, by(actor)))).toBe(expected);
    expect(answer(decide(recordIn("discarded"), recover, by(actor)))).toBe(expected);
  }
});
