/** The HTTP side of one node on the memory log, asked over a real socket. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { Accounts } from "../../server/accounts/accounts.ts";
import { OwnSessions } from "../../server/accounts/own-sessions.ts";
import { Passwords } from "../../server/accounts/passwords.ts";
import { People } from "../../server/accounts/people.ts";
import { newId } from "../../server/accounts/secrets.ts";
import { SignInThrottle } from "../../server/accounts/throttle.ts";
import { Tokens } from "../../server/accounts/tokens.ts";
import type { PageRenderer } from "../../server/contract/page-start.ts";
import type { Role } from "../../server/contract/people.ts";
import { granted } from "../../server/contract/refusals.ts";
import { EventDesk } from "../../server/desk/event.ts";
import { endRehearsal } from "../../server/desk/rehearsal.ts";
import { Crowd } from "../../server/doors/crowd.ts";
import { Forwarding } from "../../server/doors/forwarding.ts";
import { Presence } from "../../server/feed/presence.ts";
import { createApp } from "../../server/http/app.ts";
import { isColleague } from "../../server/http/authenticate.ts";
import type { HttpDeps, ImportOrder, Site } from "../../server/http/deps.ts";
import { HttpLimits } from "../../server/http/limits.ts";
import { createListener, type ListenerOptions } from "../../server/http/listener.ts";
import { refuserFor } from "../../server/http/respond.ts";
import { streamRouter } from "../../server/http/stream.ts";
import { PushSubscriptions } from "../../server/push/subscriptions.ts";
import { PushThrottle } from "../../server/push/throttle.ts";
import { MemoryAccounts } from "../../server/store/memory-accounts.ts";
import { MemoryPush } from "../../server/store/memory-push.ts";
import { memoryNode } from "../support/memory-node.ts";
import { memoryScreens } from "../support/memory-screens.ts";
import { admin } from "../support/written.ts";

export const ADMIN_TOKEN = "an-admin-token-of-more-than-32-characters";
export const ROLES: readonly Role[] = ["author", "moderator", "lead", "admin"];

/** Cheap, since what is tested is not argon2's cost. */
export const cheapPasswords = (): Passwords => new Passwords({ memoryKiB: 8, passes: 1 });

/** Draws next to nothing: what is tested is what the server gives it and where it puts what comes back. */
export const fakeRenderer: PageRenderer = {
  languages: ["en", "zh", "ar"],
  render: ({ language, page }) => ({
    language,
    direction: language === "ar" ? "rtl" : "ltr",
    head: `<title>${page}</title>`,
    app: `<main>${page}</main>`,
  }),
  renderNotice: (notice, language) => ({
    language,
    direction: "ltr",
    head: `<title>${notice}</title>`,
    app: `<main>${notice}</main>`,
  }),
};

/** What everybody of `colleague` signs in with. */
export const PASSWORD = "correct horse battery";

/** Somebody in a browser, on a page of ours. */
export interface SignedInBrowser {
  readonly id: string;
  readonly email: string;
  readonly cookie: string;
}

/** A role's token, one that may skip a fresh sign-in, `admin-token`, or a person with a session. */
export type Asker = Role | `${Role}+urgent` | "admin-token" | SignedInBrowser;

export interface Asking {
  readonly method?: string;
  /** Absent: nobody. */
  readonly as?: Asker | undefined;
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

export async function httpNode(
  over: { deps?: Partial<HttpDeps>; site?: Partial<Site>; times?: ListenerOptions["times"] } = {},
) {
  const node = await memoryNode();
  const accountStore = new MemoryAccounts(
    () => node.clock.nowMs(),
    (note) => void node.log.commit({ items: [], audit: note }),
  );
  const ofPeople = { store: accountStore, clock: node.clock };
  const passwords = cheapPasswords();
  const throttle = new SignInThrottle();
  const accounts = new Accounts({ ...ofPeople, passwords, throttle });
  const tokens = new Map<string, string>([["admin-token", ADMIN_TOKEN]]);
  const bots = new Tokens(ofPeople);
  for (const role of ROLES) {
    for (const urgent of [false, true]) {
      const made = await bots.create({ name: `${role} bot`, role, urgent }, admin);
      if (made.ok) tokens.set(urgent ? `${role}+urgent` : role, made.value.secret);
    }
  }

  /** Somebody new of a role, who signed in so long ago. */
  const colleague = async (role: Role, signedInAgoMs = 0): Promise<SignedInBrowser> => {
    const id = newId();
    const email = `${id.toLowerCase()}@example.org`;
    const password = await passwords.hash(PASSWORD);
    if (!password.ok) throw new Error(password.refusal.code);
    const after = { id, email, role, password: password.value, generation: 1, createdAtMs: 0 };
    const note = { action: "invite", by: "test", byName: "test", about: id };
    await accountStore.change({ account: { after }, notes: [note] });
    return await signedIn(email, signedInAgoMs);
  };

  /** Somebody who is here already, in one more browser. */
  const signedIn = async (email: string, agoMs = 0): Promise<SignedInBrowser> => {
    const clock = { nowMs: () => node.clock.nowMs() - agoMs };
    const then = new Accounts({ store: accountStore, clock, passwords, throttle });
    const result = await then.signIn({ email, password: PASSWORD }, "192.0.2.1");
    if (!result.ok) throw new Error(result.refusal.code);
    const { secret, signedIn: as } = result.value;
    return { id: as.actor.id, email, cookie: `sid=${secret}` };
  };

  const pagesDir = fakePages();
  const imported: { bytes: Uint8Array; order: ImportOrder }[] = [];
  const state = { reasons: [] as string[] };
  const presence = new Presence();
  const site: Site = {
    origin: "http://localhost:3000",
    publicUrl: undefined,
    tls: false,
    adminToken: ADMIN_TOKEN,
    trustProxy: [],
    ...over.site,
  };
  const forwarding = new Forwarding(site.trustProxy);
  const crowd = new Crowd({ forwarding, adminToken: site.adminToken });
  const screens = memoryScreens(node);
  const deps: HttpDeps = {
    screens,
    view: node.replica,
    store: node.log,
    announcements: node.announcements,
    events: new EventDesk({ store: node.log, directory: node.directory }),
    rehearsal: { end: (order) => endRehearsal({ store: node.log, directory: node.directory }, order) },
    directory: node.directory,
    clock: node.clock,
    accounts,
    ownSessions: new OwnSessions(ofPeople),
    people: new People(ofPeople),
    tokens: new Tokens(ofPeople),
    programmeImport: {
      take: async (bytes, order) => {
        imported.push({ bytes, order });
        const diff = { added: [], removed: [], moved: [], changed: [] };
        return granted({ summary: { sessions: 0 }, diff, warnings: [], errors: [], proposed: [] });
      },
    },
    streamRouter: streamRouter({
      replica: node.replica,
      fanOut: node.fanOut,
      presence,
      crowd,
      serverNowMs: () => node.clock.nowMs(),
      isRehearsal: () => node.directory.event.rehearsal,
      pages: "a-build",
      isColleague: (request) => isColleague(request, site),
      refuse: refuserFor(site),
    }),
    push: {
      publicKey: "a-public-key",
      subscriptions: new PushSubscriptions({
        store: new MemoryPush(3),
        throttle: new PushThrottle(undefined, 30),
        clock: node.clock,
      }),
    },
    readiness: () => state.reasons,
    limits: new HttpLimits({ crowd, forwarding }),
    pagesDir,
    renderer: fakeRenderer,
    logger: pino({ level: "silent" }),
    site,
    ...over.deps,
  };
  const server = createListener(createApp(deps), site.origin, { times: over.times ?? {} });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;

  const ask = async (
    path: string,
    { method, as, json, body, headers = {} }: Asking = {},
  ): Promise<Answered> => {
    const sent = json === undefined ? body : JSON.stringify(json);
    const type = json === undefined ? {} : { "content-type": "application/json" };
    const answer = await fetch(base + path, {
      method: method ?? (sent === undefined ? "GET" : "POST"),
      headers: { ...type, ...whoAsks(as), ...headers },
      redirect: "manual",
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get("content-type") ?? "") && text !== "";
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };

  const whoAsks = (as: Asker | undefined): Record<string, string> => {
    if (as === undefined) return {};
    if (typeof as === "string") return { authorization: `Bearer ${tokens.get(as)}` };
    return { cookie: as.cookie, origin: base, "sec-fetch-site": "same-origin" };
  };

  let keys = 0;
  /** A new announcement, as the desk makes it. */
  const write = async (
    headline: string,
    more: Record<string, unknown> = {},
    as: Asking["as"] = "admin-token",
  ) => {
    keys += 1;
    const answer = await ask("/api/v1/desk/announcements", {
      as,
      json: { kind: "notice", text: { en: { headline } }, ...more },
      headers: { "idempotency-key": `write-${keys}` },
    });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.json;
  };

  return {
    ...node,
    deps,
    presence,
    screens,
    server,
    accounts,
    accountStore,
    colleague,
    signedIn,
    tokens,
    imported,
    state,
    port,
    base,
    ask,
    write,
    publish: (headline: string, more: Record<string, unknown> = {}) =>
      write(headline, { publishAt: "now", ...more }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await node.stop();
      rmSync(join(pagesDir, ".."), { recursive: true });
    },
  };
}

export type HttpNode = Awaited<ReturnType<typeof httpNode>>;

/** As the build leaves them, less what is not looked at. */
const FEED_FRAME = `<!doctype html><html lang="en" dir="ltr"><head><!--head-->
<script type="module" src="/assets/feed-abc123.js"></script></head>
<body><div id="app"><!--app--></div><!--start--></body></html>`;
const FEED_MANIFEST = {
  "feed/index.html": { file: "assets/feed-abc123.js" },
  "feed/embed/embed-page.tsx": { file: "assets/embed-page-def.js", imports: ["_shared.js"] },
  "feed/embed/embed.css": { file: "assets/embed-456.css" },
  "_shared.js": { file: "assets/shared-123.js" },
};

function fakePages(): string {
  const dist = mkdtempSync(join(tmpdir(), "fanfare-pages-"));
  const folder = join(dist, "client");
  for (const name of [folder, join(dist, "earlier")]) mkdirSync(name);
  writeFileSync(join(dist, "earlier", "feed-before.js"), "export const build = 'before';");
  for (const name of ["feed", "desk", "kiosk"]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "index.html"), `<!doctype html><title>${name}</title>`);
  }
  writeFileSync(join(folder, "feed/index.html"), FEED_FRAME);
  writeFileSync(join(folder, "feed/manifest.json"), JSON.stringify(FEED_MANIFEST));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets", "feed-abc123.js"), "export {};");
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
  writeFileSync(join(folder, "sw.js"), "addEventListener('fetch', () => {});");
  writeFileSync(join(folder, ".stamp"), "secret");
  return folder;
}

/** The view of a node as plain data that a test may change. */
export const heldBy = ({ replica }: HttpNode, over: Partial<HttpNode["deps"]["view"]> = {}) => ({
  loaded: true,
  stale: false,
  state: replica.state,
  tag: "t",
  changedAt: replica.changedAt,
  catchUp: replica.catchUp.bind(replica),
  snapshot: replica.snapshot.bind(replica),
  reached: replica.reached.bind(replica),
  judgeAhead: replica.judgeAhead.bind(replica),
  ...over,
});
