import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor } from "../../server/contract/people.ts";
import { create } from "../../server/core/create.ts";
import { decide } from "../../server/core/decide.ts";
import { decideDue } from "../../server/core/due.ts";
import { moves } from "../../server/core/lifecycle.ts";
import { deskView, isEmbargoed } from "../../server/core/record.ts";
import {
  answer,
  around,
  by,
  commandFor,
  fromNow,
  HOUR,
  NOW,
  recordIn,
  states,
  taken,
} from "../support/decisions.ts";
import { admin, newNotice, notice, person } from "../support/written.ts";

const UNTIL = NOW + HOUR;
const embargoed = notice("Sealed until then", { embargoUntil: fromNow(HOUR) });
const fresh = (actor: Actor): Actor => ({ ...actor, signedInAtMs: NOW });
const notToSend = ["published", "corrected", "withdrawn", "discarded"];
const unsent = states.filter((state) => !notToSend.includes(state));

describe("nothing goes out before its embargo, whoever asks", () => {
  const everybody = [
    person("lead", "writer"),
    person("admin", "writer"),
    person("admin", "boss", { skipsFreshSignIn: true }),
  ];

  test.for(
    everybody.flatMap((actor) => unsent.map((state) => [state, actor.role, actor.id, actor] as const)),
  )("[V5] [S2] %s, %s %s", ([state, , , actor]) => {
    const record = recordIn(state, embargoed);
    expect(decide(record, { type: "publish" }, by(actor))).toMatchObject({
      ok: false,
      refusal: { code: "under_embargo", more: { embargoUntil: fromNow(HOUR) } },
    });
    const early = { type: "schedule", atMs: UNTIL - 1 } as const;
    expect(answer(decide(record, early, by(actor)))).toBe("under_embargo");
    expect(answer(decide(record, { type: "schedule", atMs: UNTIL }, by(actor)))).toBe("granted");
  });

  test("[L5] at its very instant it may go, and the store is told to look at both clocks again", () => {
    const record = recordIn("approved", embargoed);
    expect(answer(decide(record, { type: "publish" }, around({ nowMs: UNTIL - 1 })))).toBe("under_embargo");
    const change = taken(decide(record, { type: "publish" }, around({ nowMs: UNTIL })));
    expect(change.notBeforeMs).toEqual([UNTIL]);
  });

  test("the seconds in which a publish can be undone count: it may end after the embargo", () => {
    const soon = around({ nowMs: UNTIL - 5_000 });
    const record = recordIn("approved", embargoed);
    expect(answer(decide(record, { type: "publish", undoMs: 4_999 }, soon))).toBe("under_embargo");
    expect(taken(decide(record, { type: "publish", undoMs: 5_000 }, soon)).due).toBe(UNTIL);
  });

  test("a new one is not made at all", () => {
    const given = { embargoUntil: fromNow(HOUR) };
    expect(answer(create("new", newNotice("N", { ...given, publishAt: "now" }), around()))).toBe(
      "under_embargo",
    );
    expect(answer(create("new", newNotice("N", { ...given, publishAt: fromNow(HOUR - 1) }), around()))).toBe(
      "under_embargo",
    );
    expect(answer(create("new", newNotice("N", { ...given, publishAt: fromNow(HOUR) }), around()))).toBe(
      "granted",
    );
  });

  test("[S2] a worker that looks before the embargo is told when, though the schedule says now", () => {
    const record = recordIn("scheduled", embargoed, { scheduledAtMs: NOW });
    const worker = person("admin", "worker");
    expect(decideDue(record, { ...around(), nowMs: UNTIL - 1, actor: worker })).toEqual({
      outcome: "early",
      dueMs: UNTIL,
    });
    const due = decideDue(record, { ...around(), nowMs: UNTIL, actor: worker });
    expect(due).toMatchObject({ outcome: "publish", change: { notBeforeMs: [UNTIL] } });
  });

  test("[S2] whatever the instants, what is granted lies at or after the embargo", () => {
    const instants = fc.integer({ min: -10_000, max: 10_000 });
    fc.assert(
      fc.property(instants, instants, fc.integer({ min: 0, max: 10_000 }), (embargoIn, atIn, undoMs) => {
        const record = recordIn("approved", notice("N", { embargoUntil: fromNow(embargoIn) }));
        const embargoMs = NOW + embargoIn;
        const scheduled = decide(record, { type: "schedule", atMs: NOW + atIn }, around());
        if (scheduled.ok) expect(scheduled.value.due).toBeGreaterThanOrEqual(embargoMs);
        const published = decide(record, { type: "publish", undoMs }, around());
        if (!published.ok) return;
        const { due, entries } = published.value;
        if (entries.length > 0) expect(NOW).toBeGreaterThanOrEqual(embargoMs);
        else expect(due).toBeGreaterThanOrEqual(embargoMs);
      }),
    );
  });

  test("an edit cannot move the embargo past the instant at which it is scheduled", () => {
    const record = recordIn("scheduled", notice("N"));
    const revise = (embargoMs: number) =>
      decide(
        record,
        { type: "revise", ifMatch: 1, written: notice("N", { embargoUntil: fromNow(embargoMs) }) },
        around(),
      );
    expect(answer(revise(HOUR + 1))).toBe("under_embargo");
    expect(answer(revise(HOUR))).toBe("granted");
  });
});

describe("lowering an embargo", () => {
  const lower = (actor: Actor, embargoUntil: string | undefined) =>
    decide(
      recordIn("draft", embargoed, { createdBy: actor.id }),
      {
        type: "revise",
        ifMatch: 1,
        written: notice("N", embargoUntil === undefined ? {} : { embargoUntil }),
      },
      by(actor),
    );

  test.for([
    ["a minute earlier", fromNow(HOUR - 60_000)],
    ["removed", undefined],
  ] as const)("%s: leads and admins, freshly signed in", ([, to]) => {
    expect(answer(lower(fresh(person("author")), to))).toBe("forbidden");
    expect(answer(lower(fresh(person("moderator")), to))).toBe("forbidden");
    expect(answer(lower(person("lead"), to))).toBe("fresh_sign_in_required");
    expect(answer(lower(person("admin"), to))).toBe("fresh_sign_in_required");
    const change = taken(lower(fresh(person("lead")), to));
    expect(change.audit.fields).toContain("embargoUntil");
  });

  test("raising it, or leaving it, needs neither", () => {
    expect(answer(lower(person("author"), fromNow(HOUR)))).toBe("granted");
    expect(answer(lower(person("author"), fromNow(2 * HOUR)))).toBe("granted");
  });

  test("one that has passed is nobody's secret any more", () => {
    const record = recordIn("draft", embargoed, { createdBy: "author" });
    const revise = { type: "revise", ifMatch: 1, written: notice("N") } as const;
    expect(answer(decide(record, revise, by(person("author"), { nowMs: UNTIL - 1 })))).toBe("forbidden");
    expect(answer(decide(record, revise, by(person("author"), { nowMs: UNTIL })))).toBe("granted");
  });

  test("another way of writing the same instant lowers nothing", () => {
    const same = notice("N", { embargoUntil: "2022-11-09T10:00:00+08:00" });
    expect(Date.parse(same.embargoUntil!)).toBe(UNTIL);
    const revise = { type: "revise", ifMatch: 1, written: same } as const;
    const record = recordIn("draft", embargoed, { createdBy: "author" });
    expect(answer(decide(record, revise, by(person("author"))))).toBe("granted");
  });
});

describe("who sees the text before its time", () => {
  const record = recordIn("scheduled", embargoed);
  const sealed = {
    id: record.id,
    kind: "notice",
    state: "scheduled",
    embargoUntil: fromNow(HOUR),
    sealed: true,
  };

  test("[V5] a colleague gets the sealed view and not a field more", () => {
    expect(deskView(record, person("moderator", "colleague"), NOW)).toEqual(sealed);
    expect(deskView(record, person("author", "colleague"), NOW)).toEqual(sealed);
  });

  test("[V5] its author, leads and admins get it whole", () => {
    for (const actor of [person("author", "writer"), person("lead"), admin])
      expect(deskView(record, actor, NOW)).toMatchObject({ text: { en: { headline: "Sealed until then" } } });
  });

  test("[V5] the seal opens at the instant, and for what is public", () => {
    const colleague = person("moderator", "colleague");
    expect(deskView(record, colleague, UNTIL - 1)).toHaveProperty("sealed");
    expect(deskView(record, colleague, UNTIL)).not.toHaveProperty("sealed");
    expect(isEmbargoed(recordIn("published", embargoed), NOW)).toBe(false);
    expect(isEmbargoed(recordIn("draft", notice("N")), NOW)).toBe(false);
  });

  test("[V5] nobody moves what they may not read; taking it off the schedule shows no text", () => {
    const colleague = by(person("moderator", "colleague"));
    for (const state of unsent) {
      for (const move of moves) {
        const held = recordIn(state, embargoed);
        const result = decide(held, commandFor(move, held), colleague);
        if (move !== "unschedule") expect([state, move, answer(result)]).toEqual([state, move, "forbidden"]);
        else expect(answer(result)).not.toBe("forbidden");
      }
    }
  });
});
