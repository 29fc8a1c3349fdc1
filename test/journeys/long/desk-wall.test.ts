/**
 * Screens on site, as a lead pairs them, sees them, sets them up,
 * tells them what to do, and reads what they showed.
 */
import type { Browser, Locator } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { axeFindings } from "../../support/accessibility.ts";
import { goTo } from "../../support/desk-people.ts";
import { englishOf } from "../../support/desk-words.ts";
import { comeWith, type PairedScreen, pairedScreen, showCode } from "../../support/paired-screen.ts";
import { overflowOf } from "../../support/real-browser.ts";
import {
  type Colleague,
  colleague,
  type Desk,
  deskGround,
  deskOf,
  gone,
  heldAs,
  seen,
} from "../../support/real-desk.ts";

const KIOSKS = "/api/v1/desk/kiosks";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let lea: Colleague;
let lead: Desk;
/** In hall 2, and in the west wing. */
let door: PairedScreen;
let gate: PairedScreen;

beforeAll(async () => {
  ({ browser, server } = await deskGround(bench));
  lea = await colleague(server, "lead", "Lea");
  lead = await deskOf(browser, server.base, lea);
}, 120_000);
afterAll(() => bench.cleanUp());
afterAll(() => {
  door?.leave();
  gate?.leave();
});

const dialog = (name?: string | RegExp): Locator =>
  lead.page.getByRole("dialog", name === undefined ? {} : { name });
const tile = (name: string): Locator => lead.page.locator(".tile", { hasText: name });
const nothing = async (desk: Desk, within = "body"): Promise<void> =>
  expect(await axeFindings(desk.page, within)).toEqual([]);

test("where there is none the page says how to begin", async () => {
  await goTo(lead.page, "Screens");
  await seen(lead.page.getByRole("heading", { name: "No screen is paired yet" }));
  expect(await lead.field("Address for screens").inputValue()).toBe(`${server.base}/kiosk`);
  expect(await lead.button("Tell screens").count()).toBe(0);
  await nothing(lead, "main");
});

test("a code that no screen shows is said at its field, in any way of typing it", async () => {
  await lead.button("Pair a screen").click();
  await dialog().getByLabel("Code on the screen").fill("zzzz 9999");
  await lead.refused(async () => {
    await lead.button("Find the screen").click();
    await seen(dialog().getByText("No screen shows this code."));
  });
  expect(await dialog().getByLabel("Code on the screen").getAttribute("aria-invalid")).toBe("true");
  await lead.button("Cancel").click();
  await gone(dialog());
});

test("the address on a screen opens its pairing; the screen shows that it is the one, and comes by itself", async () => {
  const code = await showCode(server);
  await lead.page.evaluate(`location.hash = "screens?code=${code.userCode.toLowerCase().replace("-", "")}"`);
  await seen(dialog("Pair a screen").getByRole("heading", { name: "The screen with the brass frame" }));
  expect(await lead.page.evaluate("location.hash")).toBe("#screens");
  expect(await code.poll()).toMatchObject({ isLookedAt: true });
  await seen(dialog().getByText("1920 × 1080"));
  await nothing(lead);
  await lead.button("Pair it").click();
  await seen(dialog().getByText("Fill this in."));
  await dialog().getByLabel(/^Name/).fill("Hall 2, door");
  await dialog().getByLabel("What it shows").selectOption("door");
  await dialog().getByLabel("Hall", { exact: true }).selectOption({ label: "Hall 2" });
  await dialog().locator("button.chip", { hasText: "Hall 2" }).click();
  await lead.button("Pair it").click();
  await seen(lead.page.getByText("“Hall 2, door” is paired."));
  await seen(tile("Hall 2, door").and(lead.page.locator('[data-state="waiting"]')));

  const { token } = await code.poll();
  const id = (await tile("Hall 2, door").getAttribute("data-screen"))!;
  door = await comeWith(server, { id, token: token! });
  expect(door.config()).toMatchObject({ layout: "door", zone: "hall-2", languages: ["en", "zh"] });
  await seen(tile("Hall 2, door").and(lead.page.locator('[data-state="connected"]')));
  await seen(lead.page.getByText("1 of 1 screen"));
});

test("a tile says what is on its screen, and what is wrong with it; what is away stands first", async () => {
  gate = await pairedScreen(server, { name: "Gate west", zone: "west" }, ({ command }) =>
    command === "identify" ? { ok: false, code: "offline" } : { ok: true },
  );
  const { json } = await server.api.post("Doors open at nine");
  const showing = { screen: "stage", announcementId: json.id, revision: 1 };
  door.say({ build: "b1", showing, clock: { offsetMs: 12, isTrusted: true }, storage: { usedBytes: 9e6 } });
  gate.say({ build: "b2", faults: [{ code: "not_full_screen" }, { code: "odd_one" }], queued: 3 });
  await seen(tile("Hall 2, door").getByText("Doors open at nine"));
  await seen(tile("Gate west").getByText("Is not in full screen"));
  await seen(tile("Gate west").getByText("odd_one"));
  await seen(tile("Gate west").getByText("3 reports to come"));
  await seen(lead.page.getByText("1 with a fault"));
  await nothing(lead, "main");
});

test("what is set is changed though a colleague changes it too, and the screen is told at once", async () => {
  await tile("Hall 2, door").locator(".what").click();
  // It has the name of the screen, which a colleague is about to change.
  const sheet = dialog();
  await seen(sheet.getByText("Checked, 12 ms off"));
  await sheet.getByRole("button", { name: "Set-up" }).click();
  await nothing(lead);
  await sheet.getByLabel(/^Name/).fill("Door of hall 2");
  await sheet.getByLabel("Dim it at night").check();
  const json = { name: "Door, renamed", layout: "stage" };
  await server.api.ask(`${KIOSKS}/${door.id}`, { method: "PATCH", json });
  await lead.refused(async () => {
    await sheet.getByRole("button", { name: "Save" }).click();
    await seen(sheet.getByText("You both changed: Name."));
  });
  await seen(sheet.getByText("it stands here now: Layout."));
  expect(await sheet.getByLabel("What it shows").inputValue()).toBe("stage");
  // One key loses nothing that was typed.
  await lead.page.keyboard.press("Escape");
  await seen(sheet.getByRole("button", { name: /^Close all the same/ }));
  await sheet.getByRole("button", { name: "Save" }).click();
  await seen(sheet.getByText("Saved: the screen changes at once."));
  await until(() => door.config()?.name === "Door of hall 2", "the screen to be told");
  expect(door.config()).toMatchObject({ layout: "stage", night: { from: "22:00", brightness: 40 } });
  await lead.page.keyboard.press("Escape");
  await gone(dialog());
});

test("screens are told what to do, and what became of it is said as they answer", async () => {
  await lead.button("Tell screens").click();
  await seen(dialog().getByText("you see which one it is"));
  await nothing(lead);
  await lead.button("Tell 2 screens").click();
  await seen(lead.page.getByText("Done on 1 of 2, 1 failed (no network)"));
  expect(door.commands.map(({ command }) => command)).toEqual(["identify"]);

  await tile("Gate west").locator(".what").click();
  await dialog().getByRole("button", { name: "Load anew" }).click();
  await seen(dialog().locator(".command-line", { hasText: "Load anew" }).getByText("Done", { exact: true }));
  await lead.button("Close").click();
  await lead.button("Commands").click();
  await seen(lead.page.locator("li[data-command]").nth(1));
  await nothing(lead, "main");
});

test("a hall is dark during a session until that is taken back", async () => {
  await lead.button("Blackouts").click();
  await lead.button("Set a blackout").click();
  await dialog().getByRole("combobox", { name: "Session" }).fill("keynote");
  await dialog().getByRole("option").click();
  await seen(dialog().getByText("It moves with the session."));
  await nothing(lead);
  await lead.button("Set it on 1 screen").click();
  await until(() => door.config()?.blackouts.length === 1, "the screen to be told");
  expect(gate.config()?.blackouts).toEqual([]);
  await nothing(lead, "main");
  await lead.button("Take back: Hall 2, Keynote").click();
  await dialog().getByRole("button", { name: "Take back" }).click();
  await seen(lead.page.getByText("None is set."));
  await until(() => door.config()?.blackouts.length === 0, "the screen to be told");
});

test("the running order says on how many screens it has been, the open announcement on which", async () => {
  await goTo(lead.page, "Running order");
  const { json } = await server.api.post("Lunch is served");
  const proof = lead.row("Lunch is served").locator(".proof-mark");
  await seen(proof.getByText("0 of 2 screens"));
  const receipt = { announcementId: json.id, revision: 1, shownAt: new Date().toISOString() };
  await door.shows({ ...receipt, visibleMs: 90_000, showings: 3 });
  await seen(proof.getByText("1 of 2 screens"));
  gate.leave();
  await lead.open("Lunch is served");
  await lead.pane("Screens");
  const pane = lead.page.locator(".proof");
  await seen(pane.getByText(/^Shown on 1 of 2 screens, 1 offline since \d\d:\d\d$/));
  await seen(pane.locator(".lacking li", { hasText: "Gate west" }).getByText(/^offline since/));
  await seen(pane.locator("tr", { hasText: "Door of hall 2" }).getByText("visible 1 min 30 sec, 3 times"));
  await nothing(lead, ".write");

  await server.api.move(json.id, "correct", { text: { en: { headline: "Lunch is served in hall 5" } } });
  await seen(pane.getByText(/^Shown on 0 of 2 screens/));
  await door.shows({ ...receipt, revision: 2 });
  await seen(pane.getByText(/^Shown on 1 of 2 screens/));

  await goTo(lead.page, "Screens");
  await seen(lead.page.locator(".tile").first().getByText("No contact"));
  await tile("Door of hall 2").locator(".what").click();
  await dialog().getByRole("button", { name: "What it showed" }).click();
  await seen(dialog().getByText("Lunch is served in hall 5").first());
  await lead.button("Close").click();
});

test("an alert says something else in one zone and is for one screen alone; both are asked about and kept", async () => {
  await goTo(lead.page, "Running order");
  await lead.begin();
  await lead.radio("Urgent").check({ force: true });
  await lead.field("Headline").fill("Leave the east wing");
  await lead.field("Something else in a zone").selectOption({ label: "\u2003\u2003Hall 2" });
  await lead.page.locator(".zone-instruction").getByLabel("What to do, English").fill("Stay in hall 2");
  await lead.page
    .locator("details.places", { hasText: "All screens that it concerns" })
    .locator("summary")
    .click();
  await lead.page.getByRole("checkbox", { name: /^Door of hall 2/ }).check();
  await seen(lead.page.locator(".reach", { hasText: "1 screen" }));
  await nothing(lead);
  await lead.button("Check and send").click();
  await seen(dialog().getByText("Stay in hall 2"));
  await seen(dialog().getByText("Of the screens, only Door of hall 2."));
  await dialog().getByRole("checkbox").check();
  await lead.button("Send as exercise").click();
  await seen(lead.row("Leave the east wing").getByText("0 of 1 screen"));
  const [item] = await heldAs(server, "Leave the east wing");
  expect(item).toMatchObject({
    audience: { screens: [door.id] },
    details: { zoneInstructions: [{ zone: "hall-2", instruction: { en: "Stay in hall 2" } }] },
  });
});

test("another takes the place of one that is gone, and one that is not wanted is removed", async () => {
  await goTo(lead.page, "Screens");
  await tile("Gate west").locator(".what").click();
  await lead.button("Put another in its place").click();
  const code = await showCode(server);
  await dialog().getByLabel("Code on the screen").fill(code.userCode);
  await lead.button("Find the screen").click();
  await lead.button("Put it there").click();
  await seen(lead.page.getByText("Another screen is “Gate west” now."));
  const { token } = await code.poll();
  gate = await comeWith(server, { id: gate.id, token: token! });
  expect(gate.config()).toMatchObject({ name: "Gate west", zone: "west" });
  await seen(tile("Gate west").and(lead.page.locator('[data-state="connected"]')));

  await tile("Gate west").locator(".what").click();
  await lead.button("Remove").click();
  await seen(dialog("Remove “Gate west”?").getByText("within two seconds"));
  await lead.button("Remove the screen").click();
  await seen(lead.page.getByText("“Gate west” was removed."));
  await gone(tile("Gate west"));
  await until(() => gate.socket.disconnected, "it to be put out");
});

test.for([
  ["zh-CN", "dark", { width: 320, height: 700 }],
  ["fr", "light", { width: 1280, height: 800 }],
] as const)(
  "in %s, %s, it fits and says nothing in English; in the dark axe finds nothing",
  async ([locale, colorScheme, viewport]) => {
    const other = await deskOf(browser, server.base, lea, { locale, colorScheme, viewport });
    const { page } = other;
    const english = new Set(englishOf(locale.slice(0, 2) as "zh" | "fr"));
    await page.evaluate('location.hash = "screens"');
    await seen(page.locator(".tile"));
    const look = async (within: string): Promise<void> => {
      if (colorScheme === "dark") await nothing(other, within);
      expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });
      const said = (await page.locator(within).innerText()).split("\n").map((text) => text.trim());
      expect(said.filter((text) => english.has(text))).toEqual([]);
    };
    await look("main");
    await page.locator(".tile .what").first().click();
    for (const pane of await page.locator("dialog .panes button").all()) {
      await pane.click();
      await look("dialog");
    }
    await page.locator(".sheet-close").click();
    for (const view of await page.locator("main > .panes button").all()) {
      await view.click();
      await look("main");
    }
    expect(other.faults).toEqual([]);
    await page.context().close();
  },
);

test("an author sees the wall, and has no way to change anything of it", async () => {
  const author = await deskOf(browser, server.base, await colleague(server, "author", "Ana"));
  await author.page.evaluate('location.hash = "screens?code=BKTD-4P7X"');
  await seen(author.page.getByText("Only a lead or an administrator can pair a screen."));
  await author.page.locator(".tile .what").first().click();
  const sheet = author.page.getByRole("dialog");
  await seen(sheet.locator(".facts-of"));
  expect(await sheet.getByRole("button", { name: /^(Remove|Load anew|Put another)/ }).count()).toBe(0);
  await sheet.getByRole("button", { name: "Set-up" }).click();
  expect(await sheet.getByLabel(/^Name/).isDisabled()).toBe(true);
  expect(await sheet.getByRole("button", { name: "Save" }).count()).toBe(0);
  await author.page.keyboard.press("Escape");
  expect(await author.button(/^(Pair a screen|Tell screens)$/).count()).toBe(0);
  expect(author.faults).toEqual([]);
  await author.page.context().close();
});

test("nothing else complained", () => {
  expect(lead.faults).toEqual([]);
  expect(lead.loads()).toBe(1);
  expect(server.log()).not.toMatch(/"level":(50|60)/);
});
