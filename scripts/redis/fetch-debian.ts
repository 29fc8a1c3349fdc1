import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { waitForLock } from "../start/folder-lock.ts";

/**
 * Redis from the packages of this Debian (or Ubuntu), without installing them: downloaded by apt, so their
 * signatures are checked, and unpacked into `.cache/redis/` of the project. The system is left as it is.
 * Root is not needed; package lists that are missing or stale are fetched into the cache too.
 */
const cache = join(import.meta.dirname, "../../.cache/redis");
const run = promisify(execFile);

/** Where the fetched server is, once it is. */
export function fetchedRedis(): string {
  return join(cache, "current/redis-server");
}

export async function fetchDebianRedis(say: (line: string) => void): Promise<string> {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/usr/bin/dpkg-deb")) {
    throw new Error("and this is not a Debian to fetch packages of");
  }
  const lock = await waitForLock(join(cache, "fetch.lock"), 180_000, () =>
    say("Another process is fetching Redis …"),
  );
  try {
    if (!existsSync(fetchedRedis())) await fetchInto(join(cache, "current"), say);
  } finally {
    lock.release();
  }
  return fetchedRedis();
}

async function fetchInto(target: string, say: (line: string) => void): Promise<void> {
  say("Fetching Redis (Debian packages, unpacked into .cache/redis, once) …");
  const work = join(cache, "work");
  await rm(work, { recursive: true, force: true });
  await mkdir(join(work, "packages"), { recursive: true });
  try {
    await download(join(work, "packages"));
    for (const file of await readdir(join(work, "packages"))) {
      if (file.endsWith(".deb"))
        await run("dpkg-deb", ["-x", join(work, "packages", file), join(work, "root")]);
    }
    await rm(join(work, "packages"), { recursive: true });
    await writeWrapper(work);
    await rm(target, { recursive: true, force: true });
    await rename(work, target);
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(join(cache, "apt"), { recursive: true, force: true });
  }
}

async function download(folder: string): Promise<void> {
  const withSystemLists: string[] = [];
  try {
    await downloadWith(withSystemLists, folder);
  } catch {
    const ownLists = await fetchLists();
    await downloadWith(ownLists, folder).catch((error: unknown) => {
      throw new Error(`its Debian packages could not be fetched (${firstLine(error)})`);
    });
  }
}

async function downloadWith(aptOptions: string[], folder: string): Promise<void> {
  const packages = ["redis-server", "redis-tools", ...(await missingLibraries(aptOptions))];
  await run("apt-get", [...aptOptions, ...quiet, "download", ...packages], { cwd: folder, timeout: 120_000 });
}

/** The libraries that redis-tools wants and the system lacks (libjemalloc2 and liblzf1 on Debian 12). */
async function missingLibraries(aptOptions: string[]): Promise<string[]> {
  const { stdout } = await run("apt-cache", [...aptOptions, "depends", "redis-tools"]);
  const wanted = [...stdout.matchAll(/^\s*Depends: ((?:lib|lua-)\S+)$/gm)].map(([, name]) => name as string);
  const present = await Promise.all(wanted.map(isInstalled));
  return wanted.filter((_, index) => !present[index]);
}

async function isInstalled(name: string): Promise<boolean> {
  try {
    const { stdout } = await run("dpkg-query", ["-s", name]);
    return stdout.includes("Status: install ok installed");
  } catch {
    return false;
  }
}

/** Package lists of our own; the options that make apt use them. */
async function fetchLists(): Promise<string[]> {
  const lists = join(cache, "apt/lists");
  const archives = join(cache, "apt/cache");
  await mkdir(join(lists, "partial"), { recursive: true });
  await mkdir(join(archives, "archives/partial"), { recursive: true });
  const options = ["-o", `Dir::State::Lists=${lists}`, "-o", `Dir::Cache=${archives}`];
  await run("apt-get", [...options, ...quiet, "update"], { timeout: 120_000 }).catch((error: unknown) => {
    throw new Error(`its Debian packages could not be fetched (${firstLine(error)})`);
  });
  return options;
}

// Without its sandbox user, apt may write into our folder also when we are root.
const quiet = ["-q", "-o", "APT::Sandbox::User=", "-o", "APT::Update::Error-Mode=any"];

async function writeWrapper(work: string): Promise<void> {
  const libraries = await foldersWithLibraries(join(work, "root"));
  const paths = libraries.map((folder) => `$here/${folder.slice(work.length + 1)}`).join(":");
  const wrapper = `#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="${paths}" exec "$here/root/usr/bin/redis-server" "$@"
`;
  await writeFile(join(work, "redis-server"), wrapper);
  await chmod(join(work, "redis-server"), 0o755);
}

async function foldersWithLibraries(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const libraries = entries
    .filter((entry) => /\.so(\.\d+)*$/.test(entry.name))
    .map((entry) => entry.parentPath);
  return [...new Set(libraries)];
}

function firstLine(error: unknown): string {
  const output = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  const line = output.split("\n").find((each) => /^(E|Err)\b/.test(each)) ?? String(error).split("\n")[0];
  return line?.trim() ?? "apt-get failed";
}
