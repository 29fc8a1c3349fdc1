/** What is wrong stands at the desk while it is wrong, and nothing that is typed meanwhile is lost. */
import type { Browser, Locator } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { Bench, type RealProcess, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import type { PrivateRedis } from "../../../scripts/redis/private.ts";
import { launch } from "../../support/real-browser.ts";
import { colleague, type Desk, deskOf, gone, seen } from "../../support/real-desk.ts";

const bench = new Bench();
let browser: Browser;
let redis: PrivateRedis;
let server: RealServer;
let worker: RealProcess;
let desk: Desk;

beforeAll(async () => {
  await buildPages();
  redis = await bench.redis({ restart: false });
  [server, worker, browser] = await Promise.all([
    bench.server({ redisUrl: redis.url }),
    bench.worker({ redisUrl: redis.url }),
    launch(),
  ]);
  bench.onCleanUp(() => browser.close());
  desk = await deskOf(browser, server.base, await colleague(server, "moderator", "Mei"));
}, 120_000);
afterAll(() => bench.cleanUp());

const alarm = (says: string): Locator => desk.page.getByRole("alert", { name: "Alarms" }).getByText(says);
const NOBODY_SENDS = "Nobody sends what is scheduled";

/** A worker that says nothing is trusted for 15 s, and none at all is an alarm after 10 s more. */
const MISSED_MS = 30_000;

test("what is due is sent by hand after the worker died", async () => {
  await server.api.post("Cannot wait for a worker", { publishAt: undefined });
  await worker.kill9();
  await desk.open("Cannot wait for a worker");
  await desk.button("Publish now").click();
  await desk.button("Send now").click();
  await desk.page.mouse.move(0, 0);
  await seen(desk.row("Cannot wait for a worker").getByText("Published"));
});

test("while the store is away the desk says so and keeps what is typed; when it is back it is saved", async () => {
  const { page } = desk;
  await desk.begin();
  await desk.field("Headline").fill("Typed before");
  await desk.saved("saved");
  await desk.outage(async () => {
    await redis.kill9();
    await seen(alarm("The store cannot be reached"));
    await desk.field("Headline").fill("Typed while the store was away");
    await desk.field("Text").fill("Nothing of this may be lost.");
    await desk.saved("device");
    expect(await desk.field("Headline").inputValue()).toBe("Typed while the store was away");
    await redis.startAgain();
    await gone(alarm("The store cannot be reached"));
    await desk.saved("saved");
  });
  await page.mouse.move(0, 0);
  await seen(desk.row("Typed while the store was away"));
  const { json } = await server.api.ask("/api/v1/desk/announcements?limit=10");
  const [found] = json.items.filter(({ text }: { text: { en: { body?: string } } }) => text.en.body);
  expect(found).toMatchObject({ state: "draft", text: { en: { body: "Nothing of this may be lost." } } });
});

test("that nobody sends what is scheduled stands there with what to do, until a worker is back", async () => {
  await alarm(NOBODY_SENDS).waitFor({ timeout: MISSED_MS });
  await seen(alarm("start a worker (npm run worker)"));
  await bench.worker({ redisUrl: redis.url });
  await gone(alarm(NOBODY_SENDS));
});

test("nothing complained besides, and nothing was reloaded", () => {
  expect(desk.faults).toEqual([]);
  expect(desk.loads()).toBe(1);
});
