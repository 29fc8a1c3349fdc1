/**
 * The pages, built to dist/client, and the feed's renderer for the server, built to dist/renderer: feed/index.html
 * is served at `/`, desk/index.html at `/desk`, kiosk/index.html at `/kiosk`, preview/feed and preview/kiosk under
 * `/desk/preview`. Everything is a file of our own with a hash in its name, and nothing is inline, so that the
 * pages hold under `script-src 'self'; style-src 'self'`.
 *
 * The feed is built alone: built together with the others it would be cut into more files, each of which every
 * reader would have to fetch. For the same reason the desk's previews, drawn by parts of both, are built apart.
 */
import { build, defineConfig, type InlineConfig, type Plugin, type UserConfig } from "vite";

const OUT = "../dist/client";
const RENDERER_OUT = "../dist/renderer";

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

const page = (name: string): string => `${import.meta.dirname}/${name}/index.html`;

const pagesOf = (names: readonly string[], isFirst: boolean): UserConfig => ({
  root: import.meta.dirname,
  base: "/",
  publicDir: false,
  plugins: [webSocketOnly(), preloadFont()],
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: OUT,
    emptyOutDir: isFirst,
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    target: ["chrome123", "firefox125", "safari17.5"],
    reportCompressedSize: false,
    // Which file has the words of which language, for whoever serves the feed.
    manifest: isFirst ? "feed/manifest.json" : false,
    rollupOptions: { input: Object.fromEntries(names.map((name) => [name.replace("/", "-"), page(name)])) },
  },
});

/** One module that Node loads, with all that it needs inside. */
const renderer: InlineConfig = {
  configFile: false,
  root: import.meta.dirname,
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  ssr: { noExternal: true },
  build: {
    ssr: `${import.meta.dirname}/feed/render.tsx`,
    outDir: RENDERER_OUT,
    emptyOutDir: true,
    reportCompressedSize: false,
    target: "node24",
  },
};

/** One build after the other, each with its own idea of what to share. */
const thenTheOthers = (): Plugin => ({
  name: "fanfare:then-the-others",
  apply: "build",
  enforce: "post",
  async closeBundle() {
    await build({ ...pagesOf(["desk", "kiosk"], false), configFile: false });
    await build({ ...pagesOf(["preview/feed", "preview/kiosk"], false), configFile: false });
    await build(renderer);
  },
});

const feed = pagesOf(["feed"], true);

export default defineConfig({ ...feed, plugins: [...feed.plugins!, thenTheOthers()] });
