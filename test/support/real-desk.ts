/** People at the desk of a real server, each in a browser of their own. They find things as a screen reader does. */
import type { Browser, BrowserContextOptions, Locator } from "@playwright/test";
import { buildPages } from "../../scripts/build-pages.ts";
import type { Bench, RealServer } from "../../scripts/chaos/real-processes.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";
import type { Role } from "../../server/contract/people.ts";
import { oneSession } from "./programmes/one-session.ts";
import { launch, live, openPage, type RealPage } from "./real-browser.ts";
import { event } from "./written.ts";

export const PASSWORD = "a-long-password-of-the-journeys";

/** A server and a worker with an event in three languages and a programme of one session, and a browser. */
export async function deskGround(bench: Bench) {
  await buildPages();
  const redis = await bench.redis();
  const starting = Promise.all([
    bench.server({ redisUrl: redis.url }),
    bench.worker({ redisUrl: redis.url }),
  ]);
  const browser = await launch();
  bench.onCleanUp(() => browser.close());
  const [server] = await starting;
  const held = await server.api.ask("/api/v1/desk/event");
  const headers = { "if-match": held.headers.get("etag")! };
  const { rehearsal: _, ...written } = event();
  await server.api.ask("/api/v1/desk/event", { method: "PUT", json: written, headers });
  const taken = await server.api.ask("/api/v1/desk/programme", { json: oneSession });
  if (taken.status !== 200) throw new Error(taken.text);
  return { redis, server, browser };
}

/** What the server holds under a headline in English, newest first. */
export async function heldAs({ api }: RealServer, headline: string): Promise<DeskAnnouncement[]> {
  const { json } = await api.ask("/api/v1/desk/announcements?limit=200");
  return json.items.filter(({ text }: DeskAnnouncement) => text.en?.headline === headline);
}

export interface Colleague {
  readonly email: string;
  readonly name: string;
  /** Of the browser in which the invitation was accepted. */
  readonly session: string;
}

/** Invited, and has accepted. */
export async function colleague({ api, base }: RealServer, role: Role, name: string): Promise<Colleague> {
  const email = `${name.toLowerCase()}@example.org`;
  const invited = await api.ask("/api/v1/desk/people", { json: { email, role } });
  const secret = new URLSearchParams(new URL(invited.json.link).hash.slice(1)).get("invite");
  const accepted = await api.ask("/api/v1/session/invitation", {
    token: "",
    json: { secret, password: PASSWORD, name },
    headers: { origin: base },
  });
  const [, session] = /^sid=([^;]+)/.exec(accepted.headers.getSetCookie()[0] ?? "") ?? [];
  if (session === undefined) throw new Error(`${name} did not get in: ${accepted.text}`);
  return { email, name, session };
}

export interface Desk extends RealPage {
  readonly field: (name: string) => Locator;
  readonly button: (name: string | RegExp) => Locator;
  readonly radio: (name: string) => Locator;
  /** The fields of one language, by its own name. */
  readonly tongue: (name: string) => Locator;
  /** Of the running order. */
  readonly row: (headline: string) => Locator;
  readonly open: (headline: string) => Promise<void>;
  readonly pane: (name: string) => Promise<void>;
  /** What stands beside the title: where what was typed is. */
  readonly saved: (says: string) => Promise<void>;
  /** An empty one, to be written. */
  readonly begin: () => Promise<void>;
  /** Of a row, from its menu. */
  readonly act: (headline: string, action: string) => Promise<void>;
}

/** At the desk already, as in a browser whose session is open. */
export async function deskOf(
  browser: Browser,
  base: string,
  { session }: Colleague,
  options: BrowserContextOptions = {},
): Promise<Desk> {
  const cookie = { name: "sid", value: session, domain: "127.0.0.1", path: "/", expires: -1 };
  const cookies = [{ ...cookie, httpOnly: true, secure: false, sameSite: "Lax" as const }];
  const real = await openPage(browser, `${base}/desk`, {
    viewport: { width: 1440, height: 900 },
    storageState: { cookies, origins: [] },
    ...options,
  });
  await live(real.page);
  return seat(real);
}

export function seat(real: RealPage): Desk {
  const { page } = real;
  const row = (headline: string) => page.locator("li.row", { hasText: headline });
  const button = (name: string | RegExp) =>
    page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
  return {
    ...real,
    field: (name) => page.getByLabel(name, { exact: true }),
    button,
    radio: (name) => page.getByRole("radio", { name, exact: true }),
    tongue: (name) => page.getByRole("region", { name, exact: true }),
    row,
    open: (headline) => row(headline).locator(".what").click(),
    pane: (name) => page.getByRole("navigation", { name: "Show" }).getByRole("button", { name }).click(),
    saved: (says) => page.locator(`[data-saved="${says}"]`).waitFor(),
    begin: async () => {
      await button("New").click();
      await page.getByRole("heading", { name: "New notice" }).waitFor();
    },
    act: async (headline, action) => {
      await row(headline).hover();
      await row(headline)
        .getByRole("button", { name: `Actions: ${headline}` })
        .click();
      await page.getByRole("menuitem", { name: action, exact: true }).click();
    },
  };
}

export const seen = (locator: Locator): Promise<void> =>
  locator.first().waitFor({ state: "visible", timeout: 15_000 });
export const gone = (locator: Locator): Promise<void> =>
  locator.waitFor({ state: "detached", timeout: 15_000 });
