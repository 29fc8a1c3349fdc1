import { openSync, readFileSync, renameSync, statSync } from "node:fs";

const rotateAtBytes = 10 * 1024 * 1024;

/** A descriptor to append to a log; one that has grown past 10 MB is set aside as `<file>.1` first. */
export function appendableLog(file: string): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > rotateAtBytes) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}

export function lastLine(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "";
}
