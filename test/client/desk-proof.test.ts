/**
 * Proof of display: on how many of the screens that it concerns, and
 * which lack it. And what only some screens show.
 */
import { describe, expect, test } from "vitest";
import {
  correctionFrom,
  emptyForm,
  formFrom,
  writtenFrom,
} from "../../client/desk/composer/composer-form.ts";
import { writtenZoneAt } from "../../client/desk/composer/form-details.ts";
import { contentOf } from "../../client/desk/history/form-content.ts";
import { differences } from "../../client/desk/history/merge.ts";
import { marksOf } from "../../client/desk/order/marks.ts";
import { displayReport, expectedOn, proofOf, screensFor } from "../../client/desk/proof/proof.ts";
import { followUp } from "../../client/desk/sending/follow-up.ts";
import { reachOf } from "../../client/desk/sending/reach-of.ts";
import { reachedBy } from "../../client/desk/sending/urgent-rules.ts";
import type { StandingScreen } from "../../client/desk/state/desk-screens.ts";
import { newAnnouncementSchema } from "../../server/contract/announcement.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";
import { deskItem } from "./desk-items.ts";
import { PAIRED_AT, zones } from "./desk-kiosks.ts";

const SENT_AT = "2022-11-09T08:00:00.000Z";
const screen = (id: string, over: Partial<StandingScreen> = {}): StandingScreen => ({
  id,
  name: id,
  zone: undefined,
  hall: undefined,
  state: "connected",
  pairedAt: PAIRED_AT,
  ...over,
});
const screens = [
  screen("hall", { zone: "hall-2" }),
  screen("west", { zone: "west", state: "offline" }),
  screen("anywhere"),
  screen("stopped", { state: "stopped" }),
  screen("late", { pairedAt: "2022-11-09T08:30:00.000Z" }),
];
const sent = (over: Partial<DeskAnnouncement> = {}) =>
  deskItem({ id: "a1", state: "published", publishedAt: SENT_AT, offset: 7, revision: 1, ...over });
const audience = (over: object) => ({ attendance: "everyone" as const, zones: [], tracks: [], ...over });

describe("where an announcement is expected", () => {
  const on = (item: ReturnType<typeof sent>) => expectedOn(item, screens, zones).map(({ id }) => id);

  test("on those that it concerns and that were there: neither a stopped one, nor one that came after it", () => {
    expect(on(sent())).toEqual(["hall", "west", "anywhere"]);
    expect(on(sent({ correctedAt: "2022-11-09T09:00:00.000Z", state: "corrected" }))).toContain("late");
  });
  test("[K3] in a zone, or without one; where it names screens, on these alone", () => {
    expect(on(sent({ audience: audience({ zones: ["east"] }) }))).toEqual(["hall", "anywhere"]);
    expect(on(sent({ audience: audience({ screens: ["west", "stopped"] }) }))).toEqual(["west"]);
    expect(on(sent({ audience: audience({ attendance: "online" }) }))).toEqual([]);
    expect(on(sent({ surfaces: ["feed"] }))).toEqual([]);
  });
});

describe("the proof in a row", () => {
  const around = {
    screens,
    zones,
    headOffset: 20,
    shown: new Map([["a1", { revision: 1, screens: 2, missing: 1 }]]),
  };

  test("is of the newest revision alone", () => {
    expect(proofOf(sent(), around)).toEqual({ shown: 2, expected: 3 });
    expect(proofOf(sent({ revision: 2, state: "corrected" }), around)).toEqual({ shown: 0, expected: 3 });
  });
  test("counts what came later and has shown it on both sides: what lacks it stays lacking", () => {
    const shown = new Map([["a1", { revision: 1, screens: 3, missing: 1 }]]);
    expect(proofOf(sent(), { ...around, shown })).toEqual({ shown: 3, expected: 4 });
  });
  test("is none for a draft, for what was withdrawn, where no screen is concerned, and where nobody counts", () => {
    expect(proofOf(sent({ state: "draft" }), around)).toBeUndefined();
    expect(proofOf(sent({ state: "withdrawn" }), around)).toBeUndefined();
    expect(proofOf(sent({ surfaces: ["feed"], id: "other" }), around)).toBeUndefined();
    expect(proofOf(sent({ id: "old" }), { ...around, headOffset: 900 })).toBeUndefined();
    expect(proofOf(sent({ id: "new" }), around)).toEqual({ shown: 0, expected: 3 });
  });
  test("stands after the state", () => {
    const marks = marksOf(sent(), {
      nowMs: Date.parse(SENT_AT),
      languages: ["en"],
      proof: { shown: 2, expected: 3 },
    });
    expect(marks.slice(0, 2)).toEqual([{ is: "published" }, { is: "proof", shown: 2, expected: 3 }]);
  });
});

test("the open announcement says which screens lack it, those that are away first, and since when", () => {
  const since = (at: string) => `2022-11-09T${at}:00.000Z`;
  const kiosks = new Map([
    ["here", { state: "connected" as const, since: since("07:00") }],
    ["away", { state: "offline" as const, since: since("10:32") }],
    ["stopped", { state: "stopped" as const, since: since("09:00") }],
  ]);
  const missing = (id: string) => ({ kioskId: id, name: id });
  const shown = (kioskId: string, revision: number) => ({
    kioskId,
    name: kioskId,
    revision,
    shownAt: SENT_AT,
  });
  const report = displayReport(
    {
      shown: [shown("a", 1), shown("a", 2), shown("b", 2)],
      missing: ["here", "away", "stopped", "removed"].map(missing),
    },
    2,
    kiosks,
  );
  expect(report).toMatchObject({
    shown: 2,
    expected: 5,
    offline: 1,
    offlineSinceMs: Date.parse(since("10:32")),
  });
  expect(report.lacking.map(({ kioskId, state }) => [kioskId, state])).toEqual([
    ["away", "offline"],
    ["removed", "gone"],
    ["here", "connected"],
  ]);
  expect(report.shownOn.map(({ kioskId, revision }) => `${kioskId} ${revision}`)).toEqual([
    "a 2",
    "b 2",
    "a 1",
  ]);
});

describe("the reach", () => {
  const stats = { online: 10, inPerson: 5, undeclared: 0, kiosks: { connected: 41, paired: 43 } };
  const form = { ...emptyForm("en"), zones: ["east"] };

  test("counts the screens that it really concerns, and all that are connected while these are not known", () => {
    const concerned = screensFor(form, screens, zones).filter(({ state }) => state === "connected");
    expect(concerned.map(({ id }) => id)).toEqual(["hall", "anywhere", "late"]);
    expect(reachOf(form, stats, concerned.length)?.screens).toBe(3);
    expect(reachOf(form, stats)?.screens).toBe(41);
    expect(reachedBy(form, stats, ["en"], 3).screens).toBe(3);
    expect(reachOf({ ...form, surfaces: ["feed"] }, stats, 3)?.screens).toBeUndefined();
  });
  test("of what is for some screens alone is these", () => {
    const only = { ...emptyForm("en"), screens: ["west"] };
    expect(screensFor(only, screens, zones).map(({ id }) => id)).toEqual(["west"]);
  });
});

describe("instructions by zone, and screens that are named", () => {
  const told = [
    { zone: "east", instruction: { en: "Leave by the river", zh: "沿河撤离" } },
    { zone: "west", instruction: { en: "Stay where you are" } },
  ];
  const item = deskItem({
    id: "alert",
    kind: "urgent",
    audience: audience({ screens: ["west", "hall"] }),
    expiresAt: "2022-11-09T10:00:00.000Z",
    details: {
      status: "exercise",
      messageType: "alert",
      instruction: { en: "Leave" },
      zoneInstructions: told,
    },
  });
  const form = formFrom(item, "Asia/Shanghai", "en");

  test("are kept when an announcement that has them is opened and saved", () => {
    const written = writtenFrom(form, "Asia/Shanghai");
    expect(written.audience).toEqual(item.audience);
    expect(written.details).toEqual(item.details);
    expect(newAnnouncementSchema.safeParse(written).error?.issues ?? []).toEqual([]);
    expect(correctionFrom(written, item)).toEqual({});
  });
  test("change nothing for whoever does not use them", () => {
    const written = writtenFrom({ ...emptyForm("en"), kind: "urgent" }, "UTC");
    expect(written.audience).not.toHaveProperty("screens");
    expect(written.details).not.toHaveProperty("zoneInstructions");
  });
  test("a zone of which nothing is said is not written, and faults stand at the row that they are of", () => {
    const rows = [{ zone: "hall-2", instruction: { en: " " } }, ...told];
    const written = writtenFrom({ ...form, zoneInstructions: rows }, "UTC");
    expect(written.details).toMatchObject({ zoneInstructions: told });
    expect([0, 1, 2, 3].map((at) => writtenZoneAt(at, rows))).toEqual([undefined, 0, 1, undefined]);
  });
  test("are part of what is compared, merged and restored", () => {
    const changed = { ...form, screens: ["west"], zoneInstructions: told.slice(0, 1) };
    const paths = differences(contentOf(form), contentOf(changed)).map(({ path }) => path.join("."));
    expect(paths.sort()).toEqual(["screens", "zoneInstructions"]);
  });
  test("go over into an update; an all-clear tells nobody to do what the alert told them", () => {
    const options = { zone: "UTC", languages: ["en"], now: Date.parse(SENT_AT) };
    const urgent = { announcement: item, details: item.details, isOver: false } as never;
    expect(followUp(urgent, "update", options)).toMatchObject({
      zoneInstructions: told,
      screens: ["west", "hall"],
    });
    expect(followUp(urgent, "all-clear", options)).toMatchObject({
      zoneInstructions: [],
      screens: ["west", "hall"],
    });
  });
});
