import type { Browser, Locator, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../scripts/build-pages.ts";
import { type RealProxy, realProxy } from "../../scripts/chaos/proxy.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { htmlLanguage, launch, live, openPage, type RealPage } from "../support/real-browser.ts";
import { writeEvent } from "../support/real-event.ts";
import { openKiosk, type RealKiosk } from "../support/real-kiosks.ts";

const EMAIL = "lead@example.org";
const PASSWORD = "a-long-password-of-the-journeys";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
/** Between the feed's page and the server. */
let network: RealProxy;
let feed: RealPage;
let kiosk: RealKiosk;
let desk: RealPage;

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  const env = { ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD };
  const starting = Promise.all([
    bench.server({ redisUrl: redis.url, env }),
    bench.worker({ redisUrl: redis.url }),
  ]);
  browser = await launch();
  bench.onCleanUp(() => browser.close());
  [server] = await starting;
  network = await realProxy({ port: server.port, host: "127.0.0.1" });
  bench.onCleanUp(() => network.close());
  await writeEvent(server);
  [feed, kiosk, desk] = await Promise.all([
    openPage(browser, `${network.base}/`),
    openKiosk(browser, server, { name: "Foyer", languages: ["en", "zh"] }),
    openPage(browser, `${server.base}/desk`),
  ]);
  await Promise.all([live(feed.page), live(kiosk.page)]);
}, 120_000);
afterAll(() => bench.cleanUp());

const article = (page: Page, id: string): Locator => page.locator(`[data-announcement-id="${id}"]`);
const seen = (locator: Locator): Promise<void> => locator.waitFor({ state: "visible", timeout: 15_000 });
const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: "detached", timeout: 10_000 });
/** On the page that a reader sees; what is said to a screen reader stands beside it. */
const onFeed = (text: string): Locator => feed.page.locator("div.page").getByText(text).first();
/** Anywhere in the document, what only a screen reader is told included. */
const anywhereOnFeed = (text: string): Locator => feed.page.locator("body").getByText(text);
const seenByBoth = (text: string): Promise<unknown> => Promise.all([seen(onFeed(text)), onScreen(text)]);
/** One after the other has a screen, each for as long as it takes to read. */
const onScreen = (text: string): Promise<void> =>
  kiosk.page.getByText(text).first().waitFor({ state: "visible", timeout: 50_000 });

/** The ids that the feed's page shows, from the top. */
async function shown(page: Page): Promise<(string | null)[]> {
  const articles = await page.locator("article[data-announcement-id]").all();
  return await Promise.all(articles.map((one) => one.getAttribute("data-announcement-id")));
}

/** By the API, for what the desk's page is not needed for. */
async function publish(headline: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await server.api.post(headline, more);
  expect(answer.status).toBe(201);
  return answer.json.id;
}

const field = (name: string): Locator => desk.page.getByLabel(name, { exact: true });
const button = (name: string | RegExp): Locator => desk.page.getByRole("button", { name });
const rowOf = (headline: string): Locator => desk.page.locator("li.row", { hasText: headline });

describe("one desk, one reader, one screen", () => {
  test("the desk lets nobody in with a wrong password, and then whoever has the right one", async () => {
    await field("E-mail").fill(EMAIL);
    await field("Password").fill(`${PASSWORD}?`);
    await button("Sign in").click();
    await seen(desk.page.locator('[role="alert"]'));
    await field("Password").fill(PASSWORD);
    await button("Sign in").click();
    await seen(desk.page.getByRole("heading", { name: "Running order" }));
    await live(desk.page);
    // [M6] One feed is open; screens and the desk itself are nobody's audience.
    const stats = desk.page.locator(".stats");
    await seen(stats.filter({ hasText: /0 on site/ }).filter({ hasText: /1 undeclared/ }));
  });

  test("what the desk publishes is on the feed and the screen, by itself", async () => {
    await field("Headline").fill("Doors of hall 2 are open");
    await field("Text").fill("Come in by gate B.");
    await button("Publish now").click();
    await button("Send now").click();
    await seenByBoth("Doors of hall 2 are open");
    await seen(onFeed("Come in by gate B."));
    await seen(rowOf("Doors of hall 2 are open").locator("text=Published"));
  });

  test("what is undone within its seconds is never seen", async () => {
    await button("New").click();
    await field("Headline").fill("Sent by mistake");
    await button("Publish now").click();
    await button("Undo").click();
    await seen(desk.page.getByText("Not sent"));
    const [{ state, id }] = (await server.api.ask("/api/v1/desk/announcements?limit=1")).json.items;
    expect(state).toBe("approved");
    const after = await publish("After the mistake");
    await seen(article(feed.page, after));
    expect(await shown(feed.page)).not.toContain(id);
    expect(await feed.page.getByText("Sent by mistake").count()).toBe(0);
  });

  test("what the desk schedules appears at its time, by itself", async () => {
    await button("New").click();
    await field("Headline").fill("Planned for a moment from now");
    await desk.page.getByText("At a time", { exact: true }).click();
    // A whole second: the field has no finer.
    const dueMs = (Math.floor(Date.now() / 1_000) + 4) * 1_000;
    const atVenue = new Date(dueMs + 8 * 3_600_000).toISOString().slice(0, 19); // Asia/Shanghai
    await field("Goes out at, venue time").fill(atVenue);
    await button(/^Schedule for/).click();
    await seen(
      rowOf("Planned for a moment from now")
        .getByText(/^in \d/)
        .first(),
    );
    expect(await onFeed("Planned for a moment from now").count()).toBe(0);
    expect(Date.now(), "all this must have been done before its time").toBeLessThan(dueMs);
    await seenByBoth("Planned for a moment from now");
    expect(Date.now()).toBeGreaterThanOrEqual(dueMs);
    await seen(rowOf("Planned for a moment from now").locator("text=Published"));
  });

  test("the network drops while two more are published, and returns: nothing is missing, in order, once", async () => {
    const first = await publish("Before the network drops");
    await seen(article(feed.page, first));
    let [second, third, fourth] = ["", "", ""];
    await feed.outage(async () => {
      await feed.page.context().setOffline(true);
      network.cut();
      await seen(feed.page.locator('[role="status"][data-status]:not([data-status="live"])'));
      second = await publish("While it is down");
      third = await publish("While it is still down");
      expect(await article(feed.page, second).count()).toBe(0);
      await seen(onFeed("Before the network drops")); // what had arrived stays
      network.mend();
      await feed.page.context().setOffline(false);
      await seen(article(feed.page, third));
    });
    expect((await shown(feed.page)).slice(0, 3)).toEqual([third, second, first]);

    // Cut without the browser being told: the page finds out and comes back by itself.
    const before = network.connections;
    await feed.outage(async () => {
      network.cut();
      fourth = await publish("While nobody was told");
      network.mend();
      await seen(article(feed.page, fourth));
    });
    expect(network.connections).toBeGreaterThan(before);
    expect((await shown(feed.page)).slice(0, 4)).toEqual([fourth, third, second, first]);
    const all = await shown(feed.page);
    expect(new Set(all).size).toBe(all.length);
    const { json } = await server.api.ask("/api/v1/feed?limit=100");
    expect(all).toEqual(json.announcements.map(({ id }: { id: string }) => id));
  });

  test("a correction is marked, and what it said before can be had", async () => {
    const id = await publish("Lunch is at noon", {
      text: { en: { headline: "Lunch is at noon", body: "East." } },
    });
    await rowOf("Lunch is at noon").locator(".what").click();
    await field("Headline").fill("Lunch is at one");
    await button("Correct").click();
    await seen(article(feed.page, id).getByText("Lunch is at one"));
    await seen(article(feed.page, id).locator("[data-corrected]"));
    expect(await article(feed.page, id).getAttribute("data-revision")).toBe("2");
    await article(feed.page, id).locator("[data-corrected] summary").click();
    await seen(article(feed.page, id).locator("del", { hasText: "noon" }));
  });

  test("a withdrawal leaves a tombstone with its reason, and nothing of what it said", async () => {
    const id = await publish("This was wrong");
    await seen(onFeed("This was wrong"));
    await rowOf("This was wrong").locator(".what").click();
    await button("Withdraw").click();
    await desk.page.getByRole("dialog").getByLabel("Reason").fill("the room is another");
    await button("Withdraw it").click();
    await seen(feed.page.locator(`article[data-announcement-id="${id}"][data-withdrawn]`));
    await seen(article(feed.page, id).getByText("the room is another"));
    await gone(anywhereOnFeed("This was wrong").first());
    await gone(kiosk.page.getByText("This was wrong"));
    await seen(rowOf("This was wrong").locator("text=Withdrawn: the room is another"));
  });

  test("the reader changes the language without a reload", async () => {
    const text = { en: "The exhibition is open", zh: "博览会现已开放", fr: "L’exposition est ouverte" };
    const id = await publish(text.en, {
      text: Object.fromEntries(Object.entries(text).map(([tag, headline]) => [tag, { headline }])),
    });
    const { page } = feed;
    await seen(article(page, id).getByText(text.en));
    const names = { zh: "中文", fr: "Français", en: "English" } as const;
    for (const tag of ["zh", "fr", "en"] as const) {
      await page.getByRole("navigation").getByRole("link", { name: names[tag] }).click();
      await seen(article(page, id).getByText(text[tag]));
      expect(await htmlLanguage(page)).toMatch(new RegExp(`^${tag}`));
    }
  });

  test("where the reader is decides what there is to do", async () => {
    const id = await publish("The plenary begins", {
      actions: [
        { for: "online", label: { en: "Watch live" }, url: "https://stream.example/2" },
        { for: "in-person", label: { en: "Hall 2, gate B" } },
      ],
    });
    const online = article(feed.page, id).locator('[data-for="online"]');
    const onSite = article(feed.page, id).locator('[data-for="in-person"]');
    await seen(online);
    await seen(onSite);
    await feed.page.getByText("In person", { exact: true }).click();
    await gone(online);
    await seen(onSite);
    await feed.page.getByText("Online", { exact: true }).click();
    await gone(onSite);
    expect(await online.getAttribute("href")).toBe("https://stream.example/2");
    const atHome = await publish("For those on site alone", {
      audience: { attendance: "in-person", zones: [], tracks: [] },
    });
    const forAll = await publish("For everybody");
    await seen(article(feed.page, forAll));
    expect(await article(feed.page, atHome).count()).toBe(0);
  });

  test("none of this needed a reload, and nothing complained", () => {
    expect([feed, kiosk, desk].map(({ loads }) => loads())).toEqual([1, 1, 1]);
    expect([feed, kiosk, desk].map(({ faults }) => faults)).toEqual([[], [], []]);
    expect(server.log()).not.toMatch(/"level":(50|60)/);
  });

  test("whoever signs out is out, and their desk asks for nothing more", async () => {
    await button(`${EMAIL}, Administrator`).click();
    await desk.page.getByRole("menuitem", { name: "Sign out" }).click();
    await seen(button("Sign in"));
    const asked: string[] = [];
    desk.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await seen(article(feed.page, await publish("After the sign-out")));
    expect(asked.filter((path) => path.startsWith("/api/v1/desk"))).toEqual([]);
    expect((await desk.page.request.get(`${server.base}/api/v1/session`)).status()).toBe(401);
    await desk.page.reload();
    await seen(button("Sign in"));
    expect(await desk.page.getByText("Running order").count()).toBe(0);
  });
});
