/**
 * A disk that takes its time, for one process: strace stops it at each fdatasync and fsync and lets it go on
 * later. That process is slower in everything else too, while it is looked at.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { allowed, demand, linux, type Need, tool } from "./needs.ts";

export const slowDiskNeeds: readonly Need[] = [
  linux,
  tool("strace"),
  allowed(
    "no right to trace",
    "strace",
    "-f",
    "-qq",
    "-e",
    "inject=fsync:delay_exit=1",
    "-o",
    "/dev/null",
    "true",
  ),
];

export interface SlowDisk {
  /** The disk is as quick as it is; resolves when nobody looks any more. */
  heal(): Promise<void>;
}

const ATTACH_MS = 5_000;

/**
 * `delayMs` after each flush of `pid`. Should we be killed, strace ends with the process that it looks at, or
 * at our standard error's end. Throws {@link CannotRunHere}.
 */
export async function slowDisk(pid: number, { delayMs }: { delayMs: number }): Promise<SlowDisk> {
  demand(slowDiskNeeds);
  const calls = "fdatasync,fsync";
  const inject = `inject=${calls}:delay_exit=${Math.round(delayMs * 1_000)}`;
  const strace = spawn("strace", ["-f", "-e", `trace=${calls}`, "-e", inject, "-p", String(pid)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(strace, "exit");
  await attached(strace, ended);
  return {
    async heal() {
      if (strace.exitCode === null && strace.signalCode === null) strace.kill("SIGTERM");
      await ended;
    },
  };
}

async function attached(strace: ChildProcess, ended: Promise<unknown>): Promise<void> {
  let said = "";
  const looking = new Promise<void>((resolve) => {
    strace.stderr?.setEncoding("utf8").on("data", (part: string) => {
      if (said.length < 1_000) said += part;
      if (said.includes("attached")) resolve();
    });
  });
  const failed = ended.then(() => {
    throw new Error(`strace does not attach: ${said.trim()}`);
  });
  failed.catch(() => {});
  const late = setTimeout(() => strace.kill("SIGKILL"), ATTACH_MS);
  await Promise.race([looking, failed]).finally(() => clearTimeout(late));
}
