import type { ImportFinding } from "../contract/programme.ts";

/** More errors than these help nobody; the rest are counted. */
const ERRORS_LISTED = 200;
/** A fault that 800 sessions share is one thing to know, so each kind of warning is listed this often. */
const WARNINGS_LISTED_PER_KIND = 5;
const PATH_LENGTH = 300;

/**
 * What an import has found so far.
 *
 * Errors are faults for which the file is refused; all of a file's are collected before it is.
 * Warnings tell what was assumed, corrected or left out. Both lists are bounded however broken the file is,
 * and what is not listed is counted in a last finding without a path.
 */
export class Findings {
  readonly #errors: ImportFinding[] = [];
  readonly #warnings = new Map<string, { listed: ImportFinding[]; count: number }>();
  #errorCount = 0;

  error(path: string, message: string): void {
    this.#errorCount += 1;
    if (this.#errors.length < ERRORS_LISTED) this.#errors.push({ path: clipped(path, PATH_LENGTH), message });
  }

  /** `kind` names the warning in a few words, as it is counted: "sessions without a guid". */
  warn(kind: string, path: string, message: string): void {
    const known = this.#warnings.get(kind) ?? { listed: [], count: 0 };
    this.#warnings.set(kind, known);
    known.count += 1;
    if (known.listed.length < WARNINGS_LISTED_PER_KIND)
      known.listed.push({ path: clipped(path, PATH_LENGTH), message });
  }

  get failed(): boolean {
    return this.#errorCount > 0;
  }

  errors(): ImportFinding[] {
    const more = this.#errorCount - this.#errors.length;
    return more === 0
      ? [...this.#errors]
      : [...this.#errors, { path: "", message: `and ${more} more errors` }];
  }

  warnings(): ImportFinding[] {
    return [...this.#warnings].flatMap(([kind, { listed, count }]) => {
      const more = count - listed.length;
      return more === 0 ? listed : [...listed, { path: "", message: `and ${more} more: ${kind}` }];
    });
  }
}

/** A value of the file as a message may quote it: short, and on one line. */
export function quoted(value: unknown): string {
  if (typeof value === "string")
    return `“${clipped(value.toWellFormed().replace(/[\p{Cc}\p{Cf}]+/gu, " "), 60)}”`;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}
