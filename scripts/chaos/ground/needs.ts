/**
 * What a block needs of the machine. A need answers why it is not met, in a few words that complete
 * "cannot run here: …", or undefined where it is. Where one is not met a fault is 'not run', never passed.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export type Need = () => string | undefined;

/** A block that was asked for although its needs are not met. */
export class CannotRunHere extends Error {
  constructor(why: string) {
    super(`cannot run here: ${why}`);
    this.name = "CannotRunHere";
  }
}

/** The first reason against, or undefined where all is there. */
export function whyNot(needs: readonly Need[]): string | undefined {
  for (const need of needs) {
    const why = need();
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Throws {@link CannotRunHere}. */
export function demand(needs: readonly Need[]): void {
  const why = whyNot(needs);
  if (why !== undefined) throw new CannotRunHere(why);
}

export const linux: Need = () => (process.platform === "linux" ? undefined : "not Linux");

export const root: Need = () => (process.getuid?.() === 0 ? undefined : "needs root");

/** A program on PATH, or in the places for root that PATH may leave out. */
export function tool(name: string): Need {
  return () => {
    const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
    return folders.filter(Boolean).some((folder) => isExecutable(join(folder, name)))
      ? undefined
      : `no ${name}`;
  };
}

/** One of these files, wherever distributions put it. */
export function file(what: string, paths: readonly string[]): Need {
  return () => (paths.some((path) => existsSync(path)) ? undefined : `no ${what}`);
}

/** A command that changes nothing and ends well only where the machine allows what we are about to do. */
export function allowed(what: string, command: string, ...args: string[]): Need {
  let answer: { why: string | undefined } | undefined;
  return () => {
    answer ??= {
      why: spawnSync(command, args, { timeout: 5_000, stdio: "ignore" }).status === 0 ? undefined : what,
    };
    return answer.why;
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
