/** What is acknowledged where Redis has replicas: at one of them, or not at all. */
import { afterEach, describe, expect, test } from "vitest";
import { freePorts } from "../../scripts/chaos/ground/free-ports.ts";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { keys } from "../../server/store/keys.ts";
import { openStore } from "../../server/store/open-store.ts";
import { RedisAccounts } from "../../server/store/redis-accounts.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import type { RedisFeedLog } from "../../server/store/redis-feed-log.ts";
import { follows } from "../support/replicas.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function redisAlone(settings: Readonly<Record<string, string>> = {}) {
  const redis = await startPrivateRedis({ restart: false, settings });
  closers.push(() => redis.stop());
  const raw = connectExactly(redis.url, "test");
  await whenReady(raw, 5_000);
  closers.push(() => raw.disconnect());
  return { redis, raw };
}

type Alone = Awaited<ReturnType<typeof redisAlone>>;

/** A replica that answers `WAIT` where it is not stopped. */
async function replicaOf({ raw }: Alone): Promise<PrivateRedis> {
  // By its socket nobody follows: it listens on a port for this.
  const [, port] = (await raw.config("GET", "port")) as string[];
  const { redis: replica, raw: other } = await redisAlone();
  closers.push(() => replica.pid !== undefined && process.kill(replica.pid, "SIGCONT"));
  await other.call("REPLICAOF", "127.0.0.1", port!);
  await until(() => follows((name, ...args) => raw.call(name, ...args), 1), "the replica", 15_000);
  return replica;
}

async function storeOn({ redis }: Alone): Promise<RedisFeedLog> {
  const opened = await openStore({ url: redis.url, onUnreachable() {} });
  if (!opened.ok) throw new Error(opened.check.fatal.join());
  closers.push(() => opened.store.close());
  return opened.store;
}

const retry = (key: string) => ({ actor: "somebody", key, request: "r" });
const change = (key: string) => ({
  once: retry(key),
  items: [],
  entries: [{ type: "eventChanged" as const }],
  audit: { action: "test", by: "test", byName: "test" },
  answer: { id: key },
});

const withPort = async () =>
  await redisAlone({
    port: String((await freePorts(1))[0]),
    bind: "127.0.0.1",
    "repl-diskless-sync-delay": "0",
  });

describe("with a replica", () => {
  test("[RD1] what a replica does not have is not acknowledged, and neither is it when it is asked for again", async () => {
    const master = await withPort();
    const replica = await replicaOf(master);
    const store = await storeOn(master);
    expect(await store.commit(change("a"))).toMatchObject({ outcome: "done", cursor: { offset: 1 } });

    process.kill(replica.pid!, "SIGSTOP");
    await expect(store.commit(change("b"))).rejects.toMatchObject({ kind: "unknown" });
    // It is in the log all the same, and readers see it.
    expect(await store.head()).toMatchObject({ cursor: { offset: 2 } });
    await expect(store.recall(retry("b"))).rejects.toMatchObject({ kind: "unknown" });
    await expect(store.commit(change("b"))).rejects.toMatchObject({ kind: "unknown" });

    process.kill(replica.pid!, "SIGCONT");
    expect(await store.recall(retry("b"))).toMatchObject({ outcome: "replayed", cursor: { offset: 2 } });
    expect(await store.commit(change("b"))).toMatchObject({ outcome: "replayed", cursor: { offset: 2 } });
    expect(await store.recall(retry("never"))).toBeUndefined();
  });

  test("[RD1] what a process that never wrote is asked for again waits for a replica too", async () => {
    const master = await withPort();
    const replica = await replicaOf(master);
    const [store, other] = [await storeOn(master), await storeOn(master)];
    await store.commit(change("a"));
    process.kill(replica.pid!, "SIGSTOP");
    await expect(store.commit(change("b"))).rejects.toMatchObject({ kind: "unknown" });
    await expect(other.recall(retry("b"))).rejects.toMatchObject({ kind: "unknown" });
    await expect(other.commit(change("b"))).rejects.toMatchObject({ kind: "unknown" });
    process.kill(replica.pid!, "SIGCONT");
    expect(await other.recall(retry("b"))).toMatchObject({ outcome: "replayed" });
  });

  test("[RD3] so it is with people", async () => {
    const master = await withPort();
    const replica = await replicaOf(master);
    const store = await storeOn(master);
    const accounts = new RedisAccounts(store.connection, store.durably);
    const note = { action: "test", by: "test", byName: "test" };
    const token = { id: "t", name: "t", role: "author" as const, createdAtMs: 0 };
    const put = (hash: string) => accounts.change({ putsToken: { hash, token }, notes: [note] });
    expect(await put("one")).toBe("done");
    process.kill(replica.pid!, "SIGSTOP");
    await expect(put("two")).rejects.toMatchObject({ kind: "unknown" });
    // What does nothing waits for nobody.
    expect(await accounts.change({ dropsToken: "nobody's", notes: [note] })).toBe("gone");
    process.kill(replica.pid!, "SIGCONT");
    expect(await put("three")).toBe("done");
  });

  test("[RD1] publications do not queue behind each other's wait", async () => {
    const master = await withPort();
    const replica = await replicaOf(master);
    const store = await storeOn(master);
    const writers = async () =>
      (String(await master.raw.client("LIST")).match(/name=fanfare-writer/g) ?? []).length;
    await store.commit(change("a"));
    expect(await writers()).toBe(1);
    process.kill(replica.pid!, "SIGSTOP");
    const waiting = ["b", "c"].map((key) => store.commit(change(key)).catch((error) => error));
    await until(async () => (await writers()) === 2, "another connection");
    await store.commit(change("d")).catch(() => {});
    process.kill(replica.pid!, "SIGCONT");
    await Promise.all(waiting);
    expect(await writers()).toBeGreaterThan(1);
    expect(await writers()).toBeLessThanOrEqual(4);
  });

  test("[RD2] without one any more nothing is written, until one is there again", async () => {
    const master = await withPort();
    const replica = await replicaOf(master);
    const store = await storeOn(master);
    await store.commit(change("a"));
    await replica.kill9();
    await until(async () => !(await master.raw.info("replication")).includes("state=online"), "its end");
    await store.watch!.look();
    await expect(store.commit(change("b"))).rejects.toMatchObject({ kind: "unreachable" });
    expect(await store.head()).toMatchObject({ cursor: { offset: 1 } });
    expect([...store.faults!.keys()]).toEqual(["no_replica"]);

    await replicaOf(master);
    expect(await store.commit(change("b"))).toMatchObject({ outcome: "done", cursor: { offset: 2 } });
    await store.watch!.look();
    expect([...store.faults!.keys()]).toEqual([]);
  });

  test("[RD1][RD4] one that comes later is seen by who was there before", async () => {
    const master = await withPort();
    const store = await storeOn(master);
    await store.commit(change("a"));
    expect(store.guarantees).toMatchObject({ wantsReplica: false, mayLoseWrites: false });
    await replicaOf(master);
    await store.watch!.look();
    expect(store.guarantees).toMatchObject({ wantsReplica: true, mayLoseWrites: true, lacksReplica: false });
    // Another Redis answers now: who never saw it with a replica would call it the same log.
    const { epoch } = (await store.head()).cursor;
    await master.raw.hset(keys.head, "runId", "another-run");
    const outcome = await store.commit(change("b"));
    expect(outcome).toMatchObject({ outcome: "done", cursor: { offset: 2 } });
    expect(outcome).not.toMatchObject({ cursor: { epoch } });
  });
});

test("[RD4] a Redis whose file was made weaker since may lose what it acknowledged", async () => {
  const alone = await redisAlone();
  const store = await storeOn(alone);
  await store.commit(change("a"));
  await alone.raw.config("SET", "appendfsync", "everysec");
  await store.watch!.look();
  expect(store.guarantees).toMatchObject({ mayLoseWrites: true, wantsReplica: false });
  await alone.raw.config("SET", "appendfsync", "always");
  await store.watch!.look();
  expect(store.guarantees.mayLoseWrites).toBe(true);
});

test("without a replica nobody waits for one", async () => {
  const alone = await redisAlone();
  const store = await storeOn(alone);
  await store.commit(change("a"));
  expect(await store.recall(retry("a"))).toMatchObject({ outcome: "replayed" });
  expect(await alone.raw.info("commandstats")).not.toContain("cmdstat_wait:");
});
