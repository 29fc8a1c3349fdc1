/** What browsers are told beside the answer: who may read it, what it may do, how long it may be kept. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resourcesOf } from "../../server/http/app.ts";
import { type HttpNode, httpNode } from "./support.ts";

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
});
afterAll(() => node.stop());

const PUBLIC = [
  "/healthz",
  "/api/v1/event",
  "/api/v1/feed",
  "/feed.json",
  "/openapi.json",
  "/api/v1/announcements/nothing",
];
const DESK = ["/api/v1/session", "/api/v1/desk/announcements", "/api/v1/desk/event", "/api/v1/desk/audit"];

describe("other origins", () => {
  test.for(PUBLIC)("may read %s, and need no cookie for it", async (path) => {
    const answer = await node.ask(path, {
      headers: { origin: "https://elsewhere.example", cookie: "sid=1" },
    });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(answer.headers.get("set-cookie")).toBeNull();
    const preflight = await node.ask(path, {
      method: "OPTIONS",
      headers: { origin: "https://elsewhere.example", "access-control-request-method": "GET" },
    });
    expect([preflight.status, preflight.text]).toEqual([204, ""]);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-methods")).toBe("GET, HEAD, OPTIONS");
  });

  test.for(DESK)("may not read %s", async (path) => {
    const answer = await node.ask(path, { as: "admin", headers: { origin: "https://elsewhere.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const preflight = await node.ask(path, {
      method: "OPTIONS",
      headers: { origin: "https://elsewhere.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("allow")).toContain("GET");
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("pages", () => {
  test.for([
    ["/", "feed"],
    ["/embed", "embed"],
    ["/desk", "desk"],
    ["/kiosk", "kiosk"],
    ["/?utm_source=poster", "feed"],
  ])("%s is the %s page", async ([path, name]) => {
    const answer = await node.ask(path!);
    expect(answer.text).toContain(`<title>${name}</title>`);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    const etag = answer.headers.get("etag")!;
    expect((await node.ask(path!, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await node.ask(path!, { method: "POST" })).status).toBe(405);
  });

  test("assets are kept for ever, other files asked for again, the rest is not there", async () => {
    const asset = await node.ask("/assets/feed-abc123.js");
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(asset.headers.get("content-type")).toMatch(/^text\/javascript/);
    expect((await node.ask("/icon.svg")).headers.get("cache-control")).toBe("no-cache");
    const worker = (await node.ask("/sw.js")).headers;
    expect(worker.get("cache-control")).toBe("no-cache");
    expect(worker.get("content-type")).toMatch(/^text\/javascript/);
    expect(worker.get("service-worker-allowed")).toBe("/");
    for (const path of ["/.stamp", "/feed/index.html", "/assets/", "/assets/none.js"])
      expect([path, (await node.ask(path)).json.code]).toEqual([path, "not_found"]);
  });

  test("[MP12] what pages of another build load is answered: of the one before, and of one put there since", async () => {
    expect((await node.ask("/assets/feed-later.js")).status).toBe(404);
    writeFileSync(join(node.deps.pagesDir, "assets/feed-later.js"), "export const build = 'later';");
    for (const build of ["before", "later"]) {
      const asset = await node.ask(`/assets/feed-${build}.js`);
      expect(asset.text).toBe(`export const build = '${build}';`);
      expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(asset.headers.get("content-type")).toMatch(/^text\/javascript/);
    }
    for (const path of [
      "/assets/..%2f.stamp",
      "/assets/.hidden.js",
      "/assets/feed-later",
      "/assets/%2e%2e%2fsw.js",
    ])
      expect([path, (await node.ask(path)).json.code]).toEqual([path, "not_found"]);
  });

  test("run only what is ours, in nobody's frame but for /embed", async () => {
    const csp = (await node.ask("/")).headers.get("content-security-policy")!;
    const directives = csp.split(";");
    expect(directives).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' data:",
      `connect-src 'self' ws://127.0.0.1:${node.port}`,
      "manifest-src 'self'",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-src 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types fanfare",
    ]);
    const { headers } = await node.ask("/embed?zone=east");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors *");
    expect(headers.get("x-frame-options")).toBeNull();
    for (const path of ["/", "/desk", "/embedded", "/desk/preview", "/desk/preview/feedback", "/api/v1/feed"])
      expect((await node.ask(path)).headers.get("x-frame-options")).toBe("DENY");
  });
  test("the previews stand in frames of our own pages alone, and the desk alone has frames", async () => {
    for (const path of ["/desk/preview/feed", "/desk/preview/kiosk"]) {
      const { headers } = await node.ask(path);
      expect(headers.get("content-security-policy")).toContain(";frame-ancestors 'self';");
      expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
    }
    const desk = (await node.ask("/desk")).headers.get("content-security-policy")!;
    expect(desk).toContain(";frame-src 'self';");
    expect(desk).toContain(";frame-ancestors 'none';");
  });
});

test("every answer: no sniffing, no referrer, no word of what it runs on, HSTS on HTTPS alone", async () => {
  for (const path of ["/", "/api/v1/feed", "/nothing", "/api/v1/desk/audit"]) {
    const { headers } = await node.ask(path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
  }
  const secure = await httpNode({ site: { publicUrl: "https://feed.example.org" } });
  const { headers } = await secure.ask("/");
  expect(headers.get("strict-transport-security")).toMatch(/^max-age=31536000/);
  expect(headers.get("content-security-policy")).toContain("wss://feed.example.org");
  await secure.stop();
});

describe("the description of the API", () => {
  test("has every route, and the schemas that answer it", async () => {
    const { json } = await node.ask("/openapi.json");
    expect(json.openapi).toMatch(/^3\.1/);
    for (const route of resourcesOf(node.deps).flat()) {
      const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
      expect([path, route.method, typeof json.paths[path]?.[route.method]]).toEqual([
        path,
        route.method,
        "object",
      ]);
    }
    const create = json.paths["/api/v1/desk/announcements"].post;
    const body = create.requestBody.content["application/json"].schema;
    expect(Object.keys(body.properties)).toEqual(expect.arrayContaining(["kind", "text", "publishAt"]));
    expect(create.parameters.map((each: { name: string }) => each.name)).toContain("Idempotency-Key");
    expect(Object.keys(create.responses)).toEqual(
      expect.arrayContaining(["201", "400", "401", "403", "409", "503"]),
    );
  });

  test("is readable without any script", async () => {
    const { text } = await node.ask("/docs");
    expect(text).toContain("POST /api/v1/desk/announcements/{id}/publish");
    expect(text).toContain('id="outcome_unknown"');
    expect(text).not.toMatch(/<script|<style|style=|onclick/);
    expect((await node.ask("/docs.css")).headers.get("content-type")).toBe("text/css; charset=utf-8");
  });
});

describe("X-Forwarded-*", () => {
  test("from anybody is ignored, from a proxy that is named believed", async () => {
    const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "public.example" };
    expect((await node.ask("/feed.json", { headers })).json.home_page_url).toBe(`${node.base}/`);
    const other = await httpNode({ site: { trustProxy: ["127.0.0.0/8"] } });
    expect((await other.ask("/feed.json", { headers })).json.home_page_url).toBe("https://public.example/");
    const odd = await other.ask("/feed.json", { headers: { "x-forwarded-host": 'x"><script>' } });
    expect(odd.json.home_page_url).toBe("http://localhost:3000/");
    await other.stop();
  });
});
