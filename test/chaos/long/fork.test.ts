import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RealProxy, realProxy } from "../../../scripts/chaos/proxy.ts";
import { headlinesOf, isDense } from "../../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../../scripts/chaos/real-readers.ts";
import { until } from "../../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../../scripts/redis/private.ts";
import type { Cursor } from "../../../server/contract/feed.ts";

const bench = new Bench();
let folder: string;
let redis: PrivateRedis;
let proxy: RealProxy;
/** The second reaches Redis through the proxy, so that it can come back later than the first. */
let servers: RealServer[];

beforeAll(async () => {
  folder = bench.folder();
  redis = await bench.redis({ dataDir: folder, restart: false });
  proxy = await realProxy({ path: redis.socketPath });
  bench.onCleanUp(() => proxy.close());
  const urls = [redis.url, `redis://127.0.0.1:${proxy.port}`];
  servers = await Promise.all(urls.map((redisUrl) => bench.server({ redisUrl })));
});
afterAll(() => bench.cleanUp());

/** The file that Redis appends to. */
function appendOnlyFile(): string {
  const within = join(folder, "redis/appendonlydir");
  return join(within, readdirSync(within).find((name) => name.endsWith(".incr.aof"))!);
}

async function publish(server: RealServer, name: string, count: number): Promise<Cursor> {
  let cursor: Cursor | undefined;
  for (let at = 1; at <= count; at += 1) {
    const answer = await server.api.post(`${name} ${at}`);
    expect(answer.status).toBe(201);
    cursor = answer.json.cursor;
  }
  return cursor!;
}

/** One of each kind at each server, all at the head. */
async function readersAt(head: Cursor): Promise<RealReader[]> {
  const readers = servers.flatMap(({ base }) =>
    (["socket", "stream"] as const).map((transport) => {
      const reader = new RealReader(transport);
      bench.onCleanUp(() => reader.drop());
      reader.connect(base);
      return reader;
    }),
  );
  await until(() => readers.every(({ cursor }) => cursor?.offset === head.offset), "the readers");
  return readers;
}

/** The one new epoch that both servers agree on. */
async function newEpoch(old: Cursor): Promise<string> {
  const epochs = await until(async () => {
    const feeds = await Promise.all(servers.map(({ api }) => api.ask("/api/v1/feed").catch(() => undefined)));
    const found = feeds.map((feed) => (feed?.json.stale ? undefined : feed?.json.cursor?.epoch));
    return found.every((epoch) => epoch !== undefined && epoch !== old.epoch) && found;
  }, "a new epoch at both");
  expect(new Set(epochs).size).toBe(1);
  return epochs[0];
}

/** [L3] However far the new log has come, no cursor of the old one leads into it. */
async function oldCursorsAreReset({ epoch, offset }: Cursor): Promise<void> {
  for (const { api, base } of servers) {
    for (const after of new Set([0, 1, offset - 1, offset, offset + 1])) {
      const { json } = await api.ask(`/api/v1/feed/frames?epoch=${epoch}&after=${after}`);
      expect(json).toEqual({ reset: "epoch" });
    }
    for (const transport of ["socket", "stream"] as const) {
      const returning = new RealReader(transport);
      bench.onCleanUp(() => returning.drop());
      returning.connect(base, { epoch, offset });
      await until(() => returning.state !== undefined, "the answer to an old cursor");
      expect(returning.snapshots).toEqual(["epoch"]);
      expect(returning.cursor!.epoch).not.toBe(epoch);
    }
  }
}

async function allFollow(readers: readonly RealReader[], epoch: string): Promise<void> {
  const head = await publish(servers[0]!, "after the fork", 1);
  expect(head.epoch).toBe(epoch);
  const entries = await servers[1]!.api.entries();
  expect(isDense(entries)).toBe(true);
  for (const reader of readers) {
    await until(() => reader.cursor?.epoch === epoch && reader.cursor.offset === head.offset, "a reader");
    expect(reader.snapshots).toEqual(["new", "epoch"]);
    expect(reader).toMatchObject({ faults: [], connections: 1, losses: 0 });
  }
}

test("[T2] a Redis that came back without its last writes: a new epoch, and every reader starts again", async () => {
  const kept = await publish(servers[0]!, "kept", 3);
  const { size } = statSync(appendOnlyFile());
  const lost = await publish(servers[1]!, "lost", 5);
  const readers = await readersAt(lost);

  // The second server is held away until others have written past every cursor that its readers have.
  proxy.cut();
  await redis.kill9();
  truncateSync(appendOnlyFile(), size);
  await redis.startAgain();
  await until(async () => (await servers[0]!.api.status("/readyz")) === 200, "the first server");
  const beyond = await publish(servers[0]!, "instead", 7);
  expect(beyond.offset).toBeGreaterThan(lost.offset);
  proxy.mend();

  const epoch = await newEpoch(lost);
  expect(beyond.epoch).toBe(epoch);
  const headlines = headlinesOf(await servers[1]!.api.entries());
  expect(headlines.filter((headline) => headline.startsWith("kept"))).toHaveLength(3);
  expect(headlines.filter((headline) => headline.startsWith("lost"))).toEqual([]);
  expect(kept.epoch).toBe(lost.epoch);
  await allFollow(readers, epoch);
  await oldCursorsAreReset(lost);
});

test("[T2] other writes in the place of those that a reader has, in the same epoch: the marks tell", async () => {
  const { size } = statSync(appendOnlyFile());
  const lost = await publish(servers[1]!, "lost again", 2);
  const readers = await readersAt(lost);
  proxy.cut();
  // Nobody who could tell is there when the others are written.
  await servers[0]!.kill9();
  await redis.kill9();
  truncateSync(appendOnlyFile(), size);
  await redis.startAgain();
  const { redisUrl, port } = { redisUrl: redis.url, port: servers[0]!.port };
  servers[0] = await bench.server({ redisUrl, port });
  const instead = await publish(servers[0], "in their place", 3);
  expect(instead).toEqual({ epoch: lost.epoch, offset: lost.offset + 1 });
  proxy.mend();

  const epoch = await newEpoch(lost);
  for (const reader of readers.slice(0, 2)) reader.connect(servers[0].base);
  const head = await publish(servers[0], "after", 1);
  for (const reader of readers) {
    await until(() => reader.cursor?.epoch === epoch && reader.cursor.offset === head.offset, "a reader");
    expect(reader.snapshots).toEqual(["new", "epoch"]);
    expect(reader.faults).toEqual([]);
  }
  await oldCursorsAreReset(lost);
});

test("[T2] a Redis that was emptied while it ran: a new epoch, also for readers who stay", async () => {
  const lost = await publish(servers[0]!, "before", 2);
  const readers = await readersAt(lost);
  const hand = new Redis({ path: redis.socketPath });
  await hand.flushall();
  hand.disconnect();
  const epoch = await newEpoch(lost);
  for (const reader of readers) await until(() => reader.cursor?.epoch === epoch, "a reader to start again");
  await allFollow(readers, epoch);
  await oldCursorsAreReset(lost);
});
