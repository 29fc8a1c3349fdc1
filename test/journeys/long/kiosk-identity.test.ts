/** A screen comes to its place, is set up without being touched, loses its place, and another takes it. */
import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { launch, live, openPage, type RealPage, screens } from "../../support/real-browser.ts";
import { writeEvent } from "../../support/real-event.ts";
import { claim, codeOn, KIOSKS, type RealKiosk, realKiosk, showing } from "../../support/real-kiosks.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let opened: RealPage;
let kiosk: RealKiosk;

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  [server, browser] = await Promise.all([bench.server({ redisUrl: redis.url }), launch()]);
  bench.onCleanUp(() => browser.close());
  await writeEvent(server);
  opened = await openPage(browser, `${server.base}/kiosk`, { viewport: screens.kiosk });
}, 120_000);
afterAll(() => bench.cleanUp());

test("a new screen shows a code, what to do with it, and the way to the desk for a phone", async () => {
  await showing(opened.page, "pairing");
  const code = await codeOn(opened.page);
  expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  const link = await opened.page.locator(".qr").getAttribute("data-address");
  expect(link).toBe(`${server.base}/desk#screens?code=${code}`);
  await opened.page.getByText("Type this code").waitFor();
  await opened.page.getByText("输入此代码").waitFor();
});

test("while somebody at the desk looks at it, it says that it is the one", async () => {
  const found = await server.api.ask(`${KIOSKS}/pairings`, { json: { userCode: await codeOn(opened.page) } });
  expect(found.json).toMatchObject({ screen: screens.kiosk });
  await opened.page.getByText("This is the screen").waitFor();
});

test("claimed, it is what it was made to be, and says so at the desk", async () => {
  const settings = { name: "By the stairs", zone: "east", languages: ["zh", "en"], hours: "always" };
  const id = await claim(server.api, await codeOn(opened.page), settings);
  kiosk = realKiosk(opened, server.api, id);
  await kiosk.showing("quiet");
  await until(async () => (await kiosk.atDesk()).health?.showing?.screen === "quiet", "its health", 15_000);
  const { state, health } = await kiosk.atDesk();
  expect(state).toBe("connected");
  expect(health).toMatchObject({
    build: await kiosk.page.locator('meta[name="build"]').getAttribute("content"),
    screen: { width: 1920, height: 1080 },
    clock: { isTrusted: true },
    queued: 0,
  });
  expect(Math.abs(health!.clock!.offsetMs!)).toBeLessThan(2_000);
});

test("what is set at the desk is on it at once, without touching it", async () => {
  const { id } = (await server.api.post("Doors of hall 2 are open")).json;
  await kiosk.item(id).waitFor();
  await kiosk.set({ layout: "door", hall: "hall-2" });
  await kiosk.showing("door");
  await kiosk.page.locator(".sign .no", { hasText: "2" }).waitFor();
  await kiosk.set({ orientation: "portrait" });
  await kiosk.page.locator('#app[data-turn="90"][data-upright="true"]').waitFor();
  await kiosk.set({ languages: ["fr"], orientation: "natural" });
  await kiosk.page.locator('html[lang="fr"]').waitFor({ state: "attached" });
  await kiosk.set({ layout: "ticker" });
  await kiosk.showing("ticker");
  await kiosk.set({ layout: "foyer", languages: ["en", "zh"], hall: null });
});

test("what it is told to do it does, once, and answers", async () => {
  const id = await kiosk.tell("identify");
  await kiosk.showing("identify");
  await kiosk.page.getByRole("heading", { name: "By the stairs" }).waitFor();
  const answered = async (of: string) =>
    (await server.api.ask(`${KIOSKS}/commands`)).json.items.find((sent: { id: string }) => sent.id === of)
      ?.results[0];
  expect(await until(() => answered(id), "its answer", 15_000)).toMatchObject({
    kioskId: kiosk.id,
    ok: true,
  });
  const loads = kiosk.loads();
  const reload = await kiosk.tell("reload");
  await until(() => kiosk.loads() > loads, "it to be loaded again", 15_000);
  expect(await until(() => answered(reload), "its answer", 15_000)).toMatchObject({ ok: true });
  await live(kiosk.page);
  await kiosk.showing("foyer");
  expect(kiosk.loads()).toBe(loads + 1);
});

test("a second tab of the same device is no second screen", async () => {
  const second = await kiosk.page.context().newPage();
  await second.goto(`${server.base}/kiosk`);
  await live(second);
  // What looks like a copy of a screen is asked twice, some seconds apart.
  await second.waitForTimeout(8_000);
  expect((await kiosk.atDesk()).state).toBe("connected");
  await second.close();
});

test("removed, it goes on with what everybody may read, with a mark and a code", async () => {
  await server.api.ask(`${KIOSKS}/${kiosk.id}`, { method: "DELETE" });
  const code = await codeOn(kiosk.page);
  await kiosk.page.locator(".foot .unpaired", { hasText: code }).waitFor();
  const { id } = (await server.api.post("Still told")).json;
  await kiosk.item(id).waitFor();
  await kiosk.page.reload();
  await kiosk.page.locator(".foot .unpaired").waitFor();
  await kiosk.item(id).waitFor();
});

test("another one takes the place of a broken one, with its name, and the broken one has none", async () => {
  const first = await openPage(browser, `${server.base}/kiosk`, { viewport: screens.kiosk });
  const id = await claim(server.api, await codeOn(first.page), {
    name: "Gate B",
    zone: "west",
    hours: "always",
  });
  await live(first.page);
  const other = await openPage(browser, `${server.base}/kiosk`, { viewport: screens.upright });
  expect(await claim(server.api, await codeOn(other.page), { replaces: id })).toBe(id);
  await other.page.locator("html:not([data-screen='pairing'])").waitFor({ state: "attached" });
  await first.page.locator(".foot .unpaired").waitFor({ timeout: 20_000 });
  const { name, zone } = (await server.api.ask(`${KIOSKS}/${id}`)).json;
  expect({ name, zone }).toEqual({ name: "Gate B", zone: "west" });
  expect([...opened.faults, ...other.faults]).toEqual([]);
});
