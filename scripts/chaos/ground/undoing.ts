/**
 * Something done to the machine that must be undone, also when we are killed with -9: a small `sh` waits at
 * a pipe that only we hold open, and undoes it when that closes, however it closes. Stopping by ourselves
 * goes the same way, so it is tried each time.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Undoing {
  /** Undoes it now; resolves when it is undone. */
  now(): Promise<void>;
}

/** How long it may take before it is left to itself. */
const PATIENCE_MS = 15_000;

/**
 * `lines` of sh, with `args` as `$1` and on. To be called before the thing is done, so that nothing lies
 * between: undoing what was not done must be harmless.
 */
export function undoLater(lines: string, ...args: readonly string[]): Undoing {
  const shell = spawn("/bin/sh", ["-c", `read -r _\n${lines}`, "fanfare-undo", ...args], {
    detached: true, // a Ctrl-C in the terminal must not reach it
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.stdin.on("error", () => {});
  shell.unref();
  const ended = once(shell, "exit");
  return {
    async now() {
      shell.ref();
      shell.stdin.end();
      const late = AbortSignal.timeout(PATIENCE_MS);
      await Promise.race([ended, once(late, "abort")]);
    },
  };
}
