/** A query string read strictly: what comes twice, or is not well encoded, is refused rather than guessed at. */
import { type FieldError, granted, type Result } from "../contract/refusals.ts";
import { invalid } from "./faults.ts";

const LONGEST = 4_096;

export function readQuery(url: string): Result<Record<string, string>> {
  const mark = url.indexOf("?");
  const text = mark < 0 ? "" : url.slice(mark + 1);
  if (text.length > LONGEST) return refuse([{ path: "", message: `is longer than ${LONGEST} characters` }]);
  // Without a prototype, so that a parameter may be called anything.
  const query: Record<string, string> = Object.create(null);
  const errors: FieldError[] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const [name, value] = pairOf(part);
    if (name === undefined || value === undefined) {
      errors.push({ path: part.slice(0, 100), message: "is not well encoded" });
    } else if (name in query) {
      errors.push({ path: name.slice(0, 100), message: "is given twice" });
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
