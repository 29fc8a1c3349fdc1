/** axe-core finds nothing on any page of the desk, light and dark, in each of its languages. */
import type { Browser, Locator, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { axeFindings } from "../../support/accessibility.ts";
import { goTo } from "../../support/desk-people.ts";
import { launch, openPage } from "../../support/real-browser.ts";
import { type Colleague, colleague, type Desk, deskOf, seen } from "../../support/real-desk.ts";

const EVENT = "/api/v1/desk/event";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let admin: Colleague;
let desk: Desk;

beforeAll(async () => {
  await buildPages();
  const { url } = await bench.redis();
  const working = bench.worker({ redisUrl: url });
  [server, browser] = await Promise.all([
    bench.server({ redisUrl: url, env: { EVENT: "sample" } }),
    launch(),
    working,
  ]);
  bench.onCleanUp(() => browser.close());
  admin = await colleague(server, "admin", "Mei");
  await colleague(server, "author", "Ana");
  await server.api.ask("/api/v1/desk/people", { json: { email: "invited@example.org", role: "lead" } });
  await oneOfEachState();
  desk = await deskOf(browser, server.base, admin);
}, 120_000);
afterAll(() => bench.cleanUp());

async function oneOfEachState(): Promise<void> {
  const { api } = server;
  const make = async (headline: string, more: object = { publishAt: undefined }): Promise<string> =>
    (await api.post(headline, { ...more })).json.id;
  await make("Only a draft");
  await api.move(await make("Waits for approval"), "submit");
  await api.move(await make("Is approved"), "approve");
  await make("Is scheduled", { publishAt: new Date(Date.now() + 3_600_000).toISOString(), pinned: true });
  const corrected = await make("Was corrected", {});
  await api.move(corrected, "correct", { text: { en: { headline: "Was corrected, to this" } } });
  await api.move(await make("Was withdrawn", {}), "withdraw", { reason: "it was wrong" });
  await api.move(await make("Is discarded"), "discard");
  await make("Is sealed", { publishAt: undefined, embargoUntil: "2098-01-01T00:00:00Z" });
  await makeOverdue();
}

/** At its time its zone is gone, so it waits for a person. */
async function makeOverdue(): Promise<void> {
  const held = await server.api.ask(EVENT);
  const put = async (json: object): Promise<void> => {
    const headers = { "if-match": (await server.api.ask(EVENT)).headers.get("etag")! };
    expect((await server.api.ask(EVENT, { method: "PUT", json, headers })).status).toBe(200);
  };
  await put({ ...held.json, zones: [...held.json.zones, { id: "tent", name: { en: "Tent" } }] });
  const audience = { attendance: "everyone", zones: ["tent"], tracks: [] };
  const publishAt = new Date(Date.now() + 2_000).toISOString();
  expect((await server.api.post("Is overdue", { audience, publishAt })).status).toBe(201);
  await put(held.json);
}

const nothing = async (page: Page = desk.page, within?: string): Promise<void> =>
  expect(await axeFindings(page, within)).toEqual([]);
const tab = (name: string): Locator => desk.page.getByRole("tab", { name: new RegExp(`^${name}`) });

test("the door", async () => {
  const { page } = await openPage(browser, `${server.base}/desk`);
  await seen(page.getByRole("button", { name: "Sign in" }));
  await nothing(page);
  await page.context().close();
});

test("the running order, with items of every state, and a menu", async () => {
  await seen(desk.row("Is overdue").getByText(/^Overdue/));
  await nothing();
  for (const name of ["Drafts", "To approve", "Sent", "Discarded"]) {
    await tab(name).click();
    await nothing(desk.page, ".order");
  }
  await tab("Timetable").click();
  await desk.button("Mei, Administrator").click();
  await seen(desk.page.getByRole("menuitem", { name: "Sign out" }));
  await nothing(desk.page, ".bar");
  await desk.page.keyboard.press("Escape");
});

test.for(["Session start", "Release", "Result", "Change", "Notice", "Urgent"])(
  "the form of: %s",
  async (kind) => {
    await desk.button("New").click();
    await desk.radio(kind).check();
    await desk.field("Headline").fill(`A headline of ${kind}`);
    await nothing(desk.page, kind === "Urgent" ? "body" : ".write");
  },
);

test("the question before an urgent announcement", async () => {
  await desk.button("Check and send").click();
  await seen(desk.page.getByRole("dialog"));
  await nothing();
  await desk.button("Not yet").click();
});

test("what it will look like, and what it was", async () => {
  await tab("Sent").click();
  await desk.open("Was corrected, to this");
  await desk.pane("Preview");
  await seen(desk.page.getByRole("heading", { name: /preview/i }));
  await nothing();
  await desk.pane("History");
  await seen(desk.page.getByRole("heading", { name: /history|revisions/i }));
  await nothing();
  await tab("Timetable").click();
});

test("two who changed the same", async () => {
  await tab("Drafts").click();
  await desk.open("Only a draft");
  await desk.field("Text").fill("Typed here");
  await desk.saved("saved");
  const id = await desk.row("Only a draft").getAttribute("data-announcement-id");
  const path = `/api/v1/desk/announcements/${id}`;
  await desk.refused(async () => {
    let isFirst = true;
    await desk.page.route("**/api/v1/desk/announcements/*", async (route) => {
      if (isFirst && route.request().method() === "PUT") {
        isFirst = false;
        const json = { kind: "notice", text: { en: { headline: "Only a draft", body: "By a program" } } };
        const revision = (await server.api.ask(path)).headers.get("etag")!;
        await server.api.ask(path, { method: "PUT", json, headers: { "if-match": revision } });
      }
      await route.continue();
    });
    await desk.field("Text").fill("Typed here, and more");
    await desk.saved("conflict");
  });
  await nothing(desk.page, ".write");
  await tab("Timetable").click();
});

test("programme, people, audit and account", async () => {
  for (const name of ["Programme", "People", "Audit"]) {
    await goTo(desk.page, name);
    await seen(desk.page.locator("main li"));
    await nothing(desk.page, "main");
  }
  await desk.page.goto(`${server.base}/desk#account`);
  await seen(desk.page.getByText("this one"));
  await nothing(desk.page, "main");
});

test("every part of the event", async () => {
  await goTo(desk.page, "Event");
  const parts = desk.page.getByRole("navigation", { name: "Parts of the event" }).getByRole("button");
  await seen(parts);
  for (const part of await parts.all()) {
    await part.click();
    await nothing(desk.page, "main");
  }
});

test.for([
  ["en", "dark"],
  ["zh-CN", "light"],
  ["fr", "dark"],
] as const)("in %s, %s", async ([locale, colorScheme]) => {
  const other = await deskOf(browser, server.base, admin, { locale, colorScheme });
  await seen(other.page.locator("li.row .what"));
  await other.page.locator("#kind-urgent").check();
  await nothing(other.page);
  for (const name of ["programme", "event", "people", "audit", "account"]) {
    await other.page.evaluate(`location.hash = "${name}"`);
    await seen(other.page.locator("main :is(li, label)"));
    await nothing(other.page, "main");
  }
  expect(other.faults).toEqual([]);
  await other.page.context().close();
});

test("nothing complained", () => expect(desk.faults).toEqual([]));
