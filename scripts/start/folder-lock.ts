import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";

/**
 * A lock that one process holds on a file, and that the operating system takes back when the process is
 * gone, however it went. So there are no stale locks and no process ids to guess at.
 *
 * SQLite's own file lock is used, since Node offers no other. The file stays empty, and beside it
 * `<file>.pid` names the holder, for messages only.
 */
export interface FolderLock {
  release(): void;
}

export class LockHeld extends Error {
  readonly pid: number | undefined;

  constructor(file: string, pid: number | undefined) {
    super(`${dirname(file)} is in use by ${pid === undefined ? "another process" : `process ${pid}`}`);
    this.name = "LockHeld";
    this.pid = pid;
  }
}

const SQLITE_BUSY = 5;

/** Takes the lock, or throws `LockHeld` at once. */
export function takeLock(file: string): FolderLock {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) {
      throw new LockHeld(file, readHolder(file));
    }
    throw error;
  }
  writeFileSync(`${file}.pid`, `${process.pid}\n`, { mode: 0o600 });
  held.add(database);
  return {
    release() {
      if (held.delete(database)) database.close();
    },
  };
}

/** Waits for the lock, for as long as somebody else may reasonably need it. */
export async function waitForLock(
  file: string,
  patienceMs: number,
  onWait?: () => void,
): Promise<FolderLock> {
  const until = performance.now() + patienceMs;
  for (let waited = false; ; waited = true) {
    try {
      return takeLock(file);
    } catch (error) {
      if (!(error instanceof LockHeld) || performance.now() > until) throw error;
      if (!waited) onWait?.();
    }
    await pause(50);
  }
}

// A database that is no longer reachable would be closed by the garbage collector, and the lock with it.
const held = new Set<DatabaseSync>();

function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(`${file}.pid`, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}
