/**
 * SIGHUP says two things: that somebody wants a restart, and that the terminal we were started in was closed.
 * True where it is the latter.
 */
import { closeSync, openSync } from "node:fs";

const streams = [process.stdin, process.stdout, process.stderr];

/** Asked at the start: a stream does not say later what it was. */
export function terminalWatch(hadTerminal = streams.some(({ isTTY }) => isTTY)): () => boolean {
  return () => hadTerminal && !isThere();
}

/** A process has lost its terminal once that has hung up. */
function isThere(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
