import { describe, expect, test } from "vitest";
import { languageFor, saidIn } from "../../server/core/event-language.ts";

describe("[G3] the event's language for who asks", () => {
  const languages = ["en", "zh", "fr", "pt-BR", "zh-Hant"];
  test.for([
    [undefined, "en"],
    ["fr", "fr"],
    ["FR", "fr"],
    ["fr-CA", "fr"],
    ["zh-Hant-TW", "zh-Hant"],
    ["zh-Hans-CN", "zh"],
    ["pt", "pt-BR"],
    ["pt-PT", "pt-BR"],
    ["de", "en"],
    ["f", "en"],
  ] as const)("%s: %s", ([asked, language]) => {
    expect(languageFor(asked, languages)).toBe(language);
  });
});

test("[G3] what is said comes in the first language that has it, else in any, with its name", () => {
  const words = { zh: "你好", fr: "bonjour" };
  expect(saidIn(words, ["en", "fr", "zh"])).toEqual(["fr", "bonjour"]);
  expect(saidIn(words, ["de"])).toEqual(["zh", "你好"]);
  expect(saidIn({}, ["de"])).toBeUndefined();
});
