import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { launch, live, openPage, type RealPage } from "../../support/real-browser.ts";
import { event } from "../../support/written.ts";

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

async function open(path = "/", options = {}): Promise<RealPage> {
  const opened = await openPage(browser, `${server.base}${path}`, options);
  bench.onCleanUp(() => opened.page.context().close());
  await live(opened.page);
  return opened;
}

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
  expect(await page.locator("article:has(.seen)").getAttribute("id")).toBe(newest);
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
