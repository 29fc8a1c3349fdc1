import { describe, expect, test } from "vitest";
import type { State } from "../../server/contract/desk-announcement.ts";
import { FRESH_SIGN_IN_MS, type Right, type Role, rightsOf } from "../../server/contract/people.ts";
import { decide } from "../../server/core/decide.ts";
import { lifecycle, type Move, moves, rightFor } from "../../server/core/lifecycle.ts";
import { permit } from "../../server/core/permits.ts";
import { answer, around, by, commandFor, NOW, recordIn, states, taken } from "../support/decisions.ts";
import { admin, person } from "../support/written.ts";

/** The table of the contract, written down a second time: what is not in it is not possible. */
const leads: Record<State, Partial<Record<Move, State>>> = {
  draft: {
    revise: "draft",
    submit: "submitted",
    approve: "approved",
    schedule: "scheduled",
    publish: "published",
    discard: "discarded",
    "mark-current": "draft",
  },
  submitted: {
    revise: "submitted",
    approve: "approved",
    schedule: "scheduled",
    publish: "published",
    discard: "discarded",
    "mark-current": "submitted",
  },
  approved: {
    revise: "approved",
    schedule: "scheduled",
    publish: "published",
    discard: "discarded",
    "mark-current": "approved",
  },
  scheduled: {
    revise: "scheduled",
    schedule: "scheduled",
    publish: "published",
    unschedule: "approved",
    "mark-current": "scheduled",
  },
  overdue: {
    revise: "overdue",
    schedule: "scheduled",
    publish: "published",
    unschedule: "approved",
    discard: "discarded",
    "mark-current": "overdue",
  },
  published: {
    correct: "corrected",
    withdraw: "withdrawn",
    pin: "published",
    unpin: "published",
    "mark-current": "published",
  },
  corrected: {
    correct: "corrected",
    withdraw: "withdrawn",
    pin: "corrected",
    unpin: "corrected",
    "mark-current": "corrected",
  },
  withdrawn: {},
  discarded: { recover: "draft" },
};

const everyPair = states.flatMap((state) => moves.map((move) => [state, move] as const));

describe("every move in every state", () => {
  test.for(everyPair)("[S2] %s, %s: where the table says, or nowhere", ([state, move]) => {
    const record = recordIn(state);
    const result = decide(record, commandFor(move, record), around());
    const to = leads[state][move];
    if (to === undefined) {
      expect(result).toMatchObject({ ok: false, refusal: { code: "not_allowed_in_state", more: { state } } });
      return;
    }
    const { next, audit } = taken(result);
    expect(next.state).toBe(to);
    expect(audit).toMatchObject({ from: state, to, announcementId: record.id, by: admin.id });
  });

  test("the table names every state, and no move that leads back out of withdrawn", () => {
    expect(Object.keys(leads).sort()).toEqual(Object.keys(lifecycle).sort());
    expect(lifecycle.withdrawn).toEqual({});
  });

  test("[P9] [L6] every move says in its audit note who did it, and the record does too", () => {
    const actor = person("admin", "somebody", { skipsFreshSignIn: true });
    for (const [state, move] of everyPair) {
      const record = recordIn(state);
      const result = decide(record, commandFor(move, record), by(actor));
      if (!result.ok) continue;
      const { next, audit } = result.value;
      expect(audit).toMatchObject({ by: "somebody", byName: actor.name, revision: next.revision });
      expect(next).toMatchObject({ changedBy: "somebody", changedByName: actor.name, changedAtMs: NOW });
    }
  });

  test("a value that a move takes away is absent, not undefined", () => {
    const { next } = taken(decide(recordIn("overdue"), { type: "unschedule" }, around()));
    expect(Object.keys(next)).not.toContain("scheduledAtMs");
    expect(Object.keys(next)).not.toContain("overdueReason");
  });
});

/** An author makes no move of somebody else's announcement, and of their own only these. */
const ofAuthors: readonly Move[] = ["revise", "submit", "discard", "recover", "mark-current"];
const roles = Object.keys(rightsOf) as Role[];
const stateFor = (move: Move) => states.find((state) => leads[state][move] !== undefined)!;

describe("rights", () => {
  test.for(moves.flatMap((move) => roles.map((role) => [move, role] as const)))(
    "%s by a colleague who is %s",
    ([move, role]) => {
      const record = recordIn(stateFor(move));
      const result = decide(record, commandFor(move, record), by(person(role, "colleague")));
      expect(answer(result)).toBe(role === "author" ? "forbidden" : "granted");
    },
  );

  test.for(moves)("%s by its own author: only what authors may", (move) => {
    const record = recordIn(stateFor(move));
    const result = decide(record, commandFor(move, record), by(person("author", "writer")));
    expect(answer(result)).toBe(ofAuthors.includes(move) ? "granted" : "forbidden");
  });

  test("the right is asked for before the state: whoever may not, learns nothing", () => {
    for (const [state, move] of everyPair) {
      const record = recordIn(state);
      expect(answer(decide(record, commandFor(move, record), by(person("author", "stranger"))))).toBe(
        "forbidden",
      );
    }
  });

  test("every move has a right, and each role has those of the one before it", () => {
    for (const move of moves) expect(rightsOf.admin.has(rightFor[move])).toBe(true);
    for (const [lower, higher] of [
      ["author", "moderator"],
      ["moderator", "lead"],
      ["lead", "admin"],
    ] as const)
      expect([...rightsOf[lower]].filter((right) => !rightsOf[higher].has(right))).toEqual([]);
  });
});

describe("a fresh sign-in", () => {
  const dangerous: readonly Right[] = ["sendUrgent", "lowerEmbargo", "managePeople"];

  test.for(dangerous)("%s needs one of the last five minutes, to the millisecond", (right) => {
    const signedIn = (agoMs: number) => person("admin", "a", { signedInAtMs: NOW - agoMs });
    expect(permit(signedIn(FRESH_SIGN_IN_MS), right, NOW)).toBeUndefined();
    expect(permit(signedIn(FRESH_SIGN_IN_MS + 1), right, NOW)?.code).toBe("fresh_sign_in_required");
    expect(permit(person("admin", "a"), right, NOW)?.code).toBe("fresh_sign_in_required");
    expect(permit(person("admin", "a", { skipsFreshSignIn: true }), right, NOW)).toBeUndefined();
  });

  test("whoever lacks the right is told so, not to sign in again", () => {
    const fresh = person("author", "a", { signedInAtMs: NOW });
    for (const right of dangerous) expect(permit(fresh, right, NOW)?.code).toBe("forbidden");
    expect(permit(person("author", "a", { skipsFreshSignIn: true }), "sendUrgent", NOW)?.code).toBe(
      "forbidden",
    );
  });

  test("an ordinary right needs none", () => {
    expect(permit(person("moderator", "a"), "publish", NOW)).toBeUndefined();
  });
});
