/**
 * The pages, built to dist/client, and the feed's renderer for the server, built to dist/renderer: feed/index.html
 * is served at `/`, desk/index.html at `/desk`, kiosk/index.html at `/kiosk`, preview/feed and preview/kiosk under
 * `/desk/preview`. Everything is a file of our own with a hash in its name, and nothing is inline, so that the
 * pages hold under `script-src 'self'; style-src 'self'`.
 *
 * The feed is built alone: built together with the others it would be cut into more files, each of which every
 * reader would have to fetch. For the same reason the desk's previews, drawn by parts of both, are built apart.
 * A service worker comes after the pages that it keeps, whose name is written into it: it and the icons keep their
 * names. Screens have one of their own, and are built alone so that it knows their files.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { build, defineConfig, type InlineConfig, type Plugin, type UserConfig } from "vite";
import { kioskVersion } from "./build/kiosk-version.ts";

const OUT = "../dist/client";
const RENDERER_OUT = "../dist/renderer";
const TARGET = ["chrome123", "firefox125", "safari17.5"];

/** What Socket.IO would carry for ways in that we do not use: long polling and WebTransport. */
const UNUSED = /engine\.io-client\/build\/esm\/transports\/(polling[\w.-]*|webtransport)\.js$/;

const webSocketOnly = (): Plugin => ({
  name: "fanfare:websocket-only",
  enforce: "pre",
  load: (id) =>
    UNUSED.test(id.split("?")[0]!)
      ? "export class XHR {} export class Fetch {} export class WT {} export class Polling {} export class BaseXHR {} export class Request {}"
      : null,
});

/** What a phone need not load: see there. */
const PARTS = `${import.meta.dirname}/shared/parts`;
const DRAWN_ONCE = { find: /^(.*\/parts|\.)\/icon\.tsx$/, replacement: `${PARTS}/page-icon.tsx` };
const LIGHT = [
  { find: /^(preact\/hooks|@preact\/signals)$/, replacement: `${PARTS}/light-hooks.ts` },
  DRAWN_ONCE,
];

/** Where languages are chosen from, and how: `() => import("./words-fr.ts")`. */
const SPEAKING = /\/words\.ts$/;
const WORDS = /\(\) => import\("\.\/(words-(\w+))\.ts"\)/g;
const PHRASES = `${import.meta.dirname}/shared/words/phrases.ts`;

/** Languages are data: one file each, and no code. */
const wordsAsData = (): Plugin => ({
  name: "fanfare:words-as-data",
  enforce: "pre",
  async transform(code, id) {
    if (!SPEAKING.test(id) || code.search(WORDS) === -1) return null;
    const { dataOf } = await import(PHRASES);
    const addresses = new Map<string, string>();
    for (const [, name] of code.matchAll(WORDS)) {
      const { words } = await import(`${dirname(id)}/${name}.ts`);
      const source = JSON.stringify(dataOf(words));
      addresses.set(name!, this.emitFile({ type: "asset", name: `${name}.json`, source }));
    }
    const fetched = code.replace(
      WORDS,
      (_load, name, tag) => `() => fetchWords(import.meta.ROLLUP_FILE_URL_${addresses.get(name)}, "${tag}")`,
    );
    return `import { fetchWords } from ${JSON.stringify(PHRASES)};\n${fetched}`;
  },
});

const LATER =
  /feed\/\w+\/(board-view|change-language|feed-keys|linked|mine|near-programme|older|page-title|rail|rehearsal-strip|share|speaker|tools|urgent-alerts|what-changed|word-changes)\.tsx?$|now-and-next|text-pieces/;

/** All that the feed begins with is one file, however much of it the parts loaded later use too. */
const FIRST_FILE = [
  { name: "feed", tags: ["$initial" as const], test: /\.(m?js|tsx?)$/, priority: 2 },
  // All that the first announcement to come may need is one more, and all ways to the server but the first.
  { name: "later", test: LATER, priority: 1 },
  {
    name: "ways",
    test: /shared\/(link|held)\/(browser-tabs|feed-keeping|poll-link|stream-link|retry-after)\.ts$/,
  },
  // What is opened over the feed is one file too: in several it would weigh a fifth more.
  { name: "views", test: /feed\/(views\/(?!words-)|device\/(push-client|installed))/ },
];

/** The files of a page are few: what a part is loaded with is its own style sheet at most. */
const lightLoader = (): Plugin => ({
  name: "fanfare:light-loader",
  enforce: "pre",
  load: (id) =>
    id.includes("vite/preload-helper")
      ? `export const __vitePreload = (load, sheets = []) =>
          Promise.all(sheets.map((sheet) => new Promise((done) => {
            const href = "/" + sheet;
            if (document.querySelector(\`link[href="\${href}"]\`)) return done();
            const link = document.createElement("link");
            link.onload = link.onerror = done;
            link.rel = "stylesheet";
            link.href = href;
            document.head.append(link);
          }))).then(load)`
      : null,
});

/** The Latin face is needed at once, by every page. */
const preloadFont = (): Plugin => ({
  name: "fanfare:preload-font",
  enforce: "post",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle }) => {
      const face = Object.keys(bundle ?? {}).find((name) => /latin-wght-normal.*\.woff2$/.test(name));
      const attrs = { rel: "preload", as: "font", type: "font/woff2", crossorigin: true, href: `/${face}` };
      return face === undefined ? [] : [{ tag: "link", attrs, injectTo: "head" as const }];
    },
  },
});

/**
 * On a bad line the face comes long after the text, and no other face is quite as wide: what has been read
 * in the reader's own stays in it, and the next visit has the face at hand. Screens, which stay, take it late too.
 */
const faceAtOnceOrNextTime = (): Plugin => ({
  name: "fanfare:face-at-once-or-next-time",
  enforce: "pre",
  transform: (code, id) =>
    id.includes("shared/tokens.css") ? code.replaceAll("font-display: swap", "font-display: optional") : null,
});

const page = (name: string): string => `${import.meta.dirname}/${name}/index.html`;

const pagesOf = (names: readonly string[], isFirst: boolean): UserConfig => ({
  root: import.meta.dirname,
  base: "/",
  publicDir: isFirst ? `${import.meta.dirname}/icons` : false,
  plugins: [
    webSocketOnly(),
    preloadFont(),
    ...(isFirst ? [lightLoader(), wordsAsData(), faceAtOnceOrNextTime()] : []),
  ],
  define: { "process.env.NODE_ENV": '"production"' },
  resolve: { alias: isFirst ? LIGHT : [] },
  build: {
    outDir: OUT,
    emptyOutDir: isFirst,
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    target: TARGET,
    reportCompressedSize: false,
    // Which file has the words of which language, for whoever serves the feed.
    manifest: isFirst ? "feed/manifest.json" : false,
    rollupOptions: {
      input: {
        ...Object.fromEntries(names.map((name) => [name.replace("/", "-"), page(name)])),
        // Served with one page alone, by its name in the manifest.
        ...(isFirst && { embed: `${import.meta.dirname}/feed/embed/embed.css` }),
      },
      output: isFirst ? { codeSplitting: { groups: FIRST_FILE } } : {},
    },
  },
});

/** One module that Node loads, with all that it needs inside. */
const renderer: InlineConfig = {
  configFile: false,
  root: import.meta.dirname,
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  resolve: { alias: [DRAWN_ONCE] },
  ssr: { noExternal: true },
  build: {
    ssr: `${import.meta.dirname}/feed/served/render.tsx`,
    outDir: RENDERER_OUT,
    emptyOutDir: true,
    reportCompressedSize: false,
    target: "node24",
  },
};

/** One file that stands by itself, at a name that never changes. The build of its pages makes it another one. */
const worker = (source: string, name: string, define: Record<string, string>): InlineConfig => ({
  configFile: false,
  root: import.meta.dirname,
  publicDir: false,
  define,
  build: {
    outDir: OUT,
    emptyOutDir: false,
    modulePreload: false,
    reportCompressedSize: false,
    target: TARGET,
    rollupOptions: {
      input: `${import.meta.dirname}/${source}`,
      output: { entryFileNames: name, format: "iife" },
    },
  },
});

function feedWorker(): InlineConfig {
  const manifest = readFileSync(`${import.meta.dirname}/${OUT}/feed/manifest.json`);
  const name = createHash("sha256").update(manifest).digest("base64url").slice(0, 8);
  return worker("sw/worker.ts", "sw.js", { BUILD: JSON.stringify(name) });
}

async function buildKiosk(): Promise<void> {
  const { plugin, built } = kioskVersion(`${import.meta.dirname}/kiosk/boot/guard.ts`);
  const { plugins = [], ...kiosk } = pagesOf(["kiosk"], false);
  await build({ ...kiosk, plugins: [...plugins, plugin], configFile: false });
  const { build: name, files } = built();
  const define = { BUILD: JSON.stringify(name), FILES: JSON.stringify(files) };
  await build(worker("kiosk-sw/worker.ts", "kiosk-sw.js", define));
}

/** One build after the other, each with its own idea of what to share. */
const thenTheOthers = (): Plugin => ({
  name: "fanfare:then-the-others",
  apply: "build",
  enforce: "post",
  async closeBundle() {
    await build(feedWorker());
    await build({ ...pagesOf(["desk"], false), configFile: false });
    await buildKiosk();
    await build({ ...pagesOf(["preview/feed", "preview/kiosk"], false), configFile: false });
    await build(renderer);
  },
});

const feed = pagesOf(["feed"], true);

export default defineConfig({ ...feed, plugins: [...feed.plugins!, thenTheOthers()] });
