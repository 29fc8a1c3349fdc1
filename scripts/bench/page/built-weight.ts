/** What the feed's built files weigh, compressed with gzip as well as it can be. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

export const KIB = 1_024;
/** Of what is loaded until the first live announcement, and of all that can be. */
export const GOALS = { first: 40 * KIB, firstScripts: 24 * KIB, allScripts: 48 * KIB } as const;

type Chunk = { readonly file: string; readonly assets?: readonly string[] };

/**
 * All scripts that the feed may ever load: those that it begins with, those on demand, the words of every
 * language wherever they lie, and the service worker.
 */
export function allScripts(distClient: string): { readonly name: string; readonly bytes: number }[] {
  const manifest = JSON.parse(readFileSync(join(distClient, "feed/manifest.json"), "utf8"));
  const listed = (Object.values(manifest) as Chunk[]).flatMap(({ file, assets = [] }) => [file, ...assets]);
  const names = new Set(["sw.js", ...listed.filter((name) => /\.js$|\/words-[^/]*\.json$/.test(name))]);
  return [...names].map((name) => ({ name, bytes: gzipBytes(readFileSync(join(distClient, name))) }));
}

export const gzipBytes = (content: string | Buffer): number => gzipSync(content, { level: 9 }).length;
