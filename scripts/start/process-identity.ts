import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Remembers a process beyond the life of its parent. Process ids are used again, so a process is known by
 * its id together with the moment it was started.
 */
export function noteProcess(file: string, pid: number): void {
  writeFileSync(file, JSON.stringify({ pid, startedAt: startOf(pid) }), { mode: 0o600 });
}

/** Waits until the noted process is gone; kills it when it takes longer than `patienceMs`. */
export async function waitUntilGone(file: string, patienceMs: number): Promise<void> {
  const noted = readNote(file);
  const until = performance.now() + patienceMs;
  while (noted && startOf(noted.pid) === noted.startedAt) {
    if (performance.now() > until) process.kill(noted.pid, "SIGKILL");
    await pause(20);
  }
}

function readNote(file: string): { pid: number; startedAt: string } | undefined {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 0 && typeof startedAt === "string" ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** When a process was started, in whatever form this system tells it; undefined when it is gone or a zombie. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      // Fields after the name, which may hold spaces and brackets: the 1st is the state, the 20th the start.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      return fields[0] === "Z" ? undefined : fields[19];
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}
