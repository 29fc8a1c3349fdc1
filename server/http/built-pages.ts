/** The feed's built page: the frame that every page is filled into, what it loads, and the name of its build. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FeedPageName, RenderedPage } from "../contract/page-start.ts";

/** As Vite writes them, by the name of their source. */
type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>;

const ENTRY = "feed/index.html";

export interface BuiltPages {
  /** The same wherever the same was built: names have hashes in them, so they tell every byte. */
  readonly build: string;
  /** The scripts that a page asks for beside the frame's own: what it alone has. */
  preloadsOf(page: FeedPageName): readonly string[];
  /** The style sheets that this page alone has. */
  stylesOf(page: FeedPageName): readonly string[];
  /** A page; `start` is its block of data, `theme` what it was asked to look like. */
  fill(page: RenderedPage, start: string, theme?: string): string;
  /** A page that stays as it is: without any script. */
  fillStill(page: RenderedPage): string;
}

/** Undefined where they are not built. */
export function readBuiltPages(pagesDir: string): BuiltPages | undefined {
  const file = join(pagesDir, ENTRY);
  if (!existsSync(file)) return undefined;
  const template = readFileSync(file, "utf8");
  const manifestFile = join(pagesDir, "feed/manifest.json");
  const listed = existsSync(manifestFile) ? readFileSync(manifestFile, "utf8") : "{}";
  const manifest = JSON.parse(listed) as Manifest;
  const still = template.replace(/<script\b[^>]*><\/script>/g, "");
  return {
    build: createHash("sha256").update(`${template}\n${listed}`).digest("base64url").slice(0, 16),
    preloadsOf: (page) => scriptsOf(manifest, template, sourcesNamed(manifest, `${page}-page.tsx`)),
    stylesOf: (page) => sourcesNamed(manifest, `${page}.css`).map((name) => `/${manifest[name]!.file}`),
    fill: (page, start, theme) => filled(template, page, start, theme),
    fillStill: (page) => filled(still, page, ""),
  };
}

/** The build of the page for screens, as the page itself says it; undefined where it is not built. */
export function kioskBuild(pagesDir: string): string | undefined {
  const file = join(pagesDir, "kiosk/index.html");
  if (!existsSync(file)) return undefined;
  return /<meta name="build" content="([\w-]+)"/.exec(readFileSync(file, "utf8"))?.[1];
}

/** Wherever in the feed's folder they stand. */
const sourcesNamed = (manifest: Manifest, name: string): string[] =>
  Object.keys(manifest).filter((source) => source.startsWith("feed/") && source.endsWith(`/${name}`));

/** All that these sources and the frame's own script import, but for what stands in the frame already. */
function scriptsOf(manifest: Manifest, template: string, sources: readonly string[]): string[] {
  const files = new Set<string>();
  const follow = (source: string): void => {
    const chunk = manifest[source];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const each of chunk.imports ?? []) follow(each);
  };
  const isInFrame = (file: string): boolean => template.includes(`"/${file}"`);
  const own = Object.keys(manifest).filter((source) => isInFrame(manifest[source]!.file));
  for (const source of [...own, ...sources]) follow(source);
  return [...files].filter((file) => file.endsWith(".js") && !isInFrame(file)).map((file) => `/${file}`);
}

/** By functions: in a text to be put in, `$&` would mean something. */
function filled(template: string, page: RenderedPage, start: string, theme?: string): string {
  const themed = theme === undefined ? "" : ` data-theme="${theme}"`;
  return template
    .replace('lang="en" dir="ltr"', () => `lang="${page.language}" dir="${page.direction}"${themed}`)
    .replace(/<!--(head|app|start)-->/g, (_whole, place: "head" | "app" | "start") =>
      place === "start" ? start + (page.after ?? "") : page[place],
    );
}
