import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { oneSession } from "../../support/programmes/one-session.ts";
import { htmlLanguage, openPage, type RealPage } from "../../support/real-browser.ts";
import {
  type Colleague,
  colleague,
  type Desk,
  deskGround,
  deskOf,
  gone,
  heldAs,
  PASSWORD,
  seat,
  seen,
} from "../../support/real-desk.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let ada: Colleague;
let desk: Desk;
let feed: RealPage;

beforeAll(async () => {
  ({ browser, server } = await deskGround(bench));
  ada = await colleague(server, "moderator", "Ada");
  [desk, feed] = await Promise.all([deskOf(browser, server.base, ada), openPage(browser, `${server.base}/`)]);
}, 120_000);
afterAll(() => bench.cleanUp());

const onFeed = (text: string) => feed.page.locator("article").getByText(text);
const stateOf = async (headline: string) => (await heldAs(server, headline))[0]?.state;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

describe("five seconds to take it back", () => {
  test("are there in another tab, when the one that sent it was closed", async () => {
    const { page, field, button, begin } = desk;
    await begin();
    await field("Headline").fill("Sent from a tab that closed");
    await button("Publish now").click();
    await seen(button("Undo"));
    const other = await page.context().newPage();
    await page.close();
    await other.goto(`${server.base}/desk`);
    desk = seat({ ...desk, page: other });
    other.setDefaultTimeout(15_000);
    await desk.button("Undo").click();
    await seen(other.getByText("Not sent: nobody has seen it"));
    expect(await stateOf("Sent from a tab that closed")).toBe("approved");
  });

  test("and when they are over, it is said that readers have it, and can be withdrawn", async () => {
    const { page, field, button, begin, refused } = desk;
    await begin();
    await field("Headline").fill("Taken back too late");
    // The answer to the undo is late: it left in time, and came when readers had it.
    await page.route("**/unschedule", async (route) => {
      await seen(onFeed("Taken back too late"));
      await route.continue();
    });
    await button("Publish now").click();
    await refused(async () => {
      await button("Undo").click();
      await seen(page.getByText("Undo came too late: readers have it"));
    });
    await page.unrouteAll();
    await page
      .getByRole("region", { name: "Taken back too late" })
      .getByRole("button", { name: "Withdraw" })
      .click();
    const dialog = page.getByRole("dialog", { name: "Withdraw this announcement?" });
    await dialog.getByRole("button", { name: "Withdraw it" }).click();
    await seen(dialog.getByText("Say why, so that readers are not left to guess."));
    await dialog.getByLabel("Reason, as readers will see it").fill("it was meant for tomorrow");
    await seen(dialog.frameLocator("iframe").getByText("it was meant for tomorrow"));
    await dialog.getByRole("button", { name: "Withdraw it" }).click();
    await seen(onFeed("it was meant for tomorrow"));
    await gone(onFeed("Taken back too late"));
  });
});

describe("what is on the schedule", () => {
  test("[S7] with a session, it follows where an import moves it", async () => {
    const { page, field, button, begin, row } = desk;
    await begin();
    await field("Headline").fill("Ten minutes to the keynote");
    await page.getByRole("combobox", { name: "About a session" }).fill("keynote");
    await page.getByRole("option", { name: /Keynote/ }).click();
    await page.getByText("With session", { exact: true }).click();
    await button("10 min before").click();
    await button(/^Schedule with the session/).click();
    await seen(page.getByText("Scheduled with its session, at 08:50"));
    const moved = JSON.parse(
      JSON.stringify(oneSession).replace("T09:00:00", "T11:30:00").replace('"09:00"', '"11:30"'),
    );
    expect((await server.api.ask("/api/v1/desk/programme", { json: moved })).status).toBe(200);
    await page
      .getByRole("button", { name: "Jan 1", exact: false })
      .or(page.getByRole("button", { name: /1 Jan/ }))
      .first()
      .click();
    await seen(row("Ten minutes to the keynote").getByText("11:20"));
  });

  test("several are moved and discarded at once; what cannot be is left out, and what is refused is said", async () => {
    const { page, row, button, refused } = desk;
    for (const [headline, minutes] of [
      ["First of three", 60],
      ["Second of three", 70],
      ["Third of three", 80],
    ] as const) {
      const made = await server.api.post(headline, { publishAt: undefined });
      await server.api.move(made.json.id, "schedule", { at: later(minutes) });
    }
    await server.api.post("A draft beside them", { publishAt: undefined });
    const [before] = await heldAs(server, "First of three");
    await seen(row("A draft beside them"));
    await button("Select").click();
    for (const headline of ["First of three", "Second of three", "Third of three", "A draft beside them"])
      await page.getByRole("checkbox", { name: `Select: ${headline}` }).check({ force: true });
    await button("Move: 3").click();
    const dialog = page.getByRole("dialog", { name: "Move 3 announcements?" });
    await seen(dialog.getByText("1 stays as it is"));
    // A colleague sends one of them before the button is pressed.
    const [second] = await heldAs(server, "Second of three");
    await page.route(`**/announcements/${second!.id}/schedule`, async (route) => {
      await server.api.move(second!.id, "publish");
      await route.continue();
    });
    await refused(async () => {
      await dialog.getByRole("button", { name: "Move: 3" }).click();
      await seen(page.getByText(/2 done, 1 refused/));
    });
    await page.unrouteAll();
    await seen(page.getByText(/^Second of three: /));
    const [after] = await heldAs(server, "First of three");
    expect(Date.parse(after!.scheduledAt!) - Date.parse(before!.scheduledAt!)).toBe(15 * 60_000);
    await button("None").click();

    await button("Select").click();
    await page.getByRole("checkbox", { name: "Select: A draft beside them" }).check({ force: true });
    await button("Discard").click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard: 1" }).click();
    await seen(page.getByText(/1 done/));
    expect(await stateOf("A draft beside them")).toBe("discarded");
  });
});

test("what a colleague changed a moment ago is not approved unread from its row", async () => {
  const { page, row, act, refused } = desk;
  const made = await server.api.post("Read before it was changed", { publishAt: undefined });
  await seen(row("Read before it was changed"));
  await page.route(`**/announcements/${made.json.id}/approve`, async (route) => {
    const json = { kind: "notice", text: { en: { headline: "Changed by a colleague" } } };
    const headers = { "if-match": made.headers.get("etag")! };
    const path = `/api/v1/desk/announcements/${made.json.id}`;
    expect((await server.api.ask(path, { method: "PUT", json, headers })).status).toBe(200);
    await route.continue();
  });
  await refused(async () => {
    await act("Read before it was changed", "Approve");
    await seen(row("Changed by a colleague").getByRole("alert"));
  });
  await page.unrouteAll();
  expect(await stateOf("Changed by a colleague")).toBe("draft");
});

describe("what was sent", () => {
  test("is duplicated as something new, without its time", async () => {
    const { page, field, act, saved } = desk;
    await server.api.post("Shuttles leave from gate A", { expiresAt: later(600) });
    await act("Shuttles leave from gate A", "Duplicate");
    await seen(page.getByRole("heading", { name: "New notice" }));
    expect(await field("Headline").inputValue()).toBe("Shuttles leave from gate A");
    await saved("saved");
    const both = await heldAs(server, "Shuttles leave from gate A");
    expect(both.map(({ state }) => state).sort()).toEqual(["draft", "published"]);
    expect(both.find(({ state }) => state === "draft")).not.toHaveProperty("expiresAt");
  });

  test("is corrected; History shows the words that changed, and brings back what it said", async () => {
    const { page, field, button, open, pane } = desk;
    await page.mouse.move(700, 300); // Under the pointer the list would stand still.
    await seen(page.locator("main :focus")); // Nor is the focus left in it.
    await server.api.post("The bus leaves at two");
    await seen(onFeed("The bus leaves at two"));
    await open("The bus leaves at two");
    await field("Headline").fill("The bus leaves at three");
    await button("Correct").click();
    await seen(onFeed("The bus leaves at three"));
    await pane("History");
    const compared = page.getByRole("region", { name: "History" });
    await seen(compared.locator("del", { hasText: "two" }));
    await seen(compared.locator("ins", { hasText: "three" }));
    await seen(compared.getByText("Ada corrected it"));
    await button("Restore revision 1").click();
    expect(await field("Headline").inputValue()).toBe("The bus leaves at two");
    await button("Correct").click();
    await seen(onFeed("The bus leaves at two"));
    expect((await heldAs(server, "The bus leaves at two"))[0]!.revision).toBe(3);
  });
});

test("all of it by keys alone: in, a new notice, sent, taken back, and the list of keys", async () => {
  const real = await openPage(browser, `${server.base}/desk`, { viewport: { width: 1440, height: 900 } });
  const { keyboard } = real.page;
  const focused = () => real.page.evaluate('document.activeElement.labels?.[0]?.textContent ?? ""');
  const tabTo = async (name: string): Promise<void> => {
    for (let presses = 0; (await focused()) !== name; presses++) {
      if (presses > 30) throw new Error(`no way to ${name} by Tab`);
      await keyboard.press("Tab");
    }
  };
  await seen(real.page.getByRole("button", { name: "Sign in" }));
  await tabTo("E-mail");
  await keyboard.type(ada.email);
  await tabTo("Password");
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await seen(real.page.getByRole("heading", { name: "Running order" }));
  await keyboard.press("n");
  await expect.poll(focused).toBe("Notice");
  await tabTo("Headline");
  await keyboard.type("Written without a mouse");
  await keyboard.press("Enter");
  expect(await focused()).toBe("Text");
  await keyboard.type("Not once.");
  await keyboard.press("Control+Enter");
  await seen(real.page.getByRole("button", { name: "Undo", exact: true }));
  // Where letters are typed, `u` is a letter: Escape leaves the field.
  await keyboard.press("Escape");
  await keyboard.press("u");
  await seen(real.page.getByText("Not sent: nobody has seen it"));
  expect(await stateOf("Written without a mouse")).toBe("approved");
  await keyboard.press("?");
  const list = real.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await seen(list.getByText("Undo what is about to go out"));
  await keyboard.press("Escape");
  await gone(list);
  expect(await htmlLanguage(real.page)).toBe("en");
  expect(real.faults).toEqual([]);
});

test("none of this complained", () => {
  expect([desk.faults, feed.faults]).toEqual([[], []]);
  expect(server.log()).not.toMatch(/"level":(50|60)/);
});
