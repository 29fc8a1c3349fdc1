import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Audience, Tombstone } from "../../server/contract/announcement.ts";
import type { Zone } from "../../server/contract/event.ts";
import { coversZone } from "../../server/core/audience.ts";
import { type Filter, foldText, isFiltering, matches } from "../../server/core/visible.ts";
import { announced } from "../support/feed-history.ts";
import { event } from "../support/written.ts";

const { zones } = event();
const to = (audience: Partial<Audience>, over = {}) =>
  announced(1, { audience: { attendance: "everyone", zones: [], tracks: [], ...audience }, ...over });
const shows = (audience: Partial<Audience>, filter: Filter) => matches(to(audience), filter, zones);

describe("what concerns a reader", () => {
  test.for([
    ["everyone", true, true],
    ["online", true, false],
    ["in-person", false, true],
  ] as const)("[V1] for %s", ([attendance, online, inPerson]) => {
    expect(shows({ attendance }, { attendance: "online" })).toBe(online);
    expect(shows({ attendance }, { attendance: "in-person" })).toBe(inPerson);
    expect(shows({ attendance }, {})).toBe(true);
  });

  test.for([
    [[], ["venue", "east", "hall-2", "west", "unheard-of"]],
    [["venue"], ["venue", "east", "hall-2", "west"]],
    [["east"], ["east", "hall-2"]],
    [["hall-2"], ["hall-2"]],
    [
      ["west", "hall-2"],
      ["west", "hall-2"],
    ],
  ] as const)("[V2] the zones %j reach those in %j and nobody else", ([named, reached]) => {
    const places = ["venue", "east", "hall-2", "west", "unheard-of"];
    expect(places.filter((zone) => shows({ zones: [...named] }, { zone }))).toEqual(
      places.filter((zone) => (reached as readonly string[]).includes(zone)),
    );
  });

  test("[V2] empty tracks mean all of them", () => {
    expect(shows({}, { track: "governance" })).toBe(true);
    expect(shows({ tracks: ["governance"] }, { track: "governance" })).toBe(true);
    expect(shows({ tracks: ["commerce"] }, { track: "governance" })).toBe(false);
  });

  test("[V3] one thing that does not match is enough", () => {
    const item = to(
      { attendance: "online", zones: ["east"], tracks: ["governance"] },
      { text: { en: { headline: "The lantern festival", body: "" } } },
    );
    const all: Required<Filter> = {
      kind: "notice",
      attendance: "online",
      zone: "hall-2",
      track: "governance",
      words: "lantern",
    };
    expect(matches(item, all, zones)).toBe(true);
    for (const wrong of [
      { kind: "release" },
      { attendance: "in-person" },
      { zone: "west" },
      { track: "commerce" },
      { words: "dragon" },
    ] as const)
      expect([wrong, matches(item, { ...all, ...wrong }, zones)]).toEqual([wrong, false]);
  });

  test("[V4] a tombstone shows only where nothing is filtered", () => {
    const tombstone: Tombstone = {
      id: "a1",
      offset: 1,
      withdrawnAt: "2022-11-09T01:00:00.000Z",
      reason: "lantern",
    };
    expect(matches(tombstone, {}, zones)).toBe(true);
    expect(matches(tombstone, { kind: undefined, words: undefined }, zones)).toBe(true);
    for (const filter of [
      { kind: "notice" },
      { attendance: "online" },
      { zone: "venue" },
      { track: "governance" },
      { words: "lantern" },
    ] as const) {
      expect(isFiltering(filter)).toBe(true);
      expect(matches(tombstone, filter, zones)).toBe(false);
    }
  });
});

describe("words", () => {
  const says = (text: string, words: string) =>
    matches(
      announced(1, { text: { en: { headline: "Other", body: "" }, fr: { headline: "x", body: text } } }),
      { words: foldText(words) },
      zones,
    );

  test.for([
    ["Résumé", "resume"],
    ["resume", "RÉSUMÉ"],
    ["Re\u0301sume\u0301", "résumé"],
    ["ÉCOLE", "école"],
    ["世界互联网大会", "互联网"],
    ["İstanbul", "istanbul"],
    ["ｆｕｌｌ ｗｉｄｔｈ", "full width"],
    ["서울", "서울"],
    ["ёлка на площади", "ЕЛКА"],
    ["елка", "ёлка"],
    ["Straße", "STRASSE"],
    ["GROẞE HALLE", "große"],
    ["Der strasse entlang", "Straße"],
    ["ΟΔΟΣ ΑΘΗΝΑΣ", "οδος"],
    ["οδος αθηνας", "ΟΔΟΣ"],
    ["Łódź, Ærø, Œuvre, Đà Nẵng", "lodz, aero, oeuvre, da nang"],
    ["DIYARBAKIR", "diyarbakır"],
    ["أحمد إلى آمن", "احمد الى امن"],
    ["مُحَمَّدٌ", "محمد"],
    ["محمد", "مُحَمَّد"],
    ["الـمـؤتـمـر", "المؤتمر"],
    ["ٱلمدينة على", "المدينه علي"],
    ["شبکه یک", "شبكه يك"],
    ["قمة ٢٠٢٢", "2022"],
    ["ｗｕｚｈｅｎ　２０２２", "Wuzhen 2022"],
    ["ﾊﾛｰ", "ハロー"],
    ["soft\u00adhyphen", "softhyphen"],
  ] as const)("[V6] %s is found by %s, in any language and in the body too", ([text, words]) => {
    expect(says(text, words)).toBe(true);
  });

  test("[V6] part of a word is enough, but it must stand there as it is", () => {
    expect(says("lanterns", "anter")).toBe(true);
    expect(says("lanterns", "lntrn")).toBe(false);
    expect(says("one two", "two one")).toBe(false);
  });

  test("[V6] characters that mean something elsewhere are only characters", () => {
    expect(says("50% (all)", "% (")).toBe(true);
    expect(says("abc", ".*")).toBe(false);
  });

  test("[V6] letters that are others stay so", () => {
    for (const [text, words] of [
      ["سلام", "شلام"],
      ["шить", "щить"],
      ["大会", "小会"],
      ["bad", "bed"],
    ] as const)
      expect([text, says(text, words)]).toEqual([text, false]);
  });

  test("[V6] whatever the case in which it is written, it is found", () => {
    // In capitals, Greek with a subscript iota has a letter more, and letters of old Cyrillic hands are today's.
    const cased = fc
      .string({ unit: "grapheme" })
      .filter((text) => !/[\u0345\u1c80-\u1c88]/.test(text.normalize("NFKD")));
    fc.assert(
      fc.property(cased, (text) => {
        expect(foldText(text.toUpperCase())).toBe(foldText(text));
        expect(foldText(text.toLowerCase())).toBe(foldText(text));
      }),
    );
  });

  test("folding twice is folding once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => foldText(foldText(text)) === foldText(text)),
    );
  });
});

describe("[V2] zones", () => {
  test("a circle of parents ends", () => {
    const circle: Zone[] = [
      { id: "a", name: { en: "A" }, parent: "b" },
      { id: "b", name: { en: "B" }, parent: "a" },
      { id: "self", name: { en: "S" }, parent: "self" },
    ];
    expect(coversZone(["elsewhere"], "a", circle)).toBe(false);
    expect(coversZone(["a"], "b", circle)).toBe(true);
    expect(coversZone(["elsewhere"], "self", circle)).toBe(false);
  });

  test("whatever the parents, it ends, and a zone covers itself", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "e");
    const trees = fc.uniqueArray(fc.record({ id, parent: fc.option(id, { nil: undefined }) }), {
      selector: (zone) => zone.id,
    });
    fc.assert(
      fc.property(trees, id, fc.array(id), (tree, place, named) => {
        const all = tree.map(
          ({ id, parent }): Zone => ({
            id,
            name: { en: id },
            ...(parent === undefined ? {} : { parent }),
          }),
        );
        const covered = coversZone(named, place, all);
        if (named.length === 0 || named.includes(place)) expect(covered).toBe(true);
      }),
    );
  });
});
