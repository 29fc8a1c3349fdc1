import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emailSchema } from "../../server/contract/api.ts";
import { lineSchema, linkSchema, nameSchema, proseSchema, wordsSchema } from "../../server/contract/forms.ts";
import { readJson } from "../../server/http/strict-json.ts";

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;
/** A value as it may arrive, short enough for a title. */
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? String(value);
const named = <T>(values: readonly T[]) => values.map((value) => [shown(value), value] as const);

describe("links", () => {
  test.for([
    "https://example.org",
    "http://example.org:8080/a?b=c#d",
    "http://localhost:3000/",
    "https://例え.jp/路",
    "http://[::1]/",
    "HTTPS://EXAMPLE.ORG/",
  ])("%s may be followed", (link) => {
    expect(takes(linkSchema, link)).toBe(true);
  });

  test.for(
    named([
      "javascript:alert(1)",
      "JavaScript:alert(1)",
      "java\nscript:alert(1)",
      " javascript:alert(1)",
      "data:text/html,<script>alert(1)</script>",
      "vbscript:x",
      "file:///etc/passwd",
      "ftp://example.org/",
      "blob:https://example.org/1",
      "//example.org/",
      "/path",
      "example.org",
      "http:example.org",
      "https:/example.org",
      "https:\\\\example.org",
      "https://",
      "https://exa mple.org/",
      "https://example.org/\u202egpj.exe",
      "https://example.org/\u0000",
      `https://example.org/${"a".repeat(2_000)}`,
      "",
      null,
    ]),
  )("%s may not", ([, link]) => {
    expect(takes(linkSchema, link)).toBe(false);
  });
});

describe("text", () => {
  const line = lineSchema(200);
  const prose = proseSchema(10_000);

  test.for(
    named([
      "<script>alert(1)</script>",
      "**not bold**",
      "乌镇峰会",
      "😀 👩‍👩‍👧",
      "مرحبا",
      "a\u2066b\u2069",
      "é",
      "{{x}}",
      "%s",
    ]),
  )("%s is text as it stands", ([, text]) => {
    expect(line.parse(text)).toBe(text);
    expect(prose.parse(text)).toBe(text);
  });

  test.for(
    named([
      "a\ud800",
      "\udc00b",
      "a\ud800\ud800b",
      "a\u0000b",
      "a\u0008b",
      "a\u001bb",
      "a\u007fb",
      "a\u0085b",
      "a\u202eb",
      "a\u202ab",
      "x".repeat(4_000_000),
      1,
      null,
    ]),
  )("%s is refused", ([, text]) => {
    expect(takes(line, text)).toBe(false);
    expect(takes(prose, text)).toBe(false);
  });

  test("a headline is one line, trimmed, and not empty; a body may be many, or none", () => {
    expect(line.parse("  a  ")).toBe("a");
    for (const text of ["", "  ", "a\nb", "a\rb", "a\tb", "a\u2028b", "a\u2029b"])
      expect([text, takes(line, text)]).toEqual([text, false]);
    for (const text of ["", "a\nb", "a\r\n\tb", "a\u2028b"]) expect(prose.parse(text)).toBe(text);
  });

  test("a line of which nothing would be seen is an empty one", () => {
    for (const text of ["\u200b", "\u200d\u2066\u2069", "\ufeff \u00ad", "\u0301"])
      expect(line.safeParse(text).error?.issues[0]).toMatchObject({ params: { code: "empty" } });
    for (const text of ["-", "\u{1f600}", "1", "e\u0301"]) expect(line.parse(text)).toBe(text);
  });

  test("names and addresses hold nothing that is not seen, and nothing that turns what follows", () => {
    const name = nameSchema(100);
    for (const sign of [
      "\u0000",
      "\ud800",
      "\u202e",
      "\u2066",
      "\u200f",
      "\u200b",
      "\ufeff",
      "\u3164",
      "\u{e0041}",
    ]) {
      expect([sign, takes(name, `Mei${sign}Lin`)]).toEqual([sign, false]);
      expect([sign, takes(emailSchema, `mei${sign}@example.org`)]).toEqual([sign, false]);
    }
    for (const called of ["Mei Lin 林美", "Zoë O’Brien-Łuk", "نیکی\u200cپور", "D. 😀"])
      expect(name.parse(called)).toBe(called);
    expect(emailSchema.parse(" Zoë@Exämple.org ")).toBe("zoë@exämple.org");
  });

  test("to the character: 200 and 201, 10,000 and 10,001", () => {
    expect([takes(line, "x".repeat(200)), takes(line, "x".repeat(201))]).toEqual([true, false]);
    expect([takes(prose, "x".repeat(10_000)), takes(prose, "x".repeat(10_001))]).toEqual([true, false]);
  });

  test("whatever is taken is well formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        if (takes(prose, text)) expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  test("words need a language", () => {
    expect(takes(wordsSchema(10), {})).toBe(false);
    expect(takes(wordsSchema(10), { en: "x", zh: "y" })).toBe(true);
    for (const words of [{ en: "" }, { en: 1 }, { "": "x" }, { en: null }, ["x"], "x"])
      expect(takes(wordsSchema(10), words)).toBe(false);
  });
});

describe("a field called __proto__", () => {
  const read = (json: string) => readJson(new TextEncoder().encode(json));

  test.for(['{"__proto__":1}', '{"a":{"__proto__":{}}}', '{"a":[{"\\u005f_proto__":{}}]}'])(
    "[R1] %s is refused as it is read",
    (json) => {
      expect(read(json)).toMatchObject({ ok: false, refusal: { code: "invalid_json" } });
    },
  );

  test("as text it is only text", () => {
    expect(read('{"a":"__proto__"}')).toEqual({ ok: true, value: { a: "__proto__" } });
  });

  test("where a schema meets one all the same it pollutes nothing", () => {
    const words = wordsSchema(10).safeParse(JSON.parse('{"en":"x","__proto__":{"polluted":true}}'));
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
    if (words.success) expect(Object.keys(words.data)).toEqual(["en"]);
  });
});
