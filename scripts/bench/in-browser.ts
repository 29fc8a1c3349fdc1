/** What every part that looks at a page is given: a Fanfare of its own, and browsers; all gone when it is done. */
import type { Browser } from "@playwright/test";
import { browserLaunch, findBrowser } from "../browser.ts";
import { buildPages } from "../build-pages.ts";
import type { Closer } from "./backstage.ts";
import { findCores } from "./cores.ts";
import type { PartResults } from "./measured-part.ts";
import type { StartGround } from "./npm-start.ts";
import { openSystem, type System } from "./system.ts";

export interface BrowserGround {
  readonly system: System;
  readonly signal: AbortSignal;
  /** A process of its own. */
  launch(): Promise<Browser>;
}

/** `what` is told as not run where this machine has no Chromium. */
export async function inBrowser(
  { closers, signal }: StartGround,
  what: string,
  event: "none" | "sample",
  measure: (ground: BrowserGround) => PartResults,
): PartResults {
  if (findBrowser() === undefined)
    return [{ what: `${what}: no Chromium was found, see npm test`, unit: "", runs: [] }];
  await buildPages({ signal });
  const own: Closer[] = [];
  const close = async (): Promise<void> => {
    for (const closer of own.splice(0).reverse()) await closer();
  };
  closers.push(close);
  try {
    const system = await openSystem(findCores(), own, signal, event);
    const { chromium } = await import("@playwright/test");
    const launch = async (): Promise<Browser> => {
      const browser = await chromium.launch(browserLaunch());
      own.push(() => browser.close());
      return browser;
    };
    return await measure({ system, signal, launch });
  } finally {
    await close(); // what starts next has the machine for itself
  }
}
