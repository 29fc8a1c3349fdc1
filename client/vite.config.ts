/**
 * The pages, built to dist/client: feed/index.html is served at `/`, desk/index.html at `/desk`,
 * kiosk/index.html at `/kiosk`, preview/feed and preview/kiosk under `/desk/preview`. Everything is a file of our own with a hash in its name, and nothing
 * is inline, so that the pages hold under `script-src 'self'; style-src 'self'`.
 */
import { gzipSync } from "node:zlib";
import { build, defineConfig, type Plugin, type UserConfig } from "vite";

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

/** What a reader's phone must fetch before it can show anything. */
const weighPages = (): Plugin => ({
  name: "fanfare:weigh-pages",
  generateBundle(_options, bundle) {
    const bytes = (name: string): number => {
      const made = bundle[name];
      if (made === undefined) return 0;
      return gzipSync(made.type === "chunk" ? made.code : made.source).length;
    };
    for (const made of Object.values(bundle)) {
      if (made.type !== "chunk" || !made.isEntry) continue;
      const scripts = new Set([made.fileName]);
      for (const name of scripts) {
        const chunk = bundle[name];
        if (chunk?.type === "chunk") for (const imported of chunk.imports) scripts.add(imported);
      }
      const total = [...scripts].reduce((sum, name) => sum + bytes(name), 0);
      console.log(`${made.name}: ${(total / 1024).toFixed(1)} KiB of script, gzip, in ${scripts.size} files`);
    }
  },
});

const page = (name: string): string => `${import.meta.dirname}/${name}/index.html`;

const pagesOf = (names: readonly string[]): UserConfig => ({
  root: import.meta.dirname,
  base: "/",
  publicDir: false,
  plugins: [webSocketOnly(), preloadFont(), weighPages()],
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: "../dist/client",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    target: ["chrome123", "firefox125", "safari17.5"],
    reportCompressedSize: true,
    rollupOptions: { input: Object.fromEntries(names.map((name) => [name.replace("/", "-"), page(name)])) },
  },
});

/**
 * The desk's previews are drawn by parts of the feed and the kiosk. Built together with them, these would
 * be cut into more files, which every reader would have to fetch; so they are built after them, apart.
 */
const previewsApart = (): Plugin => ({
  name: "fanfare:previews-apart",
  apply: "build",
  enforce: "post",
  async writeBundle({ dir }) {
    const previews = pagesOf(["preview/feed", "preview/kiosk"]);
    const written = { outDir: dir!, emptyOutDir: false, reportCompressedSize: false };
    await build({ ...previews, configFile: false, build: { ...previews.build, ...written } });
  },
});

const pages = pagesOf(["feed", "desk", "kiosk"]);

export default defineConfig({
  ...pages,
  plugins: [...pages.plugins!, previewsApart()],
  server: {
    proxy: {
      "/api": "http://127.0.0.1:3000",
      "/socket.io": { target: "ws://127.0.0.1:3000", ws: true },
    },
  },
});
