/** What a schema found, as the `errors` of an answer: where, and what is wrong, for people and programs. */
import type { z } from "zod";
import { type FieldError, granted, type Refusal, type Result } from "../contract/refusals.ts";

/** A body may be wrong in ten thousand places; nobody reads them all. */
const MOST = 100;
const PATH_LONGEST = 200;

export function checked<S extends z.ZodType>(schema: S, value: unknown): Result<z.output<S>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return granted(parsed.data);
  return { ok: false, refusal: invalid(parsed.error.issues.flatMap((issue) => faultsOf(issue))) };
}

export const invalid = (errors: readonly FieldError[]): Refusal => ({
  code: "invalid",
  errors: errors.slice(0, MOST),
});

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue, under: readonly PropertyKey[] = []): FieldError[] {
  const path = [...under, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: written([...path, key]), message: "is not a field here" }));
  }
  // Of several forms, the last is the one that says what is wanted ("now", or else an instant).
  if (issue.code === "invalid_union") {
    const nested = issue.errors.at(-1) ?? [];
    if (nested.length > 0) return nested.flatMap((inner) => faultsOf(inner, path));
  }
  if (issue.code === "invalid_key" || issue.code === "invalid_element") {
    return issue.issues.flatMap((inner) => faultsOf(inner, path));
  }
  return [{ path: written(path), message: worded(issue) }];
}

/** In words for people, where zod's are for programmers. */
function worded({ code, message }: Issue): string {
  if (code === "invalid_type" && message.endsWith("received undefined")) return "is required";
  return message.replace(/^Invalid (input|option): expected/, "must be");
}

const written = (path: readonly PropertyKey[]): string => path.map(String).join(".").slice(0, PATH_LONGEST);
