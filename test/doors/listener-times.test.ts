/** Who says nothing, or takes nothing, holds nothing for long. Times are short here, so that nobody has to wait. */
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { clientFrame, opcodes } from "../../scripts/bench/ws-frames.ts";
import { until } from "../../scripts/chaos/until.ts";
import { createListener, TIMES } from "../../server/http/listener.ts";
import { createSockets, HANDSHAKE_TIMES, type Sockets } from "../../server/sockets/attach.ts";
import { originRule } from "../../server/sockets/origin.ts";
import { head, type RawClient, rawClient, upgrade } from "./raw-client.ts";

const SHORT = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 25 };
/** Longer than any test: what is not looked at must not help. */
const LONG_MS = 600_000;
const LONG = {
  headersTimeout: LONG_MS,
  requestTimeout: LONG_MS,
  keepAliveTimeout: LONG_MS,
  timeout: LONG_MS,
  handshakeTimeout: LONG_MS,
  connectionsCheckingInterval: 25,
};
const BIG = Buffer.alloc(1_000_000, "x");
const tlsFile = (name: string) => readFileSync(join(import.meta.dirname, "../support/tls", name));
const tls = () => ({ cert: tlsFile("cert.pem"), key: tlsFile("key.pem") });

const servers: Server[] = [];
const clients: RawClient[] = [];
let sockets: Sockets | undefined;
afterEach(async () => {
  for (const client of clients.splice(0)) client.drop();
  sockets?.close();
  await sockets?.io.close();
  sockets = undefined;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(times: Partial<typeof TIMES>, secure = false): Promise<Server> {
  const app: Parameters<typeof createListener>[0] = (request, response) => {
    request.resume();
    if (request.url === "/never") return;
    request.on("end", () => response.end(request.url === "/big" ? BIG : "answered"));
  };
  const server = createListener(app, "http://localhost", {
    times: { ...LONG, ...times },
    tls: secure ? tls() : undefined,
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  );
const nobodyLeft = (server: Server) =>
  until(async () => (await connectionsOf(server)) === 0, "the server to free every connection");

async function came(server: Server): Promise<RawClient> {
  const client = await rawClient(portOf(server));
  clients.push(client);
  await until(async () => (await connectionsOf(server)) > 0, "the connection");
  return client;
}

test("[TO1] [TO2] [TO3] [TO4] what is promised is what is set", async () => {
  const server = createListener(() => {}, "http://localhost");
  expect(server).toMatchObject({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    timeout: 35_000,
    maxRequestsPerSocket: 1_000,
  });
  expect(TIMES.handshakeTimeout).toBe(10_000);
});

describe("a request that does not come", () => {
  test.for([
    ["nothing at all", ""],
    ["half a line", "GET / HT"],
    ["headers without end", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "],
    ["a body without end", head("POST /", { "Content-Length": "100" })],
    ["chunks without end", `${head("POST /", { "Transfer-Encoding": "chunked" })}5\r\nab`],
  ])("[TO1] %s: 408, and the connection is freed though its peer keeps it open", async ([, said]) => {
    const server = await listening(SHORT);
    const client = await came(server);
    client.say(said!);
    await until(() => client.isOver, "the server's end");
    expect(client.heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(client.heard).toContain('"code":"request_timeout"');
    await nobodyLeft(server);
  });

  test("[TO1] a byte now and then does not keep it", async () => {
    const server = await listening(SHORT);
    const client = await came(server);
    const drip = setInterval(() => client.say("X-Drip: 1\r\n"), 20);
    client.say("GET / HTTP/1.1\r\nHost: x\r\n");
    await until(() => client.isOver, "the server's end");
    clearInterval(drip);
    expect(client.heard).toMatch(/^HTTP\/1\.1 408 /);
    await nobodyLeft(server);
  });
});

test("[TO2] a connection on which nothing more is asked is closed", async () => {
  const server = await listening({ keepAliveTimeout: 100 });
  const client = await came(server);
  client.say(head("GET /"));
  await until(() => client.heard.includes("answered"), "the answer");
  client.socket.end();
  await nobodyLeft(server);
});

test("[TO3] whoever takes nothing of an answer is cut", async () => {
  const server = await listening({ timeout: 300 });
  const client = await came(server);
  client.socket.pause();
  // More than the kernel holds for one who does not read.
  client.say(head("GET /big").repeat(40));
  await nobodyLeft(server);
});

test("[TO3] one that takes it slowly is not, and has it whole", async () => {
  const server = await listening({ timeout: 1_000 });
  const client = await came(server);
  client.say(head("GET /big").repeat(10));
  await until(() => client.heard.length > 10 * BIG.length, "ten answers", 15_000);
  expect(client.isOver).toBe(false);
});

test("[TO3] an answer that never comes does not hold its connection", async () => {
  const server = await listening({ timeout: 150 });
  const client = await came(server);
  client.say(head("GET /never"));
  await nobodyLeft(server);
});

test("[TO4] half a handshake of TLS is given up", async () => {
  const server = await listening({ handshakeTimeout: 150 }, true);
  const client = await came(server);
  client.say("\u0016\u0003\u0001\u0001\u0000\u0001");
  await nobodyLeft(server);
});

describe("what is refused before it is a request", () => {
  test.for([
    ["what is not HTTP", "\u0016\u0003\u0001\u0002\u0000"],
    ["too long headers", head("GET /", { "X-Long": "x".repeat(20_000) })],
  ])("[TO5] %s is answered and freed, though its peer keeps it open and goes on", async ([, said]) => {
    const server = await listening({});
    const client = await came(server);
    client.say(said!);
    await until(() => client.heard.startsWith("HTTP/1.1 4"), "the answer");
    client.say("more of it ".repeat(20_000));
    await nobodyLeft(server);
  });
});

async function withSockets(): Promise<Server> {
  const server = await listening({});
  sockets = createSockets(originRule(undefined), { times: { connectMs: 150, closeMs: 150 } });
  sockets.attach(server);
  return server;
}

describe("an upgrade that is refused", () => {
  test.for([
    ["of another path", upgrade({}, "/elsewhere")],
    ["with a foreign Origin", upgrade({ Origin: "https://evil.example" })],
    ["of an older protocol", upgrade({}, "/socket.io/?EIO=3&transport=websocket")],
  ])("[TO5] %s is freed, though its peer keeps it open and goes on", async ([, said]) => {
    const server = await withSockets();
    const client = await came(server);
    client.say(said!);
    await until(() => client.heard.startsWith("HTTP/1.1 4"), "the refusal");
    client.say("more of it ".repeat(20_000));
    await nobodyLeft(server);
  });

  test("[TO5] is freed when its peer has gone", async () => {
    const server = await withSockets();
    const client = await came(server);
    client.say(`${upgrade({}, "/elsewhere")}${"more of it ".repeat(20_000)}`);
    await until(() => client.heard.startsWith("HTTP/1.1 404"), "the refusal");
    client.drop();
    await nobodyLeft(server);
  });
});

describe("a socket that never says which namespace it wants", () => {
  test("[TO6] is closed within ten seconds", () => {
    expect(HANDSHAKE_TIMES.connectMs + HANDSHAKE_TIMES.closeMs).toBeLessThan(10_000);
  });

  test.for([
    ["says nothing", Buffer.alloc(0)],
    ["says half a frame", Buffer.from([0x81, 0xfe, 0x10])],
    ["answers no goodbye", clientFrame(opcodes.text, "3")],
  ] as const)("[TO6] though it %s", async ([, said]) => {
    const server = await withSockets();
    const client = await came(server);
    client.say(upgrade());
    await until(() => client.heard.includes("pingInterval"), "the handshake");
    client.socket.write(said);
    await until(() => client.isOver, "the server's end");
    await nobodyLeft(server);
  });
});

test("[TO7] a request that offers another protocol in passing is answered as one of HTTP/1.1", async () => {
  const server = await withSockets();
  const client = await came(server);
  client.say(
    head("GET /", {
      Connection: "Upgrade, HTTP2-Settings",
      Upgrade: "h2c",
      "HTTP2-Settings": "AAMAAABkAARAAAAAAAIAAAAA",
    }),
  );
  await until(() => client.heard.includes("answered"), "the answer");
  expect(client.heard).toMatch(/^HTTP\/1\.1 200 /);
});
