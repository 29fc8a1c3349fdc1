/** The widget in the page of somebody else, who has no say over our cookies and gives it no storage. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Frame, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../scripts/build-pages.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { launch, openPage } from "../support/real-browser.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
/** Another site: not the same host, so that the browser keeps them apart. */
let host: string;

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  [browser, server] = await Promise.all([launch(), bench.server({ redisUrl: redis.url })]);
  bench.onCleanUp(() => browser.close());
  const site = createServer((request, response) => {
    const { searchParams } = new URL(request.url!, "http://host");
    response.setHeader("Content-Type", "text/html");
    response.end(`<title>Theirs</title><iframe width="360" height="200" src="${server.base}/embed?${searchParams}"></iframe>
      <script>addEventListener("message", ({ data }) => { if (data?.type === "fanfare:height") document.title = data.px; })</script>`);
  }).listen(0, "127.0.0.1");
  bench.onCleanUp(() => site.close());
  await once(site, "listening");
  host = `http://localhost:${(site.address() as AddressInfo).port}`;
  await publish("Before anybody looked");
}, 120_000);
afterAll(() => bench.cleanUp());

async function publish(headline: string, more = {}): Promise<string> {
  const answer = await server.api.post(headline, more);
  expect(answer.status).toBe(201);
  return answer.json.id;
}

async function framed(query: string): Promise<{ page: Page; widget: Frame; faults: string[] }> {
  const { page, faults } = await openPage(browser, `${host}/?${query}`);
  const widget = await until(
    () => page.frames().find((frame) => frame.url().includes("/embed")),
    "the frame",
  );
  await widget.locator('[role="status"][data-status="live"]').waitFor();
  return { page, widget, faults };
}

describe("the widget", () => {
  test("[EM1] is live in others' pages, leads out of them, tells its height, and leaves nothing behind", async () => {
    const { page, widget, faults } = await framed("theme=dark");
    const id = await publish("While somebody looks");
    const link = widget.locator(`[data-announcement-id="${id}"] a`);
    await link.waitFor();
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await link.getAttribute("rel")).toContain("noopener");
    const isHigh = async () => Number(await page.title()) > 100;
    await until(isHigh, "its height");
    expect(await widget.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(await page.context().cookies()).toEqual([]);
    expect(
      await page
        .context()
        .storageState()
        .then(({ origins }) => origins),
    ).toEqual([]);
    expect(page.context().serviceWorkers()).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test("[EM1] shows as much as it was asked for, of the kind that it was asked for, in the language asked for", async () => {
    for (let at = 0; at < 3; at++) await publish(`A release, ${at}`, { kind: "release" });
    await publish("No release");
    const { page, widget } = await framed("kind=release&limit=2&lang=ar");
    expect(await widget.locator("li").count()).toBe(2);
    expect(await widget.getByText("No release").count()).toBe(0);
    expect(await widget.locator("html").getAttribute("dir")).toBe("rtl");
    await page.context().close();
  });
});
