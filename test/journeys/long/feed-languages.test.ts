/** One feed in six languages, for eyes, ears and hands: words, direction, room, keyboard. */
import type { Locator, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench } from "../../../scripts/chaos/real-processes.ts";
import { axeFindings } from "../../support/accessibility.ts";
import { live, overflowOf, type RealPage, screens } from "../../support/real-browser.ts";
import { article, type RealFeed, realFeed, streamOf } from "../../support/real-feed.ts";

const narrow = { width: 320, height: 700 };
const wide = { width: 1440, height: 900 };
const LANGUAGES = ["en", "zh", "fr", "es", "ru", "ar"] as const;
const NAMES = { en: "English", zh: "中文", fr: "Français", es: "Español", ru: "Русский", ar: "العربية" };

const bench = new Bench();
let feed: RealFeed;
let translated = "";
let englishAlone = "";

beforeAll(async () => {
  await buildPages();
  feed = await realFeed(bench);
  for (let at = 0; at < 12; at++) await feed.publish(`Something to scroll past, ${at}`);
  // One of each look, so that all of them are looked at.
  await feed.publish("Lost and found is at gate B", { pinned: true, body: "Open until ten." });
  await feed.publish("A paper on chips", {
    kind: "release",
    details: { document: "Chips and trust", publisher: "The forum", url: "https://papers.example/1" },
  });
  await feed.publish("The panel moves", {
    kind: "programme-change",
    sessionId: "panel",
    details: { sessionId: "panel", from: "16:00, Hall 3", to: "17:00, Plenary" },
  });
  await feed.publish("Team Lantern wins", {
    kind: "result",
    key: true,
    details: { podium: [1, 2, 3].map((place) => ({ place, name: `Team ${place}`, country: "CN" })) },
  });
  await feed.publish("Workshop on chips begins soon", {
    kind: "session-start",
    sessionId: "workshop",
    actions: [
      { for: "online", label: { en: "Watch live" }, url: "https://stream.example/2" },
      { for: "in-person", label: { en: "Hall 2, gate B" } },
    ],
  });
  const gone = await feed.publish("Said too soon");
  await feed.withdraw(gone, "It was another day");
  const wrong = await feed.publish("The doors open at nine");
  await feed.correct(wrong, "The doors open at ten");
  await feed.publish("Leave hall 2", {
    kind: "urgent",
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    details: { status: "exercise", messageType: "alert", instruction: "By the nearest door." },
  });
  englishAlone = await feed.publish("For those who read English", { body: "And nobody else." });
  translated = await feed.publish({
    en: "The summit has begun",
    zh: "峰会开幕",
    fr: "Le sommet a commencé",
    es: "La cumbre ha comenzado",
    ru: "Саммит начался",
    ar: "بدأت القمة",
  });
}, 120_000);
afterAll(() => bench.cleanUp());

async function opened(path = "/", options: Parameters<RealFeed["open"]>[1] = {}): Promise<RealPage> {
  const real = await feed.open(path, options);
  await live(real.page);
  return real;
}
async function done({ page, faults }: RealPage): Promise<void> {
  expect(faults).toEqual([]);
  await page.context().close();
}
const root = (page: Page): Promise<(string | null)[]> =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
const headline = (page: Page, id: string): Locator => article(page, id).locator("h3");
/** What has the focus, in short. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement;
    return at.dataset.announcementId ?? at.getAttribute("href") ?? at.id ?? at.tagName;
  });

describe("another language", () => {
  test("is there at once, without a reload, with the reader where they were, and is remembered", async () => {
    const real = await opened("/", { viewport: wide });
    const { page, loads } = real;
    const link = (tag: keyof typeof NAMES): Locator =>
      page.locator(".rail").getByRole("link", { name: NAMES[tag] });
    for (const [tag, dir, text] of [
      ["ar", "rtl", "بدأت القمة"],
      ["zh", "ltr", "峰会开幕"],
      ["ru", "ltr", "Саммит начался"],
    ] as const) {
      await link(tag).focus();
      await page.keyboard.press("Enter");
      await headline(page, translated).filter({ hasText: text }).waitFor();
      expect(await root(page)).toEqual([tag, dir]);
      expect(await link(tag).getAttribute("aria-current")).toBe("true");
      expect(await link(tag).evaluate((element) => element === document.activeElement)).toBe(true);
      expect(new URL(page.url()).searchParams.get("lang")).toBe(tag);
    }
    // The names of the event come in it too.
    await link("zh").click();
    await page.getByRole("heading", { level: 1, name: "测试峰会" }).waitFor();
    await page.locator(".side .board").getByText("主会场").first().waitFor();
    expect(await page.title()).toBe("测试峰会 · Fanfare");
    // An empty one would say that nobody knows the language.
    expect(await page.locator('[lang=""], [dir=""]').count()).toBe(0);
    expect(loads()).toBe(1);
    await page.goto(feed.server.base);
    await headline(page, translated).filter({ hasText: "峰会开幕" }).waitFor();
    expect(await root(page)).toEqual(["zh", "ltr"]);
    await page.goto(`${feed.server.base}/?lang=fr`);
    await headline(page, translated).filter({ hasText: "Le sommet a commencé" }).waitFor();
    await done(real);
  });

  test("leaves what is read where it is on the screen", async () => {
    const real = await opened("/?lang=en", { viewport: wide });
    const { page } = real;
    const at = englishAlone;
    const top = () => article(page, at).evaluate((element) => element.getBoundingClientRect().top);
    await article(page, at).evaluate((element) =>
      element.scrollIntoView({ block: "start", behavior: "instant" }),
    );
    await article(page, at).focus();
    const before = await top();
    await page.locator(".rail").getByRole("link", { name: NAMES.ar }).click();
    await page.locator('html[dir="rtl"]').waitFor();
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(2);
    await done(real);
  });

  test("what is not said in it is in the event's own, and says so", async () => {
    const real = await opened("/", { locale: "ar" });
    const { page } = real;
    expect(await root(page)).toEqual(["ar", "rtl"]);
    const own = headline(page, translated);
    expect([await own.getAttribute("lang"), await own.getAttribute("dir")]).toEqual(["ar", "rtl"]);
    const other = headline(page, englishAlone);
    expect([await other.getAttribute("lang"), await other.getAttribute("dir")]).toEqual(["en", "ltr"]);
    const body = article(page, englishAlone).locator(".body");
    expect([await body.getAttribute("lang"), await body.getAttribute("dir")]).toEqual(["en", "ltr"]);
    const meta = article(page, englishAlone).locator(".meta");
    await meta.getByText("English", { exact: true }).waitFor();
    await meta.getByText("العربية لاحقًا").waitFor();
    await done(real);
  });

  test("from right to left the day is read down the right edge, and figures stay as they are on the doors", async () => {
    const real = await opened("/?lang=ar", { viewport: wide });
    const { page } = real;
    const box = async (locator: Locator) => (await locator.boundingBox())!;
    const [at, text] = [article(page, translated).locator(".at"), headline(page, translated)];
    expect((await box(at)).x).toBeGreaterThan((await box(text)).x + (await box(text)).width - 1);
    expect((await box(page.locator(".rail"))).x).toBeGreaterThan((await box(page.locator(".side"))).x);
    expect(await at.locator("time").first().textContent()).toMatch(/^\d\d:\d\d$/);
    expect(await page.locator(".was-is .was").count()).toBe(1);
    await done(real);
  });
});

const looks = (["phone", "laptop"] as const).flatMap((screen) =>
  (["light", "dark"] as const).map((colorScheme) => [screen, colorScheme] as const),
);
/** Colours have faded to where they end. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter((each) => each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => undefined);
  });

test.for(["en", "ar"])(
  "in %s axe finds nothing, on a phone and a laptop, in light and in dark",
  async (language) => {
    const real = await opened(`/?lang=${language}`);
    const { page } = real;
    for (const [screen, colorScheme] of looks) {
      await page.setViewportSize(screens[screen]);
      await page.emulateMedia({ colorScheme });
      await settled(page);
      expect(await axeFindings(page), `${screen}, ${colorScheme}`).toEqual([]);
      expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });
    }
    await done(real);
  },
);

describe("room", () => {
  test.for(LANGUAGES)(
    "in %s there is enough of it from 320 px to 1440, and for text at twice its size",
    async (language) => {
      const real = await opened(`/?lang=${language}`, { viewport: narrow });
      const { page } = real;
      for (const [viewport, size] of [
        [narrow, ""],
        [screens.phone, ""],
        [wide, ""],
        [narrow, "200%"],
        [screens.phone, "200%"],
      ] as const) {
        await page.setViewportSize(viewport);
        await page.evaluate((text) => document.documentElement.style.setProperty("font-size", text), size);
        await expect
          .poll(() => overflowOf(page), { message: `${viewport.width} ${size}` })
          .toEqual({ byPx: 0, by: [] });
      }
      await done(real);
    },
  );
});

describe("by keyboard", () => {
  test("Page Down and Page Up go from announcement to announcement, Ctrl+End and Ctrl+Home leave them", async () => {
    const real = await opened("/", { viewport: wide });
    const { page } = real;
    const ids = await streamOf(page);
    await article(page, ids[0]!).focus();
    await page.keyboard.press("PageDown");
    await expect.poll(() => focused(page)).toBe(ids[1]);
    await page.keyboard.press("PageDown");
    await expect.poll(() => focused(page)).toBe(ids[2]);
    await page.keyboard.press("PageUp");
    await expect.poll(() => focused(page)).toBe(ids[1]);
    const inFeed = () => page.evaluate(() => document.activeElement!.closest('[role="feed"]') !== null);
    await page.keyboard.press("Control+End");
    await expect.poll(inFeed).toBe(false);
    const after = () =>
      page.evaluate(() => {
        const list = document.querySelector('[role="feed"]')!;
        return list.compareDocumentPosition(document.activeElement!) & Node.DOCUMENT_POSITION_FOLLOWING;
      });
    expect(await after()).not.toBe(0);
    await article(page, ids[1]!).focus();
    await page.keyboard.press("Control+Home");
    await expect.poll(inFeed).toBe(false);
    expect(await after()).toBe(0);
    expect(await page.locator('[role="feed"] article').first().getAttribute("aria-posinset")).toBe("1");
    await done(real);
  });

  test.for(["phone", "laptop"] as const)(
    "on a %s Tab goes down the page, and shows where it is at every stop",
    async (screen) => {
      const real = await opened("/", { viewport: screens[screen] });
      const { page } = real;
      await page.keyboard.press("Tab");
      expect(await focused(page)).toBe("#stream");
      const stops: { top: number; name: string; ring: boolean; seen: boolean }[] = [];
      for (let at = 0; at < 45; at++) {
        await page.keyboard.press("Tab");
        stops.push(
          await page.evaluate(() => {
            const element = document.activeElement as HTMLElement;
            const shown = element.matches(".switch input") ? element.nextElementSibling! : element;
            const { outlineStyle, outlineWidth } = getComputedStyle(shown);
            const { top, bottom } = shown.getBoundingClientRect();
            return {
              top: top + scrollY,
              name: element.outerHTML.slice(0, 80),
              ring: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
              seen: bottom > 0 && top < innerHeight,
            };
          }),
        );
      }
      expect(stops.filter(({ ring, seen }) => !ring || !seen)).toEqual([]);
      await done(real);
    },
  );

  test("a jump to the announcements lands there", async () => {
    const real = await opened("/");
    const { page } = real;
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("stream");
    await done(real);
  });
});

describe("for ears", () => {
  test("what is new is said by its headline alone, in the reader's language", async () => {
    const real = await opened("/?lang=zh");
    const { page } = real;
    const line = page.locator('[data-live="polite"]');
    expect(await line.textContent()).toBe("");
    await feed.publish(
      { en: "Doors are open", zh: "大门已开" },
      { body: "A long text that nobody wants to hear." },
    );
    await expect.poll(() => line.textContent()).toBe("1 条新消息：大门已开");
    expect(await page.locator('[data-live="assertive"]').textContent()).toBe("");
    expect(await page.locator("[aria-live] [aria-live], [role=feed][aria-live]").count()).toBe(0);
    await done(real);
  });
});

test("who wants no motion sees what is new at once", async () => {
  const real = await opened("/", { reducedMotion: "reduce" });
  const { page } = real;
  const moving = () =>
    page.evaluate(
      () =>
        document.getAnimations().filter((each) => Number(each.effect?.getComputedTiming().duration) > 1)
          .length,
    );
  const id = await feed.publish("Without motion");
  await article(page, id).waitFor();
  expect(await moving()).toBe(0);
  await done(real);
});
