import { createRequire } from "node:module";
import { io } from "socket.io-client";
// @ts-expect-error its types are not among its exports yet
import { io as io40 } from "socket.io-client-4.0";
import { io as io44 } from "socket.io-client-4.4";
import { afterEach, describe, expect, test } from "vitest";
import { below, pick, seeded } from "../../scripts/chaos/seeded.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { Frame, Snapshot } from "../../server/contract/feed.ts";
import { newestFirst } from "../../server/core/feed-state.ts";
import { type EngineConnection, fastConnectionOf, textFrame } from "../../server/feed/fast-path.ts";
import { type FanOutServers, fanOutServers } from "../support/fan-out-servers.ts";
import { RawReader } from "../support/raw-reader.ts";

const open: (() => void)[] = [];
let servers: FanOutServers;
afterEach(async () => {
  for (const close of open.splice(0)) close();
  await servers?.stop();
});

/** The only connection to a server, as Engine.IO has it. */
function onlyConnection({ sockets }: FanOutServers["fast"]): EngineConnection {
  const [socket, ...others] = sockets.io.of("/").sockets.values();
  expect(others).toEqual([]);
  return socket!.conn as unknown as EngineConnection;
}

/** What went through the stream, which the fast path does not use. */
const throughStream = (connection: EngineConnection): number =>
  fastConnectionOf(connection).takenBytes + fastConnectionOf(connection).queuedBytes;

describe("[FP1] a frame of ours is to the byte what ws would write", () => {
  const require = createRequire(createRequire(import.meta.url).resolve("engine.io"));
  const { Sender } = require("ws") as {
    Sender: { frame(data: Buffer, options: object): Buffer[] };
  };

  test.for([0, 1, 124, 125, 126, 127, 65_534, 65_535, 65_536, 200_000])("%i characters", (length) => {
    for (const text of ["x".repeat(length), "é".repeat(length), "会".repeat(Math.ceil(length / 3))]) {
      const options = { fin: true, opcode: 1, mask: false, rsv1: false, readOnly: true };
      expect(textFrame(text)).toEqual(Buffer.concat(Sender.frame(Buffer.from(text), options)));
    }
  });
});

describe("[FP2] clients of Socket.IO, of every age, are served by it", () => {
  const clients = { "4.0": io40, "4.4": io44, "4.8": io } as unknown as Record<string, typeof io>;

  test.for(Object.keys(clients))("%s", async (version) => {
    servers = await fanOutServers();
    await servers.publish("before");
    await servers.arrived();
    const connect = clients[version]!;
    const socket = connect(`http://127.0.0.1:${servers.fast.port}`, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      auth: { protocol: 1 },
    });
    open.push(() => socket.disconnect());
    const offsets: number[] = [];
    socket.on("snapshot", ({ cursor }: Snapshot) => offsets.push(cursor.offset));
    socket.on("frame", ({ entries }: Frame) => offsets.push(...entries.map(({ offset }) => offset)));
    await until(() => offsets.length === 1, "the snapshot");
    const connection = onlyConnection(servers.fast);
    await until(() => fastConnectionOf(connection).queuedBytes === 0, "a quiet connection");
    const before = throughStream(connection);
    for (const headline of ["one", "两个", "x".repeat(200)]) await servers.publish(headline);
    await until(() => offsets.length === 4, "the frames");
    expect(offsets).toEqual([1, 2, 3, 4]);
    expect(throughStream(connection)).toBe(before);
    // What goes the plain way meanwhile does not get in its way, nor it in theirs.
    const said = await new Promise((resolve) => socket.emit("clock", resolve));
    expect(said).toHaveProperty("serverAt");
    await servers.publish("after");
    await until(() => offsets.length === 5, "the last frame");
  });
});

test("[FP3] the plain path is plain: what it sends goes through the stream", async () => {
  servers = await fanOutServers();
  const reader = new RawReader("socket", servers.plain.port);
  open.push(() => reader.drop());
  reader.connect();
  await until(() => reader.state !== undefined, "the snapshot");
  const connection = onlyConnection(servers.plain);
  const before = throughStream(connection);
  await servers.publish("one");
  await until(() => reader.entries.size === 1, "the frame");
  expect(throughStream(connection)).toBeGreaterThan(before);
});

const LONGEST = Object.fromEntries(
  ["en", "zh", "fr"].map((language) => [language, { headline: "long", body: "会".repeat(10_000) }]),
);
const FLOOD = 60;
/** Trios of one script. */
const MOST = 4;

/**
 * One script for readers by the fast path, by the plain path and by event streams: they come, drop, come back with
 * their cursor and stop reading, while what they follow grows by lines and by hundreds of kilobytes.
 */
describe("[FP4] whatever happens, readers by the fast path receive what those by the plain path do", () => {
  test.for([1, 2, 13])("seed %i", { timeout: 40_000 }, async (seed) => {
    servers = await fanOutServers();
    const random = seeded(seed);
    const trios: RawReader[][] = [];
    const each = (act: (reader: RawReader) => void) => {
      if (trios.length > 0) pick(random, trios).forEach(act);
    };
    let mostSlow = 0;
    const steps: (() => unknown)[] = [
      () => {
        if (trios.length === MOST) return;
        const trio = [
          new RawReader("socket", servers.fast.port),
          new RawReader("socket", servers.plain.port),
          new RawReader("stream", servers.fast.port),
        ];
        for (const reader of trio) reader.connect();
        trios.push(trio);
      },
      () => each((reader) => reader.drop()),
      () => each((reader) => reader.isOpen || reader.connect()),
      () => each((reader) => reader.pause()),
      () => each((reader) => reader.resume()),
      () => servers.publish(`line ${random()}`),
      () => servers.publish("long", { text: { en: { headline: "long", body: "会".repeat(10_000) } } }),
      () => new Promise((resolve) => setTimeout(resolve, below(random, 8))),
      () => Promise.all(Array.from({ length: 8 }, (_, n) => servers.publish(`at once ${n}`))),
    ];
    // More than the kernel takes for somebody who does not read.
    const flood = async () => {
      const [trio] = trios as [RawReader[]];
      for (const reader of trio) {
        reader.resume();
        if (!reader.isOpen) reader.connect();
      }
      await until(() => trio.every(({ state }) => state !== undefined), "three who read");
      for (const reader of trio) reader.pause();
      for (let n = 0; n < FLOOD && servers.fanOut.slow < trio.length; n += 1) {
        await servers.publish("flood", { text: LONGEST });
        await servers.arrived();
      }
      mostSlow = Math.max(mostSlow, servers.fanOut.slow);
    };
    steps[0]!();
    for (let step = 1; step <= 40; step += 1) {
      await pick(random, steps)();
      if (step % 20 === 0) await flood();
    }

    const readers = trios.flat();
    open.push(...readers.map((reader) => () => reader.drop()));
    for (const reader of readers) {
      reader.resume();
      if (!reader.isOpen) reader.connect();
    }
    await servers.arrived();
    const head = servers.replica.cursor;
    await until(
      () => readers.every(({ cursor }) => cursor?.offset === head.offset),
      "all at the head",
      20_000,
    );

    expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
    const whole = newestFirst(servers.replica.state.announcements);
    const log = new Map(servers.replica.window.after(0).json.map((json) => [JSON.parse(json).offset, json]));
    for (const reader of readers) {
      const shown = newestFirst(reader.state!.announcements);
      expect(shown).toEqual(whole.slice(0, shown.length));
      const offsets = [...reader.entries.keys()];
      const first = head.offset - offsets.length + 1;
      expect(offsets).toEqual(Array.from(offsets, (_, at) => first + at));
      for (const [offset, entry] of reader.entries) expect(JSON.stringify(entry)).toBe(log.get(offset));
    }
    expect(servers.fanOut.size).toBe(readers.length);
    // Or the script was none of what this is about.
    expect(mostSlow).toBeGreaterThan(0);
  });
});
