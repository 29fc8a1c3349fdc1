/** What a schema found, as the errors of an answer: where, what is wrong in English, and its code for programs. */
import type { z } from "zod";
import { CURSOR_TEXT, DIGITS, EMAIL, LIST_CURSOR } from "./api.ts";
import { CLOCK_TIME } from "./event.ts";
import { type FieldCode, fieldCodes, fieldError } from "./field-codes.ts";
import { ID, LANGUAGE } from "./forms.ts";
import type { FieldError } from "./refusals.ts";

const PATH_LONGEST = 200;

type Issue = z.core.$ZodIssue;

/** `value` is what was parsed: only there can a field that is missing be told from one of a wrong type. */
export const fieldErrors = (error: z.core.$ZodError, value: unknown): FieldError[] =>
  error.issues.flatMap((issue) => errorsOf(issue, [], value));

function errorsOf(issue: Issue, under: readonly PropertyKey[], value: unknown): FieldError[] {
  const path = [...under, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        fieldError(written([...path, key]), "is not a field here", "unknown_field"),
      );
    case "invalid_union": {
      // Of several forms, the last is the one that says what is wanted ("now", or else an instant).
      const nested = issue.errors.at(-1) ?? [];
      if (nested.length > 0) return nested.flatMap((inner) => errorsOf(inner, path, value));
      break;
    }
    case "invalid_key":
    case "invalid_element":
      return issue.issues.flatMap((inner) => errorsOf(inner, path, value));
  }
  const isForm = issue.code === "invalid_type" || issue.code === "invalid_value";
  if (isForm && at(value, path) === undefined) return [fieldError(written(path), "is required", "required")];
  const coded = codeOf(issue);
  return [{ path: written(path), message: worded(issue.message, coded), ...coded }];
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let inside = value;
  for (const key of path) {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, key)) return undefined;
    inside = (inside as Record<PropertyKey, unknown>)[key];
  }
  return inside;
}

/** In words for people, where zod's are for programmers. */
function worded(message: string, { code, values }: Coded): string {
  const words = limits[code];
  if (words !== undefined && /^(Too |Invalid )/.test(message))
    return words.replace(/\{(\w+)\}/, (_all, name: string) => String(values?.[name]));
  return message.replace(/^Invalid (input|option): expected/, "must be").replace(/, received .*$/, "");
}

const limits: Partial<Record<FieldCode, string>> = {
  too_long: "must be at most {max} characters",
  too_short: "must be at least {min} characters",
  empty: "must not be empty",
  too_many: "must be at most {max} items",
  too_few: "must be at least {min} items",
  too_large: "must be at most {max}",
  too_small: "must be at least {min}",
  not_whole_number: "must be a whole number",
  bad_date: "must be a date, as YYYY-MM-DD",
};

const written = (path: readonly PropertyKey[]): string => path.map(String).join(".").slice(0, PATH_LONGEST);

interface Coded {
  readonly code: FieldCode;
  readonly values?: Readonly<Record<string, string | number>>;
}

function codeOf(issue: Issue): Coded {
  switch (issue.code) {
    case "invalid_type":
      if (issue.expected === "int") return { code: "not_whole_number" };
      return { code: "wrong_type", values: { expected: String(issue.expected) } };
    case "invalid_value":
      return { code: "not_one_of", values: { allowed: issue.values.map(String).join(", ") } };
    case "too_big":
      return { code: above[issue.origin] ?? "too_large", values: { max: Number(issue.maximum) } };
    case "too_small":
      if (issue.origin === "string" && issue.minimum === 1) return { code: "empty" };
      return { code: below[issue.origin] ?? "too_small", values: { min: Number(issue.minimum) } };
    case "invalid_format":
      return { code: formats.get(issue.pattern ?? "") ?? formats.get(issue.format) ?? "malformed" };
    case "custom":
      return ownCode(issue.params);
    default:
      return { code: "malformed" };
  }
}

const above: Readonly<Record<string, FieldCode>> = { string: "too_long", array: "too_many" };
const below: Readonly<Record<string, FieldCode>> = { string: "too_short", array: "too_few" };

/** By zod's own name of a format, or by the pattern of one of ours. */
const formats: ReadonlyMap<string, FieldCode> = new Map([
  ["datetime", "bad_instant"],
  ["date", "bad_date"],
  ["url", "bad_link"],
  [String(ID), "bad_id"],
  [String(LANGUAGE), "bad_language"],
  [String(CLOCK_TIME), "bad_clock_time"],
  [String(DIGITS), "not_whole_number"],
  [String(CURSOR_TEXT), "bad_cursor"],
  [String(LIST_CURSOR), "bad_cursor"],
  [String(EMAIL), "bad_email"],
]);

/** What `coded` gave to a rule of ours. */
function ownCode(params: Readonly<Record<string, unknown>> | undefined): Coded {
  const { code, values } = (params ?? {}) as Partial<Coded>;
  if (code === undefined || !Object.hasOwn(fieldCodes, code)) return { code: "malformed" };
  return values === undefined ? { code } : { code, values };
}
