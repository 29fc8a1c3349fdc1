/** New versions of the page for screens: taken when nobody is reading, and not twice where they crash. */
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { type NextBuild, nextKiosk } from "../../support/next-build.ts";
import { launch, live } from "../../support/real-browser.ts";
import { openKiosk, type RealKiosk } from "../../support/real-kiosks.ts";

/** It runs well for half a minute before it is believed, and is taken within as much again. */
const WELL_MS = 60_000;
const TAKEN_MS = 120_000;

const bench = new Bench();
let browser: Browser;
let redisUrl: string;
let server: RealServer;
let kiosk: RealKiosk;
let first: string;

beforeAll(async () => {
  await buildPages();
  redisUrl = (await bench.redis()).url;
  [server, browser] = await Promise.all([bench.server({ redisUrl }), launch()]);
  bench.onCleanUp(() => browser.close());
  kiosk = await openKiosk(browser, server, { name: "Gate A", layout: "ticker" });
  first = await buildOf(kiosk.page);
  await until(
    async () => (await versions(kiosk.page)).good === first,
    "the first version to be believed",
    WELL_MS,
  );
}, 180_000);
afterAll(() => bench.cleanUp());

const buildOf = async (page: Page): Promise<string> =>
  (await page.locator('meta[name="build"]').getAttribute("content"))!;

/** What its worker holds of each version. */
const versions = (page: Page): Promise<{ good?: string; bad: string[] }> =>
  page.evaluate(async () => {
    const kept = await (await caches.open("kiosk-versions")).match("/~versions");
    return kept === undefined ? { bad: [] } : await kept.json();
  });

async function deploy(next: NextBuild | undefined): Promise<void> {
  const { port } = server;
  await server.terminate();
  server = await bench.server({ redisUrl, port, ...(next && { root: next.root }) });
  await live(kiosk.page);
}

const made = (name: string, does: "well" | "crashes"): NextBuild => {
  const next = nextKiosk(name, does);
  bench.onCleanUp(next.remove);
  return next;
};

describe("a new version", () => {
  test("waits while an alert is on the screen, and is taken after it", { timeout: 240_000 }, async () => {
    const { json } = await server.api.post("Stay where you are", {
      kind: "urgent",
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      details: { status: "exercise", messageType: "alert" },
    });
    await kiosk.showing("takeover");
    await deploy(made("second-one", "well"));
    await until(
      () =>
        kiosk.page.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration("/kiosk");
          return registration?.waiting !== null;
        }),
      "it to be there",
      TAKEN_MS,
    );
    await kiosk.page.waitForTimeout(30_000);
    expect(await buildOf(kiosk.page)).toBe(first);
    await server.api.move(json.id, "withdraw", { reason: "over" });
    await until(async () => (await buildOf(kiosk.page)) === "second-one", "it to be taken", TAKEN_MS);
    await live(kiosk.page);
    expect((await kiosk.atDesk()).name).toBe("Gate A");
  });

  test("is believed once it has run for a while, and the one before is let go", {
    timeout: 90_000,
  }, async () => {
    await until(async () => (await versions(kiosk.page)).good === "second-one", "it to be believed", WELL_MS);
    const names = await kiosk.page.evaluate(() => caches.keys());
    expect(names.filter((name) => name.startsWith("kiosk-")).sort()).toEqual([
      "kiosk-second-one",
      "kiosk-versions",
    ]);
  });

  test("that crashes on start is left for the one before, is told at the desk, and is not taken twice", {
    timeout: 300_000,
  }, async () => {
    await deploy(made("crashing", "crashes"));
    await until(
      async () => (await versions(kiosk.page).catch(() => undefined))?.bad.includes("crashing"),
      "it to crash",
      TAKEN_MS,
    );
    await until(async () => (await buildOf(kiosk.page)) === "second-one", "the one before", 30_000);
    await live(kiosk.page);
    const fault = async () =>
      (await kiosk.atDesk()).health?.faults?.find(({ code }) => code === "build_failed")?.detail;
    expect(await until(fault, "the desk to be told", 90_000)).toBe("crashing");
    const loads = kiosk.loads();
    await kiosk.tell("reload");
    await until(() => kiosk.loads() > loads, "it to be loaded again", 30_000);
    await live(kiosk.page);
    await kiosk.page.waitForTimeout(40_000);
    expect([await buildOf(kiosk.page), kiosk.loads()]).toEqual(["second-one", loads + 1]);
  });

  test("that follows it is taken", { timeout: 240_000 }, async () => {
    await deploy(made("mended", "well"));
    await until(async () => (await buildOf(kiosk.page)) === "mended", "it to be taken", TAKEN_MS);
    await live(kiosk.page);
    await until(
      async () => !(await kiosk.atDesk()).health?.faults?.some(({ code }) => code === "build_failed"),
      "the fault to be gone",
      90_000,
    );
  });
});
