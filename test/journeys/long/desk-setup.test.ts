/**
 * The event and its programme on the desk, from the first change to
 * the end of the rehearsal; and what the audit says.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Locator, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { goTo } from "../../support/desk-people.ts";
import { oneSession, SESSION } from "../../support/programmes/one-session.ts";
import { launch, live, openPage, type RealPage } from "../../support/real-browser.ts";
import { type Colleague, colleague, type Desk, deskOf, seen } from "../../support/real-desk.ts";
import { event } from "../../support/written.ts";

const run = promisify(execFile);
const bench = new Bench();
let browser: Browser;
let server: RealServer;
let env: Record<string, string>;
let ana: Desk;
let bo: Desk;
let feed: RealPage;

type Planned = readonly [number: number, title: string, start: string];

/** A programme file with these sessions in the second hall. */
function programmeWith(...sessions: readonly Planned[]): object {
  const plan = structuredClone(oneSession);
  const { rooms } = plan.schedule.conference.days[0]!;
  const [keynote] = rooms["Hall 2"];
  rooms["Hall 2"] = sessions.map(([number, title, start]) => ({
    ...keynote!,
    guid: SESSION.replace(/1$/, String(number)),
    id: number,
    date: `2098-01-01T${start}:00+08:00`,
    start,
    title,
  }));
  return plan;
}

beforeAll(async () => {
  await buildPages();
  const { url } = await bench.redis();
  env = { REDIS_URL: url, DATA_DIR: bench.folder() };
  const working = bench.worker({ redisUrl: url, env });
  [server, browser] = await Promise.all([bench.server({ redisUrl: url, env }), launch(), working]);
  bench.onCleanUp(() => browser.close());
  const headers = { "if-match": (await server.api.ask("/api/v1/desk/event")).headers.get("etag")! };
  const json = event({ rehearsal: true });
  expect((await server.api.ask("/api/v1/desk/event", { method: "PUT", json, headers })).status).toBe(200);
  const first = programmeWith([1, "Keynote", "09:00"], [2, "Panel", "11:00"]);
  expect((await server.api.ask("/api/v1/desk/programme", { json: first })).status).toBe(200);
  const admin = async (name: string): Promise<Colleague> => await colleague(server, "admin", name);
  ana = await deskOf(browser, server.base, await admin("Ana"));
  bo = await deskOf(browser, server.base, await admin("Bo"));
  feed = await openPage(browser, `${server.base}/`);
  await live(feed.page);
}, 120_000);
afterAll(() => bench.cleanUp());

const section = (page: Page, name: string): Promise<void> =>
  page
    .getByRole("navigation", { name: "Parts of the event" })
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .click();
/** Of the event, in its first language. */
const nameOf = ({ page }: Desk): Locator => page.getByRole("textbox", { name: /^Name, English/ });
const drafts = async (): Promise<Record<string, string>> => {
  const { json } = await server.api.ask("/api/v1/desk/announcements?limit=100");
  const said = json.items.map(({ text, state }: { text: { en: { headline: string } }; state: string }) => [
    text.en.headline,
    state,
  ]);
  return Object.fromEntries(said);
};

test("the event is renamed and given a zone; one that is used is removed knowingly; a reload loses nothing", async () => {
  const { page } = ana;
  const audience = { attendance: "everyone", zones: ["hall-2"], tracks: [] };
  await server.api.post("Only for hall 2", { audience, publishAt: undefined });
  await goTo(page, "Event");
  await nameOf(ana).fill("Renamed summit");
  await section(page, "Zones");
  await page.getByRole("button", { name: /^East/ }).click();
  await ana.field("New zone in East").fill("Lounge");
  await page.keyboard.press("Enter");
  await seen(page.getByRole("button", { name: /^Lounge/ }));
  await page.getByRole("button", { name: /^Hall 2/ }).click();
  await ana.button("Remove Hall 2").click();
  const question = page.getByRole("dialog", { name: "Remove “Hall 2”?" });
  await seen(question.getByRole("heading", { name: "Halls in it 1" }));
  await seen(question.getByText("They move to “East”."));
  await seen(question.getByText("Only for hall 2"));
  await question.getByRole("button", { name: "Remove" }).click();
  await section(page, "Languages");
  await page.getByRole("combobox", { name: "Add a language" }).fill("Deutsch");
  await page.keyboard.press("Enter");
  await seen(page.getByRole("listitem").filter({ hasText: "Deutsch" }));
  await section(page, "Policies");
  await ana.field("Results").check();

  await page.reload();
  await live(page);
  await seen(page.getByText("This was typed before and never saved."));
  expect(await nameOf(ana).inputValue()).toBe("Renamed summit");
  const changes = page.getByRole("complementary", { name: "What changes" });
  for (const words of ["Lounge", "Hall 2", "Deutsch", "Results"]) await seen(changes.getByText(words));
});

test("of two who change the event, the second is shown what the first saved, and loses nothing", async () => {
  await goTo(bo.page, "Event");
  await nameOf(bo).fill("A name by Bo");
  await bo.field("Theme, English").fill("A theme by Bo");
  await bo.button("Save 2 changes").click();
  await seen(bo.page.getByText(/^Saved at/));

  const { page } = ana;
  await ana.refused(async () => {
    await page.getByRole("button", { name: /^Save \d+ changes/ }).click();
    await seen(page.getByRole("heading", { name: "Somebody else saved the event" }));
  });
  const met = page.getByRole("alert").filter({ hasText: "Somebody else saved the event" });
  await seen(met.getByText("A theme by Bo"));
  await seen(met.getByRole("heading", { name: "You both changed" }));
  expect(await nameOf(ana).inputValue()).toBe("Renamed summit");
  await page.getByRole("button", { name: /^Save \d+ changes/ }).click();
  await seen(page.getByText(/^Saved at/));
  const { json } = await server.api.ask("/api/v1/desk/event");
  expect(json).toMatchObject({ name: { en: "Renamed summit" }, theme: { en: "A theme by Bo" } });
  expect(json.languages).toEqual(["en", "zh", "fr", "de"]);
  expect(json.zones.map(({ name }: { name: { en: string } }) => name.en)).toContain("Lounge");
  expect(json.halls[0].zone).toBe("east");
  await seen(feed.page.getByText("Renamed summit"));
});

test("whoever writes a result cannot publish it alone, and reads why at the button; a colleague can", async () => {
  await goTo(ana.page, "Running order");
  await ana.begin();
  await ana.radio("Result").check();
  await ana.field("Headline").fill("The relay is decided");
  await ana.field("Competition").fill("Relay");
  await ana.field("Name, row 1").fill("Team Lantern");
  await seen(ana.page.getByText("A second person must approve this before it goes out."));
  expect(await ana.button("Publish now").count()).toBe(0);
  await ana.button("Send for approval").click();
  await seen(ana.page.getByText("Submitted for approval"));

  await goTo(bo.page, "Running order");
  await bo.open("The relay is decided");
  await bo.button("Approve").click();
  await seen(bo.page.getByText("Approved", { exact: true }));
  await bo.button("Publish now").click();
  await bo.button("Send now").click();
  await seen(feed.page.getByText("The relay is decided"));
});

test("a changed programme is looked at, applied, and what it proposes is decided on one by one", async () => {
  const { page } = ana;
  await goTo(page, "Programme");
  const changed = programmeWith([1, "Keynote", "10:00"], [3, "Reception", "12:30"]);
  const buffer = Buffer.from(JSON.stringify(changed));
  await page
    .getByLabel("Choose a file")
    .setInputFiles({ name: "new.json", mimeType: "application/json", buffer });
  await seen(page.getByRole("heading", { name: "What “new.json” would change" }));
  for (const group of ["Moved 1", "Removed 1", "Added 1"])
    await seen(page.getByRole("region", { name: group }));
  await seen(page.getByRole("region", { name: "Moved 1" }).getByText("10:00"));
  const startsAt = async () =>
    (await server.api.ask("/api/v1/programme")).json.sessions.map(
      (session: { startsAt: string }) => session.startsAt,
    );
  expect(await startsAt()).toEqual(["2098-01-01T01:00:00.000Z", "2098-01-01T03:00:00.000Z"]);
  await ana.button("Apply").click();
  await seen(page.getByText("The programme is applied."));
  expect(await startsAt()).toEqual(["2098-01-01T02:00:00.000Z", "2098-01-01T04:30:00.000Z"]);

  const proposed = page.getByRole("region", { name: "Proposed announcements" });
  await proposed.getByRole("button", { name: /^Open .*Keynote/ }).click();
  expect(await ana.field("Headline").inputValue()).toContain("Keynote");
  await goTo(page, "Programme");
  await proposed.getByRole("button", { name: /^Approve: .*Keynote/ }).click();
  await seen(proposed.getByRole("listitem").filter({ hasText: "Keynote" }).getByText("Approved"));
  await proposed.getByRole("button", { name: /^Discard: .*Panel/ }).click();
  await seen(proposed.getByRole("listitem").filter({ hasText: "Panel" }).getByText("Discarded"));
  const states = Object.entries(await drafts());
  expect(
    states
      .filter(([headline]) => /^(?!Now).*(Keynote|Panel)/.test(headline))
      .map(([, state]) => state)
      .sort(),
  ).toEqual(["approved", "discarded"]);
});

test("the end of the rehearsal takes what was sent from every reader, and leaves what is prepared", async () => {
  const { page } = ana;
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await server.api.post("Planned for later", { publishAt: at });
  expect(await feed.page.locator("article[data-announcement-id]").count()).toBe(1);
  await goTo(page, "Event");
  await section(page, "Rehearsal");
  await ana.button("End the rehearsal").click();
  const question = page.getByRole("dialog", { name: "End the rehearsal" });
  await seen(question.getByText("1 announcement that was sent"));
  await question.getByRole("button", { name: "End the rehearsal" }).click();
  await seen(page.getByRole("heading", { name: "The rehearsal has ended" }));
  await feed.page.locator("article[data-announcement-id]").waitFor({ state: "detached" });
  await ana.button("Go on").click();
  await live(page);
  await goTo(page, "Running order");
  await seen(ana.row("Planned for later"));
  const left = await drafts();
  expect(left).toMatchObject({ "Only for hall 2": "draft", "Planned for later": "scheduled" });
  expect(Object.values(left)).not.toContain("published");
  await bo.page.mouse.move(0, 0);
  await bo.row("The relay is decided").waitFor({ state: "detached" });
});

test("the audit says in words what was done, can be searched, and is whole", async () => {
  const { page } = ana;
  await goTo(page, "Audit");
  for (const words of [
    "Ana ended the rehearsal",
    "Ana imported the programme",
    "Bo approved",
    "Bo changed the event",
  ])
    await seen(page.getByText(words));
  await ana.field("Search").fill("import");
  await page.getByText("Bo changed the event").waitFor({ state: "detached" });
  await seen(page.getByText("Ana imported the programme"));
  const command = ["scripts/audit.ts", "--verify"];
  const options = { cwd: join(import.meta.dirname, "../../.."), env: { PATH: process.env.PATH, ...env } };
  const { stdout } = await run(process.execPath, command, options);
  expect(stdout).toContain("The audit is as it was written.");
});

test("nothing complained, and readers never reloaded", () => {
  expect([ana.faults, bo.faults, feed.faults]).toEqual([[], [], []]);
  expect([bo.loads(), feed.loads()]).toEqual([1, 1]);
  expect(server.log()).not.toMatch(/"level":(50|60)/);
});
