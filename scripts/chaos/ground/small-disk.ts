/** A disk of a few megabytes that can be filled to the last byte: memory, mounted where only we look. */
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command } from "./command.ts";
import { allowed, demand, linux, type Need, root, tool } from "./needs.ts";
import { undoLater } from "./undoing.ts";

export const smallDiskNeeds: readonly Need[] = [
  linux,
  root,
  tool("mount"),
  tool("unshare"),
  allowed("no right to mount", "unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt"),
];

export interface SmallDisk {
  readonly path: string;
  readonly freeBytes: number;
  /** Leaves nothing: whoever appends is told ENOSPC. */
  fill(): void;
  /** Gives back what `fill` took. */
  heal(): void;
  close(): Promise<void>;
}

/** Throws {@link CannotRunHere}. */
export async function openSmallDisk({ megabytes }: { megabytes: number }): Promise<SmallDisk> {
  demand(smallDiskNeeds);
  const path = mkdtempSync(join(tmpdir(), "fanfare-disk-"));
  const undoing = undoLater('umount -l "$1"; rmdir "$1"', path);
  try {
    await command("mount", "-t", "tmpfs", "-o", `size=${megabytes}m,mode=0700`, "tmpfs", path);
  } catch (error) {
    await undoing.now();
    throw error;
  }
  const ballast = join(path, "ballast");
  return {
    path,
    get freeBytes() {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    },
    fill: () => fillWith(ballast),
    heal: () => rmSync(ballast, { force: true }),
    close: () => undoing.now(),
  };
}

const PIECE = Buffer.alloc(64 * 1_024);

function fillWith(ballast: string): void {
  const descriptor = openSync(ballast, "a", 0o600);
  try {
    while (writeSync(descriptor, PIECE) === PIECE.length);
    for (;;) writeSync(descriptor, PIECE, 0, 1);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  } finally {
    closeSync(descriptor);
  }
}
