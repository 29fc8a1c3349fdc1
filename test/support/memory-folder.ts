import { accessSync, constants, statfsSync } from "node:fs";

const SHARED_MEMORY = "/dev/shm";
/** Of one run; the tests' stores hold some megabytes together. */
const ROOM_BYTES = 512 * 2 ** 20;

/** A folder in memory where this machine has one with room for the stores of a run (Linux); else undefined. */
export function memoryFolder(): string | undefined {
  try {
    accessSync(SHARED_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    return bavail * bsize >= ROOM_BYTES ? SHARED_MEMORY : undefined;
  } catch {
    return undefined;
  }
}
