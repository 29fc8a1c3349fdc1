/** Why a Redis ended, for whoever looks at the terminal. */
import { readFileSync, statfsSync } from "node:fs";

/** A log on a full disk says nothing of it, for there is no room to: so the disk itself is asked. */
const NO_ROOM_BYTES = 1_048_576;
const MOST_WARNINGS = 2;

export function whyItEnded(folder: string, logFile: string, from: number): string | undefined {
  return fullDisk(folder) ?? lastWarnings(logFile, from);
}

function fullDisk(folder: string): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < NO_ROOM_BYTES ? `no space left on the disk of ${folder}` : undefined;
  } catch {
    return undefined;
  }
}

/** What it says at every start, well or not. */
const OF_EVERY_START = /^(Server initialized|WARNING)\b/;

/** The newest lines that Redis marks as warnings, of what it wrote from there on. */
export function lastWarnings(logFile: string, from: number): string | undefined {
  try {
    const said = readFileSync(logFile).subarray(from).toString("utf8");
    const warnings = [...said.matchAll(/^\d+:\w .{20,30} # (.+)$/gm)]
      .map(([, text]) => text!.trim())
      .filter((text) => !OF_EVERY_START.test(text));
    return warnings.length === 0 ? undefined : warnings.slice(-MOST_WARNINGS).join("; ");
  } catch {
    return undefined;
  }
}
