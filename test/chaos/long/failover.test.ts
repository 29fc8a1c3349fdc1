/** A master that is lost, and whoever takes its place: nothing acknowledged is gone, and no fork is silent. */
import { afterEach, expect, test } from "vitest";
import { type SentinelGroup, startSentinelGroup } from "../../../scripts/chaos/ground/sentinel-group.ts";
import { headlinesOf } from "../../../scripts/chaos/real-api.ts";
import { Bench } from "../../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../../scripts/chaos/real-readers.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { Replica } from "../../../server/feed/replica.ts";
import { BLOCK_MS, Tail } from "../../../server/feed/tail.ts";
import { StoreFailure } from "../../../server/store/feed-log.ts";
import { openStore } from "../../../server/store/open-store.ts";
import { RedisFeedLog } from "../../../server/store/redis-feed-log.ts";
import { RedisFollower } from "../../../server/store/redis-follower.ts";
import { failedOver, replicated } from "../../support/replicas.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function groupOf(replicas: number): Promise<SentinelGroup> {
  const group = await startSentinelGroup({ replicas, downAfterMs: 1_000, settings: { hz: "50" } });
  closers.push(() => group.close());
  await replicated(group, replicas);
  return group;
}

async function opened(replicas: number): Promise<{ group: SentinelGroup; store: RedisFeedLog }> {
  const group = await groupOf(replicas);
  const found = await openStore({ url: group.url, onUnreachable() {} });
  if (!found.ok) throw new Error(found.check.fatal.join());
  closers.push(() => found.store.close());
  return { group, store: found.store };
}

const change = (key: string) => ({
  once: { actor: "somebody", key, request: "r" },
  items: [],
  entries: [{ type: "eventChanged" as const }],
  audit: { action: key, by: "test", byName: "test" },
  answer: { id: key },
});

const kindOf = (error: unknown): string => {
  if (!(error instanceof StoreFailure)) throw error;
  return error.kind;
};

/** A node's copy, and how often it was loaded anew. */
async function following(group: SentinelGroup, store: RedisFeedLog) {
  const replica = new Replica(store, Date.now);
  const seen = { reloads: 0, epochs: new Set<string>() };
  replica.listen({ onEntries() {}, onReload: () => (seen.reloads += 1) });
  const tail = new Tail({ follower: new RedisFollower(group.url, BLOCK_MS), store, replica });
  tail.start();
  closers.push(() => tail.stop());
  await until(() => replica.loaded, "the log to be loaded", 20_000);
  return { replica, seen };
}

test("[RD1] what was acknowledged is there after the master was killed, under a new epoch", {
  timeout: 60_000,
}, async () => {
  const { group, store } = await opened(2);
  const { replica, seen } = await following(group, store);
  const master = await group.master();
  const acknowledged: string[] = [];
  const { epoch } = (await commitUntilDone(store, "first")).cursor!;
  let isOver = false;
  let slowest = 0;
  const writing = Array.from({ length: 4 }, async (_, by) => {
    for (let n = 0; !isOver; n += 1) {
      const key = `${by}-${n}`;
      const began = performance.now();
      try {
        await store.commit(change(key));
        acknowledged.push(key);
      } catch (error) {
        // A write that is not acknowledged is refused by its code, and the next is tried a little later.
        expect(["unreachable", "unknown"]).toContain(kindOf(error));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      slowest = Math.max(slowest, performance.now() - began);
    }
  });
  await until(() => acknowledged.length > 50, "some writes");
  await master.redis.kill9();
  const before = acknowledged.length;
  await failedOver(group, master);
  await until(() => acknowledged.length > before + 20, "writes at the new master", 20_000);
  isOver = true;
  await Promise.all(writing);

  await until(() => store.connected, "its reading connection to find the new master too", 20_000);
  const kept = new Set((await store.audit(undefined, 100_000)).map(({ note }) => note.action));
  expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
  const head = await store.head();
  expect(head.cursor.epoch).not.toBe(epoch);
  await until(
    () => replica.cursor.epoch === head.cursor.epoch && replica.cursor.offset === head.cursor.offset,
    "the node to follow",
    15_000,
  );
  expect(seen.reloads).toBeGreaterThan(0);
  const log = await store.read(0, 100_000);
  if (log.outcome !== "entries") throw new Error(log.outcome);
  expect(log.entries.map(({ entry }) => entry.offset)).toEqual(log.entries.map((_, at) => at + 1));
  expect(slowest).toBeLessThan(5_000);
});

test("[RD5] a replica that lacks entries takes over: a new epoch, and every reader is answered anew", {
  timeout: 60_000,
}, async () => {
  const { group, store } = await opened(1);
  const { replica, seen } = await following(group, store);
  const master = await group.master();
  const other = group.redises.find((member) => member !== master)!;
  const { epoch } = (await commitUntilDone(store, "kept")).cursor!;
  // It hears nothing any more, and the Sentinels do not know that yet.
  process.kill(other.redis.pid!, "SIGSTOP");
  closers.push(() => other.redis.pid !== undefined && process.kill(other.redis.pid, "SIGCONT"));
  await master.ask("CLIENT", "KILL", "TYPE", "replica");
  const careless = new RedisFeedLog({ url: master.redis.url, mayLoseWrites: true });
  closers.push(() => careless.close());
  await careless.ready(5_000);
  await careless.commit(change("lost"));
  await until(() => replica.cursor.offset === 2, "readers to see it");
  await master.redis.kill9();
  process.kill(other.redis.pid!, "SIGCONT");
  await failedOver(group, master);
  await until(() => seen.reloads > 0 && replica.cursor.epoch !== epoch, "a new epoch", 20_000);
  expect(replica.cursor.offset).toBe(1);

  // Nobody follows the new master: nothing is acknowledged before somebody does.
  expect(await store.commit(change("lost")).catch(kindOf)).toBe("unreachable");
  await master.redis.startAgain();
  await replicated(group, 1);
  const again = await commitUntilDone(store, "lost");
  expect(again).toMatchObject({ outcome: "done", cursor: { offset: 2 } });
  expect(again.cursor!.epoch).not.toBe(epoch);
});

test("[RD1][RD5] server, worker and readers find the new master; what is due meanwhile goes out once", {
  timeout: 120_000,
}, async () => {
  const group = await groupOf(2);
  const bench = new Bench();
  closers.push(() => bench.cleanUp());
  const server = await bench.server({ redisUrl: group.url });
  const worker = await bench.worker({ redisUrl: group.url });
  const reader = new RealReader("socket");
  closers.push(() => reader.drop());
  reader.connect(server.base);
  const before = await server.api.post("before");
  expect(before.status).toBe(201);
  const dueMs = Date.now() + 3_000;
  const due = await server.api.post("due", { publishAt: new Date(dueMs).toISOString() });
  expect(due.status).toBe(201);

  const master = await group.master();
  await master.redis.kill9();
  const refused = await server.api.post("meanwhile", {}, "meanwhile");
  expect(refused.status).toBe(503);
  expect(["redis_unavailable", "outcome_unknown"]).toContain(refused.json.code);
  // One silence is 1.5 s; two in a row would be 3 s.
  expect(refused.tookMs).toBeLessThan(2_900);
  await failedOver(group, master);
  const again = await until(
    async () => {
      const answer = await server.api.post("meanwhile", {}, "meanwhile");
      return answer.status === 201 ? answer : undefined;
    },
    "a write at the new master",
    30_000,
  );
  expect(again.json.cursor.epoch).not.toBe(before.json.cursor.epoch);
  await until(() => holds(reader, 3), "what was due", 30_000);
  expect(headlinesOf(await server.api.entries()).sort()).toEqual(["before", "due", "meanwhile"]);
  expect(reader.faults).toEqual([]);
  await until(async () => (await server.api.status("/readyz")) === 200, "all to be well", 20_000);
  for (const each of [server, worker]) expect(each.isAlive()).toBe(true);
});

const holds = ({ state }: RealReader, count: number): boolean => state?.announcements.size === count;

/** Until a replica follows, nothing is acknowledged. */
async function commitUntilDone(store: RedisFeedLog, key: string) {
  return await until(
    async () => {
      const outcome = await store.commit(change(key)).catch((error) => void kindOf(error));
      return outcome?.outcome === "done" || outcome?.outcome === "replayed" ? outcome : undefined;
    },
    "a write",
    20_000,
  );
}
