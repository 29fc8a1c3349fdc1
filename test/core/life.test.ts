import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Role } from "../../server/contract/people.ts";
import type { AnnouncementChange } from "../../server/core/change.ts";
import { create } from "../../server/core/create.ts";
import { type Command, decide } from "../../server/core/decide.ts";
import { decideDue } from "../../server/core/due.ts";
import { moved } from "../../server/core/lifecycle.ts";
import { type AnnouncementRecord, isPublic } from "../../server/core/record.ts";
import { around, HOUR, NOW, states, stored, taken } from "../support/decisions.ts";
import { newNotice, notice, person } from "../support/written.ts";

const CANARY = "cage-bird";
const everyField = {
  text: { en: { headline: CANARY, body: CANARY }, zh: { headline: CANARY, body: CANARY } },
  actions: [{ for: "online", label: { en: CANARY }, url: `https://${CANARY}.example/` }],
};
const detailed = {
  notice: {},
  release: { details: { document: CANARY, publisher: CANARY, url: `https://${CANARY}.example/` } },
  result: {
    details: {
      competition: CANARY,
      podium: [{ place: 1, name: CANARY, affiliation: CANARY, country: CANARY }],
    },
  },
  "programme-change": { details: { change: CANARY, from: CANARY, to: CANARY } },
  urgent: {
    details: { status: "actual", messageType: "alert", severity: CANARY, instruction: { en: CANARY } },
    expiresAt: new Date(NOW + 9 * HOUR).toISOString(),
  },
} as const;
type Kind = keyof typeof detailed;
const kinds = Object.keys(detailed) as Kind[];

interface Step {
  readonly afterMs: number;
  readonly who: number;
  /** A command, what a worker does, or an edit with the newest revision. */
  readonly what: (record: AnnouncementRecord, nowMs: number) => Command | "due";
}

const people = (nowMs: number) =>
  (["author", "moderator", "lead", "admin"] satisfies Role[]).map((role) =>
    person(role, role, { signedInAtMs: nowMs }),
  );

const writtenAs = (kind: Kind, embargoMs: number | undefined) =>
  notice("N", {
    kind,
    ...everyField,
    ...detailed[kind],
    ...(embargoMs === undefined ? {} : { embargoUntil: new Date(embargoMs).toISOString() }),
  });

const soon = fc.integer({ min: -HOUR, max: 3 * HOUR });
const kindArbitrary = fc.constantFrom(...kinds);
type What = Step["what"];
const plain: readonly Command[] = [
  { type: "submit" },
  { type: "approve" },
  { type: "unschedule" },
  { type: "pin" },
  { type: "unpin" },
  { type: "publish" },
  { type: "publish", undoMs: 5_000 },
  { type: "schedule", follows: { sessionId: "a-session", leadMinutes: 30 } },
  { type: "discard" },
  { type: "recover" },
  { type: "recover" },
  { type: "mark-current", languages: ["zh"] },
  { type: "correct", correction: { text: { en: { headline: CANARY }, zh: null } } },
  { type: "correct", correction: { removePrevious: true, details: { publisher: CANARY } } },
];
const withdraw: Command = { type: "withdraw", reason: "It was wrong" };
const command: fc.Arbitrary<What> = fc.oneof(
  fc.constantFrom(...plain).map(
    (each): What =>
      () =>
        each,
  ),
  // A withdrawal ends a life, so there are few.
  fc.constantFrom("due", "due", "due", "due", "due", withdraw).map(
    (each): What =>
      () =>
        each as Command | "due",
  ),
  soon.map(
    (ms): What =>
      (_record, nowMs) => ({ type: "schedule", atMs: nowMs + ms }),
  ),
  fc.tuple(kindArbitrary, fc.option(soon, { nil: undefined })).map(
    ([kind, ms]): What =>
      (record, nowMs) => ({
        type: "revise",
        ifMatch: record.revision,
        written: writtenAs(kind, ms === undefined ? undefined : nowMs + ms),
      }),
  ),
);
const lives = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: HOUR })),
    who: fc.constantFrom(0, 1, 2, 3, 3, 3),
    what: command,
  }),
  { maxLength: 40, size: "max" },
);

interface Lived {
  readonly before: AnnouncementRecord;
  readonly change: AnnouncementChange;
  readonly type: string;
  readonly nowMs: number;
}

/** A decision that changed what it was given would throw. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** What was granted of a sequence of commands, each on what the one before it left. */
function live(kind: Kind, steps: readonly Step[]): Lived[] {
  const { embargoUntil: _none, ...written } = writtenAs(kind, undefined);
  const first = taken(create("a-record", newNotice("N", { ...written }), around()));
  let record = frozen(first.next);
  let nowMs = NOW;
  const lived: Lived[] = [];
  for (const { afterMs, who, what } of steps) {
    nowMs += afterMs;
    const asked = what(record, nowMs);
    const circumstances = around({ nowMs, actor: people(nowMs)[who]! });
    let change: AnnouncementChange;
    if (asked === "due") {
      const decision = decideDue(record, circumstances);
      if (!("change" in decision)) continue;
      change = decision.change;
    } else {
      const result = decide(record, asked, circumstances);
      if (!result.ok) {
        expect(JSON.stringify(result.refusal)).not.toContain(CANARY);
        continue;
      }
      change = result.value;
    }
    lived.push({ before: record, change, type: asked === "due" ? "due" : asked.type, nowMs });
    record = frozen(stored(change, nowMs, lived.length));
  }
  return lived;
}

const inEveryLife = (check: (lived: readonly Lived[]) => void) =>
  fc.assert(
    fc.property(kindArbitrary, lives, (kind, steps) => check(live(kind, steps))),
    { numRuns: 100 },
  );

describe("whatever is asked of an announcement, in whatever order, by whomever", () => {
  test("[S2] its state is always one that the table leads to", () => {
    inEveryLife((lived) => {
      for (const { before, change, type } of lived) {
        expect(states).toContain(change.next.state);
        if (type === "due") expect(["published", "overdue"]).toContain(change.next.state);
        else if (type === "revise") expect([before.state, "submitted"]).toContain(change.next.state);
        else if (type === "publish") expect(["published", "scheduled"]).toContain(change.next.state);
        else expect(change.next.state).toBe(moved(before.state, type as Command["type"]));
      }
    });
  });

  test("[S3] it is published at most once, and never once it was withdrawn", () => {
    inEveryLife((lived) => {
      const types = lived.flatMap(({ change }) => change.entries.map(({ type }) => type));
      expect(types.filter((type) => type === "announcementPublished").length).toBeLessThanOrEqual(1);
      const publishedAt = types.indexOf("announcementPublished");
      if (types.length > 0) expect(publishedAt).toBe(0);
      const withdrawnAt = types.indexOf("announcementWithdrawn");
      if (withdrawnAt >= 0) expect(withdrawnAt).toBe(types.length - 1);
    });
  });

  test("[V5] [S2] it is not public before its embargo or its instant", () => {
    inEveryLife((lived) => {
      for (const { before, change, type, nowMs } of lived) {
        if (!change.entries.some((entry) => entry.type === "announcementPublished")) continue;
        expect(nowMs).toBeGreaterThanOrEqual(Date.parse(before.written.embargoUntil ?? "") || 0);
        if (type === "due") expect(nowMs).toBeGreaterThanOrEqual(before.scheduledAtMs!);
      }
    });
  });

  test("[S1] the due set has it exactly while it is scheduled", () => {
    inEveryLife((lived) => {
      let due: number | undefined;
      for (const { change } of lived) {
        if (change.due !== undefined) due = change.due === "none" ? undefined : change.due;
        expect(due).toBe(change.next.state === "scheduled" ? change.next.scheduledAtMs : undefined);
      }
    });
  });

  test("[L6] no word of it is in an audit note, nor in an entry of the log", () => {
    inEveryLife((lived) => {
      for (const { change } of lived) {
        expect(JSON.stringify(change.audit)).not.toContain(CANARY);
        expect(JSON.stringify(change.entries)).not.toContain(CANARY);
      }
    });
  });

  test("[L6] the reason of a withdrawal is for readers, not for the audit", () => {
    inEveryLife((lived) => {
      for (const { change } of lived) expect(JSON.stringify(change.audit)).not.toContain("It was wrong");
    });
  });

  test("revisions count up by one with every change of words, and with nothing else", () => {
    inEveryLife((lived) => {
      for (const { before, change } of lived) {
        expect(change.next.revision - before.revision).toBe(change.newRevision === undefined ? 0 : 1);
        expect(change.next.written).toEqual(change.newRevision ?? before.written);
      }
    });
  });

  test("text is revealed only with the entry that makes it public, and is the newest", () => {
    inEveryLife((lived) => {
      for (const { change } of lived) {
        if (change.reveal === undefined) continue;
        expect(isPublic(change.next.state)).toBe(true);
        expect(change.reveal.revision).toBe(change.next.revision);
        expect(change.entries).toHaveLength(1);
      }
    });
  });

  test("asked again on the same record it decides the same", () => {
    const record = taken(create("a-record", newNotice("N"), around())).next;
    const once = decide(record, { type: "publish" }, around());
    expect(decide(record, { type: "publish" }, around())).toEqual(once);
  });

  test("the lives are worth the name: publications, withdrawals, edits and overdue ones occur", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(kindArbitrary, lives, (kind, steps) => {
        for (const { type, change } of live(kind, steps)) seen.add(type).add(change.next.state);
      }),
      { numRuns: 200, seed: 7 },
    );
    for (const each of [...states, "due", "revise", "correct", "pin", "unpin", "mark-current"])
      if (each !== "draft") expect(seen).toContain(each);
  });
});
