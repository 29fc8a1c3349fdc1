/** The first second of a reader: what stands in the page before any script, and how the page is taken over. */
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench } from "../../../scripts/chaos/real-processes.ts";
import type { PageStart } from "../../../server/contract/page-start.ts";
import { axeFindings } from "../../support/accessibility.ts";
import { live, overflowOf, type RealPage, screens } from "../../support/real-browser.ts";
import { article, type RealFeed, realFeed, streamOf } from "../../support/real-feed.ts";

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
      // Less than this is the width of a letter, when the typeface comes.
      if (value > 0.0005) noted.shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? String(node))]);
  }).observe({ type: "layout-shift", buffered: true });
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    noted.served = [...document.querySelectorAll("article, article h3")];
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
/** Of the announcements served, what is there no longer, though it may look the same. */
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
  const real = await feed.open("about:blank", options);
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

/** What a page says of itself to other programs. */
const toldBy = (page: Page) =>
  page.evaluate(() => {
    const meta = (name: string) =>
      document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute("content");
    const data = document.querySelector('script[type="application/ld+json"]')?.textContent ?? "null";
    return {
      title: document.title,
      description: meta("description"),
      og: [meta("og:type"), meta("og:title"), meta("og:description"), meta("og:url")],
      data: JSON.parse(data),
    };
  });

describe("a link to one announcement", () => {
  test("[Z4] opens on it however old it is, tells others of it, and is live", async () => {
    const { page, faults, loads } = await feed.open(`/a/${oldest}`, { viewport: screens.phone });
    const linked = page.locator(".linked").locator(article(page, oldest));
    await linked.getByText("Long ago.").waitFor();
    const { title, description, og, data } = await toldBy(page);
    const url = `${feed.server.base}/a/${oldest}`;
    expect(title).toBe("The very first · Test summit");
    expect(description).toBe("Long ago.");
    expect(og).toEqual(["article", title, description, url]);
    expect(data).toMatchObject({ "@context": "https://schema.org", "@type": "LiveBlogPosting" });
    const [posting] = data.liveBlogUpdate;
    expect(posting).toMatchObject({ "@type": "BlogPosting", headline: "The very first", url });
    expect(Number.isNaN(Date.parse(posting.datePublished))).toBe(false);
    // What is read first is in sight.
    await live(page);
    expect(await linked.boundingBox().then((box) => box!.y)).toBeLessThan(screens.phone.height);
    await feed.correct(oldest, "The very first, corrected");
    await linked.getByText("corrected").first().waitFor();
    const later = await feed.publish("While the link was open");
    await article(page, later).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(loads()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("leads on to the whole feed, and Back leads to it again", async () => {
    const { page, faults } = await feed.open("/", { viewport: screens.phone });
    await live(page);
    await article(page, newest).getByRole("link", { name: "The summit has begun" }).click();
    await page.locator(".linked").locator(article(page, newest)).waitFor();
    expect(await page.locator('[role="feed"]').locator(article(page, newest)).count()).toBe(0);
    await page.getByRole("link", { name: "All announcements" }).click();
    await page.locator('[role="feed"]').locator(article(page, newest)).waitFor();
    expect(await page.locator(".linked").count()).toBe(0);
    await page.goBack();
    await page.locator(".linked").locator(article(page, newest)).waitFor();
    await live(page);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("is copied, and the copy is said", async () => {
    const { page, faults } = await feed.open("/", { permissions: ["clipboard-read", "clipboard-write"] });
    await live(page);
    const of = article(page, newest);
    await of.hover();
    await of.getByRole("button", { name: "Share" }).click();
    await page.getByRole("status").filter({ hasText: "Link copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${feed.server.base}/a/${newest}`);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("[Z4] withdrawn is 410 and its tombstone, and withdrawn while it is read becomes one", async () => {
    const id = await feed.publish("Said too soon", { body: "A secret." });
    const { page, faults } = await feed.open(`/a/${id}`);
    await live(page);
    await page.locator(".linked").getByText("A secret.").waitFor();
    await feed.withdraw(id, "It was another day");
    const tomb = page.locator(".linked article[data-withdrawn]");
    await tomb.getByText("It was another day").waitFor();
    expect(await page.locator("body").getByText("A secret.").count()).toBe(0);
    expect(await page.title()).not.toContain("Said too soon");
    expect(faults).toEqual([]);

    const again = await page.request.get(`${feed.server.base}/a/${id}`);
    expect(again.status()).toBe(410);
    expect(await again.text()).not.toMatch(/secret|too soon/);
    await page.reload();
    await tomb.getByText("It was another day").waitFor();
    expect(await page.title()).toBe("Withdrawn announcement · Test summit");
    expect(await axeFindings(page)).toEqual([]);
    await page.context().close();
  });

  test("[Z5] to what is not there says so in the reader's language, and leads to the feed", async () => {
    const { page } = await feed.open("/a/AAAAAAAAAAAAAAAAAAAAAA", { locale: "ar" });
    await page.getByRole("heading", { name: "لا يوجد إعلان كهذا" }).waitFor();
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });
    await page.getByRole("link", { name: "إلى البث الحي" }).click();
    await live(page);
    await page.context().close();
  });
});
