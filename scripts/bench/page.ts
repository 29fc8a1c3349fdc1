/** The feed's page in a real Chromium: what it weighs, how it is on a bad line, and when it holds a thousand. */

import { inBrowser } from "./in-browser.ts";
import type { PartResults } from "./measured-part.ts";
import type { StartGround } from "./npm-start.ts";
import { phone } from "./page/phone.ts";
import { thousand } from "./page/thousand.ts";
import { weight } from "./page/weight.ts";

/** Of the sample event, as it is when it is loaded. */
export function page(ground: StartGround): PartResults {
  return inBrowser(ground, "the feed's page", "sample", async ({ system, signal, launch }) => {
    const browser = await launch();
    return [
      ...(await phone(browser, `http://127.0.0.1:${system.port}/`, signal)),
      ...(await weight(browser, system)),
      ...(await thousand(browser, system, signal)),
    ];
  });
}
