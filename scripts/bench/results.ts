/** What was measured, against what it should be, as a table for people. */
import { spreadOf } from "./statistics.ts";

/**
 * At most so much. The median of the runs is judged where the machine's noise has a say; the worst run
 * where it has none, such as for what was lost.
 */
export interface Goal {
  readonly atMost: number;
  readonly judge: "median" | "worst";
}

export interface Measured {
  readonly what: string;
  /** `ms`, `s`, `×` for a ratio, or empty for a count. */
  readonly unit: string;
  /** One value for each run; none where it was not run. */
  readonly runs: readonly number[];
  readonly goal?: Goal;
  /** What a number does not say, or why there is none. */
  readonly note?: string;
}

export type Verdict = "pass" | "MISS" | "not run" | "";

export const mostly = (atMost: number): Goal => ({ atMost, judge: "median" });
export const never: Goal = { atMost: 0, judge: "worst" };

export function verdictOn({ runs, goal }: Measured): Verdict {
  if (runs.length === 0) return "not run";
  if (goal === undefined) return "";
  const { median, highest } = spreadOf(runs);
  // A value that is not a number misses every goal.
  return (goal.judge === "median" ? median : highest) <= goal.atMost ? "pass" : "MISS";
}

export function tableOf(results: readonly Measured[]): string {
  const head = ["measured", "goal", "median", "lowest – highest", "runs", ""];
  const rows = results.map((measured) => {
    const { what, unit, runs, goal, note = "" } = measured;
    const wanted = goal === undefined ? "" : `≤ ${goal.atMost}${unit && ` ${unit}`}`;
    if (runs.length === 0) return [what, wanted, "", "", "", note === "" ? "not run" : `not run: ${note}`];
    const { median, lowest, highest } = spreadOf(runs);
    const range = runs.length === 1 ? "" : `${written(lowest)} – ${written(highest)}`;
    const verdict = `${verdictOn(measured)} ${note}`.trim();
    return [what, wanted, `${written(median)} ${unit}`, range, String(runs.length), verdict];
  });
  return aligned([head, ...rows]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Three digits tell enough; whole numbers stay whole. */
function written(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}
