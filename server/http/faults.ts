/** Checks what came against a schema; what is wrong is answered as the `errors` of a refusal. */
import type { z } from "zod";
import { fieldErrors } from "../contract/field-errors.ts";
import { type FieldError, granted, type Refusal, type Result } from "../contract/refusals.ts";

/** A body may be wrong in ten thousand places; nobody reads them all. */
const MOST = 100;

export function checked<S extends z.ZodType>(schema: S, value: unknown): Result<z.output<S>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return granted(parsed.data);
  return { ok: false, refusal: invalid(fieldErrors(parsed.error, value)) };
}

export const invalid = (errors: readonly FieldError[]): Refusal => ({
  code: "invalid",
  errors: errors.slice(0, MOST),
});
