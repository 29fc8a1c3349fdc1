/** What has changed of a list's lines while it was held still: for the line that says "3 changes". Pure. */
import type { Line } from "./timetable.ts";

const keysOf = (lines: readonly Line[]): string[] =>
  lines.filter(({ is }) => is === "item" || is === "session").map(({ key }) => key);

/** Whether the same lines stand in the same order, the line of now among them. */
export const isSameOrder = (a: readonly Line[], b: readonly Line[]): boolean =>
  a.length === b.length &&
  a.every((line, at) => line.key === b[at]!.key && isJoined(line) === isJoined(b[at]!));

const isJoined = (line: Line): boolean => line.is === "session" && line.isJoined;

/** How many came, went or stand elsewhere among the others. Time itself going by is no change. */
export function countChanges(shown: readonly Line[], wanted: readonly Line[]): number {
  const [before, after] = [keysOf(shown), keysOf(wanted)];
  const place = new Map(after.map((key, at) => [key, at]));
  const stayed = before.map((key) => place.get(key)).filter((at) => at !== undefined);
  const unmoved = longestRise(stayed);
  return before.length - stayed.length + (after.length - stayed.length) + (stayed.length - unmoved);
}

/** The most that can be left where they are, relative to each other. */
function longestRise(places: readonly number[]): number {
  const ends: number[] = [];
  for (const place of places) {
    let [from, to] = [0, ends.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (ends[middle]! < place) from = middle + 1;
      else to = middle;
    }
    ends[from] = place;
  }
  return ends.length;
}
