/** `server.pid` in DATA_DIR: whom to ask for a restart, and whose descendants do the work. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Leaves alone what names another process that runs, such as that of an `npm start`. Answers how to take the
 * note away again, or undefined where none was made. Throws where the folder cannot be written.
 */
export function notePid(dataDir: string, pid = process.pid): (() => void) | undefined {
  const file = join(dataDir, "server.pid");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const noted = pidIn(file);
  if (noted !== undefined && noted !== pid && isRunning(noted)) return undefined;
  // Whoever reads it sees the old content or the new, never half of it.
  writeFileSync(`${file}.new`, `${pid}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return () => {
    if (pidIn(file) === pid) rmSync(file, { force: true });
  };
}

function pidIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
