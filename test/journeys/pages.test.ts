/** The feed's pages as they are really built and drawn, without a browser: what is read before any script runs. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { words as ar } from "../../client/shared/words/words-ar.ts";
import { words as en } from "../../client/shared/words/words-en.ts";
import { words as es } from "../../client/shared/words/words-es.ts";
import { words as fr } from "../../client/shared/words/words-fr.ts";
import { words as ru } from "../../client/shared/words/words-ru.ts";
import { words as zh } from "../../client/shared/words/words-zh.ts";
import { buildPages } from "../../scripts/build-pages.ts";
import type { PageRenderer } from "../../server/contract/page-start.ts";
import { type HttpNode, httpNode } from "../http/support.ts";

const spoken: Readonly<Record<string, { readonly pinned: string }>> = { en, zh, fr, es, ru, ar };
const dist = join(import.meta.dirname, "../../dist");
const BROWSER = { accept: "text/html" };
const HOSTILE = "</script><script>alert(1)</script><!-- & \" ' $& <b>";

let renderer: PageRenderer;
let node: HttpNode;
beforeAll(async () => {
  await buildPages();
  ({ renderer } = await import(pathToFileURL(join(dist, "renderer/render.js")).href));
  node = await httpNode({
    deps: { renderer, pagesDir: join(dist, "client") },
    site: { publicUrl: "https://feed.example.org" },
  });
}, 120_000);
afterAll(() => node.stop());

const published = async (headline: string, more: Record<string, unknown> = {}): Promise<string> => {
  const { id } = await node.publish(headline, more);
  await node.arrived();
  return id;
};
const linkedData = (html: string) =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)![1]!);
/** What an attribute of the first such tag says, as a browser reads it. */
const attribute = (html: string, tag: RegExp, name: string): string | undefined => {
  const found = html.match(/<(?:meta|link|html)(?:"[^"]*"|[^">])*>/g)!.find((each) => tag.test(each));
  return new RegExp(`${name}="([^"]*)"`).exec(found ?? "")?.[1]?.replaceAll("&amp;", "&");
};
const withoutScripts = (html: string): string => html.replaceAll(/<script.*?<\/script>/gs, "");

describe.for(["en", "zh", "fr", "es", "ru", "ar"])("in %s", (language) => {
  test("[Z1] [Z3] the page is read without a script, in its direction, and carries the words of its script", async () => {
    await published("Doors are open", {
      text: { en: { headline: "Doors are open" }, zh: { headline: "大门已开" } },
    });
    const { text, headers } = await node.ask(`/?lang=${language}`);
    expect(headers.get("content-language")).toBe(language);
    expect(text).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
    expect(withoutScripts(text)).toContain(language === "zh" ? "大门" : "Doors are open");
    expect(text).not.toMatch(/<!--|\sstyle="|\son\w+="/);
    const [, words] = /id="words">(.*?)<\/script>/s.exec(text)!;
    expect(JSON.parse(words!).pinned).toBe(spoken[language]!.pinned);
    expect(attribute(text, /rel="canonical"/, "href")).toBe(`https://feed.example.org/?lang=${language}`);
    for (const [, href] of text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g))
      expect([href, (await node.ask(href!)).status]).toEqual([href, 200]);
  });

  test("[Z5] [Z6] what is not there, or not yet, is said in it, without a script", async () => {
    const { status, text } = await node.ask("/a/nothing", {
      headers: { ...BROWSER, "accept-language": language },
    });
    expect(status).toBe(404);
    expect(text).toContain(`lang="${language}"`);
    expect(text).toMatch(/<h1>[^<]+<\/h1>.*href="\/"/s);
    expect(text).not.toContain("<script");
    const loading = renderer.renderNotice("loading", language);
    expect(loading.head).toContain('<meta http-equiv="refresh" content="5"');
    expect(loading.app).not.toContain("undefined");
    expect(text).not.toContain("undefined");
  });
});

describe("a link to one announcement", () => {
  test("[Z2] [Z4] is told to other programs as what it is, whatever it says", async () => {
    const body = `Body of it. ${HOSTILE} ${"More. ".repeat(100)}`;
    const id = await published(HOSTILE, { text: { en: { headline: HOSTILE, body } } });
    const { text } = await node.ask(`/a/${id}`);
    const url = `https://feed.example.org/a/${id}`;
    expect(text).not.toMatch(/<script>|<b>alert|<!--/);
    expect(/<title>(.*?)<\/title>/.exec(text)![1]).toMatch(/^&lt;\/script>/);
    expect(attribute(text, /rel="canonical"/, "href")).toBe(url);
    expect(attribute(text, /og:url/, "content")).toBe(url);
    expect(attribute(text, /og:type/, "content")).toBe("article");
    expect(attribute(text, /og:image/, "content")).toBe("https://feed.example.org/icon-512.png");
    expect(attribute(text, /hreflang="fr"/, "href")).toBe(`${url}?lang=fr`);
    expect(attribute(text, /name="description"/, "content")).toMatch(/^Body of it\. .*…$/);
    const blog = linkedData(text);
    expect(blog).toMatchObject({ "@type": "LiveBlogPosting", headline: "Test summit" });
    expect(blog.liveBlogUpdate).toMatchObject([
      { "@type": "BlogPosting", headline: HOSTILE, articleBody: body, url, inLanguage: "en" },
    ]);
  });

  test("[Z4] withdrawn says that, and nothing of what it said; no search engine keeps it", async () => {
    const id = await published("A secret mistake");
    await node.ask(`/api/v1/desk/announcements/${id}/withdraw`, {
      as: "admin-token",
      json: { reason: "Wrong" },
    });
    await node.arrived();
    const { status, text } = await node.ask(`/a/${id}`);
    expect(status).toBe(410);
    expect(text).not.toContain("secret");
    expect(withoutScripts(text)).toContain("Wrong");
    expect(attribute(text, /name="robots"/, "content")).toBe("noindex");
  });
});

test("the feed's own linked data is small, and of the newest", async () => {
  for (let n = 1; n <= 4; n += 1)
    await published(`Update ${n}`, {
      text: { en: { headline: `Update ${n}, of which this is the headline`, body: lorem(n) } },
    });
  const data = linkedData((await node.ask("/")).text);
  expect(data.liveBlogUpdate.map((each: { headline: string }) => each.headline.slice(0, 8))).toEqual([
    "Update 4",
    "Update 3",
    "Update 2",
  ]);
  expect(gzipSync(JSON.stringify(data)).length).toBeLessThanOrEqual(1_024);
});

test("[Z7] the widget is for nobody's search, and dark where it was asked to be", async () => {
  const { text } = await node.ask("/embed?theme=dark&kind=notice");
  expect(text).toContain('data-theme="dark"');
  expect(attribute(text, /name="robots"/, "content")).toBe("noindex");
});

test("[Z9] what the page loads was compressed by the build", async () => {
  const [, script] = /<script type="module"[^>]* src="([^"]+)"/.exec((await node.ask("/")).text)!;
  const { headers } = await node.ask(script!, { headers: { "accept-encoding": "br" } });
  expect(headers.get("content-encoding")).toBe("br");
  expect(headers.get("cache-control")).toContain("immutable");
});

/** Text that does not compress as a repetition would. */
function lorem(seed: number): string {
  let state = seed;
  const word = (): string => {
    state = (state * 48_271) % 2_147_483_647;
    return state.toString(36);
  };
  return Array.from({ length: 80 }, word).join(" ");
}
