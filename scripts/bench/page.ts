/** The feed's page in a real Chromium: what it weighs, how it is on a bad line, and when it holds a thousand. */

import { browserLaunch, findBrowser } from "../browser.ts";
import { buildPages } from "../build-pages.ts";
import { findCores } from "./cores.ts";
import type { PartResults } from "./measured-part.ts";
import type { StartGround } from "./npm-start.ts";
import { phone } from "./page/phone.ts";
import { thousand } from "./page/thousand.ts";
import { weight } from "./page/weight.ts";
import { type Closer, openSystem } from "./system.ts";

/** Of the sample event, as it is when it is loaded. */
export async function page({ closers, signal }: StartGround): PartResults {
  if (findBrowser() === undefined)
    return [{ what: "the feed's page: no Chromium was found, see npm test", unit: "", runs: [] }];
  await buildPages({ signal });
  const own: Closer[] = [];
  const close = async (): Promise<void> => {
    for (const closer of own.splice(0).reverse()) await closer();
  };
  closers.push(close);
  try {
    const system = await openSystem(findCores(), own, signal, "sample");
    const { chromium } = await import("@playwright/test");
    const browser = await chromium.launch(browserLaunch());
    own.push(() => browser.close());
    return [
      ...(await phone(browser, `http://127.0.0.1:${system.port}/`, signal)),
      ...(await weight(browser, system)),
      ...(await thousand(browser, system, signal)),
    ];
  } finally {
    await close(); // what starts next has the machine for itself
  }
}
