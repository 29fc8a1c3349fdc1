/** One screen from its code to its removal: set up, alerted, cut off and switched off meanwhile, heard again. */
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../scripts/build-pages.ts";
import { type RealProxy, realProxy } from "../../scripts/chaos/proxy.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { launch, openPage, type RealPage, screens } from "../support/real-browser.ts";
import { writeEvent } from "../support/real-event.ts";
import { claim, codeOn, KIOSKS, type RealKiosk, realKiosk, showing } from "../support/real-kiosks.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
/** Between the screen and the server. */
let network: RealProxy;
let opened: RealPage;
let kiosk: RealKiosk;
let id: string;

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  [server, browser] = await Promise.all([bench.server({ redisUrl: redis.url }), launch()]);
  bench.onCleanUp(() => browser.close());
  network = await realProxy({ port: server.port, host: "127.0.0.1" });
  bench.onCleanUp(() => network.close());
  await writeEvent(server);
  opened = await openPage(browser, `${network.base}/kiosk`, { viewport: screens.kiosk });
}, 120_000);
afterAll(() => bench.cleanUp());

const publish = async (headline: string, more: object = {}): Promise<string> => {
  const { status, text, json } = await server.api.post(headline, { ...more });
  if (status !== 201) throw new Error(text);
  return json.id;
};

test("new, it shows a code, and that it is the one while somebody looks at it", async () => {
  await showing(opened.page, "pairing");
  const code = await codeOn(opened.page);
  expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  await server.api.ask(`${KIOSKS}/pairings`, { json: { userCode: code } });
  await opened.page.getByText("This is the screen").waitFor();
});

test("claimed, it is what it was made to be, and whatever else it is made later", async () => {
  const settings = { name: "Door of hall 2", zone: "hall-2", languages: ["zh", "en"], hours: "always" };
  kiosk = realKiosk(opened, server.api, await claim(server.api, await codeOn(opened.page), settings));
  await kiosk.showing("quiet");
  await kiosk.set({ layout: "door", hall: "hall-2" });
  await kiosk.showing("door");
  await until(async () => (await kiosk.atDesk()).health?.showing?.screen === "door", "its health", 15_000);
  expect(await kiosk.atDesk()).toMatchObject({
    state: "connected",
    health: { screen: { width: 1920, height: 1080 }, clock: { isTrusted: true } },
  });
});

test("what is for its place is on it, what is for another is not", async () => {
  id = await publish("Coffee by the doors of hall 2", { audience: { zones: ["east"] } });
  const other = await publish("The west bridge is open", { audience: { zones: ["west"] } });
  await kiosk.item(id).waitFor();
  expect(await kiosk.item(other).count()).toBe(0);
});

test("an exercise has it at once, says that it is one and what to do here, and gives it back", async () => {
  const alert = await publish("Leave hall 2 by the north doors", {
    kind: "urgent",
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
    details: {
      status: "exercise",
      messageType: "alert",
      instruction: { en: "Walk to the meeting point." },
      zoneInstructions: [
        { zone: "east", instruction: { en: "Leave by the north doors.", zh: "请从北门离开。" } },
      ],
    },
  });
  await kiosk.page.locator('.takeover[data-status="exercise"] .word', { hasText: "演习" }).waitFor();
  await kiosk.page.locator("[data-instruction]", { hasText: "请从北门离开。" }).waitFor();
  await server.api.move(alert, "withdraw", { reason: "over" });
  await kiosk.showing("door");
});

test("cut off and switched off, it comes up as it was; heard again, it goes on and tells what it showed", async () => {
  const isKept = () =>
    kiosk.page.evaluate(
      async () =>
        navigator.serviceWorker.controller !== null &&
        (await caches.keys()).some((name) => /^kiosk-(?!versions)/.test(name)),
    );
  await until(isKept, "the device to keep the page", 20_000);
  network.cut();
  await kiosk.page.locator("[data-stale]").waitFor({ timeout: 20_000 });
  await kiosk.outage(async () => {
    await kiosk.page.reload();
    await kiosk.item(id).waitFor();
    await kiosk.page.locator("[data-stale]").waitFor({ timeout: 20_000 });
    network.mend();
  });
  const receipts = async () =>
    (await server.api.ask(`/api/v1/desk/announcements/${id}/receipts`)).json.shown as { showings: number }[];
  const told = await until(
    async () => (await receipts()).find(({ showings }) => showings >= 2),
    "its receipt",
    40_000,
  );
  expect(told).toMatchObject({ kioskId: kiosk.id, revision: 1 });
});

test("removed, it goes on with what everybody may read, with a mark and a code", async () => {
  await server.api.ask(`${KIOSKS}/${kiosk.id}`, { method: "DELETE" });
  await kiosk.page.locator(".foot .unpaired", { hasText: await codeOn(kiosk.page) }).waitFor();
  const { json } = await server.api.ask(`/api/v1/desk/announcements/${await publish("Still told")}`);
  await kiosk.page.locator(`html[data-cursor$=".${json.offset}"]`).waitFor({ state: "attached" });
  expect(kiosk.faults.filter((fault) => !/net::ERR_|WebSocket connection/.test(fault))).toEqual([]);
});
