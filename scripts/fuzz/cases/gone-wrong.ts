/** A good value with something wrong in it, and a good text with something wrong in that. */
import fc from "fast-check";
import { hostileValue } from "./words.ts";

interface Change {
  readonly at: number;
  readonly how: "replace" | "leave out" | "add";
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(1_000),
  how: fc.constantFrom("replace", "replace", "leave out", "add"),
  value: hostileValue,
});

/** As it was, or changed in one to three places. */
export const goneWrong = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { arbitrary: good, weight: 2 },
    {
      arbitrary: fc
        .tuple(good, fc.array(change, { minLength: 1, maxLength: 3 }))
        .map(([value, changes]) => changes.reduce(changed, value)),
      weight: 3,
    },
    { arbitrary: hostileValue, weight: 1 },
  );

type Place = readonly [holder: Record<string, unknown>, name: string];

function changed(value: unknown, { at, how, value: put }: Change): unknown {
  if (typeof value !== "object" || value === null) return put;
  const whole = structuredClone(value) as Record<string, unknown>;
  const places = placesIn(whole);
  const place = places[at % (places.length + 1)];
  if (place === undefined) return how === "replace" ? put : { ...whole, extra: put };
  const [holder, name] = place;
  if (how === "replace") holder[name] = put;
  else if (how === "leave out") delete holder[name];
  else holder[`${name}x`] = put;
  return whole;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [[holder, name] as const, ...placesIn(holder[name])]);
}

/** What no JSON of a value can say. */
const textChanges: readonly ((json: string, at: number) => string)[] = [
  (json) => json,
  (json) => json,
  (json) => json,
  (json, at) => json.slice(0, at % (json.length + 1)),
  (json) => json.replace("{", '{"__proto__":{"state":"published"},'),
  (json) => json.replace(/"(\w+)":/, '"$1":1,"$1":'),
  (json) => json.replace(/:\s*[^,}\]]+/, ":1e309"),
  (json) => json.replace(/:\s*[^,}\]]+/, ":-0"),
  (json) => json.replace(/:\s*[^,}\]]+/, ":9007199254740993"),
  (json) => `${json}${json}`,
  (json) => `\ufeff${json}`,
  (json, at) =>
    json.slice(0, at % (json.length + 1)) + "[".repeat(9_000) + json.slice(at % (json.length + 1)),
  (json) => `/* */${json}`,
  (json) => json.padEnd(66_000),
];

export const jsonBytes = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(value, fc.constantFrom(...textChanges), fc.nat(5_000), fc.nat(20))
    .map(([given, alter, at, luck]) => {
      const bytes = Buffer.from(alter(JSON.stringify(given) ?? "", at));
      if (luck === 0 && bytes.length > 0) bytes[at % bytes.length] = 0xff; // no UTF-8 any more
      return bytes;
    });

/** Bytes with some of them changed, cut out or put in. */
export const torn = (good: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      good,
      fc.array(fc.tuple(fc.nat(5_000), fc.nat(30), fc.uint8Array({ maxLength: 6 })), {
        maxLength: 3,
        minLength: 1,
      }),
    )
    .map(([bytes, tears]) =>
      tears.reduce((torn, [at, length, put]) => {
        const place = at % (torn.length + 1);
        return Buffer.concat([torn.subarray(0, place), put, torn.subarray(place + length)]);
      }, bytes),
    );
