/**
 * What the feed's page weighs on the wire, compressed as the server's files are: what a phone must have before the
 * first live announcement, and all the code that it may ever load.
 *
 *     node scripts/bench/page-weight.ts [address of a running server]
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

const PAGES = join(import.meta.dirname, "../../dist/client");

/** In bytes. */
export const LIMITS = { firstScript: 24 * 1_024, first: 40 * 1_024, allScripts: 48 * 1_024 } as const;

export interface PageWeight {
  readonly html: number;
  readonly styles: number;
  readonly firstScript: number;
  /** HTML, style sheets and script before the first live announcement. */
  readonly first: number;
  /** Every script of the feed, the service worker among them; by its name. */
  readonly scripts: ReadonlyMap<string, number>;
  readonly allScripts: number;
}

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

export const gzipped = (bytes: string | Buffer): number => gzipSync(bytes, { level: 9 }).length;
const sum = (sizes: Iterable<number>): number => [...sizes].reduce((all, size) => all + size, 0);

/** `html` is a page as it was served: what it names is what it loads at once. */
export function weigh(html: string, pages = PAGES): PageWeight {
  const sizeOf = (file: string): number => gzipped(readFileSync(join(pages, file)));
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file!);
  const sizes = (ending: string): number =>
    sum(new Set(named.filter((file) => file.endsWith(ending))).values().map(sizeOf));
  const [styles, firstScript, own] = [sizes(".css"), sizes(".js"), gzipped(html)];
  const scripts = new Map(scriptsOf(pages).map((file) => [file, sizeOf(file)]));
  const first = own + styles + firstScript;
  return { html: own, styles, firstScript, first, scripts, allScripts: sum(scripts.values()) };
}

/** All that the feed's build has made of code. */
function scriptsOf(pages: string): string[] {
  const manifest = JSON.parse(readFileSync(join(pages, "feed/manifest.json"), "utf8")) as Record<
    string,
    Chunk
  >;
  const chunks = Object.values(manifest).map(({ file }) => file);
  const worker = readdirSync(pages).filter((file) => file === "sw.js");
  return [...new Set([...chunks, ...worker])].filter((file) => file.endsWith(".js")).sort();
}

export function said(weight: PageWeight): string {
  const line = (name: string, bytes: number, most?: number): string => {
    const limit = most === undefined ? "" : ` of ${(most / 1_024).toFixed(0)}`;
    return `${name.padEnd(44)}${(bytes / 1_024).toFixed(1).padStart(6)}${limit} KiB`;
  };
  return [
    line("HTML", weight.html),
    line("Style sheets", weight.styles),
    line("Script before the first live announcement", weight.firstScript, LIMITS.firstScript),
    line("All of it", weight.first, LIMITS.first),
    line("Every script", weight.allScripts, LIMITS.allScripts),
    ...[...weight.scripts].sort(([, a], [, b]) => b - a).map(([file, size]) => line(`  ${file}`, size)),
  ].join("\n");
}

if (import.meta.main) {
  const address = process.argv[2];
  const html = address === undefined ? await text(process.stdin) : await (await fetch(address)).text();
  process.stdout.write(`${said(weigh(html))}\n`);
}
