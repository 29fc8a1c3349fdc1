/** The HTTP side of one node on the memory log, asked over a real socket. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { pino } from "pino";
import { Accounts } from "../../server/accounts/accounts.ts";
import { Passwords } from "../../server/accounts/passwords.ts";
import { SignInThrottle } from "../../server/accounts/throttle.ts";
import type { Role } from "../../server/contract/people.ts";
import { granted } from "../../server/contract/refusals.ts";
import { EventDesk } from "../../server/desk/event.ts";
import { createApp } from "../../server/http/app.ts";
import type { HttpDeps, ImportOrder, Site } from "../../server/http/deps.ts";
import { createListener } from "../../server/http/listener.ts";
import { MemoryAccounts } from "../../server/store/memory-accounts.ts";
import { memoryNode } from "../support/memory-node.ts";
import { admin } from "../support/written.ts";

export const ADMIN_TOKEN = "an-admin-token-of-more-than-32-characters";
export const ROLES: readonly Role[] = ["author", "moderator", "lead", "admin"];

/** Cheap, since what is tested is not argon2's cost. */
export const cheapPasswords = (): Passwords => new Passwords({ memoryKiB: 8, passes: 1 });

export interface Asking {
  readonly method?: string;
  /** A role's token, `admin-token`, or nobody. */
  readonly as?: Role | "admin-token" | undefined;
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

export async function httpNode(over: { deps?: Partial<HttpDeps>; site?: Partial<Site> } = {}) {
  const node = await memoryNode();
  const accountStore = new MemoryAccounts(() => node.clock.nowMs());
  const accounts = new Accounts({
    store: accountStore,
    passwords: cheapPasswords(),
    throttle: new SignInThrottle(),
    clock: node.clock,
    audit: async (note) => void (await node.log.commit({ items: [], audit: note })),
  });
  const tokens = new Map<string, string>([["admin-token", ADMIN_TOKEN]]);
  for (const role of ROLES) tokens.set(role, (await accounts.createToken(`${role} bot`, role, admin)).token);

  const pagesDir = fakePages();
  const imported: { bytes: Uint8Array; order: ImportOrder }[] = [];
  const state = { reasons: [] as string[] };
  const deps: HttpDeps = {
    view: node.replica,
    store: node.log,
    announcements: node.announcements,
    events: new EventDesk({ store: node.log, directory: node.directory }),
    directory: node.directory,
    clock: node.clock,
    accounts,
    programmeImport: {
      take: async (bytes, order) => {
        imported.push({ bytes, order });
        const diff = { added: [], removed: [], moved: [], changed: [] };
        return granted({ summary: { sessions: 0 }, diff, warnings: [], errors: [] });
      },
    },
    streamRouter: express.Router(),
    readiness: () => state.reasons,
    pagesDir,
    logger: pino({ level: "silent" }),
    site: {
      origin: "http://localhost:3000",
      publicUrl: undefined,
      tls: false,
      adminToken: ADMIN_TOKEN,
      trustProxy: [],
      ...over.site,
    },
    ...over.deps,
  };
  const server = createListener(createApp(deps), deps.site.origin);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;

  const ask = async (
    path: string,
    { method, as, json, body, headers = {} }: Asking = {},
  ): Promise<Answered> => {
    const sent = json === undefined ? body : JSON.stringify(json);
    const type = json === undefined ? {} : { "content-type": "application/json" };
    const token = as === undefined ? {} : { authorization: `Bearer ${tokens.get(as)}` };
    const answer = await fetch(base + path, {
      method: method ?? (sent === undefined ? "GET" : "POST"),
      headers: { ...type, ...token, ...headers },
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
    accounts,
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
      rmSync(pagesDir, { recursive: true });
    },
  };
}

export type HttpNode = Awaited<ReturnType<typeof httpNode>>;

function fakePages(): string {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-pages-"));
  for (const name of ["feed", "desk", "kiosk"]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "index.html"), `<!doctype html><title>${name}</title>`);
  }
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets", "feed-abc123.js"), "export {};");
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
  writeFileSync(join(folder, ".stamp"), "secret");
  return folder;
}
