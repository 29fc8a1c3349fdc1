/** Who gets what in which coding. Asked without fetch, which takes every coding and says nothing of it. */
import { type IncomingHttpHeaders, request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codingFor, Encodings } from "../../server/http/compress.ts";
import { RecentEncodings } from "../../server/http/compressed-replies.ts";
import { ADMIN_TOKEN, type HttpNode, httpNode } from "./support.ts";

let node: HttpNode;
beforeAll(async () => {
  // Standing still, so that no minute ends between two answers.
  const now = Date.now();
  node = await httpNode({ deps: { clock: { nowMs: () => now } } });
  for (let n = 1; n <= 8; n += 1)
    await node.publish(`Number ${n}`, { text: { en: { headline: `Number ${n}`, body: "x".repeat(200) } } });
  await node.arrived();
});
afterAll(() => node.stop());

interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

const ask = (path: string, headers: Record<string, string>, method = "GET"): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const asking = request(node.base + path, { headers, method }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode!, headers: answer.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    asking.on("error", reject);
    asking.end();
  });

describe("the coding", () => {
  test.for([
    [undefined, undefined],
    ["", undefined],
    ["identity", undefined],
    ["gzip", "gzip"],
    ["gzip, deflate, br, zstd", "br"],
    ["GZIP;q=1.0, br;q=0", "gzip"],
    ["*", "br"],
    ["*;q=0", undefined],
    ["br;q=0, *;q=0.1", "gzip"],
    ["gzip;q=x", undefined],
  ] as const)("for %s is %s", ([accepted, coding]) => {
    expect(codingFor(accepted)).toBe(coding);
  });
});

const PATHS = ["/", "/api/v1/feed", "/feed.json", "/feed.atom", "/openapi.json", "/docs"];

describe("[Z9] public answers", () => {
  test.for(PATHS)("%s is the same in every coding, under a length and a tag that fit it", async (path) => {
    const plain = await ask(path, {});
    const zipped = await ask(path, { "accept-encoding": "gzip" });
    const brotlied = await ask(path, { "accept-encoding": "gzip, br" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(brotlied.headers["content-encoding"]).toBe("br");
    expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true);
    expect(brotliDecompressSync(brotlied.bytes).equals(plain.bytes)).toBe(true);
    expect(zipped.bytes.length).toBeLessThan(plain.bytes.length);
    for (const { headers, bytes } of [plain, zipped, brotlied]) {
      expect(headers["content-length"]).toBe(String(bytes.length));
      expect(headers.vary).toContain("Accept-Encoding");
    }
    const tags = new Set([plain, zipped, brotlied].map(({ headers }) => headers.etag));
    expect(tags.size).toBe(plain.headers.etag!.startsWith("W/") ? 1 : 3);
  });

  test.for(PATHS)("HEAD and 304 of %s say what GET would", async (path) => {
    const accepted = { "accept-encoding": "br" };
    const got = await ask(path, accepted);
    const head = await ask(path, accepted, "HEAD");
    expect(head.bytes.length).toBe(0);
    for (const name of ["etag", "content-length", "content-encoding", "content-type", "vary"])
      expect([name, head.headers[name]]).toEqual([name, got.headers[name]]);
    const again = await ask(path, { ...accepted, "if-none-match": got.headers.etag! });
    expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, got.headers.etag]);
    expect(again.headers["content-encoding"]).toBeUndefined();
    expect(again.headers.vary).toContain("Accept-Encoding");
    // In whichever coding it is held.
    expect((await ask(path, { "if-none-match": got.headers.etag! })).status).toBe(304);
  });

  test("what is small is sent as it is", async () => {
    const { headers } = await ask("/api/v1/announcements/nothing", { "accept-encoding": "br" });
    expect(headers["content-encoding"]).toBeUndefined();
  });

  test("pages of one tag that differ by their address are not mixed up", async () => {
    const accepted = { "accept-encoding": "gzip" };
    const [two, five] = await Promise.all([
      ask("/api/v1/feed?limit=6", accepted),
      ask("/api/v1/feed?limit=7", accepted),
    ]);
    const lengthOf = ({ bytes }: Raw): number =>
      JSON.parse(gunzipSync(bytes).toString()).announcements.length;
    expect([lengthOf(two), lengthOf(five)]).toEqual([6, 7]);
  });

  test("nothing of the desk's is compressed", async () => {
    const authorization = `Bearer ${ADMIN_TOKEN}`;
    for (const path of ["/api/v1/desk/announcements", "/api/v1/desk/audit", "/api/v1/desk/event"]) {
      const { status, headers } = await ask(path, { "accept-encoding": "br, gzip", authorization });
      expect([path, status, headers["content-encoding"]]).toEqual([path, 200, undefined]);
    }
  });
});

describe("what was compressed", () => {
  test("is compressed once for all who ask", async () => {
    const encodings = new Encodings("x".repeat(5_000));
    expect(encodings.as("br")).toBe(encodings.as("br"));
    expect((await encodings.as("gzip")).length).toBeLessThan(100);
  });

  test("is kept for those addresses that were asked for last, and no more of them", () => {
    const recent = new RecentEncodings();
    const first = recent.of("first", "a");
    for (let n = 0; n < 63; n += 1) recent.of(String(n), "a");
    expect(recent.of("first", "a")).toBe(first);
    recent.of("one more", "a");
    expect(recent.of("first", "a")).toBe(first);
    for (let n = 0; n < 64; n += 1) recent.of(`other ${n}`, "a");
    expect(recent.of("first", "a")).not.toBe(first);
  });

  test("is dropped for what is large", () => {
    const recent = new RecentEncodings();
    const first = recent.of("first", "a");
    recent.of("large", "x".repeat(33_000_000));
    expect(recent.of("first", "a")).not.toBe(first);
  });
});
