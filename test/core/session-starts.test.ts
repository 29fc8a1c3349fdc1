import { describe, expect, test } from "vitest";
import { below, pick, seeded } from "../../scripts/chaos/seeded.ts";
import { HEADLINE_MAX, writtenAnnouncementSchema } from "../../server/contract/announcement.ts";
import type { Session } from "../../server/contract/programme.ts";
import { type Command, decide } from "../../server/core/decide.ts";
import { decideDue } from "../../server/core/due.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import { referenceFaults, startsOf } from "../../server/core/references.ts";
import { planSessionStarts, programmeActor } from "../../server/core/session-starts.ts";
import { event, person } from "../support/written.ts";

const NOW = Date.parse("2022-11-09T00:00:00.000Z");
const MINUTE = 60_000;
const moderator = person("moderator");

const session = (id: string, startsInMinutes: number, over: Partial<Session> = {}): Session => ({
  id,
  title: { en: `Title ${id}`, zh: `题目${id}` },
  type: "forum",
  hall: "hall-2",
  startsAt: new Date(NOW + startsInMinutes * MINUTE).toISOString(),
  endsAt: new Date(NOW + (startsInMinutes + 60) * MINUTE).toISOString(),
  speakers: [],
  ...over,
});

/** The records as the store would keep them, and a programme that changes over them. */
function desk(sessions: Session[], given = event()) {
  const records = new Map<string, { version: number; value: AnnouncementRecord }>();
  const state = { sessions, event: given, nowMs: NOW };
  const idFor = (sessionId: string, leadMinutes: number) => `${sessionId}_${leadMinutes}`;
  const put = (value: AnnouncementRecord) =>
    records.set(value.id, { version: (records.get(value.id)?.version ?? 0) + 1, value });
  const around = () => ({
    event: state.event,
    sessionStarts: startsOf(state.sessions),
    nowMs: state.nowMs,
  });
  return {
    state,
    records,
    record: (id: string) => records.get(id)!.value,
    follow() {
      const plan = planSessionStarts({ ...state, idFor, records });
      for (const { version, change } of plan) {
        expect(records.get(change.next.id)?.version ?? 0).toBe(version);
        put(change.next);
      }
      return plan;
    },
    command(id: string, command: Command) {
      const result = decide(records.get(id)!.value, command, { ...around(), actor: moderator });
      if (!result.ok) throw new Error(JSON.stringify(result.refusal));
      put(result.value.next);
    },
    fire(id: string) {
      const decision = decideDue(records.get(id)?.value, { ...around(), actor: programmeActor });
      if ("change" in decision) put(decision.change.next);
      return decision.outcome;
    },
    around,
    schedule: () =>
      [...records.values()]
        .filter(({ value }) => value.state === "scheduled")
        .map(({ value: { id, scheduledAtMs, written } }) => ({ id, scheduledAtMs, written }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const inMinutes = (minutes: number) => NOW + minutes * MINUTE;

describe("what the programme asks for", () => {
  test("[P1] every session at its start, a plenary and a final ten minutes ahead too", () => {
    const at = desk([session("forum", 30), session("plenary", 60, { type: "plenary" })]);
    at.follow();
    expect(at.schedule().map(({ id, scheduledAtMs }) => [id, scheduledAtMs])).toEqual([
      ["forum_0", inMinutes(30)],
      ["plenary_0", inMinutes(60)],
      ["plenary_10", inMinutes(50)],
    ]);
  });

  test("[P1] what has begun gets none, and of one about to begin only what is still to come", () => {
    const at = desk([session("over", -30), session("now", 0), session("soon", 5, { type: "final" })]);
    at.follow();
    expect(at.schedule().map(({ id }) => id)).toEqual(["soon_0"]);
  });

  test("the lead times are the event's", () => {
    const sessionStarts = { everySession: [15, 0, 15], plenaryAndFinals: [] };
    const at = desk(
      [session("a", 60), session("b", 60, { type: "final" })],
      event({ policies: { sessionStarts } }),
    );
    at.follow();
    expect(at.schedule().map(({ id }) => id)).toEqual(["a_0", "a_15"]);
  });

  test("it can be published as it is, and says where to go and what to watch", () => {
    const speakers = ["A", "B", "C", "D", "E", "F", "G"].map((name) => ({ name }));
    const at = desk([session("forum", 30, { track: "governance", speakers, type: "plenary" })]);
    at.follow();
    for (const { written } of at.schedule()) {
      expect(writtenAnnouncementSchema.parse(written)).toEqual(written);
      expect(referenceFaults(written, at.around())).toEqual([]);
    }
    const { written } = at.record("forum_10");
    expect(written).toMatchObject({
      kind: "session-start",
      text: {
        en: { headline: "In 10 minutes: Title forum", body: "Hall 2 · A, B, C, D, E +2" },
        zh: { headline: "10 分钟后：题目forum" },
      },
      audience: { attendance: "everyone", zones: [], tracks: ["governance"] },
      actions: [
        { for: "in-person", label: { en: "Hall 2" } },
        { for: "online", label: { en: "Watch live", zh: "观看直播" }, url: "https://stream.example/2" },
      ],
      sessionId: "forum",
      expiresAt: session("forum", 30).endsAt,
    });
    expect(at.record("forum_0").written.text.en?.headline).toBe("Now: Title forum");
  });

  test("a title in no language of the event stands in the default language", () => {
    const at = desk([
      session("a", 30, { title: { de: "Die Eröffnung" } }),
      session("b", 30, { title: { und: "X" } }),
    ]);
    at.follow();
    expect(at.record("a_0").written.text).toEqual({ en: { headline: "Now: Die Eröffnung", body: "Hall 2" } });
    expect(at.record("b_0").written.text.en?.headline).toBe("Now: X");
  });

  test("a long title is cut between characters", () => {
    const at = desk([session("a", 30, { title: { en: "🎤".repeat(200) } })]);
    at.follow();
    const { headline } = at.record("a_0").written.text.en!;
    expect(headline.length).toBeLessThanOrEqual(HEADLINE_MAX);
    expect(headline).toMatch(/^Now: (🎤)+…$/u);
  });
});

describe("[P2] they follow the programme", () => {
  test("nothing is written where nothing changed", () => {
    const at = desk([session("a", 30), session("b", 60, { type: "plenary" })]);
    expect(at.follow()).toHaveLength(3);
    at.state.sessions = at.state.sessions.map(({ speakers, ...rest }) => ({ speakers, ...rest }));
    expect(at.follow()).toEqual([]);
  });

  test("moved, it goes to the new time and expires with the session", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    at.state.sessions = [session("a", 90)];
    expect(at.follow()).toMatchObject([
      { what: "follow", previousState: "scheduled", change: { due: inMinutes(90) } },
    ]);
    expect(at.record("a_0")).toMatchObject({
      revision: 2,
      scheduledAtMs: inMinutes(90),
      written: { expiresAt: session("a", 90).endsAt },
    });
    expect(at.follow()).toEqual([]);
  });

  test("renamed, it says so at the same time", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    at.state.sessions = [session("a", 30, { title: { en: "Renamed" } })];
    expect(at.follow()).toMatchObject([
      {
        change: { due: inMinutes(30), newRevision: { text: { en: { headline: "Now: Renamed" } } } },
      },
    ]);
  });

  test("cancelled, it leaves the schedule; back in the programme, it returns", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    at.state.sessions = [];
    expect(at.follow()).toMatchObject([{ what: "drop", change: { due: "none" } }]);
    expect(at.record("a_0")).toMatchObject({ state: "approved" });
    expect(at.record("a_0")).not.toHaveProperty("scheduledAtMs");
    expect(at.follow()).toEqual([]);
    at.state.sessions = [session("a", 45)];
    at.follow();
    expect(at.record("a_0")).toMatchObject({ state: "scheduled", scheduledAtMs: inMinutes(45) });
  });

  test("moved to where it has begun, it leaves the schedule", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    at.state.sessions = [session("a", -5)];
    expect(at.follow()).toMatchObject([{ what: "drop" }]);
    expect(at.follow()).toEqual([]);
  });

  test("at its very instant it is left to whoever publishes it", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    at.state.nowMs = inMinutes(30);
    expect(at.follow()).toEqual([]);
    at.state.nowMs += 20;
    expect(at.follow()).toEqual([]);
    expect(at.fire("a_0")).toBe("publish");
  });

  test("too late to fire by itself, it goes back on the schedule only where its session is put off", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    at.state.nowMs = inMinutes(35);
    expect(at.fire("a_0")).toBe("overdue");
    at.state.sessions = [session("a", 30, { title: { en: "Renamed" } })];
    expect(at.follow()).toEqual([]);
    at.state.sessions = [session("a", 50)];
    at.follow();
    expect(at.record("a_0")).toMatchObject({ state: "scheduled", scheduledAtMs: inMinutes(50) });
    expect(at.record("a_0")).not.toHaveProperty("overdueReason");
  });

  test("a lead time that the event no longer has leaves the schedule", () => {
    const at = desk([session("a", 60, { type: "plenary" })]);
    at.follow();
    at.state.event = event({
      policies: { sessionStarts: { everySession: [0], plenaryAndFinals: [0] } },
    });
    expect(at.follow()).toMatchObject([{ what: "drop", change: { next: { id: "a_10" } } }]);
  });

  test.for([1, 7, 42, 1999])(
    "however the programme changed, the schedule is that of a fresh start (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const anySession = () =>
        session(`s${below(random, 12)}`, below(random, 240) - 20, {
          type: pick(random, ["forum", "plenary", "final"] as const),
          title: { en: pick(random, ["One", "Two"]) },
        });
      const anyProgramme = () => [
        ...new Map(Array.from({ length: 9 }, anySession).map((one) => [one.id, one])).values(),
      ];
      const at = desk(anyProgramme());
      at.follow();
      for (let turn = 0; turn < 20; turn += 1) {
        at.state.sessions = anyProgramme();
        at.follow();
        const fresh = desk(at.state.sessions);
        fresh.follow();
        expect(at.schedule()).toEqual(fresh.schedule());
      }
    },
  );
});

describe("[P3] what a person did stands", () => {
  const edit = (at: ReturnType<typeof desk>, headline: string) => {
    const { written, revision } = at.record("a_0");
    const text = { ...written.text, en: { headline, body: "" } };
    at.command("a_0", { type: "revise", written: { ...written, text }, ifMatch: revision });
  };

  test("edited, it keeps its words, follows in time and expires with its session", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    edit(at, "By hand");
    expect(at.follow()).toEqual([]);
    at.state.sessions = [session("a", 120, { title: { en: "Renamed" } })];
    at.follow();
    expect(at.record("a_0")).toMatchObject({
      state: "scheduled",
      scheduledAtMs: inMinutes(120),
      written: { text: { en: { headline: "By hand" } }, expiresAt: session("a", 120).endsAt },
    });
    expect(at.follow()).toEqual([]);
    at.state.nowMs = inMinutes(120);
    expect(at.fire("a_0")).toBe("publish");
  });

  test("edited and then without a session, it leaves the schedule for good", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    edit(at, "By hand");
    at.state.sessions = [];
    at.follow();
    expect(at.record("a_0").state).toBe("approved");
    at.state.sessions = [session("a", 60)];
    expect(at.follow()).toEqual([]);
  });

  test("cancelled by a person, it stays off however the programme changes", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    at.command("a_0", { type: "unschedule" });
    at.state.sessions = [session("a", 90, { title: { en: "Renamed" } })];
    expect(at.follow()).toEqual([]);
    expect(at.record("a_0").state).toBe("approved");
  });

  test("set to another time by a person, it keeps it until the session moves", () => {
    const at = desk([session("a", 30)]);
    at.follow();
    at.command("a_0", { type: "schedule", atMs: inMinutes(33) });
    expect(at.follow()).toEqual([]);
    at.state.sessions = [session("a", 30, { title: { en: "Renamed" } })];
    at.follow();
    expect(at.record("a_0")).toMatchObject({
      scheduledAtMs: inMinutes(33),
      written: { text: { en: { headline: "Now: Renamed" } } },
    });
    at.state.sessions = [session("a", 60)];
    at.follow();
    expect(at.record("a_0").scheduledAtMs).toBe(inMinutes(60));
  });
});

test("[P4] what is out never changes", () => {
  const at = desk([session("a", 30)]);
  at.follow();
  at.command("a_0", { type: "publish" });
  at.state.sessions = [session("a", 90)];
  expect(at.follow()).toEqual([]);
  at.state.sessions = [];
  expect(at.follow()).toEqual([]);
});
