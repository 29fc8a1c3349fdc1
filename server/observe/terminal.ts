/**
 * SIGHUP says two things: that somebody wants a restart, and that the terminal we were started in was closed.
 * True where it is the latter.
 */
import { closeSync, openSync } from "node:fs";
import { isatty } from "node:tty";

/** Asked at the start: a stream does not say later what it was. */
export function terminalWatch(): () => boolean {
  const hadTerminal = [0, 1, 2].some(isatty);
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
