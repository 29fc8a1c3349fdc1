/** Pages in a real Chromium. What goes wrong in them without a test asking is a fault all the same. */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "@playwright/test";
import { browserLaunch } from "../../scripts/browser.ts";

export const launch = (): Promise<Browser> => chromium.launch(browserLaunch());

export const screens = {
  phone: { width: 390, height: 844 },
  laptop: { width: 1366, height: 768 },
  kiosk: { width: 1920, height: 1080 },
  upright: { width: 1080, height: 1920 },
} as const;

const WAITS = "/api/v1/kiosk/pairings/token";

export interface RealPage {
  readonly page: Page;
  /** Errors of scripts and of the console (the content security policy speaks there), and files not had. */
  readonly faults: string[];
  /** How often the document was loaded. */
  readonly loads: () => number;
  /** Until `work` is done and the page is live again, what fails for want of a network is no fault. */
  outage(work: () => Promise<void>): Promise<void>;
  /** Until `work` is done, what the server refuses (4xx) is no fault: it is what is looked at. */
  refused<T>(work: () => Promise<T>): Promise<T>;
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  /** Before the page is opened. */
  prepare: (context: BrowserContext) => Promise<void> = async () => {},
): Promise<RealPage> {
  const context = await browser.newContext({ locale: "en", viewport: screens.laptop, ...options });
  await prepare(context);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults: string[] = [];
  let loads = 0;
  let isDown = false;
  let isRefused = false;
  const note = (fault: string) => {
    if (!isDown) faults.push(fault);
  };
  page.on("load", () => {
    loads += 1;
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // Who is not signed in is told so, and the browser says so in its console.
    if (message.location().url.endsWith("/api/v1/session") && message.text().includes("401")) return;
    // A screen that waits to be paired is told so with 400 (RFC 8628, 3.5).
    if (message.location().url.endsWith(WAITS) && message.text().includes("400")) return;
    if (isRefused && /Failed to load resource:.* status of 4\d\d/.test(message.text())) return;
    note(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("response", (response) => {
    if (isRefused && response.status() < 500) return;
    if (response.status() === 400 && response.url().endsWith(WAITS)) return;
    if (response.status() >= 400 && !response.url().endsWith("/api/v1/session"))
      note(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  return {
    page,
    faults,
    loads: () => loads,
    async outage(work) {
      isDown = true;
      await work();
      await live(page);
      isDown = false;
    },
    async refused(work) {
      isRefused = true;
      const done = await work();
      isRefused = false;
      return done;
    },
  };
}

/** Waits until the page's own connection is live: see the hooks in client/shared/held/feed-client.ts. */
export const live = (page: Page): Promise<void> =>
  page.locator('html[data-connection-state="live"]').waitFor({ state: "attached", timeout: 20_000 });

export const htmlLanguage = (page: Page): Promise<string | null> => page.locator("html").getAttribute("lang");

/** How far the document is wider than the screen, and what sticks out of it. */
export const overflowOf = (page: Page): Promise<{ byPx: number; by: string[] }> => page.evaluate(MEASURE);

// As text, since the types of tests know no document.
const MEASURE = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const byPx = scrollWidth - clientWidth;
  const sticksOut = (element) => element.getBoundingClientRect().right > clientWidth + 1;
  const wide = byPx > 0 ? [...document.querySelectorAll("body *")].filter(sticksOut) : [];
  return { byPx, by: wide.slice(0, 5).map(({ tagName, className }) => tagName + "." + className) };
})()`;
