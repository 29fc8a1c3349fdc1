import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RealProxy, realProxy } from "../../../scripts/chaos/proxy.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { colleague, type Desk, deskGround, deskOf, gone, heldAs, seen } from "../../support/real-desk.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
/** Between the desk's page and the server. */
let network: RealProxy;
let desk: Desk;

beforeAll(async () => {
  ({ browser, server } = await deskGround(bench));
  network = await realProxy({ port: server.port, host: "127.0.0.1" });
  bench.onCleanUp(() => network.close());
  desk = await deskOf(browser, network.base, await colleague(server, "moderator", "Ada"));
}, 120_000);
afterAll(() => bench.cleanUp());

describe("writing", () => {
  test("in two languages: the second is marked when the first changes after it, until it is said to hold", async () => {
    const { page, field, button, tongue, saved, begin } = desk;
    await begin();
    await field("Headline").fill("The buffet opens at noon");
    await button("Add 中文").click();
    await field("Headline, 中文").fill("自助餐中午开放");
    await saved("saved");
    await field("Headline").fill("The buffet opens at one");
    await seen(tongue("中文").getByText("Older than the English"));
    await saved("saved");
    expect((await heldAs(server, "The buffet opens at one"))[0]!.stale).toEqual(["zh"]);
    await button(/^Mark as current/).click();
    await seen(page.getByText("Marked as current", { exact: true }));
    await gone(tongue("中文").getByText("Older than the English"));
    expect((await heldAs(server, "The buffet opens at one"))[0]!.stale ?? []).toEqual([]);
  });

  test("a template fills what is empty in every language, and leaves what was typed", async () => {
    const { field, button, begin, saved } = desk;
    await begin();
    await button("Lost and found").click();
    await field("What was found").fill("a blue scarf");
    await field("Where to collect it").fill("Gate B");
    expect(await field("Headline").inputValue()).toBe("Found: a blue scarf");
    expect(await field("Headline, 中文").inputValue()).toBe("失物招领：a blue scarf");
    expect(await field("Headline, Français").inputValue()).toBe("Objet trouvé\u202f: a blue scarf");
    await field("Headline").fill("Whose scarf is this?");
    await field("What was found").fill("a green scarf");
    expect(await field("Headline").inputValue()).toBe("Whose scarf is this?");
    expect(await field("Headline, 中文").inputValue()).toBe("失物招领：a green scarf");
    await saved("saved");
  });

  test("a podium is put in order by keys alone", async () => {
    const { page, field, radio, begin, saved } = desk;
    await begin();
    await radio("Result").check({ force: true });
    await field("Competition").fill("Straight Road");
    await field("Name, row 1").fill("Bo");
    await field("Name, row 2").fill("Ada");
    await field("Affiliation, row 2").fill("Team East");
    await field("Name, row 2").press("Alt+ArrowUp");
    await seen(page.getByRole("status").getByText("Ada: row 1, place 1"));
    expect(await field("Name, row 1").inputValue()).toBe("Ada");
    expect(await field("Name, row 1").evaluate((input) => input.matches(":focus"))).toBe(true);
    expect(await field("Headline").inputValue()).toBe("Straight Road: Ada wins");
    await saved("saved");
    const [item] = await heldAs(server, "Straight Road: Ada wins");
    expect(item!.details).toEqual({
      competition: "Straight Road",
      podium: [
        { place: 1, name: "Ada", affiliation: "Team East" },
        { place: 2, name: "Bo" },
      ],
    });
  });

  test("a session is found by a word of it, and gives its hall and its stream", async () => {
    const { page, field, begin, button, saved } = desk;
    await begin();
    await field("Headline").fill("Come early to the keynote");
    const search = page.getByRole("combobox", { name: "About a session" });
    await search.fill("keyn");
    await seen(page.getByRole("option", { name: /Keynote/ }));
    await search.press("Enter");
    await button("Take over hall, track and stream").click();
    await saved("saved");
    const [item] = await heldAs(server, "Come early to the keynote");
    expect(item).toMatchObject({
      audience: { zones: ["hall-2"], tracks: ["governance"] },
      actions: [
        { for: "online", label: { en: "Watch live" }, url: "https://stream.example/2" },
        { for: "in-person", label: { en: "Hall 2" } },
      ],
    });
    expect(item!.sessionId).toBeDefined();
  });
});

describe("nothing typed is lost", () => {
  test("it saves itself, and is there after a reload", async () => {
    const { page, field, begin, saved, row } = desk;
    await begin();
    await field("Headline").fill("Typed and left alone");
    await field("Text").fill("Nobody pressed a button.");
    await saved("saved");
    expect((await heldAs(server, "Typed and left alone"))[0]!.state).toBe("draft");
    await page.reload();
    await seen(row("Typed and left alone"));
    expect(await field("Text").inputValue()).toBe("Nobody pressed a button.");
  });

  test("without a network it is kept over a reload, and saved once when the network is back", async () => {
    const { page, field, begin, saved, outage } = desk;
    await begin();
    await outage(async () => {
      network.cut();
      await field("Headline").fill("Typed in the cellar");
      await saved("device");
      // A network that lets the page come, but nothing that is written go.
      await page.route("**/api/v1/desk/announcements**", (route) =>
        route.request().method() === "GET" ? route.continue() : route.abort(),
      );
      network.mend();
      await page.reload();
      await saved("device");
      expect(await field("Headline").inputValue()).toBe("Typed in the cellar");
      expect(await heldAs(server, "Typed in the cellar")).toEqual([]);
      await page.unrouteAll();
    });
    await page.evaluate('dispatchEvent(new Event("online"))');
    await saved("saved");
    expect(await heldAs(server, "Typed in the cellar")).toHaveLength(1);
  });
});

describe("bad input gets a message at its field, and stays in it", () => {
  /** What a field says is wrong with it, to who hears it as well. */
  const faultOf = async (name: string): Promise<string> => {
    const ids = (await desk.field(name).getAttribute("aria-describedby")) ?? "";
    const fault = ids.split(" ").find((id) => id.endsWith("-fault"));
    expect(await desk.field(name).getAttribute("aria-invalid")).toBe("true");
    return fault === undefined ? "" : await desk.page.locator(`[id="${fault}"]`).innerText();
  };
  const publishes = async (): Promise<void> => {
    await desk.refused(async () => {
      await desk.button("Publish now").click();
      await seen(desk.page.getByRole("alert").locator("li"));
    });
  };

  test("a headline of 10,000 characters", async () => {
    await desk.begin();
    await desk.field("Headline").fill("x".repeat(10_000));
    await publishes();
    expect(await faultOf("Headline")).toContain("200");
    expect(await desk.field("Headline").inputValue()).toHaveLength(10_000);
    expect(await desk.field("Headline").evaluate((input) => input.matches(":focus"))).toBe(true);
  });

  test("a right-to-left override", async () => {
    await desk.field("Headline").fill("Gate \u202eB is open");
    await publishes();
    expect(await faultOf("Headline")).toMatch(/direction/);
    expect(await desk.field("Headline").inputValue()).toBe("Gate \u202eB is open");
  });

  test("a javascript: link", async () => {
    await desk.field("Headline").fill("A link that does something");
    await desk.field("Words for those online, English").fill("Press here");
    await desk.field("Link for those online").fill("javascript:alert(1)");
    await publishes();
    expect(await faultOf("Link for those online")).toContain("http://");
    expect(await desk.field("Link for those online").inputValue()).toBe("javascript:alert(1)");
    await desk.field("Link for those online").fill("https://stream.example/2");
  });

  test("a time that has passed, and one before the embargo: in Chinese", async () => {
    const { page, field, button } = desk;
    await button("Ada, Moderator").click();
    await page.getByRole("menuitemradio", { name: "中文" }).click();
    await page.getByText("定时", { exact: true }).click();
    await field("发布时间（会场时间）").fill("2022-11-09T09:00");
    await button(/^定于/).click();
    expect(await faultOf("发布时间（会场时间）")).toBe("该时间已过。");
    expect(await field("发布时间（会场时间）").inputValue()).toBe("2022-11-09T09:00");
    await button("设置保密期").click();
    await field("保密至（会场时间）").fill("2098-06-01T12:00");
    await field("发布时间（会场时间）").fill("2098-06-01T11:00");
    await button(/^定于/).click();
    expect(await faultOf("发布时间（会场时间）")).toMatch(/^保密至 .*在此之前不能发布/);
    expect(await field("标题").inputValue()).toBe("A link that does something");
    await button(/^改为 /).click();
    await button(/^定于/).click();
    await seen(page.getByText(/^已定于/));
    const [item] = await heldAs(server, "A link that does something");
    expect(item!.state).toBe("scheduled");
    expect(item!.scheduledAt).toBe(item!.embargoUntil);
  });
});

test("none of this complained", () => {
  expect(desk.faults).toEqual([]);
  expect(server.log()).not.toMatch(/"level":(50|60)/);
});
