/** Over real connections: what an address may have at once, and what is left of them when they have gone. */
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seeded } from "../../scripts/chaos/seeded.ts";
import { until } from "../../scripts/chaos/until.ts";
import { Crowd } from "../../server/doors/crowd.ts";
import { Forwarding } from "../../server/doors/forwarding.ts";
import { Presence } from "../../server/feed/presence.ts";
import { refuserFor } from "../../server/http/respond.ts";
import { streamRouter } from "../../server/http/stream.ts";
import { createSockets, type Sockets } from "../../server/sockets/attach.ts";
import { originRule } from "../../server/sockets/origin.ts";
import { serveReaders } from "../../server/sockets/readers.ts";
import { type MemoryNode, memoryNode } from "../support/memory-node.ts";
import { head, type RawClient, rawClient, upgrade } from "./raw-client.ts";

const MOST = 4;
const TOKEN = "an-admin-token-of-more-than-32-characters";

let node: MemoryNode;
let server: Server;
let sockets: Sockets;
let crowd: Crowd;
const clients: RawClient[] = [];

beforeEach(async () => {
  node = await memoryNode();
  const forwarding = new Forwarding(["127.0.0.0/8"]);
  crowd = new Crowd({ forwarding, venues: ["198.51.100.0/24"], adminToken: TOKEN, connections: MOST });
  sockets = createSockets(originRule(undefined), {
    crowd,
    forwarding,
    times: { connectMs: 300, closeMs: 100 },
  });
  const site = {
    origin: "http://localhost",
    publicUrl: undefined,
    tls: false,
    adminToken: TOKEN,
    trustProxy: [],
  };
  const parts = {
    replica: node.replica,
    fanOut: node.fanOut,
    presence: new Presence(),
    serverNowMs: Date.now,
    isRehearsal: () => false,
    isColleague: () => false,
  };
  const app = express().use(streamRouter({ ...parts, crowd, refuse: refuserFor(site) }));
  server = createServer(app);
  sockets.attach(server);
  serveReaders(sockets.io.of("/"), parts);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.drop();
  await sockets.io.close();
  server.closeAllConnections();
  server.close();
  await node.stop();
});

async function says(text: string): Promise<RawClient> {
  const client = await rawClient((server.address() as AddressInfo).port);
  clients.push(client);
  client.say(text);
  await until(() => client.heard.includes("\r\n\r\n"), "an answer");
  return client;
}

type Headers = Readonly<Record<string, string>>;
const socket = (address: string, headers: Headers = {}) =>
  says(upgrade({ "X-Forwarded-For": address, ...headers }));
const stream = (address: string, headers: Headers = {}) =>
  says(head("GET /api/v1/feed/stream", { "X-Forwarded-For": address, ...headers }));
const fill = () => Promise.all(Array.from({ length: MOST }, () => stream("192.0.2.1")));
const empty = () =>
  until(() => crowd.size.networks === 0 && crowd.size.connections === 0, "every count to be given back");

describe("an address that has as many as it may", () => {
  test("[AD3] a socket more is a bare 503", async () => {
    await fill();
    const { heard } = await socket("192.0.2.1");
    expect(heard).toBe("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    expect(crowd.size.connections).toBe(MOST);
  });

  test("[AD3] a stream more is 429, with when to come back", async () => {
    await fill();
    const { heard } = await stream("192.0.2.1");
    expect(heard).toMatch(/^HTTP\/1\.1 429 /);
    expect(Number(/^retry-after: (\d+)\r$/im.exec(heard)?.[1])).toBeGreaterThanOrEqual(5);
    expect(heard).toContain('"code":"too_many_requests"');
    expect(crowd.size.connections).toBe(MOST);
  });

  test("[AD3] sockets and streams count together, and other addresses do not", async () => {
    await fill();
    expect((await socket("192.0.2.2")).heard).toMatch(/^HTTP\/1\.1 101 /);
    expect((await stream("2001:db8::1")).heard).toMatch(/^HTTP\/1\.1 200 /);
    clients[0]!.drop();
    await until(() => crowd.size.connections === MOST + 1, "one to be counted out");
    expect((await socket("192.0.2.1")).heard).toMatch(/^HTTP\/1\.1 101 /);
    expect((await socket("192.0.2.1")).heard).toMatch(/^HTTP\/1\.1 503 /);
  });

  test("[AD5] ADMIN_TOKEN, a venue and this machine come in all the same", async () => {
    await fill();
    const authorization = { Authorization: `Bearer ${TOKEN}` };
    expect((await socket("192.0.2.1", authorization)).heard).toMatch(/^HTTP\/1\.1 101 /);
    expect((await stream("192.0.2.1", authorization)).heard).toMatch(/^HTTP\/1\.1 200 /);
    for (const address of ["198.51.100.9", "127.0.0.1"])
      for (let n = 0; n < MOST + 2; n += 1) expect((await socket(address)).heard).toMatch(/^HTTP\/1\.1 101 /);
  });
});

test("[AD6] who is refused for another reason is not counted", async () => {
  expect((await socket("192.0.2.1", { Origin: "https://evil.example" })).heard).toMatch(/^HTTP\/1\.1 403 /);
  expect((await says(head("GET /api/v1/feed/stream?cursor=x"))).heard).toMatch(/^HTTP\/1\.1 400 /);
  expect(crowd.size).toEqual({ networks: 0, connections: 0 });
});

test("[AD6] half a handshake is counted until it is given up", async () => {
  await socket("192.0.2.1");
  await until(() => crowd.size.connections === 1, "it to be counted");
  await empty();
});

test("[AD6] one whose stream ends and whose connection stays is counted no longer", async () => {
  await stream("192.0.2.1");
  await until(() => crowd.size.connections === 1, "it to be counted");
  node.fanOut.dismiss(0, () => 0);
  await empty();
});

test("[TO3] a stream that is quiet is not taken for one on which nothing moves; its connection is, after it", async () => {
  server.timeout = 30_000;
  const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
  await stream("192.0.2.1");
  const socket = await accepted;
  expect(socket.timeout).toBe(0);
  node.fanOut.dismiss(0, () => 0);
  await until(() => (socket.timeout ?? 0) > 0, "the connection to be watched again");
});

test.for([1, 7, 42])("[AD6] after a day of comings and goings nothing is left (seed %i)", async (seed) => {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const addresses = ["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2", "198.51.100.1"];
  const ways = [
    () => socket(pick(addresses)),
    () => stream(pick(addresses)),
    () => socket(pick(addresses), { Origin: "https://evil.example" }),
    // Refused by ws itself: it takes no such version.
    () => socket(pick(addresses), { "Sec-WebSocket-Version": "7" }),
    () => socket(pick(addresses), { "Sec-WebSocket-Key": "short" }),
  ];
  for (let step = 0; step < 60; step += 1) {
    if (random() < 0.55) await pick(ways)();
    const leaver = pick(clients);
    const how = random();
    if (how < 0.5) leaver?.drop();
    else if (how < 0.7) leaver?.socket.resetAndDestroy();
    else if (how < 0.8) leaver?.socket.end();
  }
  for (const client of clients.splice(0)) client.drop();
  await empty();
});

test("the host that a proxy of ours names is the one that an Origin is compared with", async () => {
  const page = { Origin: "https://live.example.org", Cookie: "sid=x" };
  const named = { ...page, "X-Forwarded-Host": "live.example.org" };
  expect((await socket("192.0.2.1", named)).heard).toMatch(/^HTTP\/1\.1 101 /);
  expect((await socket("192.0.2.1", page)).heard).toMatch(/^HTTP\/1\.1 403 /);
});
