import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manifestOf } from "../../server/http/manifest.ts";
import { event } from "../support/written.ts";
import { type HttpNode, httpNode } from "./support.ts";

const PATH = "/manifest.webmanifest";
let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
});
afterAll(() => node.stop());

describe("the feed as an app", () => {
  test("[NV4] is told by the event's own name, opens the feed and nothing else, and is one app in every language", async () => {
    const { status, headers, json } = await node.ask(PATH);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("application/manifest+json");
    expect(json).toMatchObject({ id: "/", start_url: "/", scope: "/", display: "standalone" });
    const french = await node.ask(`${PATH}?lang=fr`);
    expect(french.json.id).toBe(json.id);
    expect(french.json.shortcuts[1].name).toBe("Recherche");
  });

  test("[NV4] speaks the browser's language where none is asked for", async () => {
    const { headers, json } = await node.ask(PATH, { headers: { "accept-language": "ar" } });
    expect(headers.get("vary")).toContain("Accept-Language");
    expect(json.shortcuts[1].name).toBe("بحث");
  });

  test.for(["?lang=toString", "?lang=tlh"])("a language without words is no fault: %s", async (query) => {
    expect((await node.ask(PATH + query)).status).toBe(200);
  });

  test("its icons are there", () => {
    const { icons, shortcuts } = manifestOf(event(), "en");
    const sources = [...icons, ...shortcuts.flatMap((shortcut) => shortcut.icons)].map(({ src }) => src);
    const folder = join(import.meta.dirname, "../../client/icons");
    expect(
      [...sources, "/apple-touch-icon.png", "/badge-96.png"].filter((src) => !existsSync(folder + src)),
    ).toEqual([]);
    expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
      "192x192 any",
      "512x512 any",
      "512x512 maskable",
    ]);
  });

  test("a long name is short under an icon, and text runs the way of its language", () => {
    const named = { ...event(), name: { ar: "قمة ووتشن العالمية للإنترنت" }, languages: ["ar"] };
    expect(manifestOf(named, "ar")).toMatchObject({ lang: "ar", dir: "rtl", short_name: "Fanfare" });
    expect(manifestOf({ ...event(), name: { en: "Summit" } }, "fr")).toMatchObject({
      lang: "en",
      short_name: "Summit",
    });
  });
});
