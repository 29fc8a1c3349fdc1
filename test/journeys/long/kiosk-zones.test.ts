/**
 * Two screens in two zones: what is for each, an alert and what
 * is to be done there, one reveal for both, and proof.
 */
import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import type { AnnouncementReceipts } from "../../../server/contract/desk-kiosk.ts";
import { axeFindings } from "../../support/accessibility.ts";
import { launch, openPage, overflowOf, type RealPage, screens } from "../../support/real-browser.ts";
import { writeEvent } from "../../support/real-event.ts";
import { openKiosk, type RealKiosk } from "../../support/real-kiosks.ts";
import { event } from "../../support/written.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
/** In hall 2, which is in the east; and in the west. */
let east: RealKiosk;
let west: RealKiosk;
let feed: RealPage;

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  [server, browser] = await Promise.all([bench.server({ redisUrl: redis.url }), launch()]);
  bench.onCleanUp(() => browser.close());
  const gate = { id: "gate-b", name: { en: "Gate B" }, zone: "west" };
  await writeEvent(server, { halls: [...event().halls, gate] });
  // At a door what is new has its place at once, and waits for nothing else.
  const settings = { layout: "door", languages: ["en", "zh"] };
  east = await openKiosk(browser, server, { name: "Door of hall 2", zone: "hall-2", ...settings });
  west = await openKiosk(
    browser,
    server,
    { name: "West", zone: "west", ...settings },
    { viewport: screens.upright, reducedMotion: "reduce" },
  );
  feed = await openPage(browser, `${server.base}/`);
}, 120_000);
afterAll(() => bench.cleanUp());

const publish = async (headline: string, more: object = {}): Promise<string> => {
  const { status, text, json } = await server.api.post(headline, { ...more });
  if (status !== 201) throw new Error(text);
  return json.id;
};
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const fits = async ({ page }: { page: Page }) => expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });

test("what is for a zone is on its screens, and on no others", async () => {
  const there = await publish("Coffee by the east doors", { audience: { zones: ["east"] } });
  const here = await publish("The west bridge is open", { audience: { zones: ["west"] } });
  await Promise.all([east.item(there).waitFor(), west.item(here).waitFor()]);
  expect([await east.item(here).count(), await west.item(there).count()]).toEqual([0, 0]);
});

test("what names screens is on these alone", async () => {
  const id = await publish("For this screen", { audience: { screens: [west.id] } });
  await west.item(id).waitFor();
  expect(await east.item(id).count()).toBe(0);
});

describe("an alert", () => {
  let id: string;
  const alert = (status: string, more: object = {}, details: object = {}) =>
    publish("Leave hall 2 by the north doors", {
      kind: "urgent",
      audience: { zones: ["venue"] },
      expiresAt: inMinutes(20),
      details: {
        status,
        messageType: "alert",
        instruction: { en: "Walk to the meeting point." },
        zoneInstructions: [{ zone: "west", instruction: { en: "Stay where you are.", zh: "请留在原地。" } }],
        ...details,
      },
      ...more,
    });

  test("has every screen at once, says what it is, and what people are to do in each place", async () => {
    id = await alert("exercise");
    await Promise.all([east.showing("takeover"), west.showing("takeover")]);
    for (const { page } of [east, west]) {
      await page.locator('.takeover[data-status="exercise"] .word', { hasText: "Exercise" }).waitFor();
      await page.locator(".takeover .word", { hasText: "演习" }).waitFor();
    }
    await east.page.locator("[data-instruction]", { hasText: "Walk to the meeting point." }).waitFor();
    await west.page.locator("[data-instruction]", { hasText: "请留在原地" }).waitFor();
    expect(await west.page.locator(".takeover").textContent()).not.toContain("meeting point");
    // Who reads the feed may be anywhere.
    await feed.page.locator(".alert", { hasText: "West Stay where you are." }).waitFor();
    await Promise.all([fits(east), fits(west)]);
    expect(await axeFindings(east.page)).toEqual([]);
  });

  test("is gone by itself when it is withdrawn, and what was there comes back", async () => {
    await server.api.move(id, "withdraw", { reason: "it was an exercise" });
    const isBack = ({ page }: RealKiosk) =>
      page.locator("html:not([data-screen='takeover'])").waitFor({ state: "attached" });
    await Promise.all([isBack(east), isBack(west)]);
  });

  test("in one zone it leaves the others alone, and ends when its time is over", async () => {
    const here = await publish("Doors of hall 2 are shut", {
      kind: "urgent",
      audience: { zones: ["east"] },
      expiresAt: new Date(Date.now() + 6_000).toISOString(),
      details: { status: "actual", messageType: "alert" },
    });
    await east.showing("takeover");
    expect(await west.page.locator("html").getAttribute("data-screen")).not.toBe("takeover");
    await east.item(here).waitFor({ state: "detached", timeout: 15_000 });
  });

  test("its all-clear is said, and marked as such", async () => {
    const before = await alert("test");
    await east.showing("takeover");
    await alert("test", {}, { messageType: "all-clear", refersTo: before, instruction: { en: "Go on." } });
    await east.page.locator(".takeover .word", { hasText: "All clear" }).waitFor();
    await east.page.locator(".takeover .word svg").waitFor();
  });

  afterAll(async () => {
    const { json } = await server.api.ask("/api/v1/desk/announcements?limit=50");
    for (const { id, kind, state } of json.items)
      if (kind === "urgent" && state === "published")
        await server.api.move(id, "withdraw", { reason: "over" });
    await east.page.locator("html:not([data-screen='takeover'])").waitFor({ state: "attached" });
  });
});

describe("proof", () => {
  test("the desk is told that each has shown it, which revision, and for how long", async () => {
    const id = await publish("Proved on two screens", { key: true });
    const proof = async (): Promise<AnnouncementReceipts> =>
      (await server.api.ask(`/api/v1/desk/announcements/${id}/receipts`)).json;
    await Promise.all([
      east.item(id).waitFor({ timeout: 45_000 }),
      west.item(id).waitFor({ timeout: 45_000 }),
    ]);
    const isWhole = async () => (await proof()).shown.length === 2;
    await until(isWhole, "both receipts", 40_000);
    const { shown } = await proof();
    expect(shown.map(({ kioskId }) => kioskId).sort()).toEqual([east.id, west.id].sort());
    for (const { revision, receivedAt, shownAt } of shown) {
      expect(revision).toBe(1);
      expect(Date.parse(shownAt)).toBeGreaterThanOrEqual(Date.parse(receivedAt!));
    }
  });
  test("a correction is proved anew", async () => {
    const id = await publish("Proved twice", { key: true });
    await east.item(id).waitFor();
    const corrected = await server.api.move(id, "correct", {
      text: { en: { headline: "Proved twice, as it is right" } },
    });
    expect(corrected.status).toBe(200);
    await east.page.locator(`[data-announcement-id="${id}"][data-revision="2"]`).waitFor();
    await until(
      async () => {
        const { json } = await server.api.ask(`/api/v1/desk/kiosks/${east.id}/receipts`);
        const revisions = json.items
          .filter((each: { announcementId: string }) => each.announcementId === id)
          .map((each: { revision: number }) => each.revision);
        return revisions.includes(1) && revisions.includes(2);
      },
      "both revisions",
      40_000,
    );
  });
});

test("a podium is on neither before its instant, and on both from then on, whole where motion is reduced", async () => {
  await Promise.all([east.set({ layout: "foyer" }), west.set({ layout: "foyer" })]);
  const podium = ["Team Lantern", "Équipe Boréale", "فريق النيل"].map((name, at) => ({
    place: at + 1,
    name,
  }));
  const id = await publish("The final of digital medical care", {
    kind: "result",
    key: true,
    details: { podium },
  });
  await Promise.all([east.showing("honours", 60_000), west.showing("honours", 60_000)]);
  const steps = west.page.locator(".steps li");
  expect(await steps.evaluateAll((all) => all.map((step) => getComputedStyle(step).animationName))).toEqual(
    Array(3).fill("none"),
  );
  await east.page.getByText("Team Lantern").waitFor();
  await Promise.all([east.item(id).waitFor(), fits(east), fits(west)]);
});

test("in all of this no page has had a fault", () => {
  expect([...east.faults, ...west.faults, ...feed.faults]).toEqual([]);
});
