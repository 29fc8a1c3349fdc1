/** A query string read strictly: what comes twice, or is not well encoded, is refused rather than guessed at. */
import { fieldError } from "../contract/field-codes.ts";
import { type FieldError, granted, type Result } from "../contract/refusals.ts";
import { invalid } from "./faults.ts";

const LONGEST = 4_096;

export function readQuery(url: string): Result<Record<string, string>> {
  const mark = url.indexOf("?");
  const text = mark < 0 ? "" : url.slice(mark + 1);
  if (text.length > LONGEST)
    return refuse([fieldError("", `is longer than ${LONGEST} characters`, "too_long", { max: LONGEST })]);
  // Without a prototype, so that a parameter may be called anything.
  const query: Record<string, string> = Object.create(null);
  const errors: FieldError[] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const [name, value] = pairOf(part);
    if (name === undefined || value === undefined) {
      errors.push(fieldError(part.slice(0, 100), "is not well encoded", "bad_encoding"));
    } else if (name in query) {
      errors.push(fieldError(name.slice(0, 100), "is given twice", "given_twice"));
    } else {
      query[name] = value;
    }
  }
  return errors.length > 0 ? refuse(errors) : granted(query);
}

const refuse = (errors: readonly FieldError[]) => ({ ok: false as const, refusal: invalid(errors) });

function pairOf(part: string): [string | undefined, string | undefined] {
  const equals = part.indexOf("=");
  const name = equals < 0 ? part : part.slice(0, equals);
  return [decoded(name), equals < 0 ? "" : decoded(part.slice(equals + 1))];
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
