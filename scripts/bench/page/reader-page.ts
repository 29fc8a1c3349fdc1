/** A reader of the feed: a phone's page in a real Chromium that holds nothing yet, with its ways to be measured. */
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "@playwright/test";
import { PROBE } from "./probe.ts";

export interface ReaderPage {
  readonly page: Page;
  readonly cdp: CDPSession;
  close(): Promise<void>;
}

export interface ReaderOptions {
  /** What the device has kept of earlier visits, by name. */
  readonly kept?: Readonly<Record<string, string>>;
  /** Of the main thread; 1 is the machine as it is. */
  readonly slowDown?: number;
  /** It notes how it arrives, which costs it a little of its main thread with each change. */
  readonly notesArrival?: boolean;
  readonly line?: { readonly latencyMs: number; readonly bitsPerSecond: number };
}

const LOOK_MS = 100;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "en" };

/**
 * Takes gzip alone, so that no better coding flatters what comes over the wire. Without the service worker,
 * whose own line would not be slowed.
 */
export async function openReader(
  browser: Browser,
  { kept = {}, slowDown = 1, notesArrival = false, line }: ReaderOptions = {},
): Promise<ReaderPage> {
  const context = await browser.newContext({ ...PHONE, serviceWorkers: "block" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  if (notesArrival) await page.addInitScript(PROBE);
  if (Object.keys(kept).length > 0)
    await page.addInitScript(`Object.assign(localStorage, ${JSON.stringify(kept)})`);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.setExtraHTTPHeaders", { headers: { "Accept-Encoding": "gzip" } });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
  if (line !== undefined) {
    const throughput = line.bitsPerSecond / 8;
    await cdp.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: line.latencyMs,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    });
  }
  return { page, cdp, close: () => context.close() };
}

/** By the page's own mark on <html>. */
export const untilLive = (page: Page): Promise<void> =>
  page.locator('html[data-connection-state="live"]').waitFor({ state: "attached" });

/** Up to where the page has the feed: its mark on <html> is `epoch.offset`. False when that takes too long. */
export const untilOffset = (page: Page, offset: number, withinMs: number): Promise<boolean> =>
  untilTrue(page, `Number(document.documentElement.dataset.cursor?.split(".")[1]) >= ${offset}`, withinMs);

/** Asked again and again from here: by itself a page may not evaluate what it is given. */
export async function untilTrue(page: Page, script: string, withinMs: number): Promise<boolean> {
  for (const lateAt = performance.now() + withinMs; performance.now() < lateAt; await pause(LOOK_MS))
    if (await page.evaluate(script)) return true;
  return false;
}
