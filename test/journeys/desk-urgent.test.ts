import type { Browser } from "@playwright/test";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { openPage, type RealPage } from "../support/real-browser.ts";
import { colleague, type Desk, deskGround, deskOf, gone, PASSWORD, seen } from "../support/real-desk.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let redisUrl: string;
let feed: RealPage;
let kiosk: RealPage;
/** A moderator, and a lead. */
let mo: Desk;
let lea: Desk;

beforeAll(async () => {
  const ground = await deskGround(bench);
  ({ browser, server } = ground);
  redisUrl = ground.redis.url;
  const [moderator, lead] = await Promise.all([
    colleague(server, "moderator", "Mo"),
    colleague(server, "lead", "Lea"),
  ]);
  await signedInLongAgo();
  [mo, lea, feed, kiosk] = await Promise.all([
    deskOf(browser, server.base, moderator),
    deskOf(browser, server.base, lead),
    openPage(browser, `${server.base}/`),
    openPage(browser, `${server.base}/kiosk`, { viewport: { width: 1920, height: 1080 } }),
  ]);
}, 120_000);
afterAll(() => bench.cleanUp());

/** As if everybody had given their password ten minutes earlier than they did. */
async function signedInLongAgo(): Promise<void> {
  const redis = new Redis(redisUrl.replace(/^unix:\/\//, ""));
  for (const key of await redis.keys("*:session:*")) {
    const session = JSON.parse((await redis.get(key))!);
    await redis.set(
      key,
      JSON.stringify({ ...session, signedInAtMs: session.signedInAtMs - 600_000 }),
      "KEEPTTL",
    );
  }
  redis.disconnect();
}

const urgentNotice = async (desk: Desk, headline: string, status: "Actual" | "Exercise" | "Test") => {
  await desk.begin();
  await desk.radio("Urgent").check({ force: true });
  await desk.radio(status).check({ force: true });
  await desk.field("Headline").fill(headline);
};
const question = (title: string) => lea.page.getByRole("dialog", { name: title });
/** What the feed's page shows over everything else, and is not over. */
const alerts = () => feed.page.locator(".alerts .alert:not(.clear)");
const onFeed = (text: string) => feed.page.locator("body").getByText(text).first();
const state = async (headline: string): Promise<string | undefined> => {
  const { json } = await server.api.ask("/api/v1/desk/announcements?limit=50");
  return json.items.find(({ text }: { text: { en: { headline: string } } }) => text.en.headline === headline)
    ?.state;
};

describe("urgent", () => {
  test("a moderator has no button to send it with, and is told whose it is", async () => {
    await urgentNotice(mo, "Leave hall 2", "Actual");
    await seen(mo.page.getByText("Urgent announcements are sent by a lead."));
    expect(await mo.button("Check and send").count()).toBe(0);
    await mo.page.keyboard.press("Control+Enter");
    expect(await mo.page.getByRole("dialog").count()).toBe(0);
    expect(["draft", "submitted", undefined]).toContain(await state("Leave hall 2"));
  });

  test("an exercise takes a tick, and the password again when it was given long ago", async () => {
    await urgentNotice(lea, "Fire drill in hall 2", "Exercise");
    await lea.button("Check and send").click();
    const asked = question("This is an exercise. Send it?");
    await seen(asked.getByText("Fire drill in hall 2"));
    // Enter, pressed once too often, sends nothing.
    expect(
      await asked.getByRole("button", { name: "Not yet" }).evaluate((button) => button.matches(":focus")),
    ).toBe(true);
    const send = asked.getByRole("button", { name: "Send as exercise" });
    expect(await send.isDisabled()).toBe(true);
    await asked.getByRole("checkbox", { name: "Yes, an exercise: nobody is in danger" }).check();
    await lea.refused(async () => {
      await send.click();
      const again = question("Sign in again to do that");
      await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await again.getByRole("button", { name: "Continue" }).click();
      await gone(again);
    });
    await Promise.all([
      seen(onFeed("Fire drill in hall 2")),
      seen(kiosk.page.getByText("Fire drill in hall 2")),
    ]);
    await seen(alerts().and(feed.page.locator(".status-exercise")));
    await seen(
      lea.page
        .getByRole("region", { name: "Urgent notices that hold now" })
        .getByText("Fire drill in hall 2"),
    );
  });

  test("its all-clear is ready beside it, and ends it everywhere", async () => {
    const strip = lea.page.getByRole("region", { name: "Urgent notices that hold now" });
    await strip.getByRole("button", { name: "Prepare the all-clear of “Fire drill in hall 2”" }).click();
    expect(await lea.field("Headline").inputValue()).toBe("All clear");
    await lea.button("Check and send").click();
    const asked = question("End the exercise?");
    await asked.getByRole("checkbox").check();
    await asked.getByRole("button", { name: "End the exercise" }).click();
    await seen(onFeed("All clear"));
    await gone(strip);
    await gone(kiosk.page.getByText("Fire drill in hall 2"));
    await gone(alerts());
  });

  test("an actual one takes its word, or two seconds of holding; less sends nothing", async () => {
    await urgentNotice(lea, "Storm: stay inside", "Actual");
    await lea.button("Check and send").click();
    const asked = question("This is real. Send it?");
    const hold = asked.getByRole("button", { name: "Hold for two seconds to send" });
    await hold.click();
    await lea.page.keyboard.press("Enter");
    await seen(asked);
    await asked.getByLabel("Type “actual”").fill("exercise");
    expect(await asked.getByRole("button", { name: "Send as actual" }).count()).toBe(0);
    await asked.getByLabel("Type “actual”").fill("Actual");
    await asked.getByRole("button", { name: "Send as actual" }).click();
    await Promise.all([seen(onFeed("Storm: stay inside")), seen(kiosk.page.getByText("Storm: stay inside"))]);

    await lea.page.getByRole("button", { name: "Prepare the all-clear of “Storm: stay inside”" }).click();
    await lea.button("Check and send").click();
    const end = question("End the real alert?").getByRole("button", {
      name: "Hold for two seconds to end it",
    });
    await end.hover();
    await lea.page.mouse.down();
    await gone(question("End the real alert?"));
    await lea.page.mouse.up();
    await gone(lea.page.getByRole("region", { name: "Urgent notices that hold now" }));
    await Promise.all([gone(kiosk.page.getByText("Storm: stay inside")), gone(alerts())]);
  });
});

test("the preview shows what is typed, on the phone in each language and on the screen", async () => {
  const { page, field, button, begin, pane } = mo;
  await begin();
  await field("Headline").fill("Tea is served");
  await button("Add 中文").click();
  await field("Headline, 中文").fill("茶歇开始");
  await button("Add Français").click();
  await field("Headline, Français").fill("Le thé est servi");
  await pane("Preview");
  const phone = page.frameLocator('iframe[title="Phone, online"]');
  const screen = page.frameLocator('iframe[title="Screen on site"]');
  await Promise.all([seen(phone.getByText("Tea is served")), seen(screen.getByText("Tea is served"))]);
  for (const [name, headline] of [
    ["中文", "茶歇开始"],
    ["Français", "Le thé est servi"],
  ] as const) {
    await page.getByRole("group", { name: "Language" }).getByRole("button", { name }).click();
    await seen(phone.getByText(headline));
  }
  await pane("Write");
  await field("Headline, Français").fill("Le thé est prêt");
  await pane("Preview");
  await page.getByRole("group", { name: "Language" }).getByRole("button", { name: "Français" }).click();
  await seen(phone.getByText("Le thé est prêt"));
});

test("none of this complained", () => {
  expect([mo, lea, feed, kiosk].map(({ faults }) => faults)).toEqual([[], [], [], []]);
  expect(server.log()).not.toMatch(/"level":(50|60)/);
});
