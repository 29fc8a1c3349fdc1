/** What a reader's device keeps of the feed: without a network, over new builds, and while no page is open. */
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { type RealProxy, realProxy } from "../../../scripts/chaos/proxy.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { nextBuild } from "../../support/next-build.ts";
import { launch, live, openPage, type RealPage } from "../../support/real-browser.ts";

const UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";
/** Longer than a page looks again whether it may load itself anew. */
const LOOKED_AGAIN_MS = 12_000;

const bench = new Bench();
let browser: Browser;
let redisUrl: string;
let server: RealServer;
/** Between the readers and the server. */
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
  await kept(feed.page);
}, 120_000);
afterAll(() => bench.cleanUp());

async function publish(headline: string): Promise<string> {
  const answer = await server.api.post(headline);
  expect(answer.status).toBe(201);
  return answer.json.id;
}

/** The worker serves the page, and keeps it with what its scripts may load later. */
async function kept(page: Page): Promise<void> {
  await live(page);
  const isKept = () =>
    page.evaluate(async () => {
      const builds = (await caches.keys()).filter((name) => name !== "fanfare-device");
      const files = builds.length === 1 ? await (await caches.open(builds[0]!)).keys() : [];
      const has = (part: string): boolean => files.some(({ url }) => url.includes(part));
      return navigator.serviceWorker.controller !== null && has("/views-") && has("/later-");
    });
  await until(isKept, "the device to keep the page", 20_000);
}

const article = (page: Page, id: string) => page.locator(`article[data-announcement-id="${id}"]`);
const buildOf = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.parse(document.querySelector("#start")!.textContent!).build);

/** Also for the worker, which asks by itself; a page is told when it is over. */
async function withoutNetwork(page: Page, work: () => Promise<void>): Promise<void> {
  network.cut();
  await page.context().setOffline(true);
  try {
    await work();
  } finally {
    network.mend();
    await page.context().setOffline(false);
  }
}

/** As if another tab were in front. */
const hide = (page: Page): Promise<void> =>
  page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });

describe("without a network", () => {
  test("[SW3] the page opens from the phone with the last feed, says so, and catches up in order, once", async () => {
    const { page } = feed;
    const seen = await publish("Seen before the network went");
    await article(page, seen).waitFor();
    const missed: string[] = [];
    await feed.outage(async () => {
      await withoutNetwork(page, async () => {
        await page.reload();
        await article(page, seen).waitFor();
        await page.locator('[role="status"][data-status="offline"]').waitFor();
        missed.push(await publish("Missed, the first"), await publish("Missed, the second"));
        expect(await article(page, missed[0]!).count()).toBe(0);
      });
    });
    await article(page, missed[1]!).waitFor();
    const ids = await page
      .locator('[role="feed"] article')
      .evaluateAll((articles) => articles.map((each) => (each as HTMLElement).dataset.announcementId));
    expect(ids.slice(0, 3)).toEqual([missed[1], missed[0], seen]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(feed.faults).toEqual([]);
  });

  test("[SW5] a link opens on its announcement where that is held, and else says that it is not here", async () => {
    const { page } = feed;
    const id = await publish("Linked to");
    await article(page, id).waitFor();
    // The device keeps it once it has the time, or the page is left.
    await feed.outage(async () => {
      await withoutNetwork(page, async () => {
        await page.goto(`${network.base}/a/${id}`);
        await page.locator(".linked").locator(article(page, id)).waitFor();
        await page.goto(`${network.base}/a/${UNKNOWN}`);
        await page.locator(".linked .nothing").waitFor();
      });
      await page.goto(`${network.base}/`);
    });
  });

  test("[SW1] the desk is not kept: there the browser says what is the matter", async () => {
    const { page } = await openPage(browser, `${network.base}/`);
    await kept(page);
    await page.goto(`${network.base}/desk`);
    await withoutNetwork(page, async () => {
      await expect(page.reload()).rejects.toThrow(/ERR_/);
    });
    await page.context().close();
  });

  test("[SW4] who chose a language gets the page in it from its first byte", async () => {
    const { page } = await openPage(browser, `${network.base}/`);
    await kept(page);
    await page.evaluate(() => localStorage.setItem("fanfare.language", "fr"));
    await page.reload();
    const served = async () => (await page.reload())?.text();
    await expect.poll(served, { timeout: 20_000, interval: 5_000 }).toContain('<html lang="fr"');
    await page.context().close();
  });
});

describe("while no page is open", () => {
  test("[SW7] [SW8] a push message is shown, its correction in its place, and what cannot be read all the same", async () => {
    const { page } = await openPage(browser, `${network.base}/`);
    await page.context().grantPermissions(["notifications"], { origin: network.base });
    await kept(page);
    const push = await pushTo(page);
    const message = {
      announcementId: "abc",
      title: "Hall 4",
      body: "",
      language: "en",
      direction: "ltr",
      path: "/",
    };
    await push(JSON.stringify({ ...message, revision: 1 }));
    await expect.poll(() => notifications(page)).toEqual(["abc: Hall 4"]);
    await push(JSON.stringify({ ...message, revision: 2, title: "Hall 5" }));
    await expect.poll(() => notifications(page)).toEqual(["abc: Hall 5"]);
    await push(JSON.stringify({ ...message, revision: 1 }));
    await push("nothing that could be read");
    await expect.poll(() => notifications(page)).toEqual(["abc: Hall 5", "fanfare: Fanfare"]);
    await page.context().close();
  });
});

const notifications = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const shown = await (await navigator.serviceWorker.ready).getNotifications();
    return shown.map(({ tag, title }) => `${tag}: ${title}`).sort();
  });

/** As a push service would deliver it, by the browser's own tools. */
async function pushTo(page: Page): Promise<(data: string) => Promise<unknown>> {
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${network.base}/`);
      if (ours !== undefined) resolve(ours.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  const registrationId = await registered;
  return (data) =>
    devtools.send("ServiceWorker.deliverPushMessage", { origin: network.base, registrationId, data });
}

describe("a page that is not of the server's build", () => {
  test("[NV2] however often it is told to start over, it loads itself anew once, and then no more", async () => {
    const { page, loads } = await openPage(browser, "about:blank");
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const real = socket.connectToServer();
      real.onMessage((message) => {
        socket.send(message);
        if (String(message).startsWith('42["hello"'))
          socket.send('42["refused",{"code":"protocol_mismatch","action":"reset"}]');
      });
    });
    const before = loads();
    await page.goto(`${network.base}/`);
    await expect.poll(() => loads() - before, { timeout: 20_000 }).toBe(2);
    await page.waitForTimeout(LOOKED_AGAIN_MS);
    expect(loads() - before).toBe(2);
    await page.context().close();
  });

  test("[NV1] [NV2] [SW6] a new build takes over out of sight, once, with its own files, and where the reader was", async () => {
    const { page, loads } = feed;
    for (let at = 0; at < 12; at++) await publish(`Something to scroll past, ${at}`);
    const place = await publish("The place where the reader is");
    for (let at = 0; at < 5; at++) await publish(`Something newer, ${at}`);
    await page.goto(`${network.base}/`);
    await kept(page);
    await article(page, place).evaluate((element) =>
      element.scrollIntoView({ block: "start", behavior: "instant" }),
    );
    const before = { build: await buildOf(page), loads: loads() };
    const top = () => article(page, place).evaluate((element) => element.getBoundingClientRect().top);
    let topBefore = Number.NaN;
    const next = nextBuild();
    bench.onCleanUp(next.remove);
    await feed.outage(async () => {
      await server.terminate();
      server = await bench.server({ redisUrl, port: server.port, root: next.root });
      await live(page);
      topBefore = await top();
      await hide(page);
      await expect.poll(() => loads(), { timeout: 50_000 }).toBe(before.loads + 1);
    });
    expect(await buildOf(page)).not.toBe(before.build);
    await until(
      async () => Math.abs((await top()) - topBefore) < 5,
      "the place where the reader was",
      10_000,
    );
    await kept(page);
    await hide(page);
    await page.waitForTimeout(LOOKED_AGAIN_MS);
    expect(loads()).toBe(before.loads + 1);
  }, 120_000);
});
