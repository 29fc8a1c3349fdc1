/** The first second of a reader: what stands in the page before any script, and how the page is taken over. */
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../scripts/build-pages.ts";
import type { PageStart } from "../../server/contract/page-start.ts";
import { axeFindings } from "../support/accessibility.ts";
import { live, overflowOf, type RealPage, screens } from "../support/real-browser.ts";
import { article, type RealFeed, realFeed, streamOf } from "../support/real-feed.ts";
import { Bench } from "../support/real-processes.ts";

const BROWSER = { accept: "text/html,*/*;q=0.8" };

const bench = new Bench();
let feed: RealFeed;
let pinned = "";
let oldest = "";
let newest = "";

beforeAll(async () => {
  await buildPages();
  feed = await realFeed(bench);
  oldest = await feed.publish("The very first", { body: "Long ago." });
  pinned = await feed.publish({ en: "Shuttles leave from gate B", zh: "班车从B门发车" }, { pinned: true });
  for (let at = 1; at <= 14; at++) await feed.publish(`Between them, ${at}`);
  newest = await feed.publish({ en: "The summit has begun", zh: "峰会开幕", fr: "Le sommet a commencé" });
}, 120_000);
afterAll(() => bench.cleanUp());

const served = async (path: string, language: string) => {
  const headers = { ...BROWSER, "accept-language": language };
  const answer = await fetch(feed.server.base + path, { headers });
  const text = await answer.text();
  const json = /<script type="application\/json" id="start">(.*?)<\/script>/s.exec(text)?.[1];
  // What a reader sees: neither the data beside it nor its marks.
  const body = text.slice(text.indexOf('<div id="app">')).replaceAll(/<script.*?<\/script>/gs, "");
  const seen = body.replaceAll(/<[^>]*>/g, "").replaceAll("&amp;", "&");
  return { status: answer.status, text, seen, start: JSON.parse(json ?? "null") as PageStart };
};

describe("what is served", () => {
  test.for([
    ["zh-CN,zh;q=0.9", "zh", ["峰会开幕", "班车从B门发车", "置顶", "Opening ceremony", "主会场", "更早"]],
    ["fr-FR,fr;q=0.9", "fr", ["Le sommet a commencé", "Shuttles leave", "Épinglé", "Forum on data"]],
    ["ar,en;q=0.5", "ar", ["The summit has begun", "Shuttles leave", "مثبّت", "Opening ceremony"]],
  ] as const)(
    "[Z1] [Z3] to who reads %s holds the newest, the pinned, what is on, and the cursor",
    async ([accepted, language, said]) => {
      const { text, seen, start } = await served("/", accepted);
      expect(text).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
      for (const words of said) expect(seen).toContain(words);
      const { json } = await feed.server.api.ask("/api/v1/feed?limit=1", { token: "" });
      expect(start.cursor).toEqual(json.cursor);
      expect(start.announcements[0]!.id).toBe(newest);
      expect(text).not.toMatch(/\sstyle=/);
    },
  );
});

/** What a page notes from its first moment on, before any script of ours has run. */
const WATCH = `
  const noted = (window.noted = { violations: [], shifts: [], drawnAnew: [], served: [] });
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    noted.violations.push(violatedDirective + " " + blockedURI));
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      noted.shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? String(node))]);
  }).observe({ type: "layout-shift", buffered: true });
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    noted.served = [...document.querySelectorAll("#app *")];
    new MutationObserver((records) => {
      for (const { target, addedNodes, removedNodes } of records)
        for (const node of [...addedNodes, ...removedNodes])
          if (node.textContent !== "" && target.closest('[role="feed"], .board, .rail, .tools')) noted.drawnAnew.push(node.outerHTML ?? node.textContent);
    }).observe(document.querySelector("#app"), { childList: true, subtree: true });
  });
`;
interface Noted {
  readonly violations: string[];
  readonly shifts: unknown[];
  readonly drawnAnew: string[];
}
const notedBy = (page: Page): Promise<Noted> =>
  page.evaluate("(({ served, ...noted }) => noted)(window.noted)") as Promise<Noted>;
/** Of what was served, that which is there no longer. */
const replaced = (page: Page): Promise<string[]> =>
  page.evaluate(
    "window.noted.served.filter((each) => !each.isConnected).map((each) => each.outerHTML.slice(0, 80))",
  );
const styled = (page: Page): Promise<number> => page.locator("[style]").count();

interface Visit extends RealPage {
  /** What the server said over WebSockets, by name. */
  readonly heard: [name: string, payload: Record<string, unknown>][];
  readonly asked: URL[];
}

/** A first visit, watched from its first byte; `meanwhile` is done between the page and its connection. */
async function visit(
  path: string,
  options: Parameters<RealFeed["open"]>[1] = {},
  meanwhile?: () => Promise<unknown>,
): Promise<Visit> {
  const real = await feed.open("/servez", options);
  const { page } = real;
  const heard: Visit["heard"] = [];
  const asked: URL[] = [];
  const note = (message: string | Buffer) => {
    const event = /^42(\[.*\])$/s.exec(String(message))?.[1];
    if (event !== undefined) heard.push(JSON.parse(event));
  };
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => note(payload)));
  page.on("request", (request) => asked.push(new URL(request.url())));
  if (meanwhile !== undefined)
    await page.routeWebSocket(/socket\.io/, async (socket) => {
      await meanwhile();
      socket.connectToServer().onMessage((message) => {
        note(message);
        socket.send(message);
      });
    });
  await page.addInitScript(WATCH);
  await page.goto(feed.server.base + path);
  await live(page);
  return { ...real, heard, asked };
}

describe.for(["phone", "laptop"] as const)("a first visit on a %s", (screen) => {
  test("[Z1] takes over what was served: one empty frame, nothing drawn anew, nothing moved", async () => {
    const { page, faults, heard, asked } = await visit("/", { viewport: screens[screen] });
    expect(heard.map(([name]) => name).slice(0, 2)).toEqual(["hello", "frame"]);
    const first = heard[1]![1];
    expect(first).toMatchObject({ entries: [] });
    expect(first.after).toBe(first.upTo);
    expect(heard.map(([name]) => name)).not.toContain("snapshot");
    await page.locator(".clock").waitFor();
    const noted = await notedBy(page);
    expect(noted).toEqual({ violations: [], shifts: [], drawnAnew: [] });
    expect(await replaced(page)).toEqual([]);
    expect(await styled(page)).toBe(0);
    expect(asked.filter(({ origin }) => origin !== feed.server.base)).toEqual([]);
    expect(asked.filter(({ pathname }) => pathname.startsWith("/api/"))).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

test("[Z1] what is published between the page and its connection arrives once, in its place", async () => {
  let between = "";
  const { page, heard, faults } = await visit("/", {}, async () => {
    between = await feed.publish("Between the page and its connection");
  });
  await article(page, between).waitFor();
  const [, first] = heard.find(([name]) => name === "frame")!;
  expect(first.entries).toMatchObject([{ type: "announcementPublished", announcement: { id: between } }]);
  const ids = await streamOf(page);
  expect(ids.slice(0, 3)).toEqual([pinned, between, newest]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await replaced(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test("a reader far from the venue sees both clocks, and nothing moves for it", async () => {
  const { page } = await visit("/", { viewport: screens.phone, timezoneId: "America/New_York" });
  await page.locator(".own").first().waitFor();
  expect((await notedBy(page)).shifts).toEqual([]);
  expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });
  await page.context().close();
});

describe("without scripts", () => {
  const options = { javaScriptEnabled: false, viewport: screens.phone };
  const open = (path: string, more = {}) => feed.open(path, { ...options, ...more });

  test.for(["phone", "laptop"] as const)(
    "on a %s the feed is read, and nothing is offered that does nothing",
    async (screen) => {
      const { page, faults } = await open("/", { viewport: screens[screen] });
      await article(page, newest).waitFor();
      await page.getByText("As it stood at").waitFor();
      const offered = page.locator("button:visible, select:visible, input:visible, [role=timer]:visible");
      expect(await offered.count()).toBe(0);
      expect(await page.locator('a[href^="#"]:visible:not(.skip)').count()).toBe(0);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  test("another language is a link away, also from an announcement", async () => {
    const { page } = await open(`/a/${newest}`);
    await page.getByRole("link", { name: "中文" }).click();
    await page.locator(".linked").getByText("峰会").waitFor();
    expect(new URL(page.url()).pathname).toBe(`/a/${newest}`);
    expect(await page.locator("html").getAttribute("lang")).toBe("zh");
    await page.context().close();
  });

  test("older announcements are a link away, down to the very first", async () => {
    const { page } = await open("/");
    expect(await article(page, oldest).count()).toBe(0);
    await page.getByRole("link", { name: "Older announcements" }).click();
    await article(page, oldest).waitFor();
    expect(await page.getByRole("link", { name: "Older announcements" }).count()).toBe(0);
    await page.context().close();
  });
});
