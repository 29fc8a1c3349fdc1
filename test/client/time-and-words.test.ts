import { describe, expect, test } from "vitest";
import { PROTOCOL } from "../../client/shared/link/link.ts";
import { clockTime, dayName, dayOf, duration, venueInstant, venueText } from "../../client/shared/time.ts";
import {
  chooseLanguage,
  directionOf,
  ownNameOf,
  sayIn,
  textIn,
} from "../../client/shared/words/languages.ts";
import { words as english } from "../../client/shared/words/words-en.ts";
import { words as french } from "../../client/shared/words/words-fr.ts";
import { words as chinese } from "../../client/shared/words/words-zh.ts";
import { PROTOCOL_VERSION } from "../../server/contract/version.ts";

test("the pages speak the protocol of the contract", () => {
  expect(PROTOCOL).toBe(PROTOCOL_VERSION);
});

describe("times at the venue", () => {
  const opening = Date.parse("2022-11-08T16:05:00.000Z");
  test("are in its zone, with the figures of the signs in the halls", () => {
    expect(clockTime(opening, "Asia/Shanghai")).toBe("00:05");
    expect(dayOf(opening, "Asia/Shanghai")).toBe("2022-11-09");
    expect(dayName(opening, "Asia/Shanghai", "en")).toBe("Wednesday 9 November");
    expect(dayName(opening, "Asia/Shanghai", "fr")).toBe("Mercredi 9 novembre");
    expect(dayName(opening, "Asia/Shanghai", "zh")).toContain("11月9日");
  });
  test.for(["Asia/Shanghai", "Europe/Paris", "America/St_Johns", "UTC", "Asia/Kathmandu"])(
    "go into a form and back, in %s",
    (zone) => {
      for (let hour = 0; hour < 24 * 200; hour += 7) {
        const atMs = Date.UTC(2026, 0, 1, hour, 30);
        expect(venueInstant(venueText(atMs, zone), zone)).toBe(atMs);
      }
    },
  );
  test("the hour that a zone has twice is the earlier one, and words are no time", () => {
    expect(venueInstant("2026-10-25T02:30", "Europe/Paris")).toBe(Date.parse("2026-10-25T00:30:00Z"));
    expect(venueInstant("2026-03-29T02:30", "Europe/Paris")).toBe(Date.parse("2026-03-29T01:30:00Z"));
    expect(venueInstant("tomorrow", "UTC")).toBeUndefined();
    expect(venueInstant("", "UTC")).toBeUndefined();
  });
  test("what is left is said in full seconds", () => {
    expect([0, 1, 461_000, 4_061_000, -5].map(duration)).toEqual(["0:00", "0:01", "7:41", "1:07:41", "0:00"]);
  });
});

describe("languages", () => {
  test("a reader gets their own, else the event's, else any", () => {
    expect(chooseLanguage(["en", "zh-Hans"], "zh", ["en"])).toBe("zh-Hans");
    expect(chooseLanguage(["en", "zh-Hans"], "fr", ["en"])).toBe("en");
    expect(chooseLanguage(["ar"], "fr", ["en"])).toBe("ar");
    expect(chooseLanguage([], "fr", ["en"])).toBeUndefined();
  });
  test("a text says which language it is in", () => {
    const text = { zh: { headline: "论坛", body: "" } };
    expect(textIn({ text }, "en", ["en"])).toEqual({ language: "zh", headline: "论坛", body: "" });
    expect(sayIn(undefined, "en", [])).toEqual({ language: "en", text: "" });
  });
  test("names and directions", () => {
    expect([ownNameOf("zh-Hans"), ownNameOf("fr"), ownNameOf("en")]).toEqual(["中文", "Français", "English"]);
    expect([directionOf("ar-EG"), directionOf("zh")]).toEqual(["rtl", "ltr"]);
  });
});

describe.each([
  ["French", french],
  ["Chinese", chinese],
])("the interface in %s", (_name, words) => {
  test("says everything that the English says, and leaves nothing empty", () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
    expect(Object.keys(words.kind)).toEqual(Object.keys(english.kind));
    for (const phrase of Object.values(words)) expect(phrase).not.toBe("");
  });
  test("tells a rehearsal from an exercise: nobody may confuse them", () => {
    expect(words.rehearsal).not.toContain(words.exercise);
    expect(words.exercise.slice(0, 1) === words.rehearsal.slice(0, 1)).toBe(false);
  });
});

test("numbers take the form of the language", () => {
  expect([english.newCount(1), french.newCount(1), french.newCount(3), chinese.newCount(2)]).toEqual([
    "1 new",
    "1 nouvelle",
    "3 nouvelles",
    "2 条新消息",
  ]);
});
