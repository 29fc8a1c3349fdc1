import { DISALLOWED } from "./disallowed-characters.ts";
import { decodeEntities, withoutTags } from "./markup.ts";

/** A text that may be shown, and what had to be done to it. */
export interface PlainText {
  readonly text: string;
  readonly cut: boolean;
  readonly cleaned: boolean;
}

/** One trimmed line of at most `max` UTF-16 units, possibly empty. */
export function plainLine(given: string, max: number): PlainText {
  const oneLine = given.replace(/\s+/g, " ");
  const text = clean(oneLine).replace(/\s+/g, " ").trim();
  return { ...cutTo(text, max), cleaned: clean(oneLine) !== oneLine };
}

/**
 * Plain text of any number of lines. `markup` says that the field may hold HTML, whose known tags are taken
 * away and whose entities are read; what merely looks like a tag (`a < b`, `Vec<T>`) stays.
 */
export function plainProse(given: string, max: number, markup: boolean): PlainText {
  const lines = given.replace(/\r\n?/g, "\n");
  const words = markup ? decodeEntities(withoutTags(lines)) : lines;
  const trimmedLines = clean(words)
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
  const text = trimmedLines.replace(/\n{3,}/g, "\n\n").trim();
  return { ...cutTo(text, max), cleaned: clean(words) !== words };
}

function clean(text: string): string {
  return text.replace(DISALLOWED, "");
}

/** Never within a surrogate pair. */
function cutTo(text: string, max: number): { text: string; cut: boolean } {
  if (text.length <= max) return { text, cut: false };
  const kept = text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "");
  return { text: `${kept.trimEnd()}…`, cut: true };
}
