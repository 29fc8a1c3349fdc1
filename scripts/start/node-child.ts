import { closeSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "../redis/places.ts";
import { type ExitReport, spawnGuarded } from "./guarded-process.ts";
import { keepRunning } from "./kept-running.ts";
import { appendableLog } from "./log-file.ts";
import { followWarnings } from "./log-warnings.ts";
import { noteProcess, waitUntilGone } from "./process-identity.ts";

/**
 * One of our own processes (the server, the worker) under `npm start`: kept running, its output appended
 * to `<DATA_DIR>/<name>.log` with the warnings repeated in the terminal, its process id in `<name>.pid`.
 */
export interface NodeChild {
  stop(graceMs: number): Promise<void>;
}

export interface NodeChildOptions {
  readonly name: string;
  readonly script: string;
  /** For Node itself. */
  readonly flags?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly say: (line: string) => void;
  readonly onMessage?: (message: unknown) => void;
  /** It ended with a code after which starting it again would be of no use. */
  readonly onFinalEnd: (report: ExitReport) => void;
  readonly finalCodes: readonly number[];
}

export async function startNodeChild(options: NodeChildOptions): Promise<NodeChild> {
  const { name, script, flags = [], env, dataDir, say, onMessage, onFinalEnd, finalCodes } = options;
  const logFile = join(dataDir, `${name}.log`);
  const pidFile = join(dataDir, `${name}.pid`);
  const warnings = followWarnings(logFile, (line) => say(`${name}: ${line}`));

  const kept = await keepRunning({
    async start() {
      const output = appendableLog(logFile);
      const child = await spawnGuarded(process.execPath, [...flags, script], {
        env,
        output,
        ipc: true,
      }).finally(() => closeSync(output));
      if (onMessage) child.channel.on("message", onMessage);
      return child;
    },
    onStart(pid) {
      noteProcess(noteFile(name, dataDir), pid);
      writeWhole(pidFile, `${pid}\n`);
    },
    onDeath(report, restartInMs) {
      warnings.catchUp();
      if (restartInMs === undefined) onFinalEnd(report);
      else
        say(
          `The ${name} ended (${describeEnd(report)}); starting it again in ${restartInMs / 1000} s. See ${logFile}`,
        );
    },
    finalCodes,
  });
  return {
    async stop(graceMs) {
      await kept.stop(graceMs);
      warnings.close();
      rmSync(pidFile, { force: true });
    },
  };
}

/** Waits until the process that a killed `npm start` left behind has ended, as its guard sees to. */
export function goneFromLastTime(name: string, dataDir: string): Promise<void> {
  return waitUntilGone(noteFile(name, dataDir), 12_000);
}

function noteFile(name: string, dataDir: string): string {
  return join(privateFolder(dataDir, "processes"), `${name}.json`);
}

export function describeEnd({ code }: ExitReport): string {
  return code > 128 ? `signal ${code - 128}` : `exit code ${code}`;
}

/** Whoever reads the file sees the old content or the new, never half of it. */
function writeWhole(file: string, content: string): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
