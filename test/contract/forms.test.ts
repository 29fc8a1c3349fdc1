import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  givenInstantSchema,
  idSchema,
  instantSchema,
  languageSchema,
  offsetSchema,
  revisionSchema,
  timeZoneSchema,
} from "../../server/contract/forms.ts";

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;
/** A value as it may arrive, short enough for a title. */
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? String(value);
const named = <T>(values: readonly T[]) => values.map((value) => [shown(value), value] as const);

describe("ids, offsets, revisions", () => {
  test.for(named(["a", "A-z_9", "-", "0", "a".repeat(64)]))("%s is an id", ([, id]) => {
    expect(takes(idSchema, id)).toBe(true);
  });
  test.for(
    named(["", " a", "a b", "a.b", "a:b", "a/b", "..", "é", "a\n", "a\0", "a".repeat(65), 1, null, {}]),
  )("%s is not", ([, id]) => {
    expect(takes(idSchema, id)).toBe(false);
  });

  test("an offset is a whole number from 0, a revision from 1, neither beyond what is exact", () => {
    for (const value of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, "1", null]) {
      expect(takes(offsetSchema, value)).toBe(false);
      expect(takes(revisionSchema, value)).toBe(false);
    }
    expect([takes(offsetSchema, 0), takes(revisionSchema, 0)]).toEqual([true, false]);
    expect([takes(offsetSchema, 2 ** 53 - 1), takes(revisionSchema, 1)]).toEqual([true, true]);
  });
});

describe("instants as they are given", () => {
  test.for([
    ["2022-11-09T01:00:00Z", "2022-11-09T01:00:00.000Z"],
    ["2022-11-09T09:00:00+08:00", "2022-11-09T01:00:00.000Z"],
    ["2022-11-09T00:30:00-00:30", "2022-11-09T01:00:00.000Z"],
    ["2022-11-09T01:00:00.1Z", "2022-11-09T01:00:00.100Z"],
    ["2022-11-09T01:00:00.123456789Z", "2022-11-09T01:00:00.123Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ] as const)("%s is read as %s", ([given, read]) => {
    expect(givenInstantSchema.parse(given)).toBe(read);
    expect(takes(instantSchema, read)).toBe(true);
  });

  test.for(
    named([
      "2022-02-30T00:00:00Z",
      "2023-02-29T00:00:00Z",
      "2022-13-01T00:00:00Z",
      "2022-11-09T24:00:00Z",
      "2022-11-09T01:00:60Z",
      "2022-11-09T01:00:00",
      "2022-11-09T01:00:00+0800",
      "2022-11-09T01:00:00+24:00",
      "2022-11-09 01:00:00Z",
      "2022-11-09",
      "20221109T010000Z",
      "275761-01-01T00:00:00Z",
      "+275760-01-01T00:00:00Z",
      "9999-12-31T23:59:59-01:00",
      "1969-12-31T23:59:59Z",
      "-000001-01-01T00:00:00Z",
      " 2022-11-09T01:00:00Z",
      "now",
      "",
      1_667_955_600_000,
      null,
      ["2022-11-09T01:00:00Z"],
    ]),
  )("%s is refused", ([, given]) => {
    expect(takes(givenInstantSchema, given)).toBe(false);
  });

  test("whatever is taken is one instant, written in our own form", () => {
    const instants = fc.date({
      min: new Date(0),
      max: new Date("9999-12-30T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, minutes) => {
        const sign = minutes < 0 ? "-" : "+";
        const two = (part: number) => String(Math.floor(Math.abs(part))).padStart(2, "0");
        const local = new Date(date.getTime() + minutes * 60_000);
        if (local.getTime() < 0) return;
        const given = `${local.toISOString().slice(0, -1)}${sign}${two(minutes / 60)}:${two(minutes % 60)}`;
        expect(givenInstantSchema.parse(given)).toBe(date.toISOString());
      }),
    );
  });

  test("as we write them: milliseconds and Z, nothing else", () => {
    expect(takes(instantSchema, "2022-11-09T01:00:00.000Z")).toBe(true);
    for (const other of [
      "2022-11-09T01:00:00Z",
      "2022-11-09T09:00:00.000+08:00",
      "2022-11-09T01:00:00.0000Z",
    ])
      expect(takes(instantSchema, other)).toBe(false);
  });
});

describe("languages and time zones", () => {
  test.for(["en", "zh", "zh-Hans", "pt-BR", "zh-Hant-TW", "und", "de-CH-1996"])("%s is a language", (tag) => {
    expect(takes(languageSchema, tag)).toBe(true);
  });
  test.for(
    named(["", "e", "en_US", "en-", "-en", "en--US", "__proto__", "constructor", "x".repeat(36), "e n"]),
  )("%s is not", ([, tag]) => {
    expect(takes(languageSchema, tag)).toBe(false);
  });

  test.for(["Asia/Shanghai", "UTC", "Europe/Paris", "Etc/GMT+8"])("%s is a time zone", (zone) => {
    expect(takes(timeZoneSchema, zone)).toBe(true);
  });
  test.for(
    named(["", "Mars/Base", "+08:00", "-01:00", "GMT+8", "Asia", "../etc/passwd", "x".repeat(1_000), 8]),
  )("%s is not", ([, zone]) => {
    expect(takes(timeZoneSchema, zone)).toBe(false);
  });
});
