/** Whole nodes in this process on one private Redis, people and programs of every role, and desks that connect. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { io, type Socket } from "socket.io-client";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { OwnSessions } from "../../server/accounts/own-sessions.ts";
import { People } from "../../server/accounts/people.ts";
import { Tokens } from "../../server/accounts/tokens.ts";
import { parseConfig } from "../../server/config.ts";
import type { Actor, Role } from "../../server/contract/people.ts";
import type { Presence } from "../../server/contract/socket.ts";
import { openNode, type ServerNode } from "../../server/node.ts";
import { createLogger } from "../../server/observe/logger.ts";
import { openStore } from "../../server/store/open-store.ts";
import { RedisAccounts } from "../../server/store/redis-accounts.ts";
import type { RedisFeedLog } from "../../server/store/redis-feed-log.ts";
import { event, newNotice, person } from "./written.ts";

export const ROLES: readonly Role[] = ["author", "moderator", "lead", "admin"];
/** Far longer than any test: what is found is told, not looked up by chance. */
export const NEVER_MS = 3_600_000;
const PASSWORD = "correct-horse-battery";

export interface DeskNode {
  readonly node: ServerNode;
  readonly base: string;
}

export interface Desk {
  readonly socket: Socket;
  readonly got: readonly (readonly [name: string, payload: unknown])[];
  /** The newest of that name. */
  last<T>(name: string): T | undefined;
  all<T>(name: string): T[];
  /** Waits for the first of that name for which this holds. */
  told<T>(name: string, fits?: (payload: T) => boolean, ms?: number): Promise<T>;
  closed(ms?: number): Promise<void>;
}

/** A screen that was paired: its token is told once. */
export interface PairedScreen {
  readonly id: string;
  readonly token: string;
}

export class DeskBench {
  redis!: PrivateRedis;
  store!: RedisFeedLog;
  people!: People;
  tokens!: Tokens;
  ownSessions!: OwnSessions;
  readonly nodes: DeskNode[] = [];
  readonly #desks: Socket[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), "fanfare-desk-"));
  readonly machine: Actor = person("admin", "machine");

  async open(nodes: number, { recheckMs = NEVER_MS, restart = true } = {}): Promise<void> {
    this.redis = await startPrivateRedis({ restart });
    this.store = await this.#store();
    const json = JSON.stringify(event());
    await this.store.commit({
      items: [],
      documents: [{ name: "event", version: 0, json }],
      entries: [{ type: "eventChanged" }],
      audit: { action: "edit-event", by: "a", byName: "a" },
    });
    const parts = { store: new RedisAccounts(this.store.connection), clock: { nowMs: Date.now } };
    this.people = new People(parts);
    this.tokens = new Tokens(parts);
    this.ownSessions = new OwnSessions(parts);
    for (let count = 0; count < nodes; count += 1) this.nodes.push(await this.#node(recheckMs));
  }

  get raw(): Redis {
    return this.store.connection;
  }

  async close(): Promise<void> {
    this.dropDesks();
    await Promise.all(this.nodes.splice(0).map(({ node }) => node.stop()));
    this.store.close();
    await this.redis.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  dropDesks(): void {
    for (const socket of this.#desks.splice(0)) socket.disconnect();
  }

  async token(role: Role, name = `${role} bot`): Promise<{ id: string; secret: string }> {
    const made = await this.tokens.create({ name, role }, this.machine);
    if (!made.ok) throw new Error(made.refusal.code);
    return { id: made.value.token.id, secret: made.value.secret };
  }

  /** Somebody with a password, signed in: their id, and the cookie of that session. */
  async somebody(role: Role): Promise<{ id: string; email: string; cookie: string; secret: string }> {
    const email = `${role}-${randomUUID()}@example.org`;
    const invited = await this.people.invite(email, role, this.machine);
    if (!invited.ok) throw new Error(invited.refusal.code);
    const { accounts } = this.nodes[0]!.node;
    const order = { secret: invited.value.secret, password: PASSWORD };
    const welcome = await accounts.acceptLink(order, "192.0.2.1");
    if (!welcome.ok) throw new Error(welcome.refusal.code);
    const { secret } = welcome.value;
    return { id: invited.value.person.id, email, cookie: `sid=${secret}`, secret };
  }

  async announcement(headline = "a notice"): Promise<string> {
    const { announcements } = this.nodes[0]!.node;
    const order = { key: randomUUID(), request: "r" };
    const made = await announcements.create(newNotice(headline), person("moderator"), order);
    if (!made.ok) throw new Error(made.refusal.code);
    return made.value.record.id;
  }

  async published(headline = "a notice", more: Record<string, unknown> = {}): Promise<string> {
    const { announcements } = this.nodes[0]!.node;
    const order = { key: randomUUID(), request: "r" };
    const given = newNotice(headline, { publishAt: "now", ...more });
    const made = await announcements.create(
      given,
      person("admin", "admin", { skipsFreshSignIn: true }),
      order,
    );
    if (!made.ok) throw new Error(made.refusal.code);
    return made.value.record.id;
  }

  desk(given: { token?: string; cookie?: string; auth?: object; at?: number } = {}): Desk {
    const { base } = this.nodes[given.at ?? 0]!;
    return this.deskAt(base, given);
  }

  deskAt(base: string, { token, cookie, auth }: { token?: string; cookie?: string; auth?: object }): Desk {
    return this.#connect(`${base}/desk`, auth ?? { protocol: 1, ...(token === undefined ? {} : { token }) }, {
      ...(cookie === undefined ? {} : { extraHeaders: { cookie, origin: base } }),
    });
  }

  /** Shown a code, claimed at the desk, given its token. */
  async screen(settings: Readonly<Record<string, unknown>> = {}, at = 0): Promise<PairedScreen> {
    const { base } = this.nodes[at]!;
    const ask = async (path: string, json: unknown, headers = {}) => {
      const answer = await fetch(`${base}/api/v1${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(json),
      });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      // biome-ignore lint/suspicious/noExplicitAny: answers of several shapes
      return (await answer.json()) as any;
    };
    const { secret } = await this.token("lead");
    const { deviceCode, userCode } = await ask("/kiosk/pairings", {});
    const bearer = { authorization: `Bearer ${secret}` };
    const { id } = await ask("/desk/kiosks/claim", { userCode, name: "Foyer", ...settings }, bearer);
    const { token } = await ask("/kiosk/pairings/token", { deviceCode });
    return { id, token };
  }

  kiosk(given: { token?: string; cursor?: object; auth?: object; at?: number } = {}): Desk {
    const { token, cursor, auth, at = 0 } = given;
    const said = auth ?? { protocol: 1, token, ...(cursor === undefined ? {} : { cursor }) };
    return this.#connect(`${this.nodes[at]!.base}/kiosk`, said);
  }

  #connect(address: string, auth: object, more: object = {}): Desk {
    const socket = io(address, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      auth,
      ...more,
    });
    this.#desks.push(socket);
    const got: [string, unknown][] = [];
    socket.onAny((name: string, payload: unknown) => got.push([name, payload]));
    const all = <T>(name: string) => got.flatMap(([each, payload]) => (each === name ? [payload as T] : []));
    return {
      socket,
      got,
      all,
      last: <T>(name: string) => all<T>(name).at(-1),
      told: <T>(name: string, fits: (payload: T) => boolean = () => true, ms?: number) =>
        until(() => all<T>(name).find(fits), name, ms),
      closed: async (ms?: number) =>
        void (await until(() => socket.disconnected && got.length > 0, "the close", ms)),
    };
  }

  async #node(recheckMs: number): Promise<DeskNode> {
    const env = { REDIS_URL: this.redis.url, PORT: "0", DATA_DIR: this.#folder, EVENT: "none" };
    const parsed = parseConfig(env, { redis: "required" });
    if (!parsed.ok) throw new Error(parsed.faults.join());
    const node = await openNode({
      config: parsed.config,
      store: await this.#store(),
      log: createLogger("silent", "test"),
      pagesDir: join(import.meta.dirname, "../../dist/client"),
      recheckMs,
    });
    return { node, base: `http://127.0.0.1:${await node.listen()}` };
  }

  async #store(): Promise<RedisFeedLog> {
    const opened = await openStore({ url: this.redis.url, onUnreachable() {} });
    if (!opened.ok) throw new Error(opened.check.fatal.join());
    return opened.store;
  }
}

/** Whom a presence names for an announcement, the holder marked. */
export const editorsOf = (presence: Presence, id: string): string[] =>
  presence
    .filter(({ announcementId }) => announcementId === id)
    .map(({ who, holds }) => (holds ? `${who}*` : who));
