import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/**
 * A child process that cannot outlive us.
 *
 * - It runs under a small `sh` that watches a pipe from us. When we are gone, also by kill -9, the pipe
 *   closes and the child gets SIGTERM, then SIGKILL 10 s later.
 * - It has a process group of its own, so a Ctrl-C in the terminal does not reach it past us.
 * - `pid` is the process that does the work, not the `sh` around it.
 */
export interface GuardedProcess {
  readonly pid: number;
  /** The IPC channel and its messages, when asked for with `ipc`. */
  readonly channel: ChildProcess;
  readonly exited: Promise<ExitReport>;
  /** SIGTERM, and SIGKILL when that takes longer than `graceMs`. */
  stop(graceMs: number): Promise<ExitReport>;
  /** SIGKILL, now. */
  kill9(): Promise<ExitReport>;
}

export interface ExitReport {
  /** The exit code; 128 + n when signal n ended it. */
  readonly code: number;
}

export interface GuardedOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where stdout and stderr go: a file descriptor, or nowhere. */
  readonly output?: number | "ignore" | "inherit";
  readonly ipc?: boolean;
  /** A folder to remove when we are gone (a temporary one, which we would have removed ourselves). */
  readonly removeWhenOrphaned?: string | undefined;
}

// Descriptors: 0 the pipe we hold open, 3 the child's IPC channel, 4 where the child's pid is told.
// A background job of sh gets no stdin unless it is given one, hence the detour over 5. After the end of the
// pipe the watcher ignores SIGTERM, so that the last line stops it only while nothing happened.
const guard = `
exec 5<&0 0</dev/null
"$@" 4>&- 5<&- &
child=$!
echo "$child" >&4
exec 3>&- 4>&-
(
  read -r _ <&5
  trap '' TERM
  kill -TERM "$child" 2>/dev/null
  tries=0
  while kill -0 "$child" 2>/dev/null; do
    [ "$tries" -eq 100 ] && kill -KILL "$child" 2>/dev/null
    tries=$((tries + 1))
    sleep 0.1
  done
  [ -z "$FANFARE_GUARD_REMOVE" ] || rm -rf "$FANFARE_GUARD_REMOVE"
) &
watcher=$!
wait "$child"
code=$?
kill -TERM "$watcher" 2>/dev/null
exit "$code"
`;

export async function spawnGuarded(
  command: string,
  args: readonly string[],
  { env = process.env, cwd, output = "ignore", ipc = false, removeWhenOrphaned }: GuardedOptions = {},
): Promise<GuardedProcess> {
  const shell = spawn("/bin/sh", ["-c", guard, "fanfare-guard", command, ...args], {
    detached: true,
    cwd,
    env: { ...env, FANFARE_GUARD_REMOVE: removeWhenOrphaned },
    stdio: ["pipe", output, output, ipc ? "ipc" : "ignore", "pipe"],
  });
  shell.stdin?.on("error", () => {}); // the guard closes its end when it ends
  const group = await startedPid(shell);
  groups.add(group);
  const exited = once(shell, "exit").then(([code, signal]): ExitReport => {
    groups.delete(group);
    killGroup(group); // whatever the child left behind, such as a Redis that rewrites its log
    return { code: typeof code === "number" ? code : signal === "SIGTERM" ? 143 : 137 };
  });

  const pidLine = await text(shell.stdio[4] as Readable);
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0) throw new Error(`${command} could not be started`);

  let gone = false;
  exited.then(() => {
    gone = true;
  });
  const stop = async (graceMs: number) => {
    if (!gone) signal(pid, "SIGTERM");
    const late = setTimeout(() => !gone && signal(pid, "SIGKILL"), graceMs);
    const report = await exited;
    clearTimeout(late);
    return report;
  };
  const kill9 = () => {
    if (!gone) signal(pid, "SIGKILL");
    return exited;
  };
  return { pid, channel: shell, exited, stop, kill9 };
}

/** SIGKILL for every guarded process that still runs: the last resort of a stop that takes too long. */
export function killAllGuarded(): void {
  for (const group of groups) killGroup(group);
}

const groups = new Set<number>();

async function startedPid(shell: ChildProcess): Promise<number> {
  if (shell.pid === undefined) await once(shell, "spawn"); // rejects with the reason
  return shell.pid as number;
}

function killGroup(group: number): void {
  signal(-group, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // already gone
  }
}
