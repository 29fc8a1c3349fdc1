/** The desk on a phone, on a small laptop in French, on a wall, with large text, and in other languages. */
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { englishOf } from "../../support/desk-words.ts";
import { launch, live, openPage, overflowOf } from "../../support/real-browser.ts";
import { type Colleague, colleague, type Desk, deskOf, seen } from "../../support/real-desk.ts";

const PAGES = ["", "programme", "screens", "event", "people", "audit", "account"];
const PHONE = { width: 390, height: 844 };

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let mei: Colleague;

beforeAll(async () => {
  await buildPages();
  const { url } = await bench.redis();
  const working = bench.worker({ redisUrl: url });
  const starting = bench.server({ redisUrl: url, env: { EVENT: "sample" } });
  [server, browser] = await Promise.all([starting, launch(), working]);
  bench.onCleanUp(() => browser.close());
  mei = await colleague(server, "admin", "Mei");
}, 120_000);
afterAll(() => bench.cleanUp());

const open = async (options: BrowserContextOptions): Promise<Desk> => {
  const desk = await deskOf(browser, server.base, mei, options);
  await seen(desk.page.locator("li.row .what, .part-tabs"));
  return desk;
};
const show = async (page: Page, name: string): Promise<void> => {
  await page.evaluate(`location.hash = "${name}"`);
  await seen(page.locator(name === "" ? ".order, .write" : "main :is(li, label)"));
};

/** Fonts that come later may move things once more. */
async function fits(page: Page): Promise<void> {
  await until(async () => (await overflowOf(page)).byPx <= 0, "it to fit", 2_000).catch(() => {});
  expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });
}

test.for([
  ["a phone", { viewport: PHONE }, ""],
  ["a phone in French", { viewport: PHONE, locale: "fr" }, ""],
  ["a phone with text at twice its size", { viewport: PHONE }, "200%"],
  ["a small laptop in French", { viewport: { width: 1280, height: 800 }, locale: "fr" }, ""],
  ["a laptop at twice its size", { viewport: { width: 640, height: 400 } }, ""],
  ["a wall", { viewport: { width: 3840, height: 2160 } }, ""],
] as const)("every page fits on %s", async ([, options, fontSize]) => {
  const { page, faults } = await open(options);
  await page.evaluate(`document.documentElement.style.fontSize = "${fontSize}"`);
  for (const name of PAGES) {
    await show(page, name);
    await fits(page);
  }
  await show(page, "");
  const parts = page.locator(".part-tabs button");
  if (await parts.first().isVisible())
    for (const part of await parts.all()) {
      await part.click();
      await fits(page);
    }
  expect(faults).toEqual([]);
  await page.context().close();
});

test("on a small laptop the bar is whole in French: nothing is cut off or over another", async () => {
  const { page } = await open({ viewport: { width: 1280, height: 800 }, locale: "fr" });
  await until(async () => (await page.evaluate(BAR)) === "", "a whole bar", 3_000).catch(() => {});
  expect(await page.evaluate(BAR)).toBe("");
  await page.context().close();
});

/**
 * What in the bar is cut off, or overlaps what comes next. The name
 * of the event may be shortened: it is said in full.
 */
const BAR = `(() => {
  const shown = [...document.querySelectorAll(".bar > :not(h1), .bar .pages > a")].filter((part) => part.offsetWidth > 1);
  const cut = shown.filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow !== "visible");
  const boxes = [...document.querySelectorAll(".bar > *")].filter((part) => part.offsetWidth > 1);
  const over = boxes.filter((part, at) => {
    const next = boxes[at + 1]?.getBoundingClientRect();
    const { right, top, bottom } = part.getBoundingClientRect();
    return right > innerWidth || (next !== undefined && next.top < bottom && next.bottom > top && right > next.left + 1);
  });
  return [...cut, ...over].map((part) => part.className + " " + part.textContent + " " + part.scrollWidth + " in " + part.clientWidth).join("; ");
})()`;

test("somebody in the hall writes and publishes on a phone", async () => {
  const feed = await openPage(browser, `${server.base}/`);
  await live(feed.page);
  const desk = await open({ viewport: PHONE, hasTouch: true });
  const part = (name: string) =>
    desk.page.getByRole("navigation", { name: "Desk" }).getByRole("button", { name, exact: true }).tap();
  await part("Order");
  await desk.button("New").tap();
  await desk.field("Headline").fill("Written in the hall");
  await part("Send");
  await desk.button("Publish now").tap();
  await fits(desk.page);
  await desk.button("Send now").tap();
  await seen(feed.page.getByText("Written in the hall"));
  await part("Order");
  await seen(desk.row("Written in the hall"));
  expect([desk.faults, feed.faults]).toEqual([[], []]);
  await desk.page.context().close();
});

test("the language is changed in place, and what is typed stays", async () => {
  const desk = await open({});
  const { page } = desk;
  await desk.begin();
  await desk.field("Headline").fill("Typed in English");
  await page.getByRole("button", { name: "Mei, Administrator" }).click();
  await page.getByRole("menuitemradio", { name: "中文" }).click();
  await seen(page.getByRole("heading", { name: "播发表" }));
  expect(await page.locator("html").getAttribute("lang")).toBe("zh");
  expect(await page.getByLabel("标题", { exact: true }).inputValue()).toBe("Typed in English");
  await page.getByRole("button", { name: "Mei, 管理员" }).click();
  await page.getByRole("menuitemradio", { name: "Français" }).click();
  await seen(page.getByRole("heading", { name: "Conducteur" }));
  expect(await page.getByLabel("Titre", { exact: true }).inputValue()).toBe("Typed in English");
  expect([desk.loads(), desk.faults]).toEqual([1, []]);
  await page.context().close();
});

test.for(["zh-CN", "fr"])("in %s no page says anything in English", async (locale) => {
  const { page } = await open({ locale });
  const english = new Set(englishOf(locale.slice(0, 2) as "zh" | "fr"));
  for (const name of PAGES) {
    await show(page, name);
    const said = (await page.evaluate(SAID)) as string[];
    expect([name, said.filter((text) => english.has(text))]).toEqual([name, []]);
  }
  await page.context().close();
});

/** Every text that is seen, and every one that is only heard or shown in an empty field. */
const SAID = `(() => {
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (walker.currentNode.parentElement.closest("noscript") === null) said.push(walker.currentNode.data);
  for (const name of ["aria-label", "title", "placeholder"])
    for (const part of document.querySelectorAll("[" + name + "]")) said.push(part.getAttribute(name));
  return said.map((text) => text.trim()).filter(Boolean);
})()`;
