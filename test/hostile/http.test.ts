/** Requests over HTTP. The number in a title is that of the plan of hostile inputs. */
import { describe, expect, test } from "vitest";
import { sendBytes } from "../../scripts/fuzz/wire/bytes.ts";
import { readAnswers } from "../../scripts/fuzz/wire/http-answer.ts";
import { draft, LIST, request } from "./case.ts";
import { httpCases } from "./doors/http.ts";
import { underFire } from "./under-fire.ts";

const fire = underFire();
const known = () => fire.world().known;
const slow = { timeout: 90_000 };

test.for(httpCases)("[72:$no] $what → $status $code", slow, async ({ bytes, status, code, at }) => {
  const told = await fire.ask(bytes(known()));
  expect([told.status, told.json?.code]).toEqual([status, code]);
  if (at !== undefined) expect(told.json.errors.map((error: { path: string }) => error.path)).toContain(at);
});

describe("kept as the text that it is", () => {
  test.for([
    ["a script", '<script>alert(1)</script><svg onload="x">'],
    ["a link in Markdown", "[x](javascript:alert(1))"],
    ["a formula", "=cmd|' /C calc'!A0"],
    ["isolates of direction", "\u2067abc\u2069"],
  ])("[72:11] %s", async ([, headline]) => {
    const json = draft({ text: { en: { headline } }, publishAt: "now" });
    const { status, json: made } = await fire.ask(request(known(), "POST", LIST, { as: "moderator", json }));
    expect(status).toBe(201);
    const seen = await fire.ask(request(known(), "GET", `/api/v1/announcements/${made.id}`));
    expect(seen.json.text.en.headline).toBe(headline);
    const page = await fire.ask(
      request(known(), "GET", `/a/${made.id}`, { headers: { Accept: "text/html" } }),
    );
    expect(page.answer.body.toString()).not.toMatch(/<script>alert|<svg onload|href="javascript:/);
  });
});

describe("a cursor of the feed", () => {
  test("[72:12] of another log, or ahead of everything: told to start again", async () => {
    const { epoch } = known();
    for (const query of ["epoch=another&after=3", `epoch=${epoch}&after=9007199254740991`]) {
      const told = await fire.ask(request(known(), "GET", `/api/v1/feed/frames?${query}`));
      expect([told.status, told.json.reset]).toEqual([200, "epoch"]);
    }
  });
});

describe("what is forwarded by nobody that we know", () => {
  test("[72:20] changes no link and opens no door", async () => {
    const headers = {
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-For": "10.0.0.1",
      "X-Forwarded-Proto": "https",
      Forwarded: "host=evil.example",
    };
    const feed = await fire.ask(request(known(), "GET", "/feed.json", { headers }));
    expect(feed.status).toBe(200);
    expect(feed.answer.body.toString()).not.toContain("evil.example");
    const strange = await fire.ask(request(known(), "GET", "/feed.json", { headers: { Host: "a b<>" } }));
    expect(strange.answer.body.toString()).not.toContain("<>");
  });
});

describe("idempotency", () => {
  test("[72:21] [72:47] the same key with the same body is the same answer, with another 409", async () => {
    const headers = { "Idempotency-Key": "hostile-one" };
    const send = (more: object) =>
      fire.ask(
        request(known(), "POST", LIST, {
          as: "moderator",
          headers,
          json: draft({ publishAt: "now", ...more }),
        }),
      );
    const [first, again, other] = [await send({}), await send({}), await send({ key: true })];
    expect([first.status, again.json.id, again.json.offset]).toEqual([201, first.json.id, first.json.offset]);
    expect([other.status, other.json.code]).toEqual([409, "idempotency_mismatch"]);
  });
});

describe("a revision that nobody has seen", () => {
  test.for(['"999"', '"0"', "*", 'W/"1"', '"1", "2"', "1", '"01"', '"1e0"'])(
    "[72:23] If-Match %s → 412 stale_revision",
    async (match) => {
      const made = await fire.ask(request(known(), "POST", LIST, { as: "author", json: draft() }), {
        seesDrafts: true,
      });
      const asked = { as: "author", json: draft(), headers: { "If-Match": match } } as const;
      const told = await fire.ask(request(known(), "PUT", `${LIST}/${made.json.id}`, asked));
      expect([told.status, told.json.code]).toEqual([412, "stale_revision"]);
    },
  );
});

describe("what is not public yet", () => {
  test("[72:24] is the same 404 as what never was, to the byte, however it is asked for", async () => {
    const { draftId, embargoedId } = known();
    const ways: Record<string, string>[] = [
      {},
      { "If-None-Match": "*" },
      { "If-None-Match": '"1"' },
      { Range: "bytes=0-10" },
      { Accept: "text/html" },
    ];
    for (const method of ["GET", "HEAD"]) {
      for (const path of ["/api/v1/announcements/", "/a/"]) {
        for (const headers of ways) {
          const told: string[] = [];
          for (const id of [draftId, embargoedId, "A".repeat(22), "%2e%2e"]) {
            const answer = await sendBytes(
              [request(known(), method, path + id, { headers: { ...headers, "X-Request-Id": "same" } })],
              { port: fire.world().port },
            );
            fire.sound(answer.bytes);
            told.push(answer.bytes.toString().replace(/\r\nDate:.*/i, ""));
          }
          expect(told[0]).toMatch(/^HTTP\/1.1 404 /);
          expect([...new Set(told)]).toHaveLength(1);
        }
      }
    }
  });

  test("[72:24] is sealed for colleagues without the right", async () => {
    const told = await fire.ask(
      request(known(), "GET", `${LIST}/${known().embargoedId}`, { as: "moderator" }),
      { seesDrafts: true },
    );
    expect(told.json).toMatchObject({ id: known().embargoedId, sealed: true });
    expect(told.json.text).toBeUndefined();
  });
});

describe("those who are slow", () => {
  test.concurrent("[72:18] headers that never end → 408 within a dozen seconds", slow, async () => {
    const told = await fire.ask("GET /healthz HTTP/1.1\r\nHost: x\r\nX-");
    expect([told.status, told.json.code]).toEqual([408, "request_timeout"]);
  });

  test.concurrent("[72:18] a body that never ends → 408", slow, async () => {
    const head = request(known(), "POST", "/api/v1/session", {
      headers: { "Content-Type": "application/json", "Content-Length": "100" },
    });
    const told = await fire.ask(head);
    expect([told.status, told.json.code]).toEqual([408, "request_timeout"]);
  });

  test.concurrent("[72:18] [72:33] a connection on which nothing is ever said is closed", slow, async () => {
    expect((await sendBytes([""], { port: fire.world().port, patienceMs: 60_000 })).end).toBe("closed");
  });

  test.concurrent("[72:33] half an upgrade is closed", slow, async () => {
    const half = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n";
    expect((await sendBytes([half], { port: fire.world().port, patienceMs: 60_000 })).end).toBe("closed");
  });
});

describe("a great deal in one breath", () => {
  test.for(["/healthz", "/nothing", "/api/v1/feed"])(
    "[72:19] [HH2] 60,000 requests for %s on one connection: it is cut",
    slow,
    async (path) => {
      const all = `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(60_000);
      const heard = await sendBytes([all], { port: fire.world().port, patienceMs: 30_000 });
      expect(heard.end).toBe("closed");
      expect(readAnswers(heard.bytes, []).answers.length).toBeLessThan(1_000);
    },
  );

  test("[72:19] [HH3] what is no HTTP, in the middle of a stream, ends it without a word", async () => {
    const { port } = fire.world();
    const stream = "GET /api/v1/feed/stream HTTP/1.1\r\nHost: x\r\n\r\n";
    const heard = await sendBytes([stream], {
      port,
      later: { after: (bytes) => bytes.includes("event: snapshot"), say: "\u0000garbage\r\n\r\n" },
    });
    expect(heard.end).toBe("closed");
    expect(heard.bytes.toString().match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});
