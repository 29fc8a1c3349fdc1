import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { colleague, type Desk, deskGround, deskOf, gone, heldAs, seen } from "../../support/real-desk.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let ada: Desk;
let bo: Desk;

beforeAll(async () => {
  ({ browser, server } = await deskGround(bench));
  const [first, second] = await Promise.all([
    colleague(server, "moderator", "Ada"),
    colleague(server, "moderator", "Bo"),
  ]);
  [ada, bo] = await Promise.all([deskOf(browser, server.base, first), deskOf(browser, server.base, second)]);
}, 120_000);
afterAll(() => bench.cleanUp());

/** A draft that both see. */
async function draft(headline: string, body = ""): Promise<void> {
  const answer = await server.api.post(headline, { publishAt: undefined, text: { en: { headline, body } } });
  expect([answer.status, answer.json.state]).toEqual([201, "draft"]);
  await Promise.all([seen(ada.row(headline)), seen(bo.row(headline))]);
}

const statesOf = async (headline: string) => (await heldAs(server, headline)).map(({ state }) => state);

describe("two moderators at one announcement", () => {
  test("[M4] both see who writes; the second takes it over, and the first loses nothing", async () => {
    await draft("Doors open", "At nine.");
    await ada.open("Doors open");
    await ada.field("Text").fill("At nine sharp.");
    await seen(bo.row("Doors open").getByText("Ada is writing"));
    await seen(
      bo.page.getByRole("list", { name: "At the desk now" }).getByText("Ada is writing “Doors open”"),
    );
    await bo.open("Doors open");
    await seen(bo.page.getByText(/^Ada is writing this since/));
    expect(await bo.field("Text").isDisabled()).toBe(true);
    expect(await bo.button("Publish now").isDisabled()).toBe(true);

    await ada.saved("saved");
    await ada.field("Text").fill("At nine sharp, by gate B.");
    await bo.button("Take over").click();
    await seen(ada.page.getByText(/^Bo took this over at .* What you typed is kept on this device\.$/));
    expect(await ada.field("Text").isDisabled()).toBe(true);
    expect(await ada.field("Text").inputValue()).toBe("At nine sharp, by gate B.");
    await expect.poll(() => bo.field("Text").isEnabled()).toBe(true);
    await ada.page.reload();
    await seen(ada.row("Doors open"));
    expect(await ada.field("Text").inputValue()).toBe("At nine sharp, by gate B.");
  });

  test("what each of them changed elsewhere fits together by itself", async () => {
    // Bo has it now, and changes another field than Ada did.
    await bo.field("Headline").fill("Doors open early");
    await bo.saved("saved");
    await ada.refused(async () => {
      await ada.button("Take over").click();
      await seen(ada.page.getByRole("heading", { name: "Bo saved this while you were writing" }));
    });
    await seen(ada.page.getByText("You changed different things: both fit together."));
    await ada.button("Save over it").click();
    await seen(ada.page.getByRole("heading", { name: "Notice" }));
    await ada.saved("saved");
    const [item] = await heldAs(server, "Doors open early");
    expect(item!.text.en!.body).toBe("At nine sharp, by gate B.");
  });

  test("what both changed is asked, word by word, and what was chosen is what stands", async () => {
    await draft("Lunch is served", "In the east hall.");
    await ada.open("Lunch is served");
    await ada.page.route("**/api/v1/desk/announcements/*", (route) =>
      route.request().method() === "PUT" ? route.abort() : route.continue(),
    );
    await ada.outage(async () => {
      await ada.field("Text").fill("In the north hall.");
      await ada.saved("device");
    });
    await bo.open("Lunch is served");
    await bo.button("Take over").click();
    await expect.poll(() => bo.field("Text").isEnabled()).toBe(true);
    await bo.field("Text").fill("In the west hall.");
    await bo.saved("saved");
    await ada.page.unrouteAll();
    await ada.refused(async () => {
      await ada.button("Take over").click();
      await seen(ada.page.getByRole("heading", { name: /^Bo saved this while you were writing$/ }));
    });
    const clash = ada.page.getByRole("group", { name: /^Which stands: Text, English/ });
    await seen(clash.locator("del", { hasText: "west" }));
    await seen(clash.locator("ins", { hasText: "north" }));
    expect(await ada.button("Save over it").isDisabled()).toBe(true);
    await clash.getByRole("radio", { name: "Edit here" }).check();
    await clash.getByRole("textbox").fill("In the west hall, then north.");
    await ada.button("Save over it").click();
    await ada.saved("saved");
    const [item] = await heldAs(server, "Lunch is served");
    expect(item!.text.en!.body).toBe("In the west hall, then north.");
    await expect.poll(() => bo.field("Text").inputValue()).toBe("In the west hall, then north.");
  });

  test("who publishes at the same moment: it is out once, and the other is told", async () => {
    await draft("Sent by two");
    await Promise.all([ada.open("Sent by two"), bo.open("Sent by two")]);
    const told = [ada, bo].map(({ page }) =>
      page.getByRole("alert").filter({ hasText: "on its way already" }),
    );
    await ada.refused(() =>
      bo.refused(async () => {
        await Promise.all([ada.button("Publish now").click(), bo.button("Publish now").click()]);
        await Promise.any(told.map(seen));
      }),
    );
    expect((await Promise.all(told.map((alert) => alert.count()))).sort()).toEqual([0, 1]);
    await expect.poll(() => statesOf("Sent by two"), { timeout: 12_000 }).toEqual(["published"]);
    const { json } = await server.api.ask("/api/v1/feed?limit=100");
    const out = json.announcements.filter(
      ({ text }: { text: { en: { headline: string } } }) => text.en.headline === "Sent by two",
    );
    expect(out).toHaveLength(1);
  });
});

test("what one sends and another takes back: the first is told that it did not go out", async () => {
  await draft("Stopped by a colleague");
  await ada.open("Stopped by a colleague");
  await ada.button("Publish now").click();
  await seen(bo.row("Stopped by a colleague").getByText(/^in /));
  await bo.act("Stopped by a colleague", "Take off the schedule");
  await seen(ada.page.getByText("Bo took it back: “Stopped by a colleague” is not going out"));
  await ada.button("Understood").click();
  expect(await statesOf("Stopped by a colleague")).toEqual(["approved"]);
});

describe("the running order, while others work", () => {
  const headlines = (desk: Desk) => desk.page.locator("#running-order-list li.row .what").allInnerTexts();

  test("changes by itself", async () => {
    await bo.page.mouse.move(700, 300);
    await server.api.post("Seen without asking");
    await seen(bo.row("Seen without asking"));
  });

  const two = () => bo.button(/^2 changes/);
  const twoMore = async (word: string) => {
    const before = await headlines(bo);
    const { y } = (await bo.row("Seen without asking").boundingBox())!;
    await server.api.post(`Comes ${word}`);
    await server.api.post(`Comes ${word} too`);
    await seen(two());
    expect(await headlines(bo)).toEqual(before);
    expect((await bo.row("Seen without asking").boundingBox())!.y).toBe(y);
  };

  test("does not move under the pointer: what changed is counted, and there when the pointer goes", async () => {
    await bo.row("Seen without asking").hover();
    await twoMore("meanwhile");
    await bo.page.mouse.move(700, 300);
    await seen(bo.row("Comes meanwhile too"));
    await gone(two());
  });

  test("nor under the keyboard's focus, until the changes are wanted", async () => {
    await bo.page.keyboard.press("j");
    await twoMore("later");
    await two().click();
    await seen(bo.row("Comes later too"));
    await gone(two());
  });
});

test("a desk that opens under the pointer shows everything: what comes first is no change", async () => {
  await bo.row("Seen without asking").hover();
  await bo.page.reload();
  await seen(bo.row("Seen without asking"));
  await gone(bo.button(/ changes/));
});

test("none of this complained", () => {
  expect([ada.faults, bo.faults]).toEqual([[], []]);
  expect(server.log()).not.toMatch(/"level":(50|60)/);
});
