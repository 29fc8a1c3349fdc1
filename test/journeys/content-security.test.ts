/** Every page there is, under the policy that it is served with. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { offlinePage as screensOffline } from "../../client/kiosk-sw/offline-page.ts";
import { offlinePage } from "../../client/sw/offline-page.ts";
import { buildPages } from "../../scripts/build-pages.ts";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { openPage } from "../support/real-browser.ts";
import { type RealFeed, realFeed } from "../support/real-feed.ts";

const bench = new Bench();
const dist = join(import.meta.dirname, "../../dist");
let feed: RealFeed;
let id = "";
beforeAll(async () => {
  await buildPages();
  feed = await realFeed(bench);
  id = await feed.publish("Doors are open", { body: "<b>Come in</b> https://live.example.org/x" });
}, 120_000);
afterAll(() => bench.cleanUp());

/** Before anything of a page runs: what the browser refuses is noted. As text, since tests know no document. */
const WATCH = `addEventListener("securitypolicyviolation", (event) => {
  (globalThis.violations ??= []).push(event.effectiveDirective + " " + event.blockedURI + " " + event.sample);
});`;
const violationsOf = (page: Page): Promise<string[]> => page.evaluate("globalThis.violations ?? []");
const watched = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(WATCH);
};

const policyOf = (header: string | null): Map<string, string> =>
  new Map(
    (header ?? "").split(";").map((part) => {
      const [name = "", ...values] = part.trim().split(" ");
      return [name, values.join(" ")];
    }),
  );

const pages: [string, () => string][] = [
  ["the feed", () => "/"],
  ["the feed from right to left", () => "/?lang=ar"],
  ["an announcement", () => `/a/${id}`],
  ["the widget", () => "/embed?theme=dark"],
  ["the desk", () => "/desk"],
  ["a screen", () => "/kiosk"],
  ["the desk's preview of the feed", () => "/desk/preview/feed"],
  ["the desk's preview of a screen", () => "/desk/preview/kiosk"],
  ["the description", () => "/docs"],
  ["what is not there", () => "/a/nothing"],
];

describe.for(pages)("%s", ([, path]) => {
  test("[SE3] is served with a policy that lets nothing inline be", async () => {
    const { headers, text } = await feed.server.api.ask(path(), {
      token: "",
      headers: { accept: "text/html" },
    });
    const policy = policyOf(headers.get("content-security-policy"));
    expect(policy.get("default-src")).toBe("'none'");
    expect(policy.get("script-src")).toBe("'self'");
    expect(policy.get("style-src")).toBe("'self'");
    expect(policy.get("require-trusted-types-for")).toBe("'script'");
    expect(policy.get("trusted-types")).toBe("fanfare");
    expect(policy.get("base-uri")).toBe("'none'");
    expect([...policy.values()].join(" ")).not.toMatch(/unsafe|\*\.|https?:(\s|$)/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(text).not.toMatch(/\sstyle="|<style|\son[a-z]+="|javascript:/i);
    // Scripts that hold anything are data.
    for (const [, attributes, body] of text.matchAll(/<script([^>]*)>(.*?)<\/script>/gs))
      if (body!.trim() !== "") expect(attributes).toMatch(/type="application\/(ld\+)?json"/);
  });

  test("[SE3] keeps to it in a browser", async () => {
    const { page } = await openPage(feed.browser, feed.server.base + path(), {}, watched);
    await page.waitForLoadState("networkidle");
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  });
});

test("[SE3] the watch sees what a policy refuses", async () => {
  const { page } = await openPage(feed.browser, `${feed.server.base}/docs`, {}, watched);
  // Of each kind one; what throws is refused as well.
  const inline = `for (const name of ["onclick", "style"])
    try { document.body.setAttribute(name, "color: red") } catch {}`;
  await page.evaluate(inline);
  await until(async () => (await violationsOf(page)).length > 0, "a violation");
  expect((await violationsOf(page)).join("\n")).toMatch(/trusted-types|style-src/);
  await page.context().close();
});

test("[SE3] the feed's page for no network has nothing that a policy would have to allow", async () => {
  const response = offlinePage();
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'");
  expect(await response.text()).not.toMatch(/style|script|src=|href=/);
});

test("[SE3] a screen's page for no network allows its own style and nothing else", async () => {
  const response = screensOffline();
  const policy = policyOf(response.headers.get("content-security-policy"));
  const [, style] = /<style>(.*?)<\/style>/.exec(await response.text())!;
  const hash = createHash("sha256").update(style!).digest("base64");
  expect(Object.fromEntries(policy)).toEqual({
    "default-src": "'none'",
    "style-src": `'sha256-${hash}'`,
    "base-uri": "'none'",
    "form-action": "'none'",
  });
});

describe("[SE4] source maps", () => {
  const files = () => readdirSync(dist, { recursive: true, encoding: "utf8" });

  test("there are none in the build, and nothing names one", async () => {
    expect(existsSync(join(dist, "client/sw.js"))).toBe(true);
    expect(files().filter((name) => /\.map(\.|$)/.test(name))).toEqual([]);
    const scripts = files().filter((name) => name.startsWith("client/") && /\.(js|css)$/.test(name));
    expect(scripts.length).toBeGreaterThan(20);
    for (const name of scripts) {
      const { status, text } = await feed.server.api.ask(name.replace("client", ""), { token: "" });
      expect([name, status, /sourceMappingURL/.test(text)]).toEqual([name, 200, false]);
    }
  });

  test("nor are they, or sources, served by name", async () => {
    const some = files().find((name) => /^client\/assets\/feed.*\.js$/.test(name))!;
    const asked = [
      `${some.replace("client", "")}.map`,
      "/sw.js.map",
      "/feed/main.tsx",
      "/.stamp",
      "/.version",
    ];
    const more = [
      "/feed/manifest.json",
      "/server/main.ts",
      "/package.json",
      "/assets/..%2f.stamp",
      "/.git/HEAD",
    ];
    for (const path of [...asked, ...more])
      expect([path, (await feed.server.api.ask(path, { token: "" })).status]).toEqual([path, 404]);
  });
});
