import { chmodSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Folders that only this user can enter, and a place for a socket whose path is short enough: the kernel
 * keeps at most 103 bytes of it on macOS and 107 on Linux.
 */
const longestSocketPath = process.platform === "darwin" ? 103 : 107;

export function privateFolder(...parts: string[]): string {
  const path = join(...parts);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700); // it may have been there, with another mode
  return path;
}

/** In `folder`, or, when that would be too long, in a temporary folder to be removed by the caller. */
export function placeSocket(folder: string): { path: string; temporary: string | undefined } {
  const path = join(folder, "redis.sock");
  if (Buffer.byteLength(path) <= longestSocketPath) return { path, temporary: undefined };
  const temporary = mkdtempSync(join(shortTemporaryFolder(), "fanfare-")); // mkdtemp makes it 0700
  return { path: join(temporary, "redis.sock"), temporary };
}

/**
 * For data that nobody keeps: $FANFARE_TEMPORARY_DATA, or where other temporary files are. Tests name a folder in
 * memory, so that a disk that is busy for seconds is no outage of every Redis at once.
 */
export function temporaryDataFolder(): string {
  return process.env.FANFARE_TEMPORARY_DATA ?? shortTemporaryFolder();
}

/** Where a socket path in a folder within a folder still fits. */
export function shortTemporaryFolder(): string {
  return Buffer.byteLength(tmpdir()) <= 60 ? tmpdir() : "/tmp";
}
