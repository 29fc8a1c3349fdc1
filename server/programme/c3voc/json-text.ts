import type { Findings } from "../findings.ts";
import { positionOf } from "../text/text-position.ts";
import { scanJson } from "./json-scan.ts";

/**
 * The value of a JSON text, or undefined when it has faults, which are then among the errors with line and
 * column. Comments, which JSON has not but hand-edited schedules do, are passed over with a warning. A name
 * given twice in one object is an error: what stood under the first would be lost without a word.
 */
export function readJson(text: string, findings: Findings): { readonly value: unknown } | undefined {
  const scan = scanJson(text);
  for (const { offset, name } of scan.repeatedNames)
    findings.error(positionOf(text, offset), `the name ${JSON.stringify(name)} stands twice in one object`);
  if (scan.fault !== undefined)
    findings.error(positionOf(text, scan.fault.offset), `is not JSON: ${scan.fault.message}`);
  if (findings.failed) return undefined;

  for (const { from } of scan.comments)
    findings.warn("comments", positionOf(text, from), "JSON has no comments; this one was passed over");
  return { value: JSON.parse(withoutComments(text, scan.comments)) };
}

function withoutComments(text: string, comments: readonly { from: number; to: number }[]): string {
  const kept: string[] = [];
  let at = 0;
  for (const { from, to } of comments) {
    kept.push(text.slice(at, from), " ");
    at = to;
  }
  return kept.join("") + text.slice(at);
}
