import { closeSync, openSync, readSync, statSync } from "node:fs";

/**
 * Repeats what matters in a log file that another process appends to: pino lines of level warn and above,
 * and everything that is not a log line (a crash). The process writes to the file itself, so a terminal
 * that is paused cannot hold it up.
 */
export interface FollowedLog {
  catchUp(): void;
  close(): void;
}

const everyMs = 250;
const mostLinesAtOnce = 20;

export function followWarnings(file: string, say: (line: string) => void): FollowedLog {
  let position = sizeOf(file);
  let unfinished = Buffer.alloc(0);

  function catchUp(): void {
    if (sizeOf(file) < position) position = 0; // set aside, and begun again
    const added = readFrom(file, position);
    position += added.length;
    const unread = Buffer.concat([unfinished, added]);
    const end = unread.lastIndexOf("\n") + 1;
    unfinished = unread.subarray(end);
    const lines = unread.toString("utf8", 0, end).split("\n");
    const worthSaying = lines.map(warningIn).filter((line) => line !== undefined);
    for (const line of worthSaying.slice(0, mostLinesAtOnce)) say(line);
    const more = worthSaying.length - mostLinesAtOnce;
    if (more > 0) say(`… and ${more} more lines, in ${file}`);
  }

  const timer = setInterval(catchUp, everyMs).unref();
  return {
    catchUp,
    close() {
      clearInterval(timer);
      catchUp();
    },
  };
}

/** What of one line of a log should be seen in the terminal, if anything. */
export function warningIn(line: string): string | undefined {
  if (line.trim() === "") return undefined;
  if (!line.startsWith("{")) return line;
  try {
    const { level, msg, err } = JSON.parse(line);
    if (typeof level !== "number" || level < 40) return undefined;
    return [msg, err?.message].filter((part) => typeof part === "string" && part !== "").join(": ");
  } catch {
    return line;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function readFrom(file: string, position: number): Buffer {
  const length = sizeOf(file) - position;
  if (length <= 0) return Buffer.alloc(0);
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position));
  } finally {
    closeSync(descriptor);
  }
}
