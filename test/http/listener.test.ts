/** What comes before it is a request: too much of it, or none. */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HttpNode, httpNode } from "./support.ts";

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
});
afterAll(() => node.stop());

/** Sends bytes as they are, and answers what came back until the server closed. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(node.port, "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("utf8");
    socket.on("data", (part) => {
      answer += part;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

const cases: [string, string, number, string][] = [
  [
    "17 headers over 16 KB",
    `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`,
    431,
    "headers_too_large",
  ],
  [
    "17 an address over 16 KB",
    `GET /${"x".repeat(17_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    431,
    "headers_too_large",
  ],
  [
    "19 both lengths",
    "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
    "invalid",
  ],
  [
    "19 two lengths",
    "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n",
    400,
    "invalid",
  ],
  ["19 a bare line feed", "GET /healthz HTTP/1.1\nHost: x\n\n", 400, "invalid"],
  ["16 a verb that is none", "BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "invalid"],
  ["something else altogether", "\u0016\u0003\u0001\u0002\u0000", 400, "invalid"],
];

describe("answered in the one form, and closed", () => {
  test.for(cases)("%s", async ([, bytes, status, code]) => {
    const answer = await sendRaw(bytes);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain("Content-Type: application/problem+json");
    expect(JSON.parse(body)).toMatchObject({ status, code, requestId: expect.any(String) });
  });
});

test.for(["TRACE", "CONNECT"])("16 %s is not answered as anything", async (method) => {
  const answer = await sendRaw(`${method} /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
});

test("17 two hundred short headers are no harm", async () => {
  const headers = Array.from({ length: 200 }, (_, n) => `X-${n}: ${n}\r\n`).join("");
  const answer = await sendRaw(`GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test("the server lives on", async () => {
  expect((await node.ask("/healthz")).status).toBe(200);
});
