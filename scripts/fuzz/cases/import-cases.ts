/** Programme files: bytes, texts, and good files with something wrong in them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { torn } from "./gone-wrong.ts";
import { hostileTexts } from "./words.ts";

export interface ImportCase {
  readonly type: string;
  readonly isDryRun: boolean;
  readonly bytes: Buffer;
}

const GOOD = join(import.meta.dirname, "../../../test/support/programmes");
const types = {
  "lantern.v1.json": "application/json",
  "lantern.v2.json": "application/json",
  "lantern.xml": "application/xml",
  "lantern.ics": "text/calendar",
};

const starts = [
  "",
  "{",
  "[",
  '{"schedule":',
  "<",
  "<schedule>",
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><schedule>&b;',
  "BEGIN:VCALENDAR\n",
  "\ufeff",
  "PK\u0003\u0004",
];

/** One value of a JSON file is another. */
const replaced = (text: string, at: number, put: unknown): string => {
  const values = [...text.matchAll(/:\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)/g)];
  const found = values[at % Math.max(values.length, 1)];
  if (found === undefined) return text;
  return `${text.slice(0, found.index)}: ${JSON.stringify(put)}${text.slice(found.index + found[0].length)}`;
};

export function importCases(): fc.Arbitrary<ImportCase> {
  const files = Object.entries(types).map(([name, type]) => ({
    type,
    bytes: readFileSync(join(GOOD, name)),
  }));
  const ofFile = fc.constantFrom(...files).chain(({ type, bytes }) => {
    const values = fc
      .tuple(
        fc.nat(500),
        fc.oneof(
          fc.constantFrom<unknown>(...hostileTexts),
          fc.constantFrom<unknown>(null, [], {}, -1, 1e300, "24:00", "9999-12-31"),
        ),
      )
      .map(([at, put]) => Buffer.from(replaced(bytes.toString(), at, put)));
    const choices = type === "application/json" ? [values, values] : [];
    return fc.oneof(torn(fc.constant(bytes)), ...choices).map((given) => ({ type, bytes: given }));
  });
  const anything = fc
    .tuple(
      fc.constantFrom(...starts),
      fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.constantFrom(...hostileTexts)),
      fc.constantFrom(...Object.values(types), "text/csv"),
    )
    .map(([head, tail, type]) => ({ type, bytes: Buffer.from(head + tail) }));
  return fc
    .tuple(fc.oneof({ arbitrary: ofFile, weight: 4 }, { arbitrary: anything, weight: 1 }), fc.nat(9))
    .map(([file, luck]) => ({ ...file, isDryRun: luck > 0 }));
}
