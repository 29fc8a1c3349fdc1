import { describe, expect, test } from "vitest";
import { actionRows, removeAction, writeAction } from "../../client/desk/composer/action-rows.ts";
import { type ComposerForm, emptyForm, writtenFrom } from "../../client/desk/composer/composer-form.ts";
import { isLink, mayBecomeLink } from "../../client/desk/composer/links.ts";
import { addRow, moveRow, removeRow, tie } from "../../client/desk/composer/podium.ts";
import { columnsOf, linesOf, screenFit } from "../../client/desk/composer/screen-fit.ts";
import { findSessions, indexSessions, optionAfterKey } from "../../client/desk/composer/session-search.ts";
import { takeOverSession } from "../../client/desk/composer/session-takeover.ts";
import { tongueState } from "../../client/desk/composer/stale.ts";
import { filledByTemplate } from "../../client/desk/composer/templates.ts";
import { toggleZone, zoneRows } from "../../client/desk/composer/zone-tree.ts";
import type { PublicEvent } from "../../server/contract/event.ts";
import { linkSchema } from "../../server/contract/forms.ts";
import type { Session } from "../../server/contract/programme.ts";

const event: PublicEvent = {
  name: { en: "Summit" },
  startsAt: "2022-11-09T00:00:00.000Z",
  endsAt: "2022-11-11T00:00:00.000Z",
  timeZone: "Asia/Shanghai",
  languages: ["en", "zh", "fr", "ar"],
  halls: [
    { id: "h4", name: { en: "Hall 4", zh: "4 号厅" }, zone: "z4", streamUrl: "https://stream.example/4" },
  ],
  zones: [
    { id: "venue", name: { en: "Venue" } },
    { id: "halls", name: { en: "Halls" }, parent: "venue" },
    { id: "z4", name: { en: "Hall 4", fr: "Salle 4" }, parent: "halls" },
    { id: "cafe", name: { en: "Café" }, parent: "venue" },
  ],
  tracks: [{ id: "tech", name: { en: "Technology" } }],
  rehearsal: false,
};

const session = (over: Partial<Session> = {}): Session => ({
  id: "s1",
  title: { en: "Data governance forum", zh: "数据治理论坛" },
  type: "forum",
  hall: "h4",
  track: "tech",
  startsAt: "2022-11-09T08:30:00.000Z",
  endsAt: "2022-11-09T10:00:00.000Z",
  speakers: [{ name: "Zoë Müller" }],
  ...over,
});

const form = (over: Partial<ComposerForm> = {}): ComposerForm => ({ ...emptyForm("en"), ...over });

describe("templates", () => {
  const shuttle = { template: "shuttle", prompts: { line: "B", stop: "Gate 2", departs: "17:30" } } as const;
  test("write in every language that they speak, and in no other", () => {
    const { text } = filledByTemplate(form(shuttle), { event });
    expect(text.en?.headline).toBe("Shuttle B from Gate 2 at 17:30");
    expect(text.zh?.headline).toBe("接驳车 B，17:30 发车，乘车点：Gate 2");
    expect(text.fr?.headline).toBe("Navette B au départ de Gate 2 à 17:30");
    expect(text.ar).toBeUndefined();
  });
  test("follow their answers, but never write over what a person typed", () => {
    const first = filledByTemplate(form(shuttle), { event });
    const touched = { ...first, text: { ...first.text, zh: { headline: "自己写的", body: "" } } };
    const next = filledByTemplate(
      { ...touched, prompts: { ...shuttle.prompts, departs: "18:00" } },
      { event },
    );
    expect(next.text.en?.headline).toBe("Shuttle B from Gate 2 at 18:00");
    expect(next.text.zh?.headline).toBe("自己写的");
    const found = filledByTemplate({ ...next, template: "found", prompts: { item: "A scarf" } }, { event });
    expect([found.text.en?.headline, found.text.zh?.headline]).toEqual(["Found: A scarf", "自己写的"]);
    expect(filledByTemplate({ ...next, template: "" }, { event }).text).toEqual(next.text);
  });
  test("a language that somebody took away does not come back", () => {
    const first = filledByTemplate(form(shuttle), { event });
    const { fr: _gone, ...text } = first.text;
    const next = filledByTemplate({ ...first, text, prompts: { ...shuttle.prompts, line: "C" } }, { event });
    expect(next.text.fr).toBeUndefined();
    expect(next.text.en?.headline).toContain("Shuttle C");
  });
  test("each kind says what it is about", () => {
    const around = { event, session: session() };
    const said = (over: Partial<ComposerForm>, more = {}) =>
      filledByTemplate(form(over), { ...around, ...more }).text;
    expect(said({ kind: "session-start" })).toMatchObject({
      en: { headline: "Now: Data governance forum", body: "Hall 4 · Zoë Müller" },
      zh: { headline: "现在：数据治理论坛", body: "4 号厅 · Zoë Müller" },
    });
    expect(
      said({ kind: "release", release: { document: "Blue book", publisher: "The Institute" } }).en,
    ).toEqual({
      headline: "Blue book",
      body: "Published by The Institute.",
    });
    expect(said({ kind: "programme-change", change: { from: "Hall 3", to: "Hall 6" } }).zh).toEqual({
      headline: "数据治理论坛：改为Hall 6",
      body: "原为：Hall 3。",
    });
    const row = { affiliation: "", country: "" };
    const podium = [
      { place: "1", name: "Lantern", ...row },
      { place: "1", name: "Heron", ...row },
    ];
    expect(said({ kind: "result", competition: "Final", podium }).en?.headline).toBe(
      "Final: Lantern, Heron win",
    );
    expect(
      said(
        { kind: "urgent", urgent: { messageType: "all-clear" } },
        { alert: { en: { headline: "Leave hall 2", body: "" } } },
      ).en?.headline,
    ).toBe("All clear: Leave hall 2");
  });
});

describe("the podium", () => {
  const rows = ["Ann", "Bo", "Cy", "Di"].map((name, at) => ({
    place: String(at + 1),
    name,
    affiliation: "",
    country: "",
  }));
  const shown = (list: readonly { place: string; name: string }[]) =>
    list.map(({ place, name }) => `${place} ${name}`);
  test("people change places, and places stay in order", () => {
    expect(shown(moveRow(rows, 3, 1))).toEqual(["1 Ann", "2 Di", "3 Bo", "4 Cy"]);
    expect(moveRow(rows, 0, -1)).toBe(rows);
    expect(moveRow(rows, 3, 4)).toBe(rows);
  });
  test("those who tie share a place, and the next one is left out", () => {
    const tied = tie(rows, 2, true);
    expect(shown(tied)).toEqual(["1 Ann", "2 Bo", "2 Cy", "4 Di"]);
    expect(shown(moveRow(tied, 3, 0))).toEqual(["1 Di", "2 Ann", "2 Bo", "4 Cy"]);
    expect(shown(tie(tied, 2, false))).toEqual(shown(rows));
    expect(shown(removeRow(tied, 0))).toEqual(["1 Bo", "1 Cy", "3 Di"]);
  });
  test("an empty row is not written; one without a name is, so that the server says so there", () => {
    const podium = [...addRow([rows[0]!]), { place: "3", name: "", affiliation: "Institute", country: "" }];
    const written = writtenFrom(form({ kind: "result", podium }), "UTC");
    expect(written.details?.podium).toEqual([
      { place: 1, name: "Ann" },
      { place: 3, name: "", affiliation: "Institute" },
    ]);
  });
});

describe("length on a screen", () => {
  test("a Chinese letter is as wide as two, a combining mark has no width", () => {
    expect([columnsOf("abc"), columnsOf("中文"), columnsOf("e\u0301")]).toEqual([3, 4, 1]);
  });
  test("one line, two, or too long; words stay whole", () => {
    expect(screenFit("The 15 leading achievements").fits).toBe("one");
    expect(screenFit("The 15 leading achievements of the internet, told").fits).toBe("two");
    expect(screenFit("word ".repeat(20)).fits).toBe("long");
    expect(linesOf(`${"a".repeat(39)} bb`)).toBe(2);
    expect(linesOf("x".repeat(100))).toBe(3);
    expect(screenFit("字".repeat(20)).fits).toBe("one");
    expect(screenFit("字".repeat(41))).toEqual({ fits: "long", most: 40 });
    expect(screenFit("word ".repeat(20)).most).toBe(80);
  });
});

describe("finding a session", () => {
  const index = indexSessions(
    [
      session(),
      session({
        id: "over",
        title: { en: "Data and people" },
        startsAt: "2022-11-09T01:00:00.000Z",
        endsAt: "2022-11-09T02:00:00.000Z",
      }),
      session({
        id: "next",
        title: { en: "Open data" },
        speakers: [{ name: "Chen Wei" }],
        startsAt: "2022-11-10T02:00:00.000Z",
        endsAt: "2022-11-10T03:00:00.000Z",
      }),
    ],
    event,
  );
  const found = (search: string) =>
    findSessions(index, search, Date.parse("2022-11-09T08:00:00.000Z")).map(({ id }) => id);
  test("by title in any language, speaker without accents, hall, venue time, and several of them", () => {
    expect(found("治理")).toEqual(["s1"]);
    expect(found("zoe muller")).toEqual(["s1", "over"]);
    expect(found("16:30")).toEqual(["s1"]);
    expect(found("4 号厅 open")).toEqual(["next"]);
    expect(found("nothing like it")).toEqual([]);
  });
  test("titles that begin with it first, then what runs or comes before what is over", () => {
    expect(found("data")).toEqual(["s1", "over", "next"]);
    expect(found("")).toEqual(["s1", "next", "over"]);
  });
  test("two thousand are searched within a frame or two", () => {
    const many = indexSessions(
      Array.from({ length: 2_000 }, (_, at) => session({ id: `s${at}`, title: { en: `Session ${at}` } })),
      event,
    );
    const start = performance.now();
    expect(findSessions(many, "session 1999 muller", 0)).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(100);
  });
  test("keys walk the list round its ends", () => {
    expect(["ArrowDown", "ArrowUp", "a"].map((key) => optionAfterKey(key, 2, 3))).toEqual([0, 1, undefined]);
    expect(optionAfterKey("ArrowUp", -1, 3)).toBe(2);
    expect(optionAfterKey("ArrowDown", 0, 0)).toBeUndefined();
  });
});

describe("taking over from a session", () => {
  test("fills zone, track and ways to attend in each language, and only what is empty", () => {
    const text = { en: { headline: "", body: "" }, zh: { headline: "", body: "" } };
    const taken = takeOverSession(form({ text }), session(), event)!;
    expect(taken.change).toEqual({
      zones: ["z4"],
      tracks: ["tech"],
      actions: [
        { for: "online", label: { en: "Watch live", zh: "观看直播" }, url: "https://stream.example/4" },
        { for: "in-person", label: { en: "Hall 4", zh: "4 号厅" }, url: "" },
      ],
    });
    const mine = { for: "online", label: { en: "Mine" }, url: "https://mine.example" } as const;
    const again = takeOverSession(form({ zones: ["cafe"], actions: [mine] }), session(), event)!;
    expect(again.change.zones).toBeUndefined();
    expect(again.change.actions?.[0]).toEqual(mine);
    expect(again.stream).toBe(false);
  });
  test("offers nothing where there is nothing to fill", () => {
    const taken = takeOverSession(form(), session(), event)!;
    expect(takeOverSession(form(taken.change), session(), event)).toBeUndefined();
    expect(takeOverSession(form(), session({ hall: "unknown", track: "unknown" }), event)).toBeUndefined();
  });
});

describe("zones as a tree", () => {
  const shown = (chosen: readonly string[], search = "") =>
    zoneRows(event.zones, chosen, search).map(
      ({ zone, depth, isChosen, coveredBy, holdsChosen }) =>
        `${"·".repeat(depth)}${zone.id}${isChosen ? "*" : ""}${coveredBy ? `<${coveredBy.id}` : ""}${holdsChosen ? "+" : ""}`,
    );
  test("a chosen zone covers what lies in it", () => {
    expect(shown(["halls"])).toEqual(["venue+", "·halls*", "··z4<halls", "·cafe"]);
  });
  test("choosing a zone takes the place of what lies in it", () => {
    expect(toggleZone(event.zones, ["z4", "cafe"], "halls")).toEqual(["cafe", "halls"]);
    expect(toggleZone(event.zones, ["cafe", "halls"], "halls")).toEqual(["cafe"]);
  });
  test("a search finds in any language, without accents, and shows what it lies in", () => {
    expect(shown([], "salle")).toEqual(["venue", "·halls", "··z4"]);
    expect(shown([], "cafe")).toEqual(["venue", "·cafe"]);
  });
  test("zones in a circle, or in none that is there, are still shown once or never endlessly", () => {
    const odd = [
      { id: "a", name: { en: "A" }, parent: "gone" },
      { id: "b", name: { en: "B" }, parent: "c" },
      { id: "c", name: { en: "C" }, parent: "b" },
    ];
    expect(zoneRows(odd, []).map(({ zone }) => zone.id)).toEqual(["a"]);
    expect(toggleZone(odd, [], "b")).toEqual(["b"]);
  });
});

describe("languages", () => {
  const was = { en: { headline: "Old", body: "" }, zh: { headline: "旧", body: "" } };
  const item = { text: was };
  test("are missing, or older than the default one: by the server, or by what is typed now", () => {
    expect(tongueState({ text: was }, item, "zh", "en")).toBe("current");
    expect(tongueState({ text: was }, { ...item, stale: ["zh"] }, "zh", "en")).toBe("stale");
    const typed = { ...was, en: { headline: "New", body: "" } };
    expect(tongueState({ text: typed }, item, "zh", "en")).toBe("stale");
    expect(tongueState({ text: { ...typed, zh: { headline: "新", body: "" } } }, item, "zh", "en")).toBe(
      "current",
    );
    expect(tongueState({ text: { ...was, fr: { headline: " ", body: "" } } }, item, "fr", "en")).toBe(
      "missing",
    );
  });
});

describe("calls to action", () => {
  const one = { for: "online", label: { en: "One" }, url: "" } as const;
  test("a row that has nothing in it is offered for each way of attending, and written once it has", () => {
    const rows = actionRows([one]);
    expect(rows.map(({ for: whom, at, written }) => [whom, at, written])).toEqual([
      ["online", 0, 0],
      ["in-person", undefined, -1],
    ]);
    const written = writeAction([one], rows[1]!, { label: { en: "Gate B" } });
    expect(written[1]).toEqual({ for: "in-person", label: { en: "Gate B" }, url: "" });
    expect(removeAction(written, actionRows(written)[0]!)).toEqual([written[1]]);
  });
  test("a fault of the server stands at its row, though empty rows are left out", () => {
    const blank = { for: "in-person", label: {}, url: "" } as const;
    const rows = actionRows([blank, one, { ...one, url: "https://x.example" }]);
    expect(rows.map(({ written }) => written)).toEqual([0, 1, -1]);
  });
  test("links are what the contract takes", () => {
    const links = [
      "https://a.example/b?c=1",
      "http://localhost:3000",
      "javascript:alert(1)",
      "https://",
      "a.example",
      "ftp://a.example",
      "https://a b.example",
      "HTTPS://A.EXAMPLE",
    ];
    for (const link of links)
      expect([link, isLink(link)]).toEqual([link, linkSchema.safeParse(link).success]);
    expect(["h", "https:/", "javascript:"].map(mayBecomeLink)).toEqual([true, true, false]);
  });
});
