/**
 * Which core the server has for itself, and which the load
 * generator: what measures must not slow what it measures.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Cores {
  readonly server: number | undefined;
  readonly crowd: number | undefined;
  readonly said: string;
}

export function findCores(): Cores {
  const allowed = allowedCores();
  const [first, last] = [allowed[0], allowed.at(-1)];
  if (allowed.length < 2) return { server: undefined, crowd: undefined, said: "not pinned (one core)" };
  if (spawnSync("taskset", ["--version"]).status !== 0)
    return { server: undefined, crowd: undefined, said: "not pinned (no taskset)" };
  return { server: first, crowd: last, said: `server on core ${first}, readers on core ${last}` };
}

/** A command that runs on one core alone, or anywhere. */
export function pinned(core: number | undefined, command: string, args: string[]): [string, string[]] {
  return core === undefined ? [command, args] : ["taskset", ["-c", String(core), command, ...args]];
}

/** A container may have fewer than the machine. Two of no known number where there is no taskset anyway. */
function allowedCores(): number[] {
  if (process.platform !== "linux") return [Number.NaN, Number.NaN];
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return coresIn(list);
}

/** `0-2,5` → 0, 1, 2, 5. */
export function coresIn(list: string): number[] {
  return list.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
}
