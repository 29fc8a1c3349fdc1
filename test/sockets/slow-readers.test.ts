/** Sockets that stop reading, close one half, stop in the middle of a frame: what they cost, and whom. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type EngineConnection, fastConnectionOf } from "../../server/feed/fast-path.ts";
import { FULL_BYTES } from "../../server/feed/slow-readers.ts";
import { Liveness } from "../../server/sockets/liveness.ts";
import { type FanOutServers, fanOutServers } from "../support/fan-out-servers.ts";
import { RawReader } from "../support/raw-reader.ts";

/** What one that does not read may cost. */
const MOST_BYTES = 2_000_000;
const SLOW = 20;
const LONGEST = Object.fromEntries(
  ["en", "zh", "fr"].map((language) => [language, { headline: "long", body: "会".repeat(10_000) }]),
);

let servers: FanOutServers;
const readers: RawReader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.drop();
  await servers.stop();
});

async function come(way: "socket" | "stream" = "socket", port = servers.fast.port): Promise<RawReader> {
  const reader = new RawReader(way, port);
  readers.push(reader);
  reader.connect();
  await until(() => reader.state !== undefined, "the snapshot");
  return reader;
}

/** About 90 KB on the wire, each. */
async function publishLongest(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await servers.publish("long", { text: LONGEST });
    await servers.arrived();
  }
}

/** After what nobody holds is gone. */
function usedBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const connections = () =>
  [...servers.fast.sockets.io.of("/").sockets.values()].map((socket) =>
    fastConnectionOf(socket.conn as unknown as EngineConnection),
  );

describe.for(["fast", "plain"] as const)("by the %s path", (path) => {
  test("[O5] who stops reading holds little, delays nobody, and has what it missed in one catch-up", async () => {
    servers = await fanOutServers();
    const [slow, quick] = [await come("socket", servers[path].port), await come()];
    slow.pause();
    const sockets = [...servers[path].sockets.io.of("/").sockets.values()];
    const held = () =>
      Math.max(
        ...sockets.map(({ conn }) => fastConnectionOf(conn as unknown as EngineConnection).queuedBytes),
      );
    while (held() < FULL_BYTES) await publishLongest(1);
    await until(() => quick.cursor?.offset === servers.replica.cursor.offset, "the other at the head");
    const whileAway = held();
    await publishLongest(40);
    const { offset } = servers.replica.cursor;
    await until(() => quick.cursor?.offset === offset, "the other at the head");
    // Whatever was published since, it was given nothing more, but for a ping whose minute it was.
    expect(held() - whileAway).toBeLessThan(10);
    expect(slow.cursor!.offset).toBeLessThan(offset);

    const heard = slow.heard.length;
    slow.resume();
    await until(() => slow.cursor?.offset === offset, "it at the head");
    await until(() => servers.fanOut.slow === 0, "that nobody is slow");
    expect(slow.faults).toEqual([]);
    expect(slow.isOpen).toBe(true);
    // What had left for it, and one catch-up: a snapshot, since it missed more than a frame may hold.
    expect(slow.heard.slice(heard).filter((name) => name === "snapshot")).toHaveLength(1);
  });
});

test("[O5] twenty who stop reading cost less than 2 MB each, though each has more than that to take", async () => {
  servers = await fanOutServers();
  const used = async (slow: number) => {
    servers = await fanOutServers();
    const readers = await Promise.all(
      Array.from({ length: slow }, (_, n) => come(n % 2 === 0 ? "socket" : "stream")),
    );
    for (const reader of readers) reader.pause();
    const before = usedBytes();
    await publishLongest(80);
    await until(() => servers.fanOut.slow === slow, "that all are slow");
    const waiting = connections().reduce((sum, { queuedBytes }) => sum + queuedBytes, 0);
    expect(waiting).toBeGreaterThanOrEqual((slow / 2) * FULL_BYTES);
    return usedBytes() - before;
  };
  const alone = await used(0);
  await servers.stop();
  expect((await used(SLOW)) - alone).toBeLessThan(SLOW * MOST_BYTES);
});

test("[O5] an event stream is held to the same", async () => {
  servers = await fanOutServers();
  const [slow, quick] = [await come("stream"), await come("stream")];
  slow.pause();
  await publishLongest(80);
  await until(() => servers.fanOut.slow > 0, "that it is slow");
  const { offset } = servers.replica.cursor;
  await until(() => quick.cursor?.offset === offset, "the other at the head");
  slow.resume();
  await until(() => slow.cursor?.offset === offset, "it at the head");
  expect([slow.faults, quick.faults]).toEqual([[], []]);
  await until(() => servers.fanOut.slow === 0, "that nobody is slow");
});

test.for(["socket", "stream"] as const)(
  "[O6] a %s that takes nothing for too long is cut, and comes back with its cursor",
  async (way) => {
    servers = await fanOutServers({ stuckMs: 400 });
    const slow = await come(way);
    slow.pause();
    await publishLongest(60);
    await until(() => servers.fanOut.size === 0, "the cut");
    expect(servers.fanOut.slow).toBe(0);
    slow.resume();
    await until(() => !slow.isOpen, "its end");
    slow.connect();
    await servers.arrived();
    await until(() => slow.cursor?.offset === servers.replica.cursor.offset, "it at the head");
    expect(slow.faults).toEqual([]);
  },
);

test("[O6] one that takes a little now and then is not cut", async () => {
  servers = await fanOutServers({ stuckMs: 600 });
  const slow = await come();
  slow.pause();
  await publishLongest(60);
  await until(() => servers.fanOut.slow === 1, "that it is slow");
  const { offset } = servers.replica.cursor;
  await until(
    async () => {
      slow.resume();
      await new Promise((resolve) => setTimeout(resolve, 1));
      slow.pause();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return slow.cursor?.offset === offset;
    },
    "it at the head",
    20_000,
  );
  expect([slow.faults, slow.isOpen]).toEqual([[], true]);
});

test.for(["socket", "stream"] as const)("a %s that closes its half is let go at once", async (way) => {
  servers = await fanOutServers();
  const [half, other] = [await come(way), await come(way)];
  half.closeHalf();
  await until(() => servers.fanOut.size === 1, "the leaving");
  await servers.publish("after");
  await until(() => other.entries.size === 1, "the frame");
  expect(other.faults).toEqual([]);
});

describe("[O7] who is not there any more", () => {
  const quick = { everyMs: 300, answerMs: 100, tickMs: 10 };

  test("is cut when it does not answer a ping; who answers stays, though it never asks", async () => {
    servers = await fanOutServers({ liveness: new Liveness(quick) });
    const [there, gone] = [await come(), await come()];
    gone.answersPings = false;
    await until(() => servers.fanOut.size === 1, "the cut");
    await until(() => !gone.isOpen && gone.pings > 0, "its end");
    await until(() => there.pings >= 3, "three pings");
    expect([there.isOpen, connections().length]).toEqual([true, 1]);
  });

  test("is cut, too, where it stopped in the middle of a frame, and was served until then", async () => {
    servers = await fanOutServers({ liveness: new Liveness(quick) });
    const half = await come();
    half.sendHalfFrame();
    await servers.publish("meanwhile");
    await until(() => half.entries.size === 1, "the frame");
    await until(() => servers.fanOut.size === 0, "the cut");
    expect(half.faults).toEqual([]);
  });
});
