/**
 * One day of a screen at high speed: its own page, with the clock turned by hand and a server of that day inside
 * it (day-server.ts). What it holds after the second hour is compared with what it holds after the last, once what
 * nobody holds any more is collected.
 */
import type { CDPSession, Page, Route } from "@playwright/test";
import { type BrowserGround, inBrowser } from "../in-browser.ts";
import type { PartResults } from "../measured-part.ts";
import type { StartGround } from "../npm-start.ts";
import { mostly, never } from "../results.ts";
import { DAY_SERVER, dayAnswers } from "./day-server.ts";

const HOURS = 24;
/** By then its code is warm, and as many announcements are let go as come. */
const WARM_HOURS = 10;
const HOUR_MS = 3_600_000;
/** No part of a minute, so that what is looked at is not always the same moment of a view. */
const STEP_MS = 50_000;

export const soak = (ground: StartGround): PartResults => inBrowser(ground, "soak", "none", aDay);

async function aDay({ system, signal, launch }: BrowserGround): PartResults {
  const context = await (await launch()).newContext({
    viewport: { width: 1920, height: 1080 },
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  const startMs = Date.parse("2022-11-09T00:00:00Z");
  await page.clock.install({ time: startMs });
  await page.addInitScript(DAY_SERVER);
  const answers = dayAnswers(startMs);
  await page.route("**/api/v1/**", (route) => answer(route, answers));
  await page.goto(`http://127.0.0.1:${system.port}/kiosk`);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  const startedAt = performance.now();
  const seen = new Set<string>();
  let before: Size | undefined;
  for (let ms = 0; ms < HOURS * HOUR_MS && !signal.aborted; ms += STEP_MS) {
    if (ms === WARM_HOURS * HOUR_MS) before = await sizeOf(cdp);
    await page.clock.runFor(STEP_MS);
    seen.add((await page.locator("html").getAttribute("data-screen")) ?? "");
  }
  const after = await sizeOf(cdp);
  const shown = await cursorOf(page);
  const beside = (what: keyof Size): number => (100 * after[what]) / before![what];
  const note = `${before!.heapMiB.toFixed(1)} → ${after.heapMiB.toFixed(1)} MiB`;
  return [
    {
      what: `a day of a screen: heap after ${HOURS} h beside ${WARM_HOURS} h`,
      unit: "%",
      goal: mostly(110),
      runs: [beside("heapMiB")],
      note,
    },
    { what: "the same: DOM nodes alive", unit: "%", goal: mostly(110), runs: [beside("nodes")] },
    { what: "the same: listeners", unit: "%", goal: mostly(110), runs: [beside("listeners")] },
    { what: "the same: announcements, corrections, withdrawals", unit: "", runs: [shown] },
    { what: `the same: views shown (${[...seen].sort().join(", ")})`, unit: "", runs: [seen.size] },
    { what: "the same: faults of the page", unit: "", goal: never, runs: [faults.length] },
    { what: "a day passes within", unit: "s", runs: [(performance.now() - startedAt) / 1_000] },
  ];
}

async function answer(route: Route, answers: Readonly<Record<string, object>>): Promise<void> {
  const { pathname } = new URL(route.request().url());
  const json = answers[pathname];
  if (json === undefined) await route.fulfill({ status: 404, json: { code: "not_found" } });
  else await route.fulfill({ status: pathname.endsWith("/pairings") ? 201 : 200, json });
}

interface Size {
  readonly heapMiB: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function sizeOf(cdp: CDPSession): Promise<Size> {
  for (let n = 0; n < 3; n += 1) await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    heapMiB: value("JSHeapUsedSize") / 2 ** 20,
    nodes: value("Nodes"),
    listeners: value("JSEventListeners"),
  };
}

/** How many entries it has taken. */
const cursorOf = async (page: Page): Promise<number> =>
  Number((await page.locator("html").getAttribute("data-cursor"))?.split(".")[1] ?? Number.NaN);
