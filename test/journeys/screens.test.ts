import type { Browser, Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { launch, openPage, overflowOf, screens } from "../support/real-browser.ts";
import { writeEvent } from "../support/real-event.ts";
import { openKiosk } from "../support/real-kiosks.ts";

const EMAIL = "lead@example.org";
const PASSWORD = "a-long-password-of-the-journeys";
const LONG = "Averyverylongwordthatnobodywouldeverbreakinthemiddleofitself".repeat(3);

const bench = new Bench();
let browser: Browser;
let server: RealServer;
/** Without a sample feed, of which each item would first have its time on a screen. */
let quietServer: RealServer;

beforeAll(async () => {
  await buildPages();
  const [redis, another] = await Promise.all([bench.redis(), bench.redis()]);
  const env = { EVENT: "sample", ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD };
  [server, quietServer, browser] = await Promise.all([
    bench.server({ redisUrl: redis.url, env }),
    bench.server({ redisUrl: another.url }),
    launch(),
  ]);
  bench.onCleanUp(() => browser.close());
  await writeEvent(quietServer);
}, 120_000);
afterAll(() => bench.cleanUp());

const places = [
  ["/", "phone"],
  ["/", "laptop"],
  ["/", "kiosk"],
  ["/desk", "laptop"],
  ["/desk", "phone"],
] as const;
test.for(places)("%s fits on a %s, with the sample event and a long word", async ([path, screen]) => {
  expect((await server.api.post(LONG)).status).toBe(201);
  const { page, faults } = await openPage(browser, `${server.base}${path}`, { viewport: screens[screen] });
  if (path === "/desk") {
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await fits(page);
    await signIn(page);
  }
  await page.getByText(LONG).first().waitFor();
  await fits(page);
  expect(faults).toEqual([]);
  await page.context().close();
});

test.for(["kiosk", "upright", "laptop"] as const)(
  "/kiosk fits on a %s, whatever it shows",
  async (screen) => {
    const options = { viewport: screens[screen] };
    const kiosk = await openKiosk(
      browser,
      quietServer,
      { name: LONG.slice(0, 100), zone: "hall-2" },
      options,
    );
    expect((await quietServer.api.post(LONG)).status).toBe(201);
    for (const layout of ["stage", "door", "ticker"]) {
      await kiosk.set({ layout, hall: "hall-2" });
      await kiosk.showing(layout);
      await kiosk.page.getByText(LONG).first().waitFor();
      await fits(kiosk.page);
    }
    expect(kiosk.faults).toEqual([]);
    await kiosk.page.context().close();
  },
);

test("/ fits on a phone with text at twice its size", async () => {
  const { page } = await openPage(browser, `${server.base}/`, { viewport: screens.phone });
  await page.getByRole("heading", { name: "Now and next" }).waitFor();
  await page.evaluate('document.documentElement.style.fontSize = "200%"');
  await fits(page);
  await page.context().close();
});

/** Fonts and images that come later may move things once more. */
async function fits(page: Page): Promise<void> {
  await until(async () => (await overflowOf(page)).byPx <= 0, "it to fit", 2_000).catch(() => {});
  expect(await overflowOf(page)).toEqual({ byPx: 0, by: [] });
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail", { exact: true }).fill(EMAIL);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Running order" }).waitFor();
}
