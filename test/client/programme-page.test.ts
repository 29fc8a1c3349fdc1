import { describe, expect, test } from "vitest";
import type { DeskItem } from "../../client/desk/order/running-order.ts";
import {
  announcementsBySession,
  byDay,
  dayToShow,
  filtered,
  sessionText,
} from "../../client/desk/programme/board.ts";
import {
  affectedBy,
  fieldsChanged,
  type Imported,
  isNothing,
  isSameChange,
  removesMost,
  typeOfFile,
} from "../../client/desk/programme/import-summary.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";
import type { ProgrammeDiff, Session } from "../../server/contract/programme.ts";

const session = (id: string, over: Partial<Session> = {}): Session => ({
  id,
  title: { en: id },
  type: "talk",
  startsAt: "2022-11-09T08:00:00.000Z",
  endsAt: "2022-11-09T09:00:00.000Z",
  speakers: [],
  ...over,
});
const item = (id: string, over: Partial<DeskAnnouncement> = {}): DeskAnnouncement => ({
  id,
  revision: 1,
  kind: "notice",
  text: { en: { headline: id, body: "" } },
  audience: { attendance: "everyone", zones: [], tracks: [] },
  surfaces: ["feed", "kiosk"],
  actions: [],
  pinned: false,
  key: false,
  state: "scheduled",
  createdAt: "2022-11-09T00:00:00.000Z",
  createdBy: "mei",
  changedAt: "2022-11-09T00:00:00.000Z",
  changedBy: "mei",
  ...over,
});
const empty: ProgrammeDiff = { added: [], removed: [], moved: [], changed: [] };
const nowMs = Date.parse("2022-11-09T06:00:00.000Z");

describe("the board", () => {
  const opening = session("opening", {
    title: { en: "Opening", zh: "开幕式" },
    hall: "h2",
    track: "main",
    speakers: [{ name: "Élodie Martin", affiliation: "CNRS" }],
  });
  const late = session("late", { startsAt: "2022-11-09T17:30:00.000Z", hall: "h1" });
  const beside = session("beside", { hall: "h1" });
  const all = [late, opening, beside];

  test("days are those of the venue's clock, rows by start, then by hall in the event's order", () => {
    const days = byDay(all, "Asia/Shanghai", ["h1", "h2"]);
    expect(days.map(({ day, sessions }) => [day, sessions.map(({ id }) => id)])).toEqual([
      ["2022-11-09", ["beside", "opening"]],
      ["2022-11-10", ["late"]],
    ]);
  });
  test("a search finds titles in any language, speakers without their accents, and halls by name", () => {
    const textOf = (of: Session) => sessionText(of, of.hall === "h2" ? ["Plenary hall", "主会场"] : []);
    const found = (query: string, over = {}) =>
      filtered(all, { query, hall: "", track: "", day: "", ...over }, textOf).map(({ id }) => id);
    for (const query of ["elodie", "开幕", "CNRS opening", "主会场", "PLENARY"])
      expect(found(query)).toEqual(["opening"]);
    expect(found("opening nobody")).toEqual([]);
    expect(found("", { hall: "h1" })).toEqual(["late", "beside"]);
    expect(found("", { track: "main" })).toEqual(["opening"]);
  });
  test("today is shown first, else the next day, else the last", () => {
    const days = ["2022-11-09", "2022-11-11"];
    expect(dayToShow(days, "2022-11-10")).toBe("2022-11-11");
    expect(dayToShow(days, "2022-12-01")).toBe("2022-11-11");
    expect(dayToShow([], "2022-12-01")).toBe("");
  });
  test("a session has what is about it once, automatic or not, by time; nothing sealed, nothing discarded", () => {
    const items: DeskItem[] = [
      item("draft", { sessionId: "opening", state: "draft" }),
      item("start", {
        origin: { type: "session-start", sessionId: "opening" },
        sessionId: "opening",
        scheduledAt: "2022-11-09T08:00:00.000Z",
      }),
      item("early", {
        follows: { sessionId: "opening", leadMinutes: 10 },
        scheduledAt: "2022-11-09T07:50:00.000Z",
      }),
      item("thrown", { sessionId: "opening", state: "discarded" }),
      { id: "x", kind: "notice", state: "scheduled", embargoUntil: "2022-11-09T08:00:00.000Z", sealed: true },
    ];
    expect(
      announcementsBySession(items)
        .get("opening")
        ?.map(({ id }) => id),
    ).toEqual(["early", "start", "draft"]);
  });
});

describe("a programme file", () => {
  test("which fields differ, whatever order they came in", () => {
    const before = session("a", { speakers: [{ name: "Li", affiliation: "X" }], hall: "h1" });
    const now = session("a", {
      speakers: [{ affiliation: "X", name: "Li" }],
      hall: "h2",
      url: "https://example.org/",
    });
    expect(fieldsChanged({ ...now, before })).toEqual(["hall", "url"]);
    expect(fieldsChanged({ ...before, before })).toEqual([]);
  });

  const before = session("a");
  const moved = { ...session("a", { startsAt: "2022-11-09T10:00:00.000Z" }), before };
  const follows = item("follows", {
    follows: { sessionId: "a", leadMinutes: 10 },
    scheduledAt: "2022-11-09T07:50:00.000Z",
  });
  const automatic = item("automatic", {
    origin: { type: "session-start", sessionId: "a", leadMinutes: 0 },
    scheduledAt: "2022-11-09T08:00:00.000Z",
  });
  const byHand = item("by-hand", { sessionId: "a", scheduledAt: "2022-11-09T09:00:00.000Z" });
  const others = [item("other", { sessionId: "b" }), item("sent", { sessionId: "a", state: "published" })];
  const fates = (diff: ProgrammeDiff, at = nowMs) =>
    affectedBy(diff, [follows, automatic, byHand, ...others], at).map(
      ({ item: { id }, fate }) => `${id} ${fate}`,
    );

  test("what goes with a session moves with it; what has its own instant is named for a look", () => {
    const diff = { ...empty, moved: [moved] };
    expect(fates(diff)).toEqual(["follows moves", "automatic moves", "by-hand check"]);
    expect(affectedBy(diff, [follows], nowMs)[0]).toMatchObject({
      wasMs: Date.parse("2022-11-09T07:50:00.000Z"),
      isMs: Date.parse("2022-11-09T09:50:00.000Z"),
    });
  });
  test("where the new time is past, or the session gone, it waits for a person", () => {
    expect(fates({ ...empty, moved: [moved] }, Date.parse("2022-11-09T09:55:00.000Z"))).toEqual([
      "follows waits",
      "automatic moves",
      "by-hand check",
    ]);
    expect(fates({ ...empty, removed: [before] })).toEqual([
      "follows waits",
      "automatic goes",
      "by-hand check",
    ]);
  });
  test("another hall keeps the time, another title touches nothing", () => {
    const inHall = { ...session("a", { hall: "h2" }), before };
    expect(fates({ ...empty, moved: [inHall] })).toEqual([
      "follows check",
      "automatic check",
      "by-hand check",
    ]);
    expect(fates({ ...empty, changed: [{ ...before, title: { en: "New" }, before }] })).toEqual([]);
  });
  test("two looks are the same change only if every session says the same", () => {
    const imported = (diff: ProgrammeDiff): Imported => ({
      summary: { sessions: 1 },
      diff,
      warnings: [],
      errors: [],
    });
    const look = imported({ ...empty, moved: [moved] });
    expect(isSameChange(look, imported({ ...empty, moved: [structuredClone(moved)] }))).toBe(true);
    expect(isSameChange(look, imported({ ...empty, moved: [{ ...moved, hall: "h9" }] }))).toBe(false);
    const gone = imported({ ...empty, removed: ["b", "c", "d", "e", "f"].map((id) => session(id)) });
    expect([removesMost(gone, 10), removesMost(gone, 11), removesMost(look, 1)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isNothing(imported(empty)), isNothing(look)]).toEqual([true, false]);
  });
  test("a file is known by its ending, else by its type", () => {
    expect(typeOfFile("plan.ICS", "")).toBe("text/calendar");
    expect(typeOfFile("plan.v2.json", "text/plain")).toBe("application/json");
    expect(typeOfFile("plan", "application/xml")).toBe("application/xml");
  });
});
