/** `npm start`, from the command to the first 200 of `/readyz`. */
import { execFileSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { spawnGuarded } from "../start/guarded-process.ts";
import type { Closer } from "./backstage.ts";
import { childEnv } from "./child-env.ts";
import { type PartResults, repeated } from "./measured-part.ts";
import { freePort } from "./system.ts";

const root = join(import.meta.dirname, "../..");
const LOOK_MS = 10;
const STOP_MS = 15_000;

export interface StartGround {
  readonly closers: Closer[];
  readonly signal: AbortSignal;
  /** How many readers fan-out is measured with. */
  readonly readers: number;
  readonly say: (line: string) => void;
}

/** Installed and built, on an empty store and then on one that is there. */
export async function warm(ground: StartGround): PartResults {
  const dataDir = join(temporaryFolder(ground), "data");
  await startSeconds(ground, root, { DATA_DIR: dataDir }); // builds the pages where they are not fresh
  const kept = await repeated(() => startSeconds(ground, root, { DATA_DIR: dataDir }));
  const empty = await repeated(() =>
    startSeconds(ground, root, { DATA_DIR: join(temporaryFolder(ground), "data") }),
  );
  return [
    { what: "warm npm start → ready, second start", unit: "s", runs: kept },
    { what: "warm npm start → ready, empty store", unit: "s", runs: empty },
  ];
}

/** The project as git has it, in an empty folder and for a user without caches. Needs the network. */
export async function cold(ground: StartGround): PartResults {
  const folder = temporaryFolder(ground);
  const [project, home] = [join(folder, "project"), join(folder, "home")];
  mkdirSync(home);
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  for (const file of listed.toString().split("\0").filter(Boolean)) {
    // What was deleted and not yet committed is listed too.
    if (existsSync(join(root, file))) cpSync(join(root, file), join(project, file), { recursive: true });
  }
  const seconds = await startSeconds(ground, project, { HOME: home, DATA_DIR: join(folder, "data") });
  return [{ what: "cold npm start → ready (install included)", unit: "s", runs: [seconds] }];
}

function temporaryFolder({ closers }: StartGround): string {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-bench-"));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function startSeconds(
  { closers, signal }: StartGround,
  cwd: string,
  own: NodeJS.ProcessEnv,
): Promise<number> {
  const port = await freePort();
  const folder = dirname(own.DATA_DIR as string);
  const logFile = join(folder, "npm-start.log");
  const output = openSync(logFile, "w", 0o600);
  const startedAt = performance.now();
  const child = await spawnGuarded("npm", ["start"], {
    cwd,
    env: childEnv({ PORT: String(port), ...own }),
    output,
    removeWhenOrphaned: folder,
  }).finally(() => closeSync(output));
  let ended = false;
  child.exited.then(() => {
    ended = true;
  });
  const stop = async () => void (await child.stop(STOP_MS));
  closers.push(stop);
  while (!(await isReady(port))) {
    if (ended) throw new Error(`npm start ended:\n${readFileSync(logFile, "utf8").trim()}`);
    await pause(LOOK_MS, undefined, { signal });
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await stop();
  return seconds;
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { Connection: "close" } });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
