import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { waitForLock } from "./start/folder-lock.ts";

/**
 * The web apps, built into `dist/client/` when they are missing or older than their sources: client/, the
 * parts of server/ that it shares, and the locked packages. A hash of these in `dist/client/.stamp` decides,
 * not file times. Of several at once one builds, and the others wait for it.
 *
 * [MP8] Last of all, `dist/.version` says which version of everything that runs lies here; whatever serves from
 * this folder finds it there.
 */
const root = join(import.meta.dirname, "..");
const target = join(root, "dist/client");
const stampFile = join(target, ".stamp");
const earlier = join(root, "dist/earlier");
const sources = ["client", "server/core", "server/contract", "package-lock.json"];
const whatRuns = ["client", "server", "workers", "package-lock.json"];

export interface BuildOptions {
  readonly say?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export async function buildPages(options: BuildOptions = {}): Promise<"fresh" | "built"> {
  const outcome = await buildWhatIsOld(options);
  noteVersion();
  return outcome;
}

async function buildWhatIsOld({ say = () => {}, signal }: BuildOptions): Promise<"fresh" | "built"> {
  if (pagesAreFresh()) return "fresh";
  const lock = await waitForLock(join(root, ".cache/build.lock"), 300_000);
  try {
    if (pagesAreFresh()) return "fresh";
    say("Building the web apps …");
    const stamp = hashOf(sources);
    keepEarlier();
    await runVite(signal);
    compressFiles();
    writeFileSync(stampFile, stamp);
    return "built";
  } finally {
    lock.release();
  }
}

/** [MP12] What pages of the build before load, for as long as there are processes and readers that have these. */
function keepEarlier(): void {
  if (!existsSync(stampFile)) return; // half of a build
  const unfinished = `${earlier}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(join(target, "assets"), unfinished, { recursive: true });
  rmSync(earlier, { recursive: true, force: true });
  renameSync(unfinished, earlier);
  rmSync(stampFile);
}

/** Whole or not at all, and untouched where it says so already: whoever looks takes it as soon as it is there. */
export function noteVersion(folder = root): void {
  const file = join(folder, "dist/.version");
  const version = `${hashOf(whatRuns, folder)}\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === version) return;
  mkdirSync(dirname(file), { recursive: true });
  const unseen = `${file}.${process.pid}`;
  writeFileSync(unseen, version);
  renameSync(unseen, file);
}

export function pagesAreFresh(): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === hashOf(sources);
}

export class BuildFailed extends Error {
  override name = "BuildFailed";
}

async function runVite(signal: AbortSignal | undefined): Promise<void> {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const child = spawn(
    process.execPath,
    [vite, "build", "--config", "client/vite.config.ts", "--logLevel", "warn"],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal && { signal }),
    },
  );
  const exited = once(child, "exit");
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) throw new BuildFailed(`The web apps could not be built:\n${errors}${output}`.trimEnd());
}

/** Beside each file that others fetch: what many fetch is compressed once, as well as it can be. */
function compressFiles(): void {
  for (const file of filesBelow(target).filter((name) => COMPRESSIBLE.test(name))) {
    const bytes = readFileSync(file);
    for (const [ending, smaller] of Object.entries(best)) {
      const compressed = smaller(bytes);
      if (compressed.length < bytes.length) writeFileSync(file + ending, compressed);
    }
  }
}

const COMPRESSIBLE = /\.(js|css|html|svg|txt|ico|webmanifest)$/;

const best: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  ".gz": (bytes) => gzipSync(bytes, { level: 9 }),
  ".br": (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
};

function hashOf(places: readonly string[], folder = root): string {
  const hash = createHash("sha256");
  for (const file of places.flatMap((place) => filesBelow(join(folder, place)))) {
    hash
      .update(`${relative(folder, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (path.endsWith(".json")) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (import.meta.main) {
  try {
    await buildPages({ say: (line) => process.stdout.write(`${line}\n`) });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
