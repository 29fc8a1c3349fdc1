import { describe, expect, test } from "vitest";
import type { Correction } from "../../server/contract/announcement.ts";
import type { Actor } from "../../server/contract/people.ts";
import { create } from "../../server/core/create.ts";
import { type Command, decide } from "../../server/core/decide.ts";
import { answer, around, by, fromNow, HOUR, NOW, recordIn, taken } from "../support/decisions.ts";
import { admin, notice, person, urgent } from "../support/written.ts";

const alert = urgent("Leave hall 2");
const fresh = (actor: Actor): Actor => ({ ...actor, signedInAtMs: NOW });

describe("an urgent announcement is sent by leads and admins, freshly signed in", () => {
  const dangerous: readonly (readonly [string, Command])[] = [
    ["approve", { type: "approve" }],
    ["publish", { type: "publish" }],
    ["schedule", { type: "schedule", atMs: NOW + HOUR }],
  ];

  test.for(dangerous)("%s", ([, command]) => {
    const asked = (actor: Actor) => answer(decide(recordIn("submitted", alert), command, by(actor)));
    expect(asked(fresh(person("moderator")))).toBe("forbidden");
    expect(asked(person("lead"))).toBe("fresh_sign_in_required");
    expect(asked(fresh(person("lead")))).toBe("granted");
    expect(asked(person("admin"))).toBe("fresh_sign_in_required");
    expect(asked(admin)).toBe("granted");
  });

  test("correct", () => {
    const asked = (actor: Actor) =>
      answer(decide(recordIn("published", alert), { type: "correct", correction: { key: true } }, by(actor)));
    expect(asked(fresh(person("moderator")))).toBe("forbidden");
    expect(asked(person("lead"))).toBe("fresh_sign_in_required");
    expect(asked(fresh(person("lead")))).toBe("granted");
  });

  test("a new one, at once or scheduled", () => {
    const given = (actor: Actor, publishAt?: string) =>
      answer(create("new", { ...alert, ...(publishAt === undefined ? {} : { publishAt }) }, by(actor)));
    for (const publishAt of ["now", fromNow(HOUR)]) {
      expect(given(fresh(person("moderator")), publishAt)).toBe("forbidden");
      expect(given(person("lead"), publishAt)).toBe("fresh_sign_in_required");
      expect(given(fresh(person("lead")), publishAt)).toBe("granted");
    }
    expect(given(person("author"))).toBe("granted");
  });

  test("writing and submitting one needs no more than any other", () => {
    const writer = by(person("author", "writer"));
    const record = recordIn("draft", alert);
    expect(answer(decide(record, { type: "submit" }, writer))).toBe("granted");
    expect(answer(decide(record, { type: "revise", ifMatch: 1, written: alert }, writer))).toBe("granted");
  });

  test("an edit that stays on the schedule sends it: so does one that makes it urgent there", () => {
    for (const before of [alert, notice("Coffee")]) {
      const record = recordIn("scheduled", before);
      const asked = (actor: Actor) =>
        answer(decide(record, { type: "revise", ifMatch: 1, written: alert }, by(actor)));
      expect(asked(person("lead"))).toBe("fresh_sign_in_required");
      expect(asked(fresh(person("lead")))).toBe("granted");
      // Who may not send it leaves it to somebody who may.
      const command = { type: "revise", ifMatch: 1, written: alert } as const;
      expect(taken(decide(record, command, by(person("moderator")))).next.state).toBe("submitted");
    }
  });

  test("taking one back is any moderator's: off the schedule, or out of the feed", () => {
    const moderator = by(person("moderator"));
    expect(answer(decide(recordIn("scheduled", alert), { type: "unschedule" }, moderator))).toBe("granted");
    const withdraw = { type: "withdraw", reason: "false alarm" } as const;
    expect(answer(decide(recordIn("published", alert), withdraw, moderator))).toBe("granted");
  });
});

describe("an urgent announcement", () => {
  test("goes at once: no seconds to undo it in", () => {
    const publish = (undoMs: number) =>
      decide(recordIn("approved", alert), { type: "publish", undoMs }, around());
    expect(publish(1)).toMatchObject({
      ok: false,
      refusal: { code: "invalid", errors: [{ path: "undoMs" }] },
    });
    expect(taken(publish(0)).entries).toHaveLength(1);
  });

  test("refers to an urgent announcement that there is", () => {
    const update = urgent("Hall 2 still closed", { messageType: "update", refersTo: "the-alert" });
    const asked = (alerts?: ReadonlyMap<string, string>) =>
      decide(
        recordIn("approved", update),
        { type: "publish" },
        around(alerts === undefined ? {} : { alerts }),
      );
    expect(asked(new Map())).toMatchObject({
      refusal: { code: "invalid", errors: [{ path: "details.refersTo" }] },
    });
    expect(answer(asked(new Map([["the-alert", "the-alert"]])))).toBe("granted");
    // Where the caller has not looked, core cannot tell: the instant at which it falls due.
    expect(answer(asked())).toBe("granted");
  });

  test("what updates an update belongs to the alert, so that the thread holds if the update is withdrawn", () => {
    const end = urgent("Over", { messageType: "all-clear", refersTo: "the-update" });
    const alerts = new Map([["the-update", "the-alert"]]);
    const { next } = taken(create("the-end", end, around({ alerts })));
    expect(next.written.details).toMatchObject({ messageType: "all-clear", refersTo: "the-alert" });
    const revised = decide(next, { type: "revise", written: end, ifMatch: 1 }, around({ alerts }));
    expect(taken(revised).next.written.details).toMatchObject({ refersTo: "the-alert" });
  });

  test("keeps its expiry through every correction", () => {
    const correct = (correction: Correction) =>
      answer(decide(recordIn("published", alert), { type: "correct", correction }, around()));
    expect(correct({ expiresAt: null })).toBe("invalid");
    expect(correct({ details: null })).toBe("invalid");
    expect(correct({ details: { status: "actual", messageType: "all-clear" } })).toBe("invalid");
    expect(correct({ expiresAt: fromNow(HOUR) })).toBe("granted");
  });
});
