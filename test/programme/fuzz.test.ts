import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importedProgrammeSchema } from "../../server/contract/programme.ts";
import { scanJson } from "../../server/programme/c3voc/json-scan.ts";
import { importProgramme } from "../../server/programme/import.ts";
import { fixture } from "../support/programmes/schedules.ts";

/**
 * Whatever the bytes: no throw, errors exactly when refused,
 * bounded lists, and a programme that fits the contract.
 */
function expectSoundOutcome(bytes: Uint8Array): void {
  const outcome = importProgramme(bytes);
  expect(outcome.warnings.length).toBeLessThan(300);
  if (outcome.ok) importedProgrammeSchema.parse(outcome.programme);
  else {
    expect(outcome.errors.length).toBeGreaterThan(0);
    expect(outcome.errors.length).toBeLessThan(202);
  }
}

const SEED = 20260327;

describe("[RELIABILITY 49-55] hostile files", { timeout: 60_000 }, () => {
  test("random bytes and texts", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), expectSoundOutcome), {
      numRuns: 2_000,
      seed: SEED,
    });
    const start = fc.constantFrom(
      "",
      "{",
      "[",
      '{"schedule":',
      "<",
      "<schedule>",
      "BEGIN:VCALENDAR\n",
      "\ufeff",
    );
    fc.assert(
      fc.property(start, fc.string({ unit: "binary", maxLength: 200 }), (head, tail) =>
        expectSoundOutcome(new TextEncoder().encode(head + tail)),
      ),
      { numRuns: 2_000, seed: SEED },
    );
  });

  test.for(["lantern.v1.json", "lantern.v2.json", "lantern.xml", "lantern.ics"])(
    "%s with bytes changed, cut out and repeated",
    (name) => {
      const bytes = fixture(name);
      const place = fc.nat(bytes.length - 1);
      const change = fc.record({
        at: place,
        length: fc.nat(40),
        put: fc.oneof(
          fc.uint8Array({ maxLength: 4 }),
          fc.tuple(place, place).map(([a, b]) => bytes.slice(Math.min(a, b), Math.min(a, b) + 60)),
        ),
      });
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
          let changed = bytes;
          for (const { at, length, put } of changes)
            changed = Uint8Array.from([...changed.subarray(0, at), ...put, ...changed.subarray(at + length)]);
          expectSoundOutcome(changed);
        }),
        { numRuns: 1_500, seed: SEED },
      );
    },
  );

  test.for(["lantern.v1.json", "lantern.v2.json"])("%s with any of its values replaced", (name) => {
    const whole = JSON.parse(new TextDecoder().decode(fixture(name)));
    const places = placesOf(whole);
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        null,
        "",
        [],
        {},
        [[]],
        [null],
        1e300,
        -1,
        "9999-12-31",
        "9999-12-31T23:59:59Z",
        "24:00",
        "99:99",
        "__proto__",
        "\ud800",
        "\u202e",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...places), value), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const changed = structuredClone(whole);
          for (const [place, put] of changes) replace(changed, place, put);
          expectSoundOutcome(new TextEncoder().encode(JSON.stringify(changed)));
        },
      ),
      { numRuns: 3_000, seed: SEED },
    );
  });

  test.for([
    ["many entities", `<schedule>${"&amp;".repeat(400_000)}</schedule>`],
    [
      "many open tags in a text",
      JSON.stringify({
        schedule: {
          events: [
            { title: "x", start: "2026-03-27T10:00:00Z", duration: "5", abstract: "<p ".repeat(700_000) },
          ],
          conference: {},
        },
      }),
    ],
    [
      "many blanks",
      JSON.stringify({
        schedule: {
          events: [
            {
              title: `${" ".repeat(2_000_000)}x`,
              start: "2026-03-27T10:00:00Z",
              duration: "5",
              abstract: `${" ".repeat(2_000_000)}x`,
            },
          ],
          conference: {},
        },
      }),
    ],
    ["one long line", `BEGIN:VCALENDAR\nA;B=${",".repeat(190_000)}:x\nEND:VCALENDAR`],
    ["many parameters", `BEGIN:VCALENDAR\nA${";B=c".repeat(40_000)}\nEND:VCALENDAR`],
    [
      "many rules",
      `BEGIN:VCALENDAR\n${"BEGIN:VEVENT\nUID:a\nSUMMARY:x\nDTSTART:20260101T000000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n".repeat(5_000)}END:VCALENDAR`,
    ],
    ["columns", ",".repeat(1_000_000)],
    ["comments", "/*".repeat(1_000_000)],
    ["a million faults", `[${"1,".repeat(1_000_000)}`],
  ])("%s: answered within seconds", ([, text]) => {
    const started = performance.now();
    expectSoundOutcome(new TextEncoder().encode(text));
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

test("JSON is at fault for us exactly when it is for JSON.parse", { timeout: 60_000 }, () => {
  const nearly = fc.oneof(
    fc.json(),
    fc.string({ unit: fc.constantFrom(...'{}[],:"\\ \n/*u0eE+-.19tfnrulasx'), maxLength: 30 }),
    fc
      .tuple(fc.json(), fc.nat(60), fc.constantFrom(...'{}[],:"\\ 0-.e'))
      .map(([text, at, char]) => text.slice(0, at) + char + text.slice(at + 1)),
  );
  fc.assert(
    fc.property(nearly, (text) => {
      const { fault, comments } = scanJson(text);
      if (comments.length === 0) expect(fault === undefined).toBe(parses(text));
    }),
    { numRuns: 20_000, seed: SEED },
  );
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...path, name]))].filter(
    (place) => place.length > 0,
  );
}

function replace(whole: unknown, path: readonly string[], put: unknown): void {
  let at = whole as Record<string, unknown>;
  for (const name of path.slice(0, -1)) {
    if (typeof at[name] !== "object" || at[name] === null) return;
    at = at[name] as Record<string, unknown>;
  }
  at[path.at(-1)!] = put;
}
