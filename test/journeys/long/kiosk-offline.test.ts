/** A screen through every failure: no network, no server, no Redis, a power cut meanwhile, a clock that is wrong. */
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { type RealProxy, realProxy } from "../../../scripts/chaos/proxy.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../../scripts/redis/private.ts";
import { launch, live } from "../../support/real-browser.ts";
import { KIOSKS, openKiosk, type RealKiosk } from "../../support/real-kiosks.ts";

const DAY_MS = 86_400_000;

const bench = new Bench();
let browser: Browser;
let redis: PrivateRedis;
let server: RealServer;
/** Between the screen and the server. */
let network: RealProxy;
let kiosk: RealKiosk;
/** Another one, on a device whose clock is wrong. */
let wrong: RealKiosk;

beforeAll(async () => {
  await buildPages();
  redis = await bench.redis({ restart: false });
  [server, browser] = await Promise.all([bench.server({ redisUrl: redis.url }), launch()]);
  bench.onCleanUp(() => browser.close());
  network = await realProxy({ port: server.port, host: "127.0.0.1" });
  bench.onCleanUp(() => network.close());
  const headers = { "if-match": (await server.api.ask("/api/v1/desk/event")).headers.get("etag")! };
  const { revision: _, rehearsal: __, ...event } = (await server.api.ask("/api/v1/desk/event")).json;
  const halls = [{ id: "hall-2", name: { en: "Hall 2" } }];
  await server.api.ask("/api/v1/desk/event", { method: "PUT", json: { ...event, halls }, headers });
  kiosk = await come({ name: "Gate A" });
}, 120_000);
afterAll(() => bench.cleanUp());

/** At a hall's door what is new has its place at once, and waits for nothing else. */
async function come(settings: { name: string }, prepare?: (context: BrowserContext) => Promise<void>) {
  const at = { base: network.base, api: server.api };
  const opened = await openKiosk(browser, at, { ...settings, layout: "door", hall: "hall-2" }, {}, prepare);
  await kept(opened.page);
  return opened;
}

/** The worker serves the page from what it keeps. */
const kept = (page: Page): Promise<unknown> =>
  until(
    () =>
      page.evaluate(async () => {
        const names = (await caches.keys()).filter((name) => /^kiosk-(?!versions)/.test(name));
        return names.length === 1 && navigator.serviceWorker.controller !== null;
      }),
    "the device to keep the page",
    20_000,
  );

const publish = async (headline: string, more: object = {}): Promise<string> => {
  const { status, text, json } = await server.api.post(headline, { ...more });
  if (status !== 201) throw new Error(text);
  return json.id;
};
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const receiptsOf = async (id: string) =>
  (await server.api.ask(`/api/v1/desk/announcements/${id}/receipts`)).json?.shown ?? [];
const stale = (of: RealKiosk) => of.page.locator("[data-stale]");

describe("without a network", () => {
  let id: string;
  let short: string;

  test("what was there stays, says its age, and what has expired goes", async () => {
    id = await publish("Said before the network went");
    await kiosk.item(id).waitFor();
    short = await publish("Not for long", { expiresAt: inMs(20_000) });
    await kiosk.item(short).waitFor({ timeout: 30_000 });
    network.cut();
    await stale(kiosk).waitFor({ timeout: 30_000 });
    await kiosk.item(short).waitFor({ state: "detached", timeout: 30_000 });
    await kiosk.item(id).waitFor();
  });

  test("a power cut brings it back as it was, without the browser's error and without what has expired", async () => {
    await kiosk.outage(async () => {
      await kiosk.page.reload();
      await kiosk.item(id).waitFor();
      await stale(kiosk).waitFor({ timeout: 30_000 });
      expect(await kiosk.item(short).count()).toBe(0);
      expect(await kiosk.page.locator("html").getAttribute("data-screen")).toBe("door");
      network.mend();
    });
  });

  test("then it goes on from where it was, and tells what it has shown meanwhile", async () => {
    const cursor = await kiosk.page.locator("html").getAttribute("data-cursor");
    expect(cursor).toMatch(/\.\d+$/);
    const later = await publish("Said after it");
    await kiosk.item(later).waitFor({ timeout: 30_000 });
    expect(await stale(kiosk).count()).toBe(0);
    const told = await until(
      async () => (await receiptsOf(id)).find(({ showings = 0 }) => showings >= 2),
      "its receipt",
      60_000,
    );
    expect(told).toMatchObject({ kioskId: kiosk.id, revision: 1 });
    expect(told.visibleMs).toBeGreaterThan(1_000);
    await until(async () => (await kiosk.atDesk()).health?.queued === 0, "nothing to be queued", 60_000);
  });
});

describe("without a server", () => {
  test("one that is killed leaves the screen as it is, over a power cut; it comes back by itself", async () => {
    const id = await publish("Said before the server was killed");
    await kiosk.item(id).waitFor({ timeout: 30_000 });
    // What came is on the device within some seconds.
    await kiosk.page.waitForTimeout(5_000);
    const { port } = server;
    await server.kill9();
    await kiosk.outage(async () => {
      await kiosk.page.reload();
      await kiosk.item(id).waitFor();
      await stale(kiosk).waitFor({ timeout: 30_000 });
      server = await bench.server({ redisUrl: redis.url, port });
      await live(kiosk.page);
    });
    await until(async () => (await kiosk.atDesk()).state === "connected", "the desk to see it", 20_000);
  });
});

describe("without Redis", () => {
  test("it comes in all the same, with what is known; its receipts wait until they are kept", async () => {
    const id = await publish("Said before Redis was killed");
    await kiosk.item(id).waitFor({ timeout: 30_000 });
    await until(async () => (await receiptsOf(id)).length === 1, "the first receipt", 30_000);
    // What was shown is on the device within a second; what is not is counted anew.
    await kiosk.page.waitForTimeout(2_000);
    await redis.kill9();
    await kiosk.page.reload();
    await live(kiosk.page);
    await kiosk.item(id).waitFor();
    await kiosk.page.locator("html[data-transport=websocket]").waitFor({ state: "attached" });
    await redis.startAgain();
    await until(
      async () => (await receiptsOf(id)).some(({ showings = 0 }) => showings >= 2),
      "the second showing",
      60_000,
    );
  });
});

describe("a device whose clock is wrong by a day", () => {
  /** Its clock stands ahead by `ms`, over power cuts too, until it is set again. */
  const deviceClock = async (context: BrowserContext): Promise<void> => {
    await context.addInitScript(() => {
      const RealDate = Date;
      const aheadMs = () => Number(localStorage.getItem("test.aheadMs") ?? 86_400_000);
      globalThis.Date = class extends RealDate {
        constructor(...given: []) {
          if (given.length > 0) super(...given);
          else super(RealDate.now() + aheadMs());
        }
        static override now() {
          return RealDate.now() + aheadMs();
        }
      } as DateConstructor;
    });
  };
  const setClock = (of: RealKiosk, aheadMs: number) =>
    of.page.evaluate((ms) => localStorage.setItem("test.aheadMs", String(ms)), aheadMs);
  const clockOn = (of: RealKiosk) => of.page.locator(".big-time").textContent();
  const venueTime = (): string =>
    new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });

  let id: string;
  beforeAll(async () => {
    wrong = await come({ name: "Gate B" }, deviceClock);
    id = await publish("Holds for an hour", { expiresAt: inMs(3_600_000) });
  }, 120_000);
  beforeEach(() => network.mend());

  test("hides nothing and shows the venue's time", async () => {
    await wrong.item(id).waitFor({ timeout: 30_000 });
    expect(await wrong.page.evaluate("Date.now()")).toBeGreaterThan(Date.now() + DAY_MS / 2);
    const shown = await clockOn(wrong);
    expect([venueTime(), new Date(Date.now() - 60_000).toISOString().slice(11, 16)]).toContain(shown);
    const offset = async () => (await wrong.atDesk()).health?.clock?.offsetMs;
    expect(Math.abs((await until(offset, "its health", 20_000)) + DAY_MS)).toBeLessThan(5_000);
  });

  test("not after a power cut without a network either: it was told by how much it is wrong", async () => {
    // What it was told is on the device within half a minute.
    await wrong.page.waitForTimeout(31_000);
    network.cut();
    await wrong.outage(async () => {
      await wrong.page.reload();
      await wrong.item(id).waitFor();
      expect([venueTime(), new Date(Date.now() - 60_000).toISOString().slice(11, 16)]).toContain(
        await clockOn(wrong),
      );
      network.mend();
    });
  });

  test("one that was set back meanwhile shows what holds, and says no time that it does not know", async () => {
    network.cut();
    await setClock(wrong, -DAY_MS);
    await wrong.outage(async () => {
      await wrong.page.reload();
      await wrong.item(id).waitFor();
      expect(await clockOn(wrong)).toBe("");
      network.mend();
      await wrong.page.locator(".big-time time").waitFor({ timeout: 40_000 });
    });
  });
});

test("in all of this neither was taken for another, and no page had a fault", {
  timeout: 120_000,
}, async () => {
  const areThere = async () =>
    (await server.api.ask(KIOSKS)).json.items.every(({ state }: { state: string }) => state === "connected");
  await until(areThere, "both to be there", 90_000);
  const ofNetwork = /net::ERR_|WebSocket connection|\b503\b/;
  expect([...kiosk.faults, ...wrong.faults].filter((fault) => !ofNetwork.test(fault))).toEqual([]);
});
