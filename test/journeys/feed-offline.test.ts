/** What a reader's device keeps of the feed: without a network, over a new build, and while no page is open. */
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, CDPSession, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../scripts/build-pages.ts";
import { launch, live, openPage, type RealPage } from "../support/real-browser.ts";
import { Bench, type RealServer } from "../support/real-processes.ts";
import { type RealProxy, realProxy } from "../support/real-proxy.ts";

const root = join(import.meta.dirname, "../..");
const bench = new Bench();
let browser: Browser;
let redisUrl: string;
let server: RealServer;
/** Between the reader and the server. */
let network: RealProxy;
let feed: RealPage;

beforeAll(async () => {
  await buildPages();
  redisUrl = (await bench.redis()).url;
  [browser, server] = await Promise.all([launch(), bench.server({ redisUrl })]);
  bench.onCleanUp(() => browser.close());
  network = await realProxy({ port: server.port, host: "127.0.0.1" });
  bench.onCleanUp(() => network.close());
  await publish("Before anything happened");
  feed = await openPage(browser, `${network.base}/`);
  await live(feed.page);
  await settled(feed.page);
}, 120_000);
afterAll(() => bench.cleanUp());

async function publish(headline: string): Promise<string> {
  const answer = await server.api.post(headline);
  expect(answer.status).toBe(201);
  return answer.json.id;
}

/** The worker serves, and keeps the page and what its scripts may load later. */
const settled = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(KEPT), { timeout: 20_000, interval: 200 }).toBe(true) as Promise<void>;

// As text, since the types of tests know no document.
const KEPT = `(async () => {
  if (navigator.serviceWorker.controller === null) return false;
  const page = await caches.match("/", { ignoreVary: true });
  const names = (await caches.keys()).filter((name) => name !== "fanfare-device");
  const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
  return page !== undefined && names.length === 1 && kept[0] > 12;
})()`;

const shown = (page: Page): Promise<string[]> =>
  page.locator('[role="feed"] article h3, [role="feed"] article h2').allInnerTexts();

/** Everything that a browser says of a network that is not there. */
async function withoutNetwork(work: () => Promise<void>): Promise<void> {
  network.cut();
  try {
    await work();
  } finally {
    network.mend();
  }
}

describe("without a network", () => {
  test("[SW3] the page opens from the phone with the last feed, says so, and catches up in order, once", async () => {
    const { page } = feed;
    const seen = await publish("Seen before the network went");
    await page.locator(`[data-announcement-id="${seen}"]`).waitFor();
    await page.waitForTimeout(0);
    const [first, second] = await new Promise<[string, string]>((resolve, reject) => {
      feed
        .outage(() =>
          withoutNetwork(async () => {
            await page.reload();
            await page.locator(`[data-announcement-id="${seen}"]`).waitFor();
            await page.locator('[role="status"][data-status="offline"]').waitFor();
            const missed: [string, string] = [await publish("Missed, the first"), await publish("Missed, the second")];
            expect(await page.getByText("Missed, the first").count()).toBe(0);
            resolve(missed);
          }),
        )
        .catch(reject);
    });
    await page.locator(`[data-announcement-id="${second}"]`).waitFor();
    await live(page);
    const ids = await page.locator('[role="feed"] article').evaluateAll(IDS);
    expect(ids.slice(0, 3)).toEqual([second, first, seen]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("[SW5] a link to an announcement opens on it where it is held, and else says that it is not here", async () => {
    const { page } = await openPage(browser, "about:blank");
    const id = await publish("Linked to");
    await page.goto(`${network.base}/`);
    await live(page);
    await settled(page);
    await withoutNetwork(async () => {
      await page.goto(`${network.base}/a/${id}`);
      await page.locator(`.linked [data-announcement-id="${id}"]`).waitFor();
      await page.goto(`${network.base}/a/AAAAAAAAAAAAAAAAAAAAAA`);
      await page.locator(".linked .nothing").waitFor();
    });
    await page.context().close();
  });

  test("[SW1] the desk is not kept", async () => {
    const { page } = feed;
    await page.goto(`${network.base}/desk`);
    await withoutNetwork(async () => {
      await expect(page.reload()).rejects.toThrow(/ERR_/);
    });
    await page.goto(`${network.base}/`);
    await live(page);
  });

  test("[SW4] who chose a language gets the page in it, from the first byte", async () => {
    const { page } = feed;
    await page.evaluate('localStorage.setItem("fanfare.language", "fr")');
    await page.reload();
    await live(page);
    await settled(page);
    await expect.poll(async () => (await page.reload())?.text(), { timeout: 15_000 }).toContain('<html lang="fr"');
    await page.evaluate('localStorage.removeItem("fanfare.language")');
  });
});

const IDS = "(articles) => articles.map((article) => article.dataset.announcementId)" as unknown as (
  articles: unknown[],
) => string[];
