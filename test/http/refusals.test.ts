/** What is wrong with a request, and how it is told. Numbers in titles are those of RELIABILITY.md, C. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fieldCodes } from "../../server/contract/field-codes.ts";
import { refusals } from "../../server/contract/refusals.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { type Asking, type HttpNode, httpNode } from "./support.ts";

const LIST = "/api/v1/desk/announcements";
const json = { "content-type": "application/json" };
const draft = (more: Record<string, unknown> = {}) => ({
  kind: "notice",
  text: { en: { headline: "x" } },
  ...more,
});
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json): Asking => ({
  as: "admin-token",
  body,
  headers,
});
const deep = (depth: number) => `${'{"details":'.repeat(depth)}{}${"}".repeat(depth)}`;
const headline = (text: string) => JSON.stringify(draft({ text: { en: { headline: text } } }));

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
});
afterAll(() => node.stop());

interface Case {
  readonly what: string;
  readonly path: string;
  readonly ask?: Asking;
  readonly status: number;
  readonly code: string;
  readonly at?: string;
}

const invalid = (what: string, path: string, ask: Asking, at?: string): Case => ({
  what,
  path,
  ask,
  status: 400,
  code: "invalid",
  ...(at === undefined ? {} : { at }),
});
const broken = (what: string, body: string | Uint8Array<ArrayBuffer>): Case => ({
  what,
  path: LIST,
  ask: post(body),
  status: 400,
  code: "invalid_json",
});
const field = (what: string, more: Record<string, unknown>, at: string): Case =>
  invalid(what, LIST, { as: "admin-token", json: draft(more) }, at);
const query = (path: string, at: string): Case => invalid(`query of ${path}`, path, {}, at);

const cases: readonly Case[] = [
  {
    what: "1 a body over 64 KB",
    path: LIST,
    ask: post("x".repeat(65_537)),
    status: 413,
    code: "payload_too_large",
  },
  broken("2 half a JSON", '{"kind": "notice"'),
  broken("2 no JSON", "hello"),
  broken("2 nothing at all", ""),
  broken("2 two values", "{} {}"),
  broken("3 nested 10,000 deep", `${"[".repeat(10_000)}${"]".repeat(10_000)}`),
  broken("3 nested 40 deep", deep(40)),
  ...[
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
    "application/json; charset=utf-16",
  ].map(
    (type): Case => ({
      what: `4 content type "${type}"`,
      path: LIST,
      ask: post(JSON.stringify(draft()), { "content-type": type }),
      status: 415,
      code: "unsupported_media_type",
    }),
  ),
  ...["gzip", "br", "deflate"].map(
    (encoding): Case => ({
      what: `5 content encoding ${encoding}`,
      path: LIST,
      ask: post(new Uint8Array(100), { ...json, "content-encoding": encoding }),
      status: 415,
      code: "unsupported_media_type",
    }),
  ),
  broken("6 a name twice", '{"kind":"notice","kind":"urgent","text":{"en":{"headline":"x"}}}'),
  broken("6 a name twice, once escaped", '{"kind":"notice","k\\u0069nd":"urgent"}'),
  broken("6 __proto__", '{"kind":"notice","text":{"en":{"headline":"x"}},"__proto__":{"state":"published"}}'),
  field("6 constructor", { constructor: { prototype: {} } }, "constructor"),
  ...["id", "state", "revision", "offset", "publishedAt", "createdBy", "role"].map((name) =>
    field(`7 the field ${name}, which is not given`, { [name]: "x" }, name),
  ),
  field(
    "7 a field too many further in",
    { audience: { attendance: "everyone", rooms: [] } },
    "audience.rooms",
  ),
  field("7 another kind's details", { details: { podium: [] } }, "details.podium"),
  invalid("8 undoMs of 1e309", `${LIST}/x/publish`, post('{"undoMs":1e309}'), "undoMs"),
  invalid("8 undoMs of 10001", `${LIST}/x/publish`, post('{"undoMs":10001}'), "undoMs"),
  invalid("8 undoMs of 0.5", `${LIST}/x/publish`, post('{"undoMs":0.5}'), "undoMs"),
  ...["1e3", "-0", "-1", "0x1", "1.5", "NaN", "9007199254740993", " 1", "", "9".repeat(400)].map((offset) =>
    query(`/api/v1/feed/frames?epoch=e&after=${offset}`, "after"),
  ),
  invalid("9 a lone surrogate", LIST, post(headline("a\ud800b")), "text.en.headline"),
  invalid("9 NUL", LIST, post(headline("a\u0000b")), "text.en.headline"),
  invalid("9 an override of direction", LIST, post(headline("a\u202eb")), "text.en.headline"),
  invalid("9 a headline of 201", LIST, post(headline("x".repeat(201))), "text.en.headline"),
  broken("10 bytes that are not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  field(
    "11 a javascript: link",
    { actions: [{ for: "online", label: { en: "x" }, url: "javascript:alert(1)" }] },
    "actions.0.url",
  ),
  query("/api/v1/feed/frames?after=0", "epoch"),
  query("/api/v1/feed/frames?epoch=a.b&after=0", "epoch"),
  ...["0", "-1", "101", "1000000000", "ten"].map((limit) => query(`/api/v1/feed?limit=${limit}`, "limit")),
  query("/api/v1/feed?kind=rumour", "kind"),
  query("/api/v1/feed?attendance=everyone", "attendance"),
  query("/api/v1/feed?limit=1&limit=2", "limit"),
  query("/api/v1/feed?a[]=1", "a[]"),
  query("/api/v1/feed?a[b]=2", "a[b]"),
  query("/api/v1/feed?__proto__=1", "__proto__"),
  query("/api/v1/feed?q=%zz", "q=%zz"),
  query("/api/v1/feed?q=%ff", "q=%ff"),
  query("/healthz?x=1", "x"),
  query(`/api/v1/feed?${Array.from({ length: 2_000 }, (_, n) => `p${n}=1`).join("&")}`, ""),
  ...[
    "/..%2f..%2fetc%2fpasswd",
    "/api/v1/announcements/..%2f..%2fx",
    "/assets/..%2f.stamp",
    "/.stamp",
    "/assets/%2e%2e/.stamp",
    "/%zz",
    "/a/%ff",
    "/a/b/c",
    "/api/v1/feed/",
    "/API/v1/feed",
    "/api/v1/desk/robots",
    "/api/v1/push/",
  ].map((path): Case => ({ what: `15 ${path}`, path, status: 404, code: "not_found" })),
  ...["DELETE", "PUT", "PATCH", "POST"].map(
    (method): Case => ({
      what: `16 ${method} of the feed`,
      path: "/api/v1/feed",
      ask: { method },
      status: 405,
      code: "method_not_allowed",
    }),
  ),
  {
    what: "16 a method in a header does not count",
    path: LIST,
    ask: { method: "PATCH", as: "admin-token", headers: { "x-http-method-override": "GET" } },
    status: 405,
    code: "method_not_allowed",
  },
  ...[
    "2026-01-01T00:00:00",
    "2026-02-30T00:00:00Z",
    "+275760-09-13T00:00:00Z",
    "tomorrow",
    "2026-01-01",
    "",
  ].map((at) =>
    invalid(`22 scheduled at "${at}"`, `${LIST}/x/schedule`, { as: "admin-token", json: { at } }, "at"),
  ),
  field("22 published at an instant without zone", { publishAt: "2099-01-01T00:00:00" }, "publishAt"),
  field("22 published in the past", { publishAt: "2020-01-01T00:00:00Z" }, "publishAt"),
  field("22 under an embargo that is over", { embargoUntil: "2020-01-01T00:00:00Z" }, "embargoUntil"),
  field(
    "urgent without an end",
    { kind: "urgent", details: { status: "test", messageType: "alert" } },
    "expiresAt",
  ),
  field(
    "a language that the event has not",
    { text: { en: { headline: "x" }, de: { headline: "x" } } },
    "text.de",
  ),
  field("a zone that the event has not", { audience: { zones: ["moon"] } }, "audience.zones.0"),
  field("null is no value", { sessionId: null }, "sessionId"),
  invalid(
    "a move that takes nothing, given something",
    `${LIST}/x/pin`,
    { as: "admin-token", json: { at: 1 } },
    "at",
  ),
  invalid("a withdrawal without reason", `${LIST}/x/withdraw`, { as: "admin-token", json: {} }, "reason"),
  invalid("an unknown state", `${LIST}?state=lost`, { as: "admin" }, "state"),
  invalid("a cursor that is none", `${LIST}?cursor=;drop`, { as: "admin" }, "cursor"),
  ...["submit", "publish", "pin"].map(
    (name): Case => ({
      what: `${name} of what is not there`,
      path: `${LIST}/nothing/${name}`,
      ask: { method: "POST", as: "admin" },
      status: 404,
      code: "not_found",
    }),
  ),
  { what: "a desk path without a sign-in", path: LIST, status: 401, code: "not_signed_in" },
  ...[
    "Bearer wrong",
    "Bearer",
    "Basic YTpi",
    "Bearer fft_wrong",
    `Bearer ${"x".repeat(5_000)}`,
    "bearer  ",
  ].map(
    (authorization): Case => ({
      what: `authorization "${authorization.slice(0, 20)}"`,
      path: LIST,
      ask: { headers: { authorization } },
      status: 401,
      code: "not_signed_in",
    }),
  ),
];

test.for(cases)("$what: $status $code", async ({ path, ask, status, code, at }) => {
  const answer = await node.ask(path, ask);
  expect([answer.status, answer.json?.code]).toEqual([status, code]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.json).toMatchObject({
    type: expect.stringMatching(new RegExp(`^http.*/docs#${code}$`)),
    title: refusals[code as keyof typeof refusals].title,
    status,
    detail: expect.any(String),
    requestId: answer.headers.get("x-request-id"),
  });
  if (at !== undefined) expect(answer.json.errors.map((error: { path: string }) => error.path)).toContain(at);
  // [R4] Programs and pages in other languages go by these.
  for (const error of answer.json.errors ?? []) {
    expect(Object.keys(fieldCodes)).toContain(error.code);
    expect(error.code).not.toBe("malformed");
  }
  if (status === 401) expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
  if (status === 405) expect(answer.headers.get("allow")).toMatch(/GET, (POST, )?HEAD|POST, GET/);
});

test("11 what looks like markup is kept as the text that it is", async () => {
  const text = '<script>alert(1)</script> [x](javascript:x) <svg onload="x">';
  const { id } = await node.publish(text);
  expect((await node.ask(`/api/v1/announcements/${id}`)).json.text.en.headline).toBe(text);
});

test("a broken body is not quoted back: it may hold a password", async () => {
  const answer = await node.ask("/api/v1/session", post('{"email":"a@b.c","password":hunter2-hunter2}'));
  expect(answer.json.code).toBe("invalid_json");
  expect(answer.text).not.toContain("hunter2");
});

describe("moves without parameters", () => {
  test.for([
    ["nothing", { method: "POST" }],
    ["an empty body", { body: "", headers: json }],
    ["an empty object", { json: {} }],
  ] as const)("take %s", async ([, asking]) => {
    const { id } = await node.write("x");
    expect((await node.ask(`${LIST}/${id}/submit`, { method: "POST", as: "admin", ...asking })).status).toBe(
      200,
    );
  });
});

describe("when the store fails", () => {
  const failing = (kind: "unreachable" | "unknown" | "full") => async (): Promise<never> => {
    throw new StoreFailure(kind, "down");
  };

  test.for([
    ["unreachable", "redis_unavailable"],
    ["full", "storage_full"],
    ["unknown", "outcome_unknown"],
  ] as const)("%s while it is written to: 503 %s", async ([kind, code]) => {
    const other = await httpNode();
    other.log.commit = failing(kind);
    const headers = { "idempotency-key": "my-key" };
    const answer = await other.ask(LIST, { as: "admin-token", json: draft(), headers });
    expect([answer.status, answer.json.code]).toEqual([503, code]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    if (code === "outcome_unknown") {
      expect(answer.json).toMatchObject({ idempotencyKey: "my-key", id: expect.any(String) });
    }
    await other.stop();
  });

  test("while it is read: 503 redis_unavailable", async () => {
    const other = await httpNode();
    other.log.list = failing("unreachable");
    const answer = await other.ask(LIST, { as: "admin-token" });
    expect([answer.status, answer.json.code]).toEqual([503, "redis_unavailable"]);
    await other.stop();
  });

  test("a bug of ours: 500 internal, without its message", async () => {
    const other = await httpNode();
    other.log.list = async () => {
      throw new Error("SECRET-IN-STACK");
    };
    const answer = await other.ask(LIST, { as: "admin-token" });
    expect([answer.status, answer.json.code]).toEqual([500, "internal"]);
    expect(answer.text).not.toContain("SECRET-IN-STACK");
    await other.stop();
  });
});

describe("request ids", () => {
  test("a sane one is kept, another is replaced", async () => {
    const kept = await node.ask("/healthz", { headers: { "x-request-id": "proxy-1.2_3" } });
    expect(kept.headers.get("x-request-id")).toBe("proxy-1.2_3");
    for (const id of ["a b", "x".repeat(129), "<script>"]) {
      const answer = await node.ask("/nothing", { headers: { "x-request-id": id } });
      expect(answer.json.requestId).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

test("HEAD answers as GET does, without the body", async () => {
  for (const path of [
    "/healthz",
    "/api/v1/feed",
    "/api/v1/event",
    "/feed.atom",
    "/",
    "/nothing",
    "/openapi.json",
  ]) {
    const get = await node.ask(path, { headers: { "x-request-id": "same" } });
    const head = await node.ask(path, { method: "HEAD", headers: { "x-request-id": "same" } });
    expect([path, head.status, head.text]).toEqual([path, get.status, ""]);
    for (const name of ["content-type", "content-length", "etag", "cache-control"])
      expect([path, name, head.headers.get(name)]).toEqual([path, name, get.headers.get(name)]);
  }
});
