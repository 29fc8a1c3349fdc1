import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Link, LinkOptions } from "../../client/shared/link/link.ts";
import { openSocketLink } from "../../client/shared/link/socket-link.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { Frame, Snapshot } from "../../server/contract/feed.ts";
import { Presence } from "../../server/feed/presence.ts";
import { createSockets, type Sockets } from "../../server/sockets/attach.ts";
import { originRule } from "../../server/sockets/origin.ts";
import { serveReaders } from "../../server/sockets/readers.ts";
import { type MemoryNode, memoryNode } from "../support/memory-node.ts";

let node: MemoryNode;
let server: Server;
let sockets: Sockets;
let presence: Presence;
const links: Link[] = [];

beforeEach(async () => {
  node = await memoryNode();
  presence = new Presence();
  await serve(0);
});

afterEach(async () => {
  for (const link of links.splice(0)) link.close();
  await quit();
  await node.stop();
  vi.unstubAllGlobals();
});

async function serve(port: number): Promise<void> {
  server = createServer();
  sockets = createSockets(originRule(undefined));
  sockets.attach(server);
  serveReaders(sockets.io.of("/"), {
    replica: node.replica,
    fanOut: node.fanOut,
    presence,
    serverNowMs: Date.now,
    isRehearsal: () => true,
    isColleague: () => false,
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  vi.stubGlobal("location", { origin: `http://127.0.0.1:${portOf(server)}` });
}

const portOf = (of: Server): number => (of.address() as AddressInfo).port;

async function quit(): Promise<void> {
  await sockets.io.close();
  server.close();
}

function opened(options: Partial<LinkOptions> = {}) {
  const got: [string, unknown][] = [];
  const told = (name: string) => (raw?: unknown) => void got.push([name, raw]);
  const link = openSocketLink(
    { cursor: undefined, attendance: undefined, ...options },
    {
      opened: told("opened"),
      hello: told("hello"),
      snapshot: told("snapshot"),
      frame: told("frame"),
      refused: told("refused"),
      closed: told("closed"),
    },
  );
  links.push(link);
  const names = () => got.map(([name]) => name);
  const first = <T>(name: string) =>
    until(() => got.find(([each]) => each === name)?.at(1) as T | undefined, name);
  const over = () => until(() => names().includes("closed"), "the close");
  return { link, names, first, over };
}

test("opened, hello, snapshot, then frames, as the server says them", async () => {
  await node.publish("before");
  await node.arrived();
  const { first, names } = opened();
  expect(await first<Snapshot>("snapshot")).toMatchObject({ reason: "new", cursor: { offset: 1 } });
  await node.publish("after");
  expect(await first<Frame>("frame")).toMatchObject({ after: 1, upTo: 2 });
  expect(await first("hello")).toMatchObject({ protocol: 1, rehearsal: true });
  expect(names()).toEqual(["opened", "hello", "snapshot", "frame"]);
});

test("a cursor is answered with what came after it", async () => {
  for (const headline of ["one", "two"]) await node.publish(headline);
  await node.arrived();
  const { epoch } = node.replica.cursor;
  const { first, names } = opened({ cursor: { epoch, offset: 1 } });
  expect(await first<Frame>("frame")).toMatchObject({ after: 1, upTo: 2 });
  expect(names()).toEqual(["opened", "hello", "frame"]);
});

test("the clock is answered, and attendance is counted, also when said before it is open", async () => {
  const { link, first } = opened({ attendance: "online" });
  link.sayAttendance("in-person");
  await first("snapshot");
  await until(() => presence.counts.inPerson === 1, "the count");
  const serverAt = await new Promise<number>((resolve) => link.askClock(resolve));
  expect(Math.abs(serverAt - Date.now())).toBeLessThan(5_000);
  link.sayAttendance("online");
  await until(() => presence.counts.online === 1, "the count");
});

test("a refusal comes whole, and then the end", async () => {
  const { first, over, names } = opened({ cursor: { epoch: "e", offset: -1 } });
  expect(await first("refused")).toMatchObject({ code: "invalid", action: "stop" });
  await over();
  expect(names()).toEqual(["opened", "refused", "closed"]);
});

test("a server that restarts ends it, one that is not there never opens it, and the next goes on", async () => {
  const { first, over } = opened();
  const { cursor } = await first<Snapshot>("snapshot");
  const port = portOf(server);
  await quit();
  await over();
  const missed = opened({ cursor });
  await missed.over();
  expect(missed.names()).toEqual(["closed"]);
  await node.publish("meanwhile");
  await node.arrived();
  await serve(port);
  expect(await opened({ cursor }).first<Frame>("frame")).toMatchObject({ after: 0, upTo: 1 });
});

test("an upgrade that is refused with a bare status never opens it", async () => {
  server.removeAllListeners("upgrade");
  server.on("upgrade", (_request, socket) =>
    socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n"),
  );
  const { over, names } = opened();
  await over();
  expect(names()).toEqual(["closed"]);
});

test("our own close leaves the server, and is told to nobody", async () => {
  const { link, first, names } = opened({ attendance: "online" });
  await first("snapshot");
  link.close();
  await until(() => presence.counts.online === 0, "the leaving");
  expect(names()).not.toContain("closed");
});
