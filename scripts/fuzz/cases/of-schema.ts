/** Values that our own schemas would take, made from the schemas themselves; and the same values gone wrong. */
import fc from "fast-check";
import type { z } from "zod";
import { hostileValue, type Words, wordFor } from "./words.ts";

/** As much of the definition of a zod 4 schema as is looked at here. */
// biome-ignore lint/suspicious/noExplicitAny: each type has a form of its own
type Def = any;

const DEEPEST = 6;

export function ofSchema(schema: z.ZodType, words: Words, name = "", depth = 0): fc.Arbitrary<unknown> {
  const def: Def = schema._zod.def;
  const inner = (other: z.ZodType, as = name) => ofSchema(other, words, as, depth + 1);
  if (depth > DEEPEST) return fc.constant(undefined);
  switch (def.type) {
    case "string":
      return stringOf(def, words, name);
    case "number":
      return numberOf(def);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "literal":
      return fc.constantFrom(...def.values);
    case "object":
      return objectOf(def, inner);
    case "record":
      return fc.dictionary(inner(def.keyType, "language").map(String), inner(def.valueType), { maxKeys: 3 });
    case "array":
      return fc.array(inner(def.element), { maxLength: 4 });
    case "tuple":
      return fc.tuple(...def.items.map((item: z.ZodType) => inner(item)));
    case "union":
      return fc.oneof(...def.options.map((option: z.ZodType) => inner(option)));
    case "optional":
      return fc.option(inner(def.innerType), { nil: undefined, freq: 2 });
    case "nullable":
      return fc.option(inner(def.innerType), { nil: null });
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
      return inner(def.innerType);
    case "pipe":
      return inner(def.in);
    case "lazy":
      return inner(def.getter());
    default:
      return fc.oneof(fc.jsonValue({ maxDepth: 2 }), hostileValue);
  }
}

function objectOf({ shape }: Def, inner: (schema: z.ZodType, name: string) => fc.Arbitrary<unknown>) {
  const fields = Object.entries(shape).map(([name, field]) => [name, inner(field as z.ZodType, name)]);
  return fc.record(Object.fromEntries(fields)).map(withoutAbsent);
}

/** What is absent is not there, rather than there and undefined. */
const withoutAbsent = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));

interface Bounds {
  min: number;
  max: number;
  patterns: RegExp[];
  format: string | undefined;
}

function boundsOf({ checks = [], format, pattern }: Def): Bounds {
  const bounds: Bounds = { min: 0, max: 60, patterns: [], format };
  if (pattern instanceof RegExp) bounds.patterns.push(pattern);
  for (const check of checks) {
    const one: Def = check._zod.def;
    if (one.check === "min_length") bounds.min = one.minimum;
    if (one.check === "max_length") bounds.max = Math.min(one.maximum, 300);
    if (one.pattern instanceof RegExp) bounds.patterns.push(one.pattern);
    bounds.format ??= one.format;
  }
  return bounds;
}

function stringOf(def: Def, words: Words, name: string): fc.Arbitrary<unknown> {
  const { min, max, patterns, format } = boundsOf(def);
  const known = wordFor(name, words);
  const forms = patterns.flatMap(matching);
  const free = fc.string({ unit: "grapheme", minLength: min, maxLength: Math.max(min, max) });
  const made = format === "datetime" ? instants : format === "url" ? urls : undefined;
  const choices = [...(made === undefined ? [] : [made]), ...forms];
  const generic = choices.length > 0 ? fc.oneof(...choices) : free;
  return known === undefined
    ? generic
    : fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 4 }, { arbitrary: generic, weight: 1 });
}

/** None where fast-check cannot read the expression. */
function matching(pattern: RegExp): fc.Arbitrary<string>[] {
  try {
    const arbitrary = fc.stringMatching(pattern);
    fc.sample(arbitrary, 1);
    return [arbitrary];
  } catch {
    return [];
  }
}

const instants = fc.oneof(
  fc.constantFrom(
    "2030-03-01T10:00:00+08:00",
    "2099-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "2024-02-29T00:00:00-23:59",
  ),
  fc
    .date({ min: new Date(0), max: new Date("9999-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
);

const urls = fc.oneof(
  fc.webUrl(),
  fc.constantFrom("https://lantern.example/x?y#z", "http://[::1]:1/", "https://xn--ls8h.example/%F0%9F"),
);

function numberOf({ checks = [] }: Def): fc.Arbitrary<number> {
  const edges = checks.flatMap((check: { _zod: { def: Def } }) => {
    const { value } = check._zod.def;
    return typeof value === "number" ? [value - 1, value, value + 1] : [];
  });
  return fc.oneof(
    fc.integer({ min: 0, max: 1_000 }),
    fc.constantFrom(...[0, 1, ...edges]),
    fc.maxSafeInteger(),
  );
}
