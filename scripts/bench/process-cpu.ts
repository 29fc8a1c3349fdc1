/** How much CPU other processes have used, all their threads together. Linux only: elsewhere not a number. */
import { readdirSync, readFileSync } from "node:fs";

/** The kernel tells it in hundredths of a second where it does not tell it in nanoseconds. */
const TICK_MS = 10;

export function cpuMsOf(...pids: readonly number[]): number {
  if (process.platform !== "linux") return Number.NaN;
  return pids.reduce((sum, pid) => sum + (ranMsOf(pid) ?? tickedMsOf(pid)), 0);
}

/** What is under way on each thread now is in it; a thread that has ended is not, and servers end none. */
function ranMsOf(pid: number): number | undefined {
  try {
    let ns = 0;
    for (const task of readdirSync(`/proc/${pid}/task`))
      ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ", 1)[0]);
    return ns / 1e6;
  } catch {
    return undefined;
  }
}

function tickedMsOf(pid: number): number {
  // Fields after the name, which may hold spaces and brackets: the 12th and 13th are user and system time.
  const fields = fieldsOf(pid);
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

const fieldsOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");

/** A process and all that it started, and they. */
export function familyOf(pid: number): number[] {
  const children = parents()
    .filter(({ parent }) => parent === pid)
    .map((each) => each.pid);
  return [pid, ...children.flatMap(familyOf)];
}

function parents(): { pid: number; parent: number }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), parent: Number(fieldsOf(Number(name))[1]) }];
      } catch {
        return []; // ended meanwhile
      }
    });
}

/** How much memory a process has in use, as the kernel counts it. */
export function residentBytesOf(pid: number): number {
  if (process.platform !== "linux") return Number.NaN;
  const kib = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) * 1_024;
}
