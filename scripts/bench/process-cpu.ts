/** How much CPU another process has used, all its threads together. Linux only: elsewhere not a number. */
import { readFileSync } from "node:fs";

/** The kernel tells it in hundredths of a second. */
const TICK_MS = 10;

export function cpuMsOf(pid: number): number {
  if (process.platform !== "linux") return Number.NaN;
  // Fields after the name, which may hold spaces and brackets: the 12th and 13th are user and system time.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
