/** Runs a script of ours as `npm run` does. */
import { type ChildProcess, execFile } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export function command(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  onStart: (child: ChildProcess) => void = () => {},
): Promise<Ran> {
  const path = join(root, "scripts", script);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path, ...args],
      // Types are stripped once for all of them.
      {
        env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(root, ".cache/compile"), ...env },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
    );
    onStart(child);
  });
}
