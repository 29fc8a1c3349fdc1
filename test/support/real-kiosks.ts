/** Screens in a real Chromium, paired as a person pairs them: by the code that they show. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "@playwright/test";
import type { RealApi } from "../../scripts/chaos/real-api.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { DeskKiosk } from "../../server/contract/desk-kiosk.ts";
import { openPage, type RealPage, screens } from "./real-browser.ts";

export const KIOSKS = "/api/v1/desk/kiosks";

export interface RealKiosk extends RealPage {
  readonly id: string;
  /** The view that it shows: what `data-screen` says. */
  showing(view: string, ms?: number): Promise<void>;
  /** What of an announcement is on it. */
  item(id: string): Locator;
  /** As the desk sees it. */
  atDesk(): Promise<DeskKiosk>;
  /** Set at the desk, as nobody else has changed it meanwhile. */
  set(change: object): Promise<void>;
  tell(command: string): Promise<string>;
}

export const showing = async (page: Page, view: string, ms = 20_000): Promise<void> =>
  page.locator(`html[data-screen="${view}"]`).waitFor({ state: "attached", timeout: ms });

/** The code that it shows, wherever on it. */
export const codeOn = async (page: Page): Promise<string> => {
  const shown = page.locator("[data-user-code]").first();
  await shown.waitFor({ state: "attached", timeout: 20_000 });
  return (await shown.getAttribute("data-user-code"))!;
};

export async function claim(api: RealApi, userCode: string, settings: object): Promise<string> {
  const { status, text, json } = await api.ask(`${KIOSKS}/claim`, { json: { userCode, ...settings } });
  if (status !== 201 && status !== 200) throw new Error(text);
  return json.id;
}

/** A new device, at the address by which the screen comes. */
export async function openKiosk(
  browser: Browser,
  { base, api }: { readonly base: string; readonly api: RealApi },
  settings: { readonly name: string } & Readonly<Record<string, unknown>>,
  options: BrowserContextOptions = {},
  prepare?: (context: BrowserContext) => Promise<void>,
): Promise<RealKiosk> {
  const opened = await openPage(browser, `${base}/kiosk`, { viewport: screens.kiosk, ...options }, prepare);
  const { page } = opened;
  const id = await claim(api, await codeOn(page), { hours: "always", ...settings });
  await page.locator("html:not([data-screen='pairing'])").waitFor({ state: "attached", timeout: 20_000 });
  const kiosk = realKiosk(opened, api, id);
  await until(async () => (await kiosk.atDesk()).state === "connected", "the desk to see it", 20_000);
  return kiosk;
}

export const realKiosk = (opened: RealPage, api: RealApi, id: string): RealKiosk => ({
  ...opened,
  id,
  showing: (view, ms) => showing(opened.page, view, ms),
  item: (of) => opened.page.locator(`#app [data-announcement-id="${of}"]`),
  atDesk: async () => (await api.ask(`${KIOSKS}/${id}`)).json,
  async set(change) {
    const { headers } = await api.ask(`${KIOSKS}/${id}`);
    const answer = await api.ask(`${KIOSKS}/${id}`, {
      method: "PATCH",
      json: change,
      headers: { "if-match": headers.get("etag") ?? "" },
    });
    if (answer.status !== 200) throw new Error(answer.text);
  },
  async tell(command) {
    const { status, text, json } = await api.ask(`${KIOSKS}/${id}/commands`, {
      json: { command, ttlMs: 60_000 },
    });
    if (status >= 300) throw new Error(text);
    return json.id;
  },
});
