/** What lies over the feed: the programme, the search, the reader's own settings, web push. */
import type { Browser, BrowserContext, Locator, Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { ADMIN_TOKEN, Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { axeFindings } from "../../support/accessibility.ts";
import { launch, live, openPage, overflowOf, type RealPage, screens } from "../../support/real-browser.ts";
import { event } from "../../support/written.ts";

const CALENDAR = [
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN",
  ...[
    ["opening", "20221109T010000Z", "20221109T020000Z", "The summit opens", "Plenary hall"],
    ["forum", "20221109T013000Z", "20221109T030000Z", "Data governance forum", "Hall 2"],
    ["closing", "20221110T080000Z", "20221110T090000Z", "The summit closes", "Plenary hall"],
  ].map(
    ([uid, from, to, title, hall]) =>
      `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTAMP:20221101T000000Z\r\nDTSTART:${from}\r\nDTEND:${to}\r\nSUMMARY:${title}\r\nLOCATION:${hall}\r\nEND:VEVENT`,
  ),
  "END:VCALENDAR\r\n",
].join("\r\n");

/** In place of the browser's push service, which a test must not ask. */
const PUSH_SERVICE = `
  const keys = { p256dh: "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM", auth: "tBHItJI5svbpez7KI4CCXg" };
  const subscription = {
    toJSON: () => ({ endpoint: "https://push.example.org/send/one", expirationTime: null, keys }),
    unsubscribe: async () => { given = null; return true; },
  };
  let given = null;
  PushManager.prototype.subscribe = async () => (given = subscription);
  PushManager.prototype.getSubscription = async () => given;
  Notification.requestPermission = async () => "granted";
  Object.defineProperty(Notification, "permission", { get: () => "granted" });
`;

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let feed: RealPage;
let page: Page;

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  [browser, server] = await Promise.all([launch(), bench.server({ redisUrl: redis.url })]);
  bench.onCleanUp(() => browser.close());
  const held = await server.api.ask("/api/v1/desk/event");
  const headers = { "if-match": held.headers.get("etag")! };
  const { rehearsal: _, ...written } = event();
  expect((await server.api.ask("/api/v1/desk/event", { method: "PUT", json: written, headers })).status).toBe(
    200,
  );
  const imported = await fetch(`${server.base}/api/v1/desk/programme`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "text/calendar" },
    body: CALENDAR,
  });
  expect(imported.status).toBe(200);
  for (const headline of ["Shuttle stop C moves", "Résumé of the first day"])
    expect((await server.api.post(headline)).status).toBe(201);
}, 120_000);
afterAll(() => bench.cleanUp());

beforeEach(async () => {
  feed = await openPage(browser, `${server.base}/`, { serviceWorkers: "allow" });
  page = feed.page;
  await live(page);
});
afterEach(async () => {
  const { faults } = feed;
  await page.context().close();
  expect(faults).toEqual([]);
});

const context = (): BrowserContext => page.context();
const sheet = (): Locator => page.locator("dialog.sheet").first();
const opener = (name: string): Locator => page.locator(`a[href="#${name}"]:visible`).first();
const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: "detached" });

async function open(name: string): Promise<void> {
  await opener(name).click();
  await sheet().getByRole("button", { name: "Close" }).waitFor();
}

describe("a view over the feed", () => {
  test("[OV1] takes the focus, closes by Escape, by Back and by its button, and leaves no step behind", async () => {
    await open("settings");
    await sheet().getByText("Kept on the server").waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    await page.keyboard.press("Escape");
    await gone(sheet());
    expect(new URL(page.url()).hash).toBe("");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("href")))
      .toBe("#settings");
    await open("settings");
    await page.goBack();
    await gone(sheet());
    await open("search");
    await sheet().getByRole("button", { name: "Close" }).click();
    await gone(sheet());
    expect(feed.loads()).toBe(1);
  });

  test("[OV1] that a link from elsewhere led to has the feed below it", async () => {
    const linked = await openPage(browser, `${server.base}/#programme`);
    const dialog = linked.page.locator("dialog.sheet");
    await dialog.getByText("The summit opens").waitFor();
    await linked.page.goBack();
    await gone(dialog);
    expect(linked.page.url()).toBe(`${server.base}/`);
    await linked.page.context().close();
  });

  test("that cannot be fetched says so, and is fetched when asked again", async () => {
    await context().route(/words-en[^/]*\.js/, (route) => route.abort());
    await open("settings");
    await sheet().getByText("This part could not be fetched.").waitFor();
    feed.faults.length = 0;
    await context().unroute(/words-en[^/]*\.js/);
    await sheet().getByRole("button", { name: "Try again" }).click();
    await sheet().getByText("Kept on the server").waitFor();
  });
});

describe("the programme", () => {
  test("is a timetable on a laptop: a session opens, is followed, and goes into the calendar", async () => {
    await open("programme");
    await sheet().getByRole("link", { name: "The summit opens" }).waitFor();
    expect(await sheet().locator(".timetable .head").allTextContents()).toHaveLength(2);
    expect(await sheet().getByText("The summit closes").count()).toBe(0);
    expect(await axeFindings(page, ".sheet")).toEqual([]);

    await sheet().getByRole("link", { name: "Data governance forum" }).click();
    const details = page.locator("dialog.sheet.aside");
    await details.getByRole("button", { name: "Follow" }).click();
    expect(await axeFindings(page, ".sheet.aside")).toEqual([]);
    const calendar = await details.getByRole("link", { name: "Add to calendar" }).getAttribute("href");
    const text = await (await fetch(server.base + calendar)).text();
    expect([...text.matchAll(/^SUMMARY:(.*)\r$/gm)].map(([, title]) => title)).toEqual([
      "Data governance forum",
    ]);

    await page.keyboard.press("Escape");
    await gone(details);
    await sheet().getByLabel("What I follow").check();
    expect(await sheet().locator(".sessions a").allTextContents()).toEqual(["Data governance forum"]);
    const all = await sheet()
      .getByRole("link", { name: "Add to calendar: What I follow" })
      .getAttribute("href");
    expect(all).toBe(calendar);
  });

  test("is a list on a phone, by day and over all of them what is looked for", async () => {
    await page.setViewportSize(screens.phone);
    await page.goto(`${server.base}/#programme`);
    await sheet().getByRole("link", { name: "The summit opens" }).waitFor();
    expect(await sheet().locator(".sessions li").count()).toBe(2);
    await sheet().getByRole("button", { name: "Thu 10 Nov" }).click();
    await sheet().getByRole("link", { name: "The summit closes" }).waitFor();
    expect(await sheet().locator(".sessions li").count()).toBe(1);
    await sheet().getByRole("searchbox").fill("SUMMIT");
    expect(await sheet().locator(".sessions a").allTextContents()).toEqual([
      "The summit opens",
      "The summit closes",
    ]);
    expect(await axeFindings(page, ".sheet")).toEqual([]);
    expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });
  });
});

describe("the search", () => {
  test("marks what it finds, and leads to it in the feed", async () => {
    await open("search");
    await sheet().getByRole("searchbox").fill("resume");
    await sheet().locator("mark").first().waitFor();
    expect(await sheet().locator("mark").allTextContents()).toEqual(["Résumé"]);
    expect(await axeFindings(page, ".sheet")).toEqual([]);
    await sheet().getByRole("link", { name: "Résumé of the first day" }).click();
    await gone(sheet());
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent ?? ""))
      .toContain("Résumé of the first day");
  });

  test("is over what the device holds while there is no network, and says so", async () => {
    await open("search");
    await sheet().getByRole("searchbox").fill("nothing like it");
    await sheet().getByText("Nothing matches what you chose to see.").waitFor();
    await feed.outage(async () => {
      await context().setOffline(true);
      await sheet().getByRole("searchbox").fill("shuttle");
      await sheet()
        .getByText(/Not connected.*1 found/)
        .waitFor();
      expect(await sheet().locator("mark").allTextContents()).toEqual(["Shuttle"]);
      await context().setOffline(false);
    });
  });
});

describe("the settings", () => {
  test("change language and appearance in place, and forget all of it", async () => {
    await open("settings");
    await sheet().locator('label[for="attending-in-person"]').click();
    await sheet().locator('label[for="appearance-dark"]').click();
    await sheet().getByLabel("Language").selectOption("ar");
    await sheet().getByText("المحفوظ على الخادم").waitFor();
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    expect(await axeFindings(page, ".sheet")).toEqual([]);
    expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });
    const own = () =>
      page.evaluate(() =>
        ["attendance", "language", "theme"].map((name) => localStorage.getItem(`fanfare.${name}`)),
      );
    expect(await own()).toEqual(["in-person", "ar", "dark"]);
    await sheet().getByRole("button", { name: "انسَ كل شيء على هذا الجهاز" }).click();
    await page.locator('html[lang="en"]').waitFor();
    await live(page);
    expect(await own()).toEqual([null, null, null]);
  });

  test("[PC1] push is asked for with the reader's wishes, follows them, is shown and is deleted", async () => {
    await page.addInitScript(PUSH_SERVICE);
    await page.reload();
    await live(page);
    await open("settings");
    await sheet().getByLabel("Releases").uncheck();
    const posted = page.waitForRequest((request) => request.method() === "POST");
    await sheet().getByRole("button", { name: "Notify me on this device" }).click();
    const { filters, language } = (await posted).postDataJSON();
    expect(language).toBe("en");
    expect(filters.kinds).toEqual(["session-start", "result", "programme-change", "notice"]);
    await sheet().getByText("An address at push.example.org").waitFor();

    const changed = page.waitForRequest((request) => request.method() === "PUT");
    await sheet().locator('label[for="attending-online"]').click();
    await sheet().getByLabel("Releases").check();
    const change = await changed;
    expect(change.postDataJSON().filters).toMatchObject({ kinds: [], attendance: "online" });
    expect((await change.response())?.status()).toBe(200);
    const secret = new URL(change.url()).pathname;
    expect(await server.api.status(secret)).toBe(200);

    await sheet().getByRole("button", { name: "Delete it" }).click();
    await sheet().getByText("Nothing. There are no accounts.").waitFor();
    expect(await server.api.status(secret)).toBe(404);
  });

  test("says in words why there can be no notifications", async () => {
    await page.addInitScript('Object.defineProperty(Notification, "permission", { get: () => "denied" });');
    await page.reload();
    await open("settings");
    await sheet().getByText("Your browser blocks notifications from this page.").waitFor();
  });
});
