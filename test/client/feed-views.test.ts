/** The pure parts of programme, search and settings: what is chosen, what is marked, what is asked of push. */
import { describe, expect, test } from "vitest";
import { DEVICE_CACHE, WISHES } from "../../client/feed/views/device-cache.ts";
import { hitsIn } from "../../client/feed/views/hits.ts";
import { chosenFrom, daysOf, dayToOpen } from "../../client/feed/views/programme-choice.ts";
import { allWishes, orderOf, readWishes, wishableKinds } from "../../client/feed/views/wishes.ts";
import { words as ar } from "../../client/feed/views/words-ar.ts";
import { words as en } from "../../client/feed/views/words-en.ts";
import { words as es } from "../../client/feed/views/words-es.ts";
import { words as fr } from "../../client/feed/views/words-fr.ts";
import { words as ru } from "../../client/feed/views/words-ru.ts";
import { words as zh } from "../../client/feed/views/words-zh.ts";
import { interfaceLanguages, wordsIn } from "../../client/shared/words/words.ts";
import { DEVICE } from "../../client/sw/keeper.ts";
import { WISHES as WISHES_OF_WORKER } from "../../client/sw/push.ts";
import type { Session } from "../../server/contract/programme.ts";
import { pushOrderSchema } from "../../server/contract/push.ts";

const marked = (text: string, looked: string, isCut = false): string =>
  hitsIn(text, looked, isCut)
    .map(({ text: piece, isHit }) => (isHit ? `[${piece}]` : piece))
    .join("");

describe("[HT1] what was looked for is marked", () => {
  test("whatever case and accents it has, and each time it is there", () => {
    expect(marked("Le Résumé, et un resume", "RESUME")).toBe("Le [Résumé], et un [resume]");
    expect(marked("乌镇峰会", "峰会")).toBe("乌镇[峰会]");
    expect(marked("ﬁne ﬁne", "fin")).toBe("[ﬁn]e [ﬁn]e");
  });
  test("and what is not there is not", () => {
    expect(marked("Nothing here", "hall")).toBe("Nothing here");
    expect(marked("Nothing here", "")).toBe("Nothing here");
    expect(marked("", "hall")).toBe("");
  });
  test("in a long text around the first one", () => {
    const long = `${"before ".repeat(40)}needle${" after".repeat(80)}`;
    const cut = marked(long, "needle", true);
    expect(cut).toMatch(/^… .{60}\[needle\] after.* …$/);
    expect(cut.length).toBeLessThan(260);
    expect(marked("short needle", "needle", true)).toBe("short [needle]");
  });
});

const session = (id: string, startsAt: string, more: Partial<Session> = {}): Session => ({
  id,
  title: { en: `Title of ${id}` },
  type: "talk",
  startsAt,
  endsAt: startsAt,
  speakers: [],
  ...more,
});
const ids = (sessions: readonly Session[]): string[] => sessions.map(({ id }) => id);

describe("of the programme", () => {
  const evening = session("evening", "2022-11-09T15:30:00.000Z", { track: "ai", hall: "one" });
  const night = session("night", "2022-11-09T16:30:00.000Z", {
    speakers: [{ name: "Zoë Müller", affiliation: "Wuzhen" }],
  });
  const noon = session("noon", "2022-11-09T04:00:00.000Z", {
    hall: "one",
    title: { zh: "开幕式" },
    abstract: { en: "The opening" },
  });
  const all = [night, evening, noon];

  test("days are those of the venue, in the order of time", () => {
    const days = daysOf(all, "Asia/Shanghai");
    expect(days.map(({ day, sessions }) => [day, ...ids(sessions)])).toEqual([
      ["2022-11-09", "noon", "evening"],
      ["2022-11-10", "night"],
    ]);
    expect(dayToOpen(days, "2022-11-10")).toBe("2022-11-10");
    expect(dayToOpen(days, "2022-11-01")).toBe("2022-11-09");
    expect(dayToOpen(days, "2023-01-01")).toBe("2022-11-09");
    expect(dayToOpen([], "2023-01-01")).toBeUndefined();
  });
  test("what is chosen matches track, hall and what is followed, each of them", () => {
    expect(ids(chosenFrom(all, {}))).toEqual(["night", "evening", "noon"]);
    expect(ids(chosenFrom(all, { hall: "one" }))).toEqual(["evening", "noon"]);
    expect(ids(chosenFrom(all, { hall: "one", track: "ai" }))).toEqual(["evening"]);
    expect(ids(chosenFrom(all, { hall: "one", among: new Set(["noon", "night"]) }))).toEqual(["noon"]);
  });
  test("what is looked for may stand in title, abstract or names, in any order", () => {
    expect(ids(chosenFrom(all, { find: " muller ZOE" }))).toEqual(["night"]);
    expect(ids(chosenFrom(all, { find: "开幕" }))).toEqual(["noon"]);
    expect(ids(chosenFrom(all, { find: "opening" }))).toEqual(["noon"]);
    expect(ids(chosenFrom(all, { find: "opening muller" }))).toEqual([]);
  });
});

describe("what a reader wants to be told of by push", () => {
  test("[PW1] all kinds is an empty list, and none is urgent ones alone", () => {
    expect(orderOf(allWishes, "zh", undefined, ["s1"])).toEqual({
      language: "zh",
      filters: { kinds: [], tracks: [], sessions: ["s1"] },
    });
    const none = orderOf({ kinds: [], tracks: ["ai"], starred: false }, "en", "online", ["s1"]);
    expect(none.filters).toEqual({ attendance: "online", kinds: ["urgent"], tracks: ["ai"], sessions: [] });
    expect(orderOf({ ...allWishes, kinds: ["result"] }, "en", undefined, []).filters.kinds).toEqual([
      "result",
    ]);
  });
  test("is an order that the server takes", () => {
    const keys = { p256dh: "B".repeat(87), auth: "a".repeat(22) };
    const subscription = { endpoint: "https://push.example.org/1", keys };
    const order = orderOf(allWishes, "ar", "in-person", ["s1", "s2"]);
    expect(pushOrderSchema.safeParse({ ...order, subscription }).success).toBe(true);
  });
  test("is read back as it was kept, and anything else is nothing", () => {
    expect(readWishes(JSON.stringify(allWishes))).toEqual(allWishes);
    expect(readWishes(JSON.stringify({ kinds: ["result", "gone"], tracks: [1, "ai"], starred: 1 }))).toEqual({
      kinds: ["result"],
      tracks: ["ai"],
      starred: false,
    });
    for (const broken of [null, "", "{}", "[", "null"]) expect(readWishes(broken)).toBeUndefined();
    expect(wishableKinds).not.toContain("urgent");
  });
  test("lies where the service worker looks for it", () => {
    expect([DEVICE_CACHE, WISHES]).toEqual([DEVICE, WISHES_OF_WORKER]);
  });
});

describe("words", () => {
  const views = { en, zh, fr, es, ru, ar };
  test("of the views are there in each language of the interface", () => {
    expect(Object.keys(views).sort()).toEqual([...interfaceLanguages].sort());
  });
  test.for(Object.entries(views))("count in the forms of the language: %s", ([tag, { found }]) => {
    const forms = [0, 1, 2, 3, 11, 100].map(found);
    expect(forms.every((form) => form !== "" && !form.includes("#"))).toBe(true);
    const expected: Readonly<Record<string, number>> = { en: 1, zh: 1, fr: 2, es: 2, ru: 3, ar: 5 };
    expect(new Set(forms.map((form) => form.replace(/\d+/, ""))).size).toBe(expected[tag]);
  });
  test.for([...interfaceLanguages])(
    "a rehearsal, an exercise and a test cannot be confused: %s",
    async (tag) => {
      const { rehearsal, exercise, test: tested, actual } = (await wordsIn(tag))!;
      const said = [rehearsal.replace(/[.。]$/u, ""), exercise, tested, actual].map((word) =>
        word.toLowerCase(),
      );
      for (const one of said)
        for (const other of said) if (one !== other) expect(one.slice(0, 2)).not.toBe(other.slice(0, 2));
      expect(new Set(said).size).toBe(4);
    },
  );
});
