import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../scripts/build-pages.ts";
import { launch, live, openPage, type RealPage, screens } from "../support/real-browser.ts";
import { Bench, type RealServer } from "../support/real-processes.ts";
import { until } from "../support/until.ts";
import { event } from "../support/written.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  [server, browser] = await Promise.all([
    bench.server({ redisUrl: redis.url, env: { ADMIN_PASSWORD: "a-long-password-of-the-journeys" } }),
    launch(),
  ]);
  bench.onCleanUp(() => browser.close());
  const held = await server.api.ask("/api/v1/desk/event");
  const headers = { "if-match": held.headers.get("etag")! };
  const { rehearsal: _, ...written } = event();
  await server.api.ask("/api/v1/desk/event", { method: "PUT", json: written, headers });
}, 120_000);
afterAll(() => bench.cleanUp());

async function publish(headline: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await server.api.post(headline, more);
  expect(answer.status).toBe(201);
  return answer.json.id;
}

const article = (page: Page, id: string) => page.locator(`article[data-announcement-id="${id}"]`);
const seen = (page: Page, id: string) => article(page, id).waitFor({ state: "visible" });
const topOf = async (page: Page, id: string): Promise<number> => (await article(page, id).boundingBox())!.y;
const long = (name: string) => ({ text: { en: { headline: name, body: `${name}. `.repeat(120) } } });

async function open(path = "/", options = {}): Promise<RealPage> {
  const opened = await openPage(browser, `${server.base}${path}`, options);
  bench.onCleanUp(() => opened.page.context().close());
  await live(opened.page);
  return opened;
}

test("[P1] what comes above a reader is counted and moves nothing; asked for, it is shown and has the focus", async () => {
  const ids: string[] = [];
  for (const name of ["One", "Two", "Three", "Four"]) ids.push(await publish(name, long(name)));
  const { page, faults } = await open("/", { viewport: screens.phone });
  await article(page, ids[0]!).scrollIntoViewIfNeeded();
  const before = await topOf(page, ids[0]!);
  const first = await publish("While you read");
  const second = await publish("While you read on");
  const pill = page.getByRole("button", { name: "2 new" });
  await pill.waitFor();
  await server.api.ask(`/api/v1/desk/announcements/${ids[3]}/withdraw`, { json: { reason: "wrong" } });
  await page
    .locator(`article[data-announcement-id="${ids[3]}"][data-withdrawn]`)
    .waitFor({ state: "attached" });
  await until(
    async () => Math.abs((await topOf(page, ids[0]!)) - before) <= 2,
    "what is read to stand still",
    2_000,
  );
  expect(await article(page, first).count()).toBe(0);
  await pill.click();
  await seen(page, first);
  await until(
    async () => (await page.locator(":focus").getAttribute("data-announcement-id")) === second,
    "the first new one to have the focus",
    3_000,
  );
  expect(faults).toEqual([]);
});

test("[P2] paused, new ones wait at the top of the page too and nothing is said; danger comes all the same", async () => {
  const { page, faults } = await open();
  await page.getByRole("button", { name: "Pause" }).click();
  const held = await publish("Held while paused");
  await page.getByRole("button", { name: "1 new" }).waitFor();
  expect(await article(page, held).count()).toBe(0);
  expect(await page.locator("[data-live=polite]").textContent()).toBe("");
  await publish("Leave hall 2", {
    kind: "urgent",
    details: { status: "actual", messageType: "alert" },
    expiresAt: new Date(Date.now() + 4_000).toISOString(),
  });
  await page.locator('.alert[data-status="actual"]').waitFor();
  expect(await page.locator("[data-live=assertive]").textContent()).toContain("Leave hall 2");
  await page.locator(".alert").waitFor({ state: "detached", timeout: 10_000 });
  await page.getByRole("button", { name: "Pause" }).click();
  await seen(page, held);
  expect(faults).toEqual([]);
});

test("[FI1] choices combine, survive a reload, and a choice that leaves nothing says so and can be undone", async () => {
  const release = await publish("A paper", { kind: "release" });
  const notice = await publish("A notice");
  const { page, faults } = await open();
  await seen(page, notice);
  await page.getByRole("button", { name: /^Releases/ }).click();
  await article(page, notice).waitFor({ state: "detached" });
  await seen(page, release);
  await page.reload();
  await article(page, notice).waitFor({ state: "detached" });
  await seen(page, release);
  await page.getByRole("button", { name: /^Results/ }).click();
  await page.getByRole("button", { name: "Show everything" }).click();
  await seen(page, notice);
  expect(await page.getByRole("button", { name: /^Everything/ }).getAttribute("aria-pressed")).toBe("true");
  expect(faults).toEqual([]);
});

test("[AT1] where a reader is holds in every tab and at the next visit", async () => {
  const { page } = await open();
  const other = await page.context().newPage();
  await other.goto(`${server.base}/`);
  await live(other);
  await page.getByText("In person", { exact: true }).click();
  await other.locator("#attend-in-person:checked").waitFor({ state: "attached" });
  await page.reload();
  await page.locator("#attend-in-person:checked").waitFor({ state: "attached" });
});

test("[LI1] a link to one announcement shows it first, once, and the way to all others", async () => {
  const id = await publish("Linked to");
  const newer = await publish("Newer than that");
  const { page, faults } = await open(`/a/${id}`);
  await seen(page, newer);
  const ids = await page.locator("article").evaluateAll((all) => all.map(({ id: name }) => name));
  expect(ids.filter((name) => name === `a-${id}`)).toHaveLength(1);
  expect(ids[0]).toBe(`a-${id}`);
  await server.api.ask(`/api/v1/desk/announcements/${id}/withdraw`, { json: { reason: "wrong" } });
  await page.locator(`article[data-announcement-id="${id}"][data-withdrawn]`).waitFor();
  await page.getByRole("main").getByRole("link", { name: "All announcements" }).click();
  await page.waitForURL(`${server.base}/`);
  expect(faults).toEqual([]);
});

test("[VI1] what is new since the last visit ends at a line, and older ones come by themselves", async () => {
  const { page, faults } = await open();
  const [newest] = await page.locator("article").evaluateAll((all) => all.map(({ id }) => id));
  await page.goto("about:blank");
  for (let n = 0; n < 12; n += 1) await publish(`Since then ${n}`);
  await page.goto(`${server.base}/`);
  await live(page);
  await until(
    async () => {
      await page.mouse.wheel(0, 4_000);
      return (await page.locator(".seen").count()) === 1;
    },
    "the line",
    10_000,
  );
  expect(await page.locator(".seen + article").getAttribute("id")).toBe(newest);
  expect(faults).toEqual([]);
});

test("[FK1] Page Down and Page Up step from one announcement to the next, Ctrl and End leaves the feed", async () => {
  const { page } = await open();
  const focused = () => page.locator(":focus").getAttribute("aria-posinset");
  await page.locator('article[aria-posinset="1"]').focus();
  await page.keyboard.press("PageDown");
  await until(async () => (await focused()) === "2", "the second", 3_000);
  await page.keyboard.press("PageUp");
  await until(async () => (await focused()) === "1", "the first again", 3_000);
  await page.keyboard.press("Control+End");
  await until(async () => (await page.locator("[role=feed] :focus").count()) === 0, "it to be left", 3_000);
});
