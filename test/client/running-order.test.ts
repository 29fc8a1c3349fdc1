import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isFiltering,
  matcher,
  type OrderView,
  readView,
  sessionMatcher,
  unfiltered,
  wholeOrder,
} from "../../client/desk/order/order-filter.ts";
import type { DeskItem } from "../../client/desk/order/running-order.ts";
import { selectable } from "../../client/desk/order/selection.ts";
import {
  hallsOf,
  type Line,
  listed,
  nowIndex,
  sortedOrder,
  timetable,
} from "../../client/desk/order/timetable.ts";
import type { Session } from "../../server/contract/programme.ts";
import { at, deskItem, planned, sealed, sent, session, startOf, ZONE } from "./desk-items.ts";

const keys = (lines: readonly Line[]): string[] => lines.map(({ key }) => key);
const NOW = Date.parse(at("16:22"));

function lay(items: DeskItem[], sessions: Session[] = [], view: OrderView = wholeOrder, nowMs = NOW): Line[] {
  const sorted = sortedOrder(items, sessions, view);
  return timetable(sorted, { index: nowIndex(sorted.dated, nowMs), ms: nowMs }, ZONE);
}

describe("the timetable", () => {
  test("sent above now, planned below it, overdue right under it, and what has no time at the end", () => {
    const lines = lay([
      deskItem({ id: "draft" }),
      planned("late", "18:00"),
      planned("missed", "16:00", { state: "overdue" }),
      sealed("sealed", "17:00"),
      deskItem({ id: "asked", state: "submitted" }),
      planned("soon", "16:30"),
      sent("newer", "16:12", { offset: 9 }),
      sent("older", "15:55", { offset: 3 }),
      deskItem({ id: "ready", state: "approved" }),
      deskItem({ id: "unwanted", state: "discarded" }),
    ]);
    expect(keys(lines)).toEqual([
      "day 2022-11-09",
      "older",
      "newer",
      "now",
      "group overdue",
      "missed",
      "soon",
      "sealed",
      "late",
      "group approved",
      "ready",
      "group submitted",
      "asked",
      "group drafts",
      "draft",
    ]);
  });
  test("days are those of the venue, and today is named though nothing stands in it but now", () => {
    const items = [sent("before", "23:59"), planned("after", "00:01", { scheduledAt: at("00:01", "11") })];
    expect(keys(lay(items, [], wholeOrder, Date.parse(at("09:00", "10"))))).toEqual([
      "day 2022-11-09",
      "before",
      "day 2022-11-10",
      "now",
      "day 2022-11-11",
      "after",
    ]);
  });
  test("a session stands under what announces its start, also when that went out some milliseconds later", () => {
    const sessions = [
      session("b", "16:30", "18:00"),
      session("a", "16:30", "18:00"),
      session("quiet", "16:30", "17:00"),
    ];
    const lines = lay(
      [
        startOf("start-b", "b", "16:30"),
        { ...startOf("start-a", "a", "16:30"), state: "published", publishedAt: at("16:30:00.120") },
        planned("other", "16:30"),
        startOf("ahead-a", "a", "16:20", 10),
      ],
      sessions,
    ).filter(({ is }) => is === "item" || is === "session");
    expect(keys(lines)).toEqual([
      "ahead-a",
      "start-a",
      "session a",
      "start-b",
      "session b",
      "session quiet",
      "other",
    ]);
    const joined = lines.map((line) => line.is === "session" && line.isJoined);
    expect(joined).toEqual([false, false, true, false, true, false, false]);
    const starts = lines.flatMap((line) => (line.is === "session" ? [line.starts.map(({ id }) => id)] : []));
    expect(starts).toEqual([["ahead-a", "start-a"], ["start-b"], []]);
  });
  test("quiet: the sessions go, what announces them stays", () => {
    const view = { ...wholeOrder, hasSessions: false };
    const lines = lay([startOf("start", "a", "16:30")], [session("a", "16:30", "18:00")], view);
    expect(keys(lines)).toEqual(["day 2022-11-09", "now", "start"]);
  });
  test("whatever is in it, each announcement stands in it once, and by time", () => {
    const instants = fc.integer({ min: NOW - 200_000_000, max: NOW + 200_000_000 });
    const drawn = fc.array(
      fc.tuple(instants, fc.constantFrom("published", "scheduled", "overdue", "draft")),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(drawn, (those) => {
        const items = those.map(([ms, state], n) => {
          const instant = new Date(ms).toISOString();
          const time =
            state === "published"
              ? { publishedAt: instant }
              : state === "draft"
                ? {}
                : { scheduledAt: instant };
          return deskItem({ id: `i${n}`, state: state as DeskItem["state"], ...time });
        });
        const lines = lay(items);
        expect(selectable(lines).sort()).toEqual(items.map(({ id }) => id).sort());
        const minutes = lines.flatMap((line) =>
          line.is === "item" && line.item.state !== "overdue" && line.atMs !== undefined
            ? [Math.floor(line.atMs / 60_000)]
            : [],
        );
        expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
      }),
    );
  });
  test("the other tabs: newest first, what was sent under its days, discarded nowhere else", () => {
    const items = [
      sent("old", "23:00"),
      sent("new", "01:00", { publishedAt: at("01:00", "10"), state: "withdrawn" }),
      deskItem({ id: "first", changedAt: at("09:00") }),
      deskItem({ id: "second", changedAt: at("10:00") }),
      deskItem({ id: "thrown", state: "discarded" }),
    ];
    expect(keys(listed(items, "sent", ZONE))).toEqual(["day 2022-11-10", "new", "day 2022-11-09", "old"]);
    expect(keys(listed(items, "drafts", ZONE))).toEqual(["second", "first"]);
    expect(keys(listed(items, "discarded", ZONE))).toEqual(["thrown"]);
    expect(keys(lay(items))).not.toContain("thrown");
  });
});

describe("filters", () => {
  const sessions = [session("a", "16:30", "18:00", { hall: "h1", speakers: [{ name: "Zoë Wang" }] })];
  const items = [
    deskItem({
      id: "words",
      text: { en: { headline: "Shuttles", body: "" }, zh: { headline: "班车时刻", body: "末班车" } },
    }),
    deskItem({
      id: "podium",
      kind: "result",
      createdBy: "Jonas Roth",
      details: { podium: [{ place: 1, name: "Équipe Lumière" }] },
    }),
    startOf("start", "a", "16:30"),
    sealed("sealed", "17:00"),
  ];
  const found = (over: Partial<OrderView>): string[] =>
    items.filter(matcher({ ...wholeOrder, ...over }, hallsOf(sessions))).map(({ id }) => id);

  test("text is looked for in every language, in details and authors, without case and accents", () => {
    expect(found({ text: "末班车" })).toEqual(["words"]);
    expect(found({ text: "LUMIERE equipe" })).toEqual(["podium"]);
    expect(found({ text: "jonas" })).toEqual(["podium"]);
    expect(found({ text: "shuttles lumiere" })).toEqual([]);
  });
  test("state, kind, hall by the session, author: each must match; what is sealed tells nothing", () => {
    expect(found({ kind: "result" })).toEqual(["podium", "sealed"]);
    expect(found({ kind: "result", author: "Jonas Roth" })).toEqual(["podium"]);
    expect(found({ hall: "h1" })).toEqual(["start"]);
    expect(found({ state: "scheduled" })).toEqual(["start", "sealed"]);
    expect(found({ text: "result" })).toEqual([]);
  });
  test("a session is found by its title and speakers, and not by what only announcements have", () => {
    const isFound = (over: Partial<OrderView>) => sessionMatcher({ ...wholeOrder, ...over })(sessions[0]!);
    expect([isFound({}), isFound({ text: "zoe" }), isFound({ hall: "h1" })]).toEqual([true, true, true]);
    expect([isFound({ kind: "notice" }), isFound({ hall: "h2" }), isFound({ hasSessions: false })]).toEqual([
      false,
      false,
      false,
    ]);
  });
  test("clearing keeps the tab, and what was kept and is broken asks for nothing", () => {
    const view: OrderView = { ...wholeOrder, tab: "sent", text: "x", kind: "notice", hasSessions: false };
    expect([isFiltering(view), isFiltering(unfiltered(view))]).toEqual([true, false]);
    expect(unfiltered(view)).toEqual({ ...wholeOrder, tab: "sent", hasSessions: false });
    expect(readView(JSON.stringify(view))).toEqual(view);
    for (const broken of [null, "{", '{"tab":"elsewhere"}', '{"text":7}'])
      expect(readView(broken)).toEqual(wholeOrder);
  });
});

test("a thousand sessions and two thousand announcements are laid out within a keystroke", () => {
  const clock = (n: number) => `${String(8 + (n % 10)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
  const sessions = Array.from({ length: 1_000 }, (_, n) =>
    session(`s${n}`, clock(n), "19:00", { hall: `h${n % 20}` }),
  );
  const items = Array.from({ length: 2_000 }, (_, n) =>
    n < 1_000 ? startOf(`a${n}`, `s${n}`, clock(n)) : sent(`a${n}`, clock(n), { offset: n }),
  );
  expect(lay(items, sessions).length).toBe(3_002);
  const begun = performance.now();
  for (const text of ["h", "he", "hea", "head", "headline of a19"])
    lay(items, sessions, { ...wholeOrder, text });
  expect((performance.now() - begun) / 5).toBeLessThan(50);
});
