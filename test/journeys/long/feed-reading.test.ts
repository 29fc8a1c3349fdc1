/** A day with the feed: what concerns me, what I see of it, and nothing that moves while I read. */
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench } from "../../../scripts/chaos/real-processes.ts";
import { axeFindings } from "../../support/accessibility.ts";
import { live, type RealPage, screens } from "../../support/real-browser.ts";
import { article, type RealFeed, realFeed, streamOf } from "../../support/real-feed.ts";

const MANY = 130;
const WAYS = [
  { for: "online", label: { en: "Watch live" }, url: "https://stream.example/2" },
  { for: "in-person", label: { en: "Hall 2, gate B" } },
];

const bench = new Bench();
let feed: RealFeed;
/** From the first to the newest of the morning. */
const morning: string[] = [];

beforeAll(async () => {
  await buildPages();
  feed = await realFeed(bench);
  for (let at = 1; at <= MANY; at++)
    morning.push(
      await feed.publish(`Of the morning, ${at}`, { body: "Some words of it, for it to have a height." }),
    );
}, 120_000);
afterAll(() => bench.cleanUp());

const seen = (locator: Locator): Promise<void> => locator.first().waitFor({ state: "visible" });
const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: "detached" });
const pill = (page: Page): Locator => page.locator(".new button");
const said = (page: Page, how: "polite" | "assertive"): Locator => page.locator(`[data-live="${how}"]`);
const focusedId = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>("article")?.dataset.announcementId);

async function opened(path = "/", options: Parameters<RealFeed["open"]>[1] = {}): Promise<RealPage> {
  const real = await feed.open(path, options);
  await live(real.page);
  return real;
}

async function done({ page, faults }: RealPage): Promise<void> {
  expect(faults).toEqual([]);
  await page.context().close();
}

/** A second tab of the same browser. */
async function tabOf(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(feed.server.base);
  await live(page);
  return page;
}

/** Where the announcement stands on the screen, to the pixel. */
const topOf = (page: Page, id: string): Promise<number> =>
  article(page, id).evaluate((element) => element.getBoundingClientRect().top);
/** Puts it at the top of what is seen, and waits until the page has taken note. */
async function readAt(page: Page, id: string): Promise<void> {
  await article(page, id).evaluate((element) =>
    element.scrollIntoView({ block: "start", behavior: "instant" }),
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

describe("where the reader is", () => {
  test("is asked once, decides what there is to do, and is so in every tab and after a reload", async () => {
    const start = await feed.publish("Forum on data begins", {
      kind: "session-start",
      sessionId: "forum",
      actions: WAYS,
    });
    const real = await opened("/", { viewport: screens.phone });
    const { page } = real;
    const other = await tabOf(page.context());
    const ways = (of: Page): Promise<string[]> =>
      article(of, start).locator(".acts [data-for]").allTextContents();
    expect(await ways(page)).toEqual(["Watch live", "Hall 2, gate B"]);
    const board = (of: Page): Locator => of.locator(".board.lead [data-session-id=forum]");
    const top = (of: Page): Promise<number> =>
      of
        .locator("#stream")
        .boundingBox()
        .then((box) => box!.y);
    const before = await top(page);

    await page.getByText("Online", { exact: true }).click();
    await expect.poll(() => ways(page)).toEqual(["Watch live"]);
    await expect.poll(() => ways(other)).toEqual(["Watch live"]);
    await seen(board(page).getByRole("link", { name: "Stream" }));
    expect(await top(page)).toBe(before);
    expect(await other.getByRole("radio", { name: "Online" }).isChecked()).toBe(true);

    await other.getByText("In person", { exact: true }).click();
    await expect.poll(() => ways(page)).toEqual(["Hall 2, gate B"]);
    await seen(board(page).getByText("Hall 2"));

    await page.reload();
    await live(page);
    await expect.poll(() => ways(page)).toEqual(["Hall 2, gate B"]);
    expect(await page.getByRole("radio", { name: "In person" }).isChecked()).toBe(true);
    const forThemAlone = { audience: { attendance: "online", zones: [], tracks: [] } };
    const online = await feed.publish("For those at home alone", forThemAlone);
    const all = await feed.publish("For everybody");
    await seen(article(page, all));
    expect(await article(page, online).count()).toBe(0);
    await page.getByText("Online", { exact: true }).click();
    await seen(article(page, online));
    await done(real);
  });
});

describe("what the reader wants to see", () => {
  test("is chosen by kind, track, hall and what is followed, with counts, over a reload, and taken back", async () => {
    const of = (tracks: string[], zones: string[] = []) => ({
      audience: { attendance: "everyone", zones, tracks },
    });
    const release = await feed.publish("A paper on chips", {
      kind: "release",
      details: { document: "Chips" },
      ...of(["ai"]),
    });
    const inEast = await feed.publish("Doors in the east", of(["governance"], ["east"]));
    const inHall2 = await feed.publish("About the forum", { sessionId: "forum", ...of(["governance"]) });
    const inPlenary = await feed.publish("About the panel", { sessionId: "panel" });
    const standing = await feed.publish("Lost and found is at gate B", { pinned: true });
    const urgent = await feed.publish("Leave hall 2", alert("actual"));
    const real = await opened("/");
    const { page } = real;
    const rail = (name: string | RegExp): Locator => page.locator(".rail").getByRole("button", { name });
    const shown = async (
      among = [release, inEast, inHall2, inPlenary, standing, urgent],
    ): Promise<string[]> => {
      const ids = await streamOf(page);
      return among.filter((id) => ids.includes(id));
    };
    await seen(article(page, urgent));

    await rail(/Releases/).click();
    await expect.poll(() => shown()).toEqual([release]);
    expect(
      await rail(/Releases/)
        .locator(".num")
        .textContent(),
    ).toBe("1");
    expect(await rail(/Releases/).getAttribute("aria-pressed")).toBe("true");
    // Danger is above all, whatever is chosen.
    await seen(page.locator(`[data-alert-id="${urgent}"]`));

    await page.reload();
    await live(page);
    await expect.poll(() => shown()).toEqual([release]);
    await rail("Governance").click();
    const nothing = page.locator(".nothing", { hasText: "Nothing matches what you chose to see." });
    await seen(nothing);
    expect(await axeFindings(page)).toEqual([]);
    await nothing.getByRole("button", { name: "Show everything" }).click();
    await expect.poll(() => shown()).toHaveLength(6);

    await rail("Governance").click();
    await expect.poll(() => shown([release, inEast, inHall2])).toEqual([inEast, inHall2]);
    await rail("Hall 2").click();
    await expect.poll(() => shown([release, inEast, inHall2, inPlenary])).toEqual([inEast, inHall2]);
    await rail("Governance").click();
    await rail("Plenary").click();
    await expect.poll(() => shown([inEast, inHall2, inPlenary])).toEqual([inEast, inPlenary]);
    await rail("Plenary").click();

    await article(page, inHall2).getByRole("button", { name: "Follow" }).click();
    const mine = page.locator(".mine", { hasText: "For you" });
    await seen(mine.getByRole("link", { name: "About the forum" }));
    await rail("What I follow").click();
    await expect.poll(() => shown()).toEqual([inHall2]);
    await rail("What I follow").click();
    await expect.poll(() => shown()).toHaveLength(6);
    await feed.withdraw(urgent, "It was a mistake");
    await feed.withdraw(standing, "It has closed");
    await done(real);
  });
});

const alert = (status: string, messageType = "alert", refersTo?: string) => ({
  kind: "urgent",
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  details: {
    status,
    messageType,
    instruction: { en: "By the nearest door." },
    ...(refersTo && { refersTo }),
  },
});

describe("while they read further down", () => {
  let real: RealPage;
  let page: Page;
  let reading = "";
  let above = "";
  let wrong = "";

  beforeAll(async () => {
    above = await feed.publish("Lunch is at noon", { body: "In the east." });
    wrong = await feed.publish("The east is closed", { body: "Words that will be taken back. ".repeat(20) });
    for (let at = 0; at < 8; at++) reading = await feed.publish(`Above or below, ${at}`);
    for (let at = 0; at < 4; at++) await feed.publish(`Newer than what is read, ${at}`);
    real = await opened("/", { viewport: screens.phone });
    page = real.page;
  });
  afterAll(() => done(real));

  test("[P1] what comes waits behind a pill, and not a pixel moves", async () => {
    await readAt(page, reading);
    const top = await topOf(page, reading);
    const came: string[] = [];
    for (const at of [1, 2, 3]) came.push(await feed.publish(`Came meanwhile, ${at}`));
    await seen(pill(page).filter({ hasText: /^3 new$/ }));
    expect(await topOf(page, reading)).toBe(top);
    expect(await article(page, came[2]!).count()).toBe(0);
    await seen(said(page, "polite").filter({ hasText: /new: Came meanwhile/ }));
    expect(await axeFindings(page)).toEqual([]);

    await pill(page).click();
    await expect.poll(() => focusedId(page)).toBe(came[2]);
    expect((await streamOf(page)).slice(0, 3)).toEqual(came.toReversed());
    const box = await article(page, came[2]!).boundingBox();
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.y + box!.height).toBeLessThanOrEqual(screens.phone.height);
    await gone(pill(page));
  });

  test("[P1] a correction and a withdrawal above leave what is read where it is", async () => {
    await readAt(page, above);
    await readAt(page, morning.at(-2)!);
    const top = await topOf(page, morning.at(-2)!);
    await feed.correct(
      above,
      "Lunch is at one, and it is served in the west: follow the signs, please, all of you",
    );
    await seen(article(page, above).locator("[data-corrected]"));
    await feed.withdraw(wrong, "It is open");
    await seen(
      page.locator(`article[data-announcement-id="${wrong}"][data-withdrawn]`).getByText("It is open"),
    );
    expect(await page.getByText("taken back").count()).toBe(0);
    expect(Math.abs((await topOf(page, morning.at(-2)!)) - top)).toBeLessThan(1);
  });

  test("a correction tells word by word what it changed", async () => {
    await article(page, above).locator("[data-corrected] summary").click();
    await seen(article(page, above).locator("del", { hasText: "noon" }));
    await seen(article(page, above).locator("ins", { hasText: "one" }));
    await seen(article(page, above).getByText("Corrected at"));
    expect(await axeFindings(page)).toEqual([]);
  });

  test("danger comes at once, is said at once, is replaced by its update and ended by the all-clear", async () => {
    const alerts = page.locator(".alert");
    const first = await feed.publish("Leave the plenary hall", alert("actual"));
    await seen(page.locator(`[data-alert-id="${first}"][data-status="actual"]`));
    await seen(page.locator(`[data-alert-id="${first}"]`).getByText("By the nearest door."));
    await expect.poll(() => said(page, "assertive").textContent()).toBe("Leave the plenary hall");
    expect(await page.locator(`[data-alert-id="${first}"]`).boundingBox()).toMatchObject({ y: 0 });
    expect(await axeFindings(page)).toEqual([]);
    const update = await feed.publish("Go to the east gate", alert("actual", "update", first));
    await seen(page.locator(`[data-alert-id="${update}"]`).getByText("Update"));
    expect(await alerts.count()).toBe(1);
    await expect.poll(() => said(page, "assertive").textContent()).toBe("Go to the east gate");
    const end = await feed.publish("Return to your seats", alert("actual", "all-clear", first));
    await seen(page.locator(`[data-alert-id="${end}"].clear`).getByText("All clear"));
    expect(await alerts.count()).toBe(1);
    await expect.poll(() => said(page, "assertive").textContent()).toBe("");
  });

  test("an exercise says that it is one, and is shouted to nobody", async () => {
    const exercise = await feed.publish("Leave hall 2", alert("exercise"));
    const shown = page.locator(`[data-alert-id="${exercise}"][data-status="exercise"]`);
    await seen(shown);
    expect((await shown.getByRole("heading").textContent())!).toMatch(/^Exercise: Leave hall 2/);
    expect(await said(page, "assertive").textContent()).toBe("");
    expect(await axeFindings(page)).toEqual([]);
  });
});

test("a pause holds what is new, at the top too, but never danger", async () => {
  const real = await opened("/");
  const { page } = real;
  await page.getByRole("button", { name: "Pause" }).click();
  const held = await feed.publish("Held by the pause");
  await seen(pill(page).filter({ hasText: /^1 new$/ }));
  const urgent = await feed.publish("A test of the alarm", alert("test"));
  await seen(page.locator(`[data-alert-id="${urgent}"][data-status="test"]`));
  expect(await article(page, held).count()).toBe(0);
  expect(await said(page, "polite").textContent()).toBe("");
  await page.getByRole("button", { name: "Pause" }).click();
  await seen(article(page, held));
  await gone(pill(page));
  await feed.withdraw(urgent, "The test is over");
  await done(real);
});

test("[V7] a result keeps its podium to itself until its moment, and whoever comes later finds it whole", async () => {
  const real = await opened("/");
  const { page } = real;
  const podium = ["Lantern", "Canal", "Bridge"].map((name, at) => ({ place: at + 1, name: `Team ${name}` }));
  const id = await feed.publish("The final is over", { kind: "result", details: { podium } });
  const publishedMs = Date.now();
  await seen(article(page, id).getByText("The podium follows in a moment."));
  expect(await page.locator("body").getByText("Team Lantern").count()).toBe(0);
  await article(page, id).locator(".podium.rising").waitFor();
  expect(Date.now() - publishedMs).toBeGreaterThan(1_000);
  const rows = article(page, id).locator(".podium li");
  expect(await rows.evaluateAll((all) => all.map((row) => (row as HTMLLIElement).value))).toEqual([1, 2, 3]);
  expect(await axeFindings(page)).toEqual([]);
  const later = await opened("/");
  await seen(article(later.page, id).locator(".podium:not(.rising)").getByText("Team Lantern"));
  await Promise.all([done(real), done(later)]);
});

test("on a second visit it is marked what is new, and key moments missed are listed", async () => {
  const real = await opened("/", { viewport: screens.phone });
  const { page } = real;
  const [last] = (await streamOf(page)).filter((id) => !morning.includes(id));
  await page.goto("about:blank");
  const key = await feed.publish("The declaration is signed", { key: true });
  const other = await feed.publish("And lunch was good");
  await page.goto(feed.server.base);
  await live(page);
  await seen(page.locator(".seen span", { hasText: "New since your last visit" }));
  const order = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role="feed"] article, [role="feed"] .seen')]
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map((each) => each.dataset.announcementId ?? "seen"),
  );
  const at = order.indexOf("seen");
  expect(order.filter((each) => each !== "seen").slice(0, 3)).toEqual([other, key, last]);
  expect([1, 2, 3]).toContain(at);
  const missed = page.locator(".mine", { hasText: "1 key moment since you were here" });
  await missed.getByRole("link", { name: "The declaration is signed" }).click();
  await expect.poll(() => focusedId(page)).toBe(key);
  expect(new URL(page.url()).pathname).toBe("/");
  expect(await axeFindings(page)).toEqual([]);
  await missed.getByRole("button", { name: "Close" }).click();
  await gone(missed);
  await done(real);
});

test("[H1] older ones come without end: all that was ever published, once, in order, to the very first", async () => {
  const real = await opened("/", { viewport: screens.phone });
  const { page } = real;
  await page.mouse.wheel(0, 400);
  await expect
    .poll(
      async () => {
        await page.evaluate(() =>
          scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }),
        );
        return await article(page, morning[0]!).count();
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBe(1);
  expect(await page.getByRole("button", { name: "Older announcements" }).count()).toBe(0);
  const all: string[] = [];
  for (let before: number | undefined; ; ) {
    const query = before === undefined ? "" : `&before=${before}`;
    const { json } = await feed.server.api.ask(`/api/v1/feed?limit=100${query}`, { token: "" });
    all.push(...json.announcements.map(({ id }: { id: string }) => id));
    before = json.next;
    if (before === undefined) break;
  }
  expect(await streamOf(page)).toEqual(all);
  expect(await axeFindings(page)).toEqual([]);
  await done(real);
});
