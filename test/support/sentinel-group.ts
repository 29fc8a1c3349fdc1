/**
 * A Sentinel group on loopback: a master, its replicas, and three Sentinels that fail over after a second. All of it
 * is the one Redis of scripts/redis, on ports of its own.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { until } from "../../scripts/chaos/until.ts";
import { findRedis } from "../../scripts/redis/find.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { type GuardedProcess, spawnGuarded } from "../../scripts/start/guarded-process.ts";
import { redisOptions } from "../../server/store/redis-url.ts";

const DOWN_AFTER_MS = 1_000;
const FAILOVER_MS = 20_000;

export interface GroupMember {
  readonly port: number;
  readonly redis: PrivateRedis;
  /** Over its unix socket, whatever becomes of it. */
  readonly raw: Redis;
}

export interface SentinelGroup {
  /** `redis+sentinel://…`. */
  readonly url: string;
  readonly members: readonly GroupMember[];
  /** Whom the Sentinels name. */
  master(): Promise<GroupMember>;
  /** Resolves with the new master once all Sentinels name another one than this. */
  failedOver(from: GroupMember): Promise<GroupMember>;
  /** Resolves once so many replicas follow the master. */
  replicated(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function sentinelGroup({ replicas = 1 } = {}): Promise<SentinelGroup> {
  const closers: (() => unknown)[] = [];
  const members: GroupMember[] = [];
  for (let at = 0; at <= replicas; at += 1) {
    const port = await freePort();
    const redis = await startPrivateRedis({
      restart: false,
      settings: { port: String(port), bind: "127.0.0.1", "repl-diskless-sync-delay": "0", hz: "50" },
    });
    const raw = new Redis({ ...redisOptions(redis.url), replyMapping: "legacy" });
    raw.on("error", () => {});
    closers.push(async () => {
      raw.disconnect();
      await redis.stop();
    });
    members.push({ port, redis, raw });
  }
  const [first, ...others] = members;
  for (const { raw } of others) await raw.call("REPLICAOF", "127.0.0.1", String(first!.port));
  const ports = [await freePort(), await freePort(), await freePort()];
  for (const port of ports) closers.push(await sentinel(port, first!.port));
  const watchers = ports.map((port) => {
    const watcher = new Redis({ port, host: "127.0.0.1", enableReadyCheck: false, replyMapping: "legacy" });
    watcher.on("error", () => {});
    closers.push(() => watcher.disconnect());
    return watcher;
  });

  const named = async (watcher: Redis): Promise<number> => {
    const [, port] = (await watcher.call("SENTINEL", "get-master-addr-by-name", "feed")) as string[];
    return Number(port);
  };
  const byPort = (port: number): GroupMember => members.find((member) => member.port === port)!;
  const group: SentinelGroup = {
    url: `redis+sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(",")}/feed`,
    members,
    master: async () => byPort(await named(watchers[0]!)),
    failedOver: (from) =>
      until(
        async () => {
          const [port, ...rest] = await Promise.all(watchers.map(named));
          if (port === from.port || rest.some((other) => other !== port)) return undefined;
          const role = await byPort(port!).raw.call("ROLE");
          return (role as string[])[0] === "master" ? byPort(port!) : undefined;
        },
        "the failover",
        FAILOVER_MS,
      ),
    replicated: async (count) => {
      await until(
        async () => {
          const { raw } = await group.master();
          return await follows(raw, count);
        },
        `${count} replicas`,
        FAILOVER_MS,
      );
    },
    async close() {
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
  // A Sentinel that does not know the others and the replicas yet cannot fail over.
  await until(
    async () => {
      const known = await Promise.all(
        watchers.map(async (watcher) => {
          const fields = (await watcher.call("SENTINEL", "master", "feed")) as string[];
          const of = (name: string) => Number(fields[fields.indexOf(name) + 1]);
          return of("num-other-sentinels") === 2 && of("num-slaves") === replicas;
        }),
      );
      return known.every(Boolean);
    },
    "the Sentinels to know each other",
    FAILOVER_MS,
  );
  await group.replicated(replicas);
  return group;
}

async function sentinel(port: number, master: number): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-sentinel-"));
  const file = join(folder, "sentinel.conf");
  writeFileSync(
    file,
    [
      `port ${port}`,
      "bind 127.0.0.1",
      `dir ${folder}`,
      `sentinel monitor feed 127.0.0.1 ${master} 2`,
      `sentinel down-after-milliseconds feed ${DOWN_AFTER_MS}`,
      "sentinel failover-timeout feed 5000",
      "",
    ].join("\n"),
  );
  const { path } = await findRedis();
  const running: GuardedProcess = await spawnGuarded(path, [file, "--sentinel"]);
  return async () => {
    await running.stop(2_000);
    rmSync(folder, { recursive: true, force: true });
  };
}

/**
 * Whether so many replicas follow word for word. One that is online may still be reading what it was given, and what
 * it says of itself then covers what is written first, not what is written next.
 */
export async function follows(master: Redis, replicas: number): Promise<boolean> {
  for (let write = 0; write < 2; write += 1) {
    await master.set("touched", write);
    if ((await master.wait(replicas, 500)) < replicas) return false;
  }
  return true;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
