/**
 * A wall clock that a process of Node takes for the machine's, by libfaketime; it may jump while the process
 * runs. What measures durations (the monotonic clock) stays true, as it does when somebody sets the clock.
 */
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demand, file, linux, type Need } from "./needs.ts";

const libraries = ["x86_64-linux-gnu/faketime", "aarch64-linux-gnu/faketime", "faketime"].map(
  (folder) => `/usr/lib/${folder}/libfaketimeMT.so.1`,
);

export const fakeClockNeeds: readonly Need[] = [linux, file("libfaketime", libraries)];

export interface FakeClock {
  /** For the environment of each process that is to have this clock. */
  readonly env: Readonly<Record<string, string>>;
  /** Off the machine's own by so much, from now on. */
  set(offByMs: number): void;
  close(): void;
}

/** `name` tells clocks in the same `folder` apart. Throws {@link CannotRunHere}. */
export function fakeClock(folder: string, name: string, offByMs = 0): FakeClock {
  demand(fakeClockNeeds);
  const path = join(folder, `clock-${name}`);
  const set = (ms: number) => {
    // Never seen half written.
    writeFileSync(`${path}.new`, `${ms < 0 ? "-" : "+"}${Math.abs(ms) / 1_000}s\n`);
    renameSync(`${path}.new`, path);
  };
  set(offByMs);
  return {
    env: {
      LD_PRELOAD: libraries.find((library) => existsSync(library))!,
      FAKETIME_TIMESTAMP_FILE: path,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      // Timers wait by the monotonic clock; a wait that was "faked" may never end.
      FAKETIME_DONT_RESET: "1",
    },
    set,
    close: () => rmSync(path, { force: true }),
  };
}
