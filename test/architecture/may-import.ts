/** Who may import whom: DESIGN.md's table, down to the file where a file stands out. */
import type { Import, Source } from "../support/source.ts";

interface Row {
  /** Folders and files whose code it may use. */
  readonly uses: readonly string[];
  /** Those of which it may know the types alone. */
  readonly knows?: readonly string[];
  /** Packages; absent, any. `node:` stands for Node itself. */
  readonly packages?: readonly string[];
}

const CONTRACT = "server/contract";
const CORE = "server/core";
/** Ports and names of the store, by which others ask it without knowing Redis. */
const PORTS = [
  "server/store/feed-log.ts",
  "server/store/accounts.ts",
  "server/store/bulletin.ts",
  "server/store/kiosks.ts",
  "server/store/kiosk-sightings.ts",
  "server/store/receipts.ts",
  "server/store/keys.ts",
];
const PAGES = ["preact", "@preact/signals", "@preact/signals-core", "socket.io-client"];
const page = (name: string): Row => ({
  uses: [`client/${name}`, "client/shared", CORE],
  knows: [CONTRACT],
  packages: PAGES,
});

/** The most exact row holds. A folder may always import itself. */
export const rows: Readonly<Record<string, Row>> = {
  [CONTRACT]: { uses: [], packages: ["zod"] },
  [CORE]: { uses: [CONTRACT], packages: [] },
  "server/sample": { uses: [CONTRACT], packages: [] },
  "server/store": { uses: [CONTRACT, CORE], packages: ["ioredis", "node:"] },
  "server/programme": { uses: [CONTRACT, CORE], packages: ["saxes", "node:"] },
  "server/schedule": { uses: [CONTRACT, CORE, "server/store"], knows: ["server/feed", "server/desk"] },
  "server/doors": { uses: ["server/config-forms.ts", "server/accounts/secrets.ts"], packages: ["node:"] },
  "server/accounts": { uses: [CONTRACT, CORE, "server/doors/network.ts", ...PORTS], knows: ["server/store"] },
  "server/push": {
    uses: [CONTRACT, CORE, "server/store", "server/accounts/throttle.ts", "server/doors/network.ts"],
    packages: ["web-push", "ipaddr.js", "ioredis", "rate-limiter-flexible", "node:"],
  },
  "server/kiosks": {
    uses: [
      CONTRACT,
      CORE,
      "server/accounts/secrets.ts",
      "server/accounts/throttle.ts",
      "server/doors/network.ts",
      ...PORTS,
    ],
    knows: ["server/store"],
    packages: ["zod", "ioredis", "rate-limiter-flexible", "node:"],
  },
  "server/feed": { uses: [CONTRACT, CORE, ...PORTS], knows: ["server/store"] },
  "server/desk": { uses: [CONTRACT, CORE, "server/feed", "server/programme", ...PORTS] },
  "server/desk/load-sample.ts": {
    uses: [CONTRACT, CORE, "server/feed", "server/desk", "server/sample", ...PORTS],
  },
  "server/desk/fill-empty-store.ts": {
    uses: [CONTRACT, CORE, "server/feed", "server/desk", "server/sample", "server/programme", ...PORTS],
    knows: ["server/config.ts", "server/observe"],
  },
  "server/http": {
    uses: [
      CONTRACT,
      CORE,
      "server/feed",
      "server/accounts",
      "server/doors",
      "server/kiosks/receipts.ts",
      ...PORTS,
    ],
    knows: ["server/desk", "server/push", "server/kiosks", "server/observe"],
  },
  "server/http/programme.ts": {
    uses: [CONTRACT, CORE, "server/feed", "server/http", "server/programme/icalendar-export.ts"],
  },
  "server/sockets": {
    uses: [CONTRACT, CORE, "server/feed", "server/accounts/secrets.ts", "server/doors", ...PORTS],
    knows: ["server/accounts", "server/desk", "server/kiosks", "server/observe"],
  },
  "server/observe": { uses: [] },
  // Beside the processes that serve, and none of them.
  "server/supervise": {
    uses: [CORE, "server/observe", "server/config.ts"],
    packages: ["node:"],
  },
  "server/node-flags.ts": { uses: [], packages: [] },
  "server/config.ts": { uses: ["server/config-forms.ts", "server/store/redis-url.ts"] },
  "server/config-forms.ts": { uses: [] },
  "server/readiness.ts": { uses: [], knows: ["server/feed"] },
  "server/alarms": {
    uses: [CONTRACT, CORE, "server/store", "server/schedule"],
    knows: ["server/feed"],
  },
  "server/live-desk.ts": { uses: ["server"] },
  "server/live-kiosks.ts": { uses: ["server"] },
  "server/node.ts": { uses: ["server"] },
  "server/main.ts": { uses: ["server"] },
  "server/cluster.ts": {
    uses: ["server/config.ts", "server/node-flags.ts", "server/observe", "server/supervise"],
    packages: ["node:"],
  },
  workers: {
    uses: [
      CONTRACT,
      CORE,
      "server/store",
      "server/feed",
      "server/schedule",
      "server/desk",
      "server/programme",
      "server/push",
      "server/observe",
      "server/config.ts",
    ],
  },
  "client/shared": page("shared"),
  "client/feed": page("feed"),
  // Drawn by the server, with the same parts.
  "client/feed/served/render.tsx": { ...page("feed"), packages: [...PAGES, "preact-render-to-string"] },
  "client/desk": {
    ...page("desk"),
    knows: [CONTRACT, "client/preview/message.ts"],
    packages: [...PAGES, "diff"],
  },
  "client/kiosk": {
    ...page("kiosk"),
    knows: [CONTRACT, "client/kiosk-sw/versions.ts"],
    packages: [...PAGES, "lean-qr", "idb-keyval"],
  },
  // Apart from all that it guards.
  "client/kiosk/boot": { uses: [], packages: [] },
  // Alone at work, without a page: it carries nothing that it does not need.
  "client/sw": { uses: [], knows: [CONTRACT], packages: [] },
  "client/kiosk-sw": { uses: [], knows: ["client/sw/scope.ts"], packages: [] },
  // What the desk shows of them before it is sent is drawn by their own parts.
  "client/preview": {
    ...page("preview"),
    uses: ["client/preview", "client/feed", "client/kiosk", "client/shared", CORE],
  },
  "client/vite.config.ts": { uses: ["client/build"] },
  "client/build": { uses: [], packages: ["vite", "node:"] },
  scripts: { uses: ["server", "workers", "client"] },
  test: { uses: ["server", "workers", "client", "scripts"] },
};

const holds = (place: string, path: string): boolean => path === place || path.startsWith(`${place}/`);

/** The row of a file: its own, or that of the nearest folder that has one. */
export function rowOf(path: string): readonly [place: string, row: Row] | undefined {
  const places = Object.keys(rows).filter((place) => holds(place, path));
  const place = places.sort((a, b) => b.length - a.length)[0];
  return place === undefined ? undefined : [place, rows[place]!];
}

export const packageOf = (specifier: string): string =>
  specifier.startsWith("node:")
    ? "node:"
    : specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/");

/** What a file imports and may not, each as a sentence; of a file that no row holds, that. */
export function forbiddenImports({ path, imports }: Source): string[] {
  const found = rowOf(path);
  if (found === undefined) return [`${path} is in no row of test/architecture/may-import.ts`];
  const [place, row] = found;
  const may = (each: Import): boolean => {
    if (each.path === undefined) return row.packages?.includes(packageOf(each.specifier)) ?? true;
    const inReach = each.isType ? [place, ...row.uses, ...(row.knows ?? [])] : [place, ...row.uses];
    return inReach.some((allowed) => holds(allowed, each.path!));
  };
  return imports
    .filter((each) => !may(each))
    .map((each) => `${path} may not ${each.isType ? "know" : "use"} ${each.path ?? each.specifier}`);
}
