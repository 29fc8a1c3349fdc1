/** Requests: what is no HTTP, what is no JSON, what is no announcement. */

import type { Known } from "../../../scripts/fuzz/world/furnish.ts";
import { type Asked, draft, LIST, type Numbered, request } from "../case.ts";

export interface HttpCase extends Numbered {
  readonly bytes: (known: Known) => Buffer | string;
  /** More than one where either is right. */
  readonly status: number;
  /** Of the refusal; absent where it is none. */
  readonly code?: string;
  /** Where among `errors`. */
  readonly at?: string;
}

const ask = (
  no: number,
  what: string,
  method: string,
  target: string,
  asked: Asked,
  status: number,
  code?: string,
  at?: string,
): HttpCase => ({
  no,
  what,
  status,
  ...(code === undefined ? {} : { code }),
  ...(at === undefined ? {} : { at }),
  bytes: (known) => request(known, method, target, asked),
});
const post = (
  no: number,
  what: string,
  body: string | Buffer,
  status: number,
  code?: string,
  at?: string,
): HttpCase => ask(no, what, "POST", LIST, { as: "moderator", body }, status, code, at);
const field = (no: number, what: string, more: object, at: string): HttpCase =>
  ask(no, what, "POST", LIST, { as: "moderator", json: draft(more) }, 400, "invalid", at);
const query = (no: number, target: string, at: string): HttpCase =>
  ask(no, target.slice(0, 60), "GET", target, {}, 400, "invalid", at);
const raw = (no: number, what: string, bytes: string | Buffer, status: number, code?: string): HttpCase => ({
  no,
  what,
  status,
  bytes: () => bytes,
  ...(code === undefined ? {} : { code }),
});
const headline = (text: string) => JSON.stringify(draft({ text: { en: { headline: text } } }));
const gzipBomb = Buffer.from("1f8b0800000000000003", "hex");

export const httpCases: readonly HttpCase[] = [
  post(1, "a body of 64 KB and a byte", "x".repeat(65_537), 413, "payload_too_large"),
  ask(
    1,
    "a body that is said to be 10 TB [HH4]",
    "POST",
    LIST,
    { as: "moderator", body: "{}", headers: { "Content-Length": "9999999999999" } },
    413,
    "payload_too_large",
  ),
  post(2, "half a JSON", '{"kind":"notice"', 400, "invalid_json"),
  post(2, "nothing that is JSON", "]", 400, "invalid_json"),
  post(3, "10,000 lists in each other", `${"[".repeat(10_000)}${"]".repeat(10_000)}`, 400, "invalid_json"),
  post(3, "60,000 lists that never end", "[".repeat(60_000), 400, "invalid_json"),
  post(
    3,
    "9,000 objects in each other",
    `${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}`,
    400,
    "invalid_json",
  ),
  ...[
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-7",
    "application/jsonx",
  ].map((type) =>
    ask(
      4,
      `content type ${type}`,
      "POST",
      LIST,
      { as: "moderator", json: draft(), headers: { "Content-Type": type } },
      415,
      "unsupported_media_type",
    ),
  ),
  ...["gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip"].map((coding) =>
    ask(
      5,
      `a body said to be ${coding}`,
      "POST",
      LIST,
      { as: "moderator", body: gzipBomb, headers: { "Content-Encoding": coding } },
      415,
      "unsupported_media_type",
    ),
  ),
  post(
    6,
    "a name twice",
    '{"kind":"notice","kind":"urgent","text":{"en":{"headline":"x"}}}',
    400,
    "invalid_json",
  ),
  post(
    6,
    "__proto__ with a state",
    '{"kind":"notice","text":{"en":{"headline":"x"}},"__proto__":{"state":"published"}}',
    400,
    "invalid_json",
  ),
  post(
    6,
    "__proto__ among the languages, escaped",
    '{"kind":"notice","text":{"en":{"headline":"x"},"\\u005f_proto__":{"headline":"x"}}}',
    400,
    "invalid_json",
  ),
  field(6, "constructor.prototype", { constructor: { prototype: { state: "published" } } }, "constructor"),
  ...["state", "revision", "offset", "publishedAt", "id", "role", "createdBy", "sealed"].map((name) =>
    field(7, `${name}, which nobody gives`, { [name]: "published" }, name),
  ),
  ...["1e309", "-1", "0.5", "10001", "9007199254740993", "NaN"].map((number) =>
    ask(
      8,
      `undoMs of ${number}`,
      "POST",
      `${LIST}/x/publish`,
      { as: "moderator", body: `{"undoMs":${number}}` },
      400,
      number === "NaN" ? "invalid_json" : "invalid",
    ),
  ),
  ...["1e309", "-0", "-1", "0x10", "1.0", "NaN", "9007199254740993", "+1", "٣", "9".repeat(400)].map(
    (after) => query(8, `/api/v1/feed/frames?epoch=e&after=${encodeURIComponent(after)}`, "after"),
  ),
  ...[
    ["a lone surrogate", "a\ud800b"],
    ["NUL", "a\u0000b"],
    ["an override of direction", "a\u202eb"],
    ["a bell", "a\u0007"],
    ["nothing to be seen", "\u200b"],
    ["201 characters", "x".repeat(201)],
  ].map(([what, text]) =>
    post(9, `a headline with ${what}`, headline(text!), 400, "invalid", "text.en.headline"),
  ),
  post(9, "4 MB in one line", headline("x".repeat(4_000_000)), 413, "payload_too_large"),
  post(
    10,
    "bytes that are no UTF-8",
    Buffer.concat([Buffer.from('{"kind":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')]),
    400,
    "invalid_json",
  ),
  post(
    10,
    "an overlong slash",
    Buffer.concat([Buffer.from('{"kind":"'), Buffer.of(0xc0, 0xaf), Buffer.from('"}')]),
    400,
    "invalid_json",
  ),
  post(
    10,
    "a surrogate in UTF-8",
    Buffer.concat([Buffer.from('{"kind":"'), Buffer.of(0xed, 0xa0, 0x80), Buffer.from('"}')]),
    400,
    "invalid_json",
  ),
  ...[
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//evil.example",
    "https:",
    "vbscript:x",
  ].map((url) =>
    field(11, `a link to ${url}`, { actions: [{ for: "online", label: { en: "x" }, url }] }, "actions.0.url"),
  ),
  ...["x", "-1", "1.5", "9".repeat(400), "e.1", ";drop"].map((cursor) =>
    ask(
      12,
      `a list from cursor ${cursor.slice(0, 20)}`,
      "GET",
      `${LIST}?cursor=${cursor}`,
      { as: "author" },
      400,
      "invalid",
      "cursor",
    ),
  ),
  ...["garbage", "e.-1", "e.1.5", "a/b.1", `e.${"9".repeat(400)}`].map((cursor) =>
    query(12, `/api/v1/feed/stream?cursor=${cursor}`, "cursor"),
  ),
  ...["0", "-1", "101", "1000000000", "ten", ""].map((limit) =>
    query(13, `/api/v1/feed?limit=${limit}`, "limit"),
  ),
  query(14, "/api/v1/feed?a[]=1&a[b]=2", "a[]"),
  query(14, "/api/v1/feed?limit=1&limit=2", "limit"),
  query(14, "/api/v1/feed?__proto__[x]=1", "__proto__[x]"),
  query(14, `/api/v1/feed?${Array.from({ length: 2_000 }, (_, at) => `p${at}=1`).join("&")}`, ""),
  ...[
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/..%2f..%2fpackage.json",
    "/assets/%2e%2e%2f.version",
    "/a/..%5c..%5cx",
    "/.version",
    "/%00",
    "/%zz",
    "/api/v1/announcements/%2e%2e",
    "//evil.example/x",
    "/desk/../../x",
  ].map((path) => ask(15, path, "GET", path, {}, 404, "not_found")),
  ask(15, "an address of 16 KB", "GET", `/${"x".repeat(16_500)}`, {}, 431, "headers_too_large"),
  ...["DELETE", "PUT", "POST", "PATCH", "TRACE"].map((method) =>
    ask(16, `${method} of the feed`, method, "/api/v1/feed", {}, 405, "method_not_allowed"),
  ),
  ask(
    16,
    "another method in a header",
    "POST",
    "/api/v1/feed",
    { headers: { "X-HTTP-Method-Override": "GET" } },
    405,
    "method_not_allowed",
  ),
  raw(16, "a verb that there is not", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "invalid"),
  ask(
    17,
    "a header of 20 KB",
    "GET",
    "/healthz",
    { headers: { "X-Long": "x".repeat(20_000) } },
    431,
    "headers_too_large",
  ),
  ask(
    17,
    "3,000 headers",
    "GET",
    "/healthz",
    { headers: Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`X-${at}`, "y"])) },
    431,
    "headers_too_large",
  ),
  ask(
    17,
    "200 headers, which are no harm",
    "GET",
    "/healthz",
    { headers: Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`X-${at}`, "y"])) },
    200,
  ),
  raw(
    17,
    "10,000 trailers",
    `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n${"a: b\r\n".repeat(10_000)}\r\n`,
    431,
    "headers_too_large",
  ),
  raw(
    19,
    "a length and chunks",
    "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
    "invalid",
  ),
  raw(
    19,
    "two lengths",
    "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n{}xx",
    400,
    "invalid",
  ),
  raw(
    19,
    "a length of +4",
    "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\n{}xx",
    400,
    "invalid",
  ),
  raw(
    19,
    "chunked, but not last",
    "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    400,
    "invalid",
  ),
  raw(19, "a bare line feed", "GET /healthz HTTP/1.1\nHost: x\n\n", 400, "invalid"),
  raw(19, "a blank before the colon", "GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n", 400, "invalid"),
  raw(19, "a folded header", "GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400, "invalid"),
  raw(
    19,
    "a chunk extension of 40 KB",
    `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2;${"a".repeat(40_000)}\r\n{}\r\n0\r\n\r\n`,
    400,
    "invalid",
  ),
  raw(19, "HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "invalid"),
  raw(19, "TLS where there is none", Buffer.from("16030100050100000100", "hex"), 400, "invalid"),
  ask(20, "no Host [HH1]", "GET", "/healthz", { headers: { Host: "" } }, 400, "invalid"),
  raw(
    20,
    "two Hosts [HH1]",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nHost: evil.example\r\n\r\n",
    400,
    "invalid",
  ),
  ask(
    20,
    "an expectation that nobody knows [HH1]",
    "GET",
    "/healthz",
    { headers: { Expect: "tea" } },
    400,
    "invalid",
  ),
  ask(
    21,
    "an idempotency key of 300",
    "POST",
    LIST,
    { as: "moderator", json: draft(), headers: { "Idempotency-Key": "k".repeat(300) } },
    400,
    "invalid",
    "Idempotency-Key",
  ),
  ...[
    "2026-01-01T00:00:00",
    "2026-02-30T00:00:00Z",
    "+275760-09-13T00:00:00Z",
    "2026-01-01",
    "tomorrow",
    "0",
    "2020-01-01T00:00:00Z",
    "2099-01-01T24:01:00Z",
    "2099-01-01T00:00:00+25:00",
  ].map((at) => field(22, `published at ${at}`, { publishAt: at }, "publishAt")),
  field(22, "an embargo that is over", { embargoUntil: "2020-01-01T00:00:00Z" }, "embargoUntil"),
  {
    no: 23,
    what: "no If-Match",
    status: 428,
    code: "precondition_required",
    bytes: (known) =>
      request(known, "PUT", `${LIST}/${known.publicIds[0]}`, { as: "moderator", json: draft() }),
  },
  ask(26, "long polling", "GET", "/socket.io/?EIO=4&transport=polling", {}, 400, "invalid"),
  ask(
    26,
    "long polling with a session that there is not",
    "POST",
    "/socket.io/?EIO=4&transport=polling&sid=x",
    { body: "40" },
    400,
    "invalid",
  ),
  ...["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example"].flatMap((to) =>
    ["returnTo", "next", "redirect"].map((name) =>
      ask(
        70,
        `${name}=${to}: nothing here sends anybody anywhere`,
        "GET",
        `/desk?${name}=${encodeURIComponent(to)}`,
        {},
        200,
      ),
    ),
  ),
  ask(71, "a sign-out by GET is a question", "GET", "/api/v1/session", { as: "session" }, 200),
  ask(
    71,
    "a sign-out by another site",
    "DELETE",
    "/api/v1/session",
    { as: "session", headers: { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" } },
    403,
    "foreign_origin",
  ),
  ask(
    71,
    "a sign-out by nobody knows whom",
    "DELETE",
    "/api/v1/session",
    { as: "session", headers: { "Sec-Fetch-Site": "" } },
    403,
    "foreign_origin",
  ),
];
