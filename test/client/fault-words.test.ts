/** What was refused, in each language of the interface: nothing that the server may say is missing. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  faultsAt,
  faultWords,
  filledIn,
  labelOf,
  ownFault,
  ownRefusal,
  sayFault,
  sayRefusal,
  venueZone,
} from "../../client/desk/parts/fault-words.ts";
import { en } from "../../client/desk/parts/fault-words-en.ts";
import { fr } from "../../client/desk/parts/fault-words-fr.ts";
import { zh } from "../../client/desk/parts/fault-words-zh.ts";
import { deskLanguages } from "../../client/desk/words.ts";
import { language } from "../../client/shared/words/words.ts";
import { fieldCodes } from "../../server/contract/field-codes.ts";
import { refusals } from "../../server/contract/refusals.ts";

const tongues = { en, zh, fr };
const holes = (phrase: string): string[] =>
  [...phrase.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

beforeEach(() => {
  language.value = "en";
  venueZone.value = "Asia/Shanghai";
});
afterEach(() => {
  language.value = "en";
});

test("there is a table for each language of the desk", () => {
  expect(Object.keys(tongues).sort()).toEqual([...deskLanguages].sort());
});

describe.for(Object.entries(tongues))("in %s", ([tag, words]) => {
  test("every refusal says what happened and what to do, and so do those that the desk finds itself", () => {
    expect(Object.keys(words.refusals).sort()).toEqual(
      [...Object.keys(refusals), "unreachable", "unknown"].sort(),
    );
    for (const [title, todo] of Object.values(words.refusals)) {
      expect(title).toMatch(/^[^.。]{3,}[^.。]$/u);
      expect(todo).toMatch(/[.。]$/u);
    }
  });

  test("every fault at a field has a sentence, with its values and no others", () => {
    expect(Object.keys(words.faults).sort()).toEqual(Object.keys(fieldCodes).sort());
    for (const [code, names] of Object.entries(fieldCodes))
      expect([code, holes(words.faults[code as keyof typeof fieldCodes])]).toEqual([code, [...names].sort()]);
  });

  test("its fields and its lists are all named", () => {
    expect(Object.keys(words.fields).sort()).toEqual(Object.keys(en.fields).sort());
    expect(Object.keys(words.items).sort()).toEqual(Object.keys(en.items).sort());
  });

  test("it is what the desk says when it is chosen", () => {
    language.value = tag;
    expect(faultWords.value).toBe(words);
    expect(sayRefusal({ code: "under_embargo" }).title).toBe(words.refusals.under_embargo[0]);
  });
});

test("Chinese is Chinese, and French has its spaces before : ; ? ! and within « »", () => {
  const said = (words: object): string[] =>
    Object.values(words).flatMap((value) => (typeof value === "string" ? [value] : said(value)));
  expect(said(zh.refusals).filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  expect(said(zh.faults).filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  expect(said(fr).filter((text) => /[ \p{L}][;?!»]|« | :|'/u.test(text))).toEqual([]);
});

test("a code that is not known leaves the server's own words, or says that it did not work", () => {
  expect(sayFault({ code: "of_next_year", message: "is purple" })).toBe("is purple");
  expect(sayFault({ message: "is purple" })).toBe("is purple");
  expect(sayFault({ code: "toString", message: "is purple" })).toBe("is purple");
  expect(sayRefusal({ code: "constructor" }).title).toBe(en.refusals.unknown[0]);
});

test("values are said as people read them: times at the venue, languages by name, numbers in groups", () => {
  const embargo = {
    code: "before_embargo",
    values: { embargoUntil: "2022-11-09T08:30:00.000Z" },
    message: "",
  };
  expect(sayFault(embargo)).toBe("The embargo holds until Wed 9 Nov 16:30.");
  expect(sayFault({ code: "too_long", values: { max: 10_000 }, message: "" })).toBe(
    "At most 10,000 characters.",
  );
  const missing = { code: "default_language_missing", values: { language: "zh-Hans" }, message: "" };
  language.value = "fr";
  expect(sayFault(missing)).toContain("chinois simplifié");
  language.value = "zh";
  expect(sayFault({ code: "wrong_type", values: { expected: "number" }, message: "" })).toBe(
    "此处应为数字。",
  );
});

test.for([
  ["text.zh.headline", "Headline, 中文"],
  ["text.en.body", "Text, English"],
  ["text", "Text"],
  ["audience.zones.0", "Zones"],
  ["actions.1.url", "Action 2, Address"],
  ["actions.0.label.fr", "Action 1, Words, Français"],
  ["details.podium.2.name", "Podium row 3, Name"],
  ["halls.0.name.en", "Hall 1, Name, English"],
  ["details.refersTo", "Belongs to"],
  ["email", "E-mail"],
  ["colour.of_sky", "colour, of_sky"],
  ["text.en-1.headline", "Headline, en-1"],
])("a path is said as its field is called: %s", ([path, label]) => {
  expect(labelOf(path!)).toBe(label);
});

test("a path is said in the language of the interface, the language of its text in its own", () => {
  language.value = "zh";
  expect(labelOf("text.en.headline")).toBe("标题，English");
});

test("a fault stands at its field, and at what holds it, once", () => {
  const problem = ownRefusal([
    ownFault("text.en.headline", "empty"),
    ownFault("text.en.headline", "empty"),
    ownFault("text.en.body", "too_long", { max: 10_000 }),
  ]);
  expect(faultsAt(problem, "text.en.headline")).toEqual([en.faults.empty]);
  expect(faultsAt(problem, "text.en")).toHaveLength(2);
  expect(faultsAt(problem, "text.e")).toEqual([]);
  expect(faultsAt(undefined, "text")).toEqual([]);
});

test("a check of the page's own says the same as the server would", () => {
  expect(ownFault("newPassword", "too_short", { min: 12 }).message).toBe("At least 12 characters.");
  expect(filledIn("{a} and {b}", { a: 1 })).toBe("1 and {b}");
});
