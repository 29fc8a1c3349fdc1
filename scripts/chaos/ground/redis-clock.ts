/** A Redis whose own clock can be set, by a small library of our own that is compiled where there is cc. */
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.ts";
import { demand, linux, type Need, tool } from "./needs.ts";

export const redisClockNeeds: readonly Need[] = [linux, tool("cc"), tool("env")];

export interface RedisClock {
  /** What the command line of Redis begins with. */
  readonly launcher: readonly string[];
  /** Off the machine's own by so much, from now on. */
  set(offByMs: number): void;
  close(): void;
}

/** In `folder`, which must outlive that Redis. Throws {@link CannotRunHere}. */
export async function redisClock(folder: string): Promise<RedisClock> {
  demand(redisClockNeeds);
  const library = join(folder, "redis-clock.so");
  const source = join(import.meta.dirname, "redis-clock.c");
  await command("cc", "-O2", "-shared", "-fPIC", "-o", library, source);
  const path = join(folder, "redis-clock");
  const page = openSync(path, "w", 0o600);
  const set = (offByMs: number) => {
    const microseconds = Buffer.alloc(8);
    microseconds.writeBigInt64LE(BigInt(Math.round(offByMs * 1_000)));
    writeSync(page, microseconds, 0, 8, 0);
  };
  set(0);
  return {
    launcher: ["env", `LD_PRELOAD=${library}`, `FANFARE_CLOCK=${path}`],
    set,
    close: () => closeSync(page),
  };
}
