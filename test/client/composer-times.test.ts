import { describe, expect, test } from "vitest";
import { emptyForm, formFrom, writtenFrom } from "../../client/desk/composer/composer-form.ts";
import { heldByOther, holdsIt } from "../../client/desk/composer/lock.ts";
import { goesOutAt, setTo, timeFaults, twoMeanings } from "../../client/desk/composer/time-checks.ts";
import { type Situation, whatToDo } from "../../client/desk/composer/what-to-do.ts";
import { reachOf } from "../../client/desk/sending/reach-of.ts";
import { hasRight } from "../../client/desk/state/desk-rights.ts";
import { venueInstant, venueTime } from "../../client/shared/time.ts";
import type { Role } from "../../server/contract/people.ts";

const PARIS = "Europe/Paris";
const at = (instant: string): number => Date.parse(instant);

describe("a time on the venue's clock", () => {
  test("that is skipped in spring is no time, and it is said which", () => {
    expect(venueTime("2026-03-29T02:30", PARIS)).toEqual({
      found: "never",
      fromText: "02:00",
      toText: "03:00",
      nextMs: at("2026-03-29T01:00:00Z"),
    });
    expect(venueTime("2026-10-04T02:10", "Australia/Lord_Howe")).toMatchObject({
      found: "never",
      fromText: "02:00",
      toText: "02:30",
    });
  });
  test("that comes twice in autumn is two", () => {
    expect(venueTime("2026-10-25T02:30", PARIS)).toEqual({
      found: "twice",
      atMs: at("2026-10-25T00:30:00Z"),
      laterMs: at("2026-10-25T01:30:00Z"),
    });
  });
  test("is one at any other, the day of a change and a midnight gap included", () => {
    for (const text of ["2026-03-29T01:59", "2026-03-29T03:00", "2026-07-01T12:00:30", "2026-10-25T03:00"])
      expect(venueTime(text, PARIS)).toEqual({ found: "once", atMs: venueInstant(text, PARIS) });
    expect(venueTime("2024-09-08T00:30", "America/Santiago")).toMatchObject({
      found: "never",
      toText: "01:00",
    });
    expect(venueTime("tomorrow", PARIS)).toEqual({ found: "unreadable" });
    expect(venueTime("2026-13-01T00:00", PARIS)).toEqual({ found: "unreadable" });
  });
});

describe("what is wrong with the times of a form", () => {
  const nowMs = at("2026-10-20T10:00:00Z");
  const around = { zone: PARIS, nowMs, isSent: false };
  const form = (over = {}) => ({ ...emptyForm("en"), ...over });
  const codes = (over: object, more = {}) =>
    timeFaults(form(over), { ...around, ...more }).map(({ path, code }) => `${path} ${code}`);

  test("the past, a gap and nothing at all are refused before anything is sent", () => {
    expect(codes({ when: "at", at: "" })).toEqual(["at needed"]);
    expect(codes({ when: "at", at: "2026-10-20T11:59" })).toEqual(["at past"]);
    expect(codes({ when: "at", at: "2026-10-20T12:01" })).toEqual([]);
    expect(codes({ when: "at", at: "2027-03-28T02:30" })).toEqual(["at gap"]);
    expect(codes({ embargoUntil: "2020-01-01T00:00", expiresAt: "2027-03-28T02:30" })).toEqual([
      "embargoUntil past",
      "expiresAt gap",
    ]);
  });
  test("an embargo that is long over and was not touched is no fault", () => {
    const exact = { embargoUntil: "2020-01-01T00:00:00.500Z" };
    expect(codes({ embargoUntil: "2020-01-01T01:00", exact })).toEqual([]);
  });
  test("nothing goes out before its embargo, nor after it left the screens", () => {
    const sealed = { embargoUntil: "2026-10-21T12:00" };
    expect(codes(sealed)).toEqual(["at beforeEmbargo"]);
    expect(codes({ ...sealed, when: "at", at: "2026-10-21T11:59" })).toEqual(["at beforeEmbargo"]);
    expect(codes({ ...sealed, when: "at", at: "2026-10-21T12:00" })).toEqual([]);
    expect(codes({ when: "at", at: "2026-10-21T12:00", expiresAt: "2026-10-21T12:00" })).toEqual([
      "at afterExpiry",
    ]);
    expect(codes(sealed, { isSent: true })).toEqual([]);
  });
  test("with a session it goes out so long before it, and needs one", () => {
    const session = { startsAt: "2026-10-20T10:30:00.000Z" };
    const follows = (leadMinutes: string) => ({ when: "session", leadMinutes });
    expect(codes(follows("0"))).toEqual(["at noSession"]);
    expect(codes(follows("10"), { session })).toEqual([]);
    expect(codes(follows("30"), { session })).toEqual(["at past"]);
    expect(codes(follows("1.5"), { session })).toEqual(["at leadUnreadable"]);
    expect(goesOutAt(form(follows("10")), { ...around, session })).toBe(at("2026-10-20T10:20:00Z"));
  });
  test("of a time that comes twice, the one that was chosen is meant, and is what is written", () => {
    const text = "2026-10-25T02:30";
    const first = form({ when: "at", at: text, embargoUntil: text });
    const two = twoMeanings(first, "at", PARIS)!;
    expect([two.isLater, goesOutAt(first, around)]).toEqual([false, two.firstMs]);
    const later = { ...first, ...setTo(first, "at", two.laterMs, PARIS) };
    expect([later.at, twoMeanings(later, "at", PARIS)?.isLater]).toEqual([text, true]);
    expect(goesOutAt(later, around)).toBe(two.laterMs);
    const sealed = { ...first, ...setTo(first, "embargoUntil", two.laterMs, PARIS) };
    expect(writtenFrom(sealed, PARIS).embargoUntil).toBe("2026-10-25T01:30:00.000Z");
  });
  test("a schedule with a session comes back from the server as one", () => {
    const item = {
      ...{
        id: "a1",
        revision: 1,
        kind: "notice",
        state: "scheduled",
        text: { en: { headline: "A", body: "" } },
      },
      ...{ audience: { attendance: "everyone", zones: [], tracks: [] }, surfaces: ["feed"], actions: [] },
      ...{ pinned: false, key: false, createdAt: "", createdBy: "", changedAt: "", changedBy: "" },
      sessionId: "s1",
      scheduledAt: "2026-10-20T10:20:00.000Z",
      follows: { sessionId: "s1", leadMinutes: 10 },
    } as unknown as Parameters<typeof formFrom>[0];
    expect(formFrom(item, PARIS, "en")).toMatchObject({
      when: "session",
      leadMinutes: "10",
      sessionId: "s1",
    });
  });
});

describe("the one black button", () => {
  const of = (role: Role, over: Partial<Situation> = {}) =>
    whatToDo({
      state: "draft",
      isNew: false,
      isDirty: false,
      isPinned: false,
      kind: "notice",
      when: "now",
      keepsTime: false,
      isApproved: false,
      isWriter: true,
      twoPersonApproval: [],
      may: (right) => hasRight(role, right),
      ...over,
    });
  test("by role and time", () => {
    expect(of("author").black).toBe("submit");
    expect(of("author").others).not.toContain("publish");
    expect(of("moderator").black).toBe("publish");
    expect(of("moderator", { when: "at" }).black).toBe("schedule");
    expect(of("moderator", { when: "session" }).black).toBe("follow");
  });
  test("urgent notices are a lead's", () => {
    expect(of("moderator", { kind: "urgent" })).toMatchObject({ black: "submit", hint: "leadOnly" });
    expect(of("lead", { kind: "urgent" }).black).toBe("publish");
  });
  test("where two must agree, the writer sends it to another, and an edit asks again", () => {
    const pair = { kind: "result", twoPersonApproval: ["result"] } as const;
    expect(of("lead", pair)).toMatchObject({ black: "submit", hint: "secondPerson" });
    expect(of("lead", { ...pair, isWriter: false }).black).toBe("publish");
    expect(of("lead", { ...pair, isApproved: true, state: "approved" }).black).toBe("publish");
    expect(of("lead", { ...pair, isApproved: true, state: "approved", isDirty: true })).toMatchObject({
      black: "save",
      hint: "approvalAgain",
    });
    expect(of("lead", pair).others).not.toContain("approve");
  });
  test("what is on the schedule for that time is not scheduled again", () => {
    const kept = { state: "scheduled", when: "at", keepsTime: true } as const;
    expect(of("moderator", kept)).toMatchObject({ black: undefined, others: ["unschedule"] });
    expect(of("moderator", { ...kept, isDirty: true }).black).toBe("save");
    expect(of("moderator", { ...kept, keepsTime: false }).black).toBe("schedule");
  });
  test("what is public is corrected, pinned, withdrawn; what is gone, nothing; what is discarded, recovered", () => {
    expect(of("moderator", { state: "published" })).toEqual({
      black: undefined,
      others: ["pin", "withdraw"],
    });
    expect(of("moderator", { state: "corrected", isDirty: true, isPinned: true })).toEqual({
      black: "correct",
      others: ["unpin", "withdraw"],
    });
    expect(of("author", { state: "published", isDirty: true })).toEqual({ black: undefined, others: [] });
    expect(of("admin", { state: "withdrawn", isDirty: true })).toEqual({ others: [] });
    expect(of("author", { state: "discarded" })).toEqual({ black: "recover", others: [] });
  });
});

test("the lock is of another person, or of another window of one's own", () => {
  const one = { who: "Mei", accountId: "mei", holds: true, since: "2026-10-20T10:00:00.000Z" };
  const presence = [
    { ...one, announcementId: "a1", socketId: "w1" },
    { ...one, announcementId: "a2", socketId: "w2", holds: false },
  ];
  expect(heldByOther(presence, "a1", "w1")).toBeUndefined();
  expect(heldByOther(presence, "a1", "w2")?.socketId).toBe("w1");
  expect(heldByOther(presence, "a2", "w1")).toBeUndefined();
  expect(heldByOther(presence, undefined, "w1")).toBeUndefined();
  expect([holdsIt(presence, "a1", "w1"), holdsIt(presence, "a2", "w2")]).toEqual([true, false]);
});

test("who would get it: whoever did not say where they are counts in both, screens show nothing for online", () => {
  const stats = { online: 100, inPerson: 40, undeclared: 5, kiosks: { connected: 3, paired: 4 }, push: 9 };
  const surfaces = ["feed", "kiosk"] as const;
  const of = (
    attendance: "everyone" | "online" | "in-person",
    on: readonly ("feed" | "kiosk")[] = surfaces,
  ) => reachOf({ attendance, surfaces: on }, stats);
  expect(of("everyone")).toEqual({ people: 145, undeclared: 5, screens: 3, push: 9 });
  expect(of("online")).toEqual({ people: 105, undeclared: 5, screens: undefined, push: 9 });
  expect(of("in-person")).toMatchObject({ people: 45, screens: 3 });
  expect(of("everyone", ["kiosk"])).toMatchObject({ people: undefined, screens: 3, push: 0 });
  expect(reachOf({ attendance: "everyone", surfaces }, undefined)).toBeUndefined();
});
