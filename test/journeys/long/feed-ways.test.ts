/** The ways in which a reader's page hears of what is new: its own connection, another tab's, and the fallbacks. */
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { launch } from "../../support/real-browser.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let context: BrowserContext;

beforeAll(async () => {
  await buildPages();
  const { url } = await bench.redis();
  [browser, server] = await Promise.all([launch(), bench.server({ redisUrl: url })]);
  bench.onCleanUp(() => browser.close());
}, 120_000);
afterAll(() => bench.cleanUp());
beforeEach(async () => {
  // The way in is looked at, not what a worker keeps.
  context = await browser.newContext({ serviceWorkers: "block" });
});
afterEach(() => context.close());

const hook = (page: Page, name: string): Promise<string | undefined> =>
  page.evaluate((asked) => document.documentElement.dataset[asked], name);

/** Live by this way in. */
const liveBy = (page: Page, transport: string, ms = 20_000): Promise<true> =>
  until(
    async () => {
      const isLive = (await hook(page, "connectionState")) === "live";
      return isLive && (await hook(page, "transport")) === transport;
    },
    `the page to be live by ${transport}`,
    ms,
  ) as Promise<true>;

async function openTab(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${server.base}/`);
  return page;
}

async function isHeard(headline: string, ...pages: Page[]): Promise<void> {
  const { status, json } = await server.api.post(headline);
  expect(status).toBe(201);
  const article = `article[data-announcement-id="${json.id}"]`;
  for (const page of pages) await page.locator(article).waitFor({ timeout: 15_000 });
}

test("[N7] two tabs share one connection, and the second goes on when the first is closed", async () => {
  const first = await openTab();
  await liveBy(first, "websocket");
  const isLeader = () =>
    first.evaluate(async () =>
      ((await navigator.locks.query()).held ?? []).some(({ name }) => /feed/.test(name!)),
    );
  await until(isLeader, "the first to lead", 20_000);
  const second = await openTab();
  await liveBy(second, "tab");
  await isHeard("To both tabs", first, second);
  await first.close();
  await liveBy(second, "websocket");
  await isHeard("To the one that is left", second);
});

test("[N5] where no WebSocket opens, server-sent events serve", async () => {
  await context.routeWebSocket(/socket\.io/, (socket) => void socket.close());
  const page = await openTab();
  await liveBy(page, "sse", 40_000);
  await isHeard("As an event", page);
});

test("[N5] where nothing stays open, the page asks again and again", async () => {
  await context.routeWebSocket(/socket\.io/, (socket) => void socket.close());
  await context.route(/feed\/stream/, (route) => route.abort());
  const page = await openTab();
  await liveBy(page, "polling", 40_000);
  await isHeard("As an answer", page);
});

test("[N6] a page that was frozen has everything when it wakes, in order, once", async () => {
  const page = await openTab();
  await liveBy(page, "websocket");
  const device = await context.newCDPSession(page);
  await device.send("Page.setWebLifecycleState", { state: "frozen" });
  const ids: string[] = [];
  for (const headline of ["One", "Two", "Three"]) ids.unshift((await server.api.post(headline)).json.id);
  await device.send("Page.setWebLifecycleState", { state: "active" });
  await page.locator(`article[data-announcement-id="${ids[0]}"]`).waitFor({ timeout: 15_000 });
  const shown = await page
    .locator("article[data-announcement-id]")
    .evaluateAll((articles) => articles.map((each) => each.getAttribute("data-announcement-id")));
  expect(shown.filter((id) => ids.includes(id!))).toEqual(ids);
});
