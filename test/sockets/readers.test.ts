import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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
let port: number;
const open: Socket[] = [];

beforeEach(async () => {
  node = await memoryNode();
  presence = new Presence();
  server = createServer();
  sockets = createSockets(originRule(undefined));
  sockets.attach(server);
  serveReaders(sockets.io.of("/"), {
    replica: node.replica,
    fanOut: node.fanOut,
    presence,
    serverNowMs: Date.now,
    isRehearsal: () => false,
    pages: "a-build",
    isColleague: (request) => request.headers.cookie?.includes("session=") === true,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect();
  await sockets.io.close();
  server.close();
  await node.stop();
});

function reader(auth: Record<string, unknown>, namespace = "/", extraHeaders: Record<string, string> = {}) {
  const socket = io(`http://127.0.0.1:${port}${namespace}`, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    auth,
    extraHeaders,
  });
  open.push(socket);
  const got: [string, unknown][] = [];
  socket.onAny((name: string, payload: unknown) => got.push([name, payload]));
  const names = () => got.map(([name]) => name);
  const first = <T>(name: string) =>
    until(() => got.find(([each]) => each === name)?.[1] as T | undefined, name);
  return { socket, got, names, first };
}

const cursor = () => node.replica.cursor;

/** The first line of the answer to an upgrade with these headers. */
function upgrade(
  headers: Record<string, string>,
  path = "/socket.io/?EIO=4&transport=websocket",
): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = {
      Host: `127.0.0.1:${port}`,
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...headers,
    };
    const raw = connect(port, "127.0.0.1", () => {
      const text = Object.entries(lines)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join("");
      raw.write(`GET ${path} HTTP/1.1\r\n${text}\r\n`);
    });
    raw.on("data", (data) => {
      resolve(String(data).split("\r\n")[0]!);
      raw.destroy();
    });
    raw.on("error", reject);
  });
}

describe("the readers' namespace", () => {
  test("[C5] [Z10] hello comes first and names the pages' build, then one snapshot, then live frames", async () => {
    await node.publish("before");
    await node.arrived();
    const { names, first } = reader({ protocol: 1 });
    const snapshot = await first<Snapshot>("snapshot");
    expect(snapshot).toMatchObject({ reason: "new", cursor: cursor() });
    expect(snapshot.announcements).toHaveLength(1);
    await node.publish("after");
    const frame = await first<Frame>("frame");
    expect(frame).toMatchObject({ after: 1, upTo: 2, epoch: cursor().epoch });
    expect(names()).toEqual(["hello", "snapshot", "frame"]);
    expect(await first("hello")).toMatchObject({ protocol: 1, rehearsal: false, pages: "a-build" });
  });

  test("[C3] a cursor is answered with one frame, empty at the head", async () => {
    for (const headline of ["one", "two", "three"]) await node.publish(headline);
    await node.arrived();
    const { epoch } = cursor();
    const behind = reader({ protocol: 1, cursor: { epoch, offset: 1 } });
    expect(await behind.first<Frame>("frame")).toMatchObject({ after: 1, upTo: 3 });
    const level = reader({ protocol: 1, cursor: { epoch, offset: 3 } });
    expect(await level.first<Frame>("frame")).toEqual({ epoch, after: 3, upTo: 3, entries: [] });
    expect(level.names()).toEqual(["hello", "frame"]);
  });

  test("[C1] a cursor of another epoch gets a snapshot that says so", async () => {
    const { first } = reader({ protocol: 1, cursor: { epoch: "another", offset: 1 } });
    expect(await first("snapshot")).toMatchObject({ reason: "epoch" });
  });

  test("[C4] a cursor ahead of Redis gets a snapshot, one ahead of this node alone is told to retry", async () => {
    await node.publish("one");
    await node.arrived();
    const { epoch } = cursor();
    const beyond = reader({ protocol: 1, cursor: { epoch, offset: 9 } });
    expect(await beyond.first("snapshot")).toMatchObject({ reason: "epoch" });
    node.follower.away = true;
    await until(() => node.replica.stale, "stale");
    await node.publish("two");
    const ahead = reader({ protocol: 1, cursor: { epoch, offset: 2 } });
    expect(await ahead.first("refused")).toMatchObject({ code: "behind", action: "retry" });
    await until(() => !ahead.socket.connected, "the close");
  });

  test("[C4] a node that catches up meanwhile answers with the frame", async () => {
    await node.publish("one");
    await node.arrived();
    const { epoch } = cursor();
    node.follower.away = true;
    await until(() => node.replica.stale, "stale");
    await node.publish("two");
    const ahead = reader({ protocol: 1, cursor: { epoch, offset: 2 } });
    await ahead.first("hello");
    node.follower.away = false;
    expect(await ahead.first<Frame>("frame")).toEqual({ epoch, after: 2, upTo: 2, entries: [] });
  });

  test.for([
    [{}, "invalid", "stop"],
    [{ protocol: 1, extra: 1 }, "invalid", "stop"],
    [{ protocol: 1, cursor: { epoch: "e", offset: -1 } }, "invalid", "stop"],
    [{ protocol: 1, cursor: { epoch: "e", offset: 1.5 } }, "invalid", "stop"],
    [{ protocol: 1, attendance: "both" }, "invalid", "stop"],
    [{ protocol: 2 }, "unsupported_protocol", "reset"],
  ] as const)("[R1] %j is refused as %s and closed", async ([auth, code, action]) => {
    const { socket, first } = reader(auth);
    expect(await first("refused")).toMatchObject({ code, action });
    await until(() => !socket.connected, "the close");
    expect(presence.counts).toEqual({ online: 0, inPerson: 0, undeclared: 0 });
  });

  test("clock and attendance are acknowledged, bad input too, and nothing throws", async () => {
    const { socket, first } = reader({ protocol: 1, attendance: "online" });
    await first("snapshot");
    expect(presence.counts).toEqual({ online: 1, inPerson: 0, undeclared: 0 });
    const clock = (await socket.emitWithAck("clock")) as { serverAt: string };
    expect(Math.abs(Date.parse(clock.serverAt) - Date.now())).toBeLessThan(5_000);
    expect(await socket.emitWithAck("attendance", { attendance: "in-person" })).toEqual({ ok: true });
    expect(presence.counts).toEqual({ online: 0, inPerson: 1, undeclared: 0 });
    for (const bad of [null, 5, "online", {}, { attendance: "both" }, { attendance: "online", x: 1 }, []]) {
      expect(await socket.emitWithAck("attendance", bad)).toMatchObject({ ok: false, code: "invalid" });
    }
    expect(await socket.emitWithAck("publish", { id: "x" })).toMatchObject({
      ok: false,
      code: "unknown_event",
    });
    socket.emit("attendance");
    socket.emit("clock", "no ack");
    socket.disconnect();
    await until(() => presence.counts.inPerson === 0, "the count");
  });

  test("[M6] a colleague reads along and is not counted, whatever they say", async () => {
    const headers = { Origin: `http://127.0.0.1:${port}`, Cookie: "session=x" };
    const { socket, first } = reader({ protocol: 1, attendance: "online" }, "/", headers);
    await first("snapshot");
    expect(await socket.emitWithAck("attendance", { attendance: "in-person" })).toEqual({ ok: true });
    expect(presence.counts).toEqual({ online: 0, inPerson: 0, undeclared: 0 });
    const other = reader({ protocol: 1, attendance: "online" });
    await other.first("snapshot");
    socket.disconnect();
    await until(() => node.fanOut.size === 1, "the leaving");
    expect(presence.counts).toEqual({ online: 1, inPerson: 0, undeclared: 0 });
  });

  test("who sends too much is refused, then closed", async () => {
    const { socket, first } = reader({ protocol: 1 });
    await first("snapshot");
    const answers = Array.from({ length: 40 }, () => socket.emitWithAck("clock").catch(() => undefined));
    expect(await first("refused")).toMatchObject({ code: "too_many_requests", action: "retry" });
    expect(await answers[20]).toMatchObject({ ok: false, code: "too_many_requests" });
    await until(() => !socket.connected, "the close");
  });

  test("an Origin that is not ours, or a cookie without one, is 403; no Origin and no cookie is let in", async () => {
    expect(await upgrade({ Origin: "https://evil.example" })).toBe("HTTP/1.1 403 Forbidden");
    expect(await upgrade({ Origin: "null" })).toBe("HTTP/1.1 403 Forbidden");
    expect(await upgrade({ Cookie: "sid=x" })).toBe("HTTP/1.1 403 Forbidden");
    expect(await upgrade({ Origin: `http://127.0.0.1:${port}`, Cookie: "sid=x" })).toMatch(/101/);
    expect(await upgrade({})).toMatch(/101/);
    expect(await upgrade({}, "/elsewhere")).toMatch(/404/);
  });

  test("there is no polling, and no older engine", async () => {
    expect(await upgrade({}, "/socket.io/?EIO=4&transport=polling")).toMatch(/400/);
    expect(await upgrade({}, "/socket.io/?EIO=3&transport=websocket")).toMatch(/400/);
  });

  test("[O2] readers who come while much is published get every entry once and agree", {
    timeout: 30_000,
  }, async () => {
    const readers = Array.from({ length: 60 }, () => reader({ protocol: 1 }));
    for (let n = 0; n < 100; n += 1) {
      await node.publish(`n${n}`);
      if (n % 10 === 0) readers.push(reader({ protocol: 1 }));
    }
    await node.arrived();
    for (const { got, first } of readers) {
      const { cursor: start } = await first<Snapshot>("snapshot");
      const offsets = () =>
        got.flatMap(([name, frame]) =>
          name === "frame" ? (frame as Frame).entries.map(({ offset }) => offset) : [],
        );
      await until(() => start.offset + offsets().length >= 100, "the head");
      expect(offsets()).toEqual(Array.from({ length: 100 - start.offset }, (_, at) => start.offset + at + 1));
    }
  });
});
