/** Which items are chosen for something to be done with all of them. Pure. */
import { isSealed } from "./running-order.ts";
import type { Line } from "./timetable.ts";

/** Everything between the two, both included, that can be chosen at all. */
export function range(lines: readonly Line[], from: string | undefined, to: string): string[] {
  const [a, b] = [lines.findIndex(({ key }) => key === from), lines.findIndex(({ key }) => key === to)];
  if (b < 0) return [];
  const [start, end] = a < 0 ? [b, b] : [Math.min(a, b), Math.max(a, b)];
  return selectable(lines.slice(start, end + 1));
}

/** What is sealed is not chosen: nobody acts by the dozen on what they may not read. */
export const selectable = (lines: readonly Line[]): string[] =>
  lines.flatMap((line) => (line.is === "item" && !isSealed(line.item) ? [line.key] : []));

export function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Only what can be seen stays chosen: nothing happens to a row that a filter hides. */
export function stillShown(selected: ReadonlySet<string>, lines: readonly Line[]): ReadonlySet<string> {
  if (selected.size === 0) return selected;
  const shown = new Set(selectable(lines));
  const kept = [...selected].filter((id) => shown.has(id));
  return kept.length === selected.size ? selected : new Set(kept);
}

const canHaveFocus = (line: Line): boolean => line.is === "item" || line.is === "session";

/** The line that the focus goes to, so many steps on; where it is nowhere yet, the first one after now. */
export function stepFrom(lines: readonly Line[], key: string | undefined, steps: number): string | undefined {
  const stops = lines.filter(canHaveFocus);
  const at = stops.findIndex((line) => line.key === key);
  if (at >= 0) return stops[Math.min(stops.length - 1, Math.max(0, at + steps))]?.key;
  const nowAt = lines.findIndex(({ is }) => is === "now");
  return (lines.slice(nowAt + 1).find(canHaveFocus) ?? stops.at(-1))?.key;
}

/** Where the focus goes when its line has gone: what now stands there, else the last one. */
export function neighbour(before: readonly Line[], after: readonly Line[], key: string): string | undefined {
  const stays = new Set(after.filter(canHaveFocus).map((line) => line.key));
  const at = before.findIndex((line) => line.key === key);
  const below = before.slice(at + 1).find((line) => stays.has(line.key));
  return (below ?? before.slice(0, Math.max(0, at)).findLast((line) => stays.has(line.key)))?.key;
}
