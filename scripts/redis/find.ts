import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { fetchDebianRedis, fetchedRedis } from "./fetch-debian.ts";

/**
 * A Redis (or Valkey) server that this machine can run: one on PATH or in the usual places, else the
 * Debian packages unpacked into the project's own `.cache/`, fetched once and without root.
 */
export interface RedisBinary {
  readonly path: string;
  readonly version: string;
}

/** No server to run, and the one command that cures it. */
export class RedisMissing extends Error {
  override name = "RedisMissing";
}

const names = ["redis-server", "valkey-server"];
const usualPlaces = [
  "/usr/bin",
  "/usr/local/bin",
  "/usr/sbin",
  "/opt/homebrew/bin",
  "/home/linuxbrew/.linuxbrew/bin",
];

let found: Promise<RedisBinary> | undefined;

export function findRedis(say: (line: string) => void = () => {}): Promise<RedisBinary> {
  found ??= search(say).catch((error) => {
    found = undefined;
    throw error;
  });
  return found;
}

async function search(say: (line: string) => void): Promise<RedisBinary> {
  const tooOld: string[] = [];
  for (const path of [...installed(), fetchedRedis()]) {
    const version = await versionOf(path);
    if (version && isRecent(version)) return { path, version };
    if (version) tooOld.push(`${path} is version ${version}`);
  }
  const reason = tooOld.length > 0 ? ` (${tooOld.join(", ")})` : "";
  const path = await fetchDebianRedis(say).catch((error: Error) => {
    throw new RedisMissing(
      `No Redis 6.2 or later${reason}; ${error.message}. Install it: ${installCommand()}`,
    );
  });
  const version = await versionOf(path);
  if (!version) throw new RedisMissing(`The Redis in ${path} does not run. Install one: ${installCommand()}`);
  return { path, version };
}

function installed(): string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...usualPlaces];
  const paths = folders.filter(Boolean).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...new Set(paths)].filter(isExecutable);
}

async function versionOf(path: string): Promise<string | undefined> {
  if (!isExecutable(path)) return undefined;
  try {
    const { stdout } = await promisify(execFile)(path, ["--version"], { timeout: 10_000 });
    return /v=(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 6 || (major === 6 && minor >= 2);
}

function installCommand(): string {
  if (process.platform === "darwin") return "brew install redis";
  const managers: [string, string][] = [
    ["apt-get", "sudo apt-get install redis-server"],
    ["dnf", "sudo dnf install valkey"],
    ["apk", "sudo apk add redis"],
    ["pacman", "sudo pacman -S valkey"],
    ["zypper", "sudo zypper install redis"],
  ];
  const manager = managers.find(([name]) =>
    usualPlaces.concat("/sbin").some((folder) => isExecutable(join(folder, name))),
  );
  return manager?.[1] ?? "see https://redis.io/docs/latest/operate/oss_and_stack/install/";
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
