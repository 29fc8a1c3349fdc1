/** That every form of REDIS_URL leads to a store that works: TLS and Sentinel beside the plain ones. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";
import { freePorts } from "../../scripts/chaos/ground/free-ports.ts";
import { until } from "../../scripts/chaos/until.ts";
import { findRedis } from "../../scripts/redis/find.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { type GuardedProcess, spawnGuarded } from "../../scripts/start/guarded-process.ts";
import { openStore } from "../../server/store/open-store.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import { follows } from "../support/replicas.ts";

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const support = join(import.meta.dirname, "../support");

const freePort = async (): Promise<string> => String((await freePorts(1))[0]);

async function redisWith(settings: Record<string, string>): Promise<PrivateRedis> {
  const redis = await startPrivateRedis({ settings: { bind: "127.0.0.1", ...settings } });
  closers.push(() => redis.stop());
  return redis;
}

async function rawTo({ url }: PrivateRedis): Promise<Redis> {
  const raw = connectExactly(url, "test");
  closers.push(() => raw.disconnect());
  await whenReady(raw, 3_000);
  return raw;
}

async function writesTo(url: string): Promise<unknown> {
  const opened = await openStore({ url, onUnreachable: () => {} });
  if (!opened.ok) throw new Error(opened.check.fatal.join());
  closers.push(() => opened.store.close());
  const audit = { action: "test", by: "test", byName: "test" };
  return await opened.store.commit({ items: [], entries: [{ type: "eventChanged" }], audit });
}

test("redis:// with a port, a user and a password that needs encoding", async () => {
  const port = await freePort();
  const redis = await redisWith({ port });
  const raw = await rawTo(redis);
  await raw.acl("SETUSER", "server", "on", ">p@ss/word", "~*", "&*", "+@all");
  const given = encodeURIComponent("p@ss/word");
  const outcome = await writesTo(`redis://server:${given}@127.0.0.1:${port}`);
  expect(outcome).toMatchObject({ outcome: "done", cursor: { offset: 1 } });
});

test("redis+sentinel:// finds the master that the Sentinel names", async () => {
  const [port, sentinelPort] = [await freePort(), await freePort()];
  const master = await rawTo(await redisWith({ port }));
  // [RD2] Where a Sentinel is named, nothing is written without a replica.
  await (await rawTo(await redisWith({}))).call("REPLICAOF", "127.0.0.1", port);
  await until(() => follows((name, ...args) => master.call(name, ...args), 1), "the replica", 15_000);
  const folder = mkdtempSync(join(tmpdir(), "fanfare-sentinel-"));
  const file = join(folder, "sentinel.conf");
  writeFileSync(
    file,
    `port ${sentinelPort}\nbind 127.0.0.1\ndir ${folder}\nsentinel monitor feed 127.0.0.1 ${port} 1\n`,
  );
  const { path } = await findRedis();
  const sentinel: GuardedProcess = await spawnGuarded(path, [file, "--sentinel"]);
  closers.push(async () => {
    process.kill(sentinel.pid, "SIGTERM");
    await until(() => gone(sentinel.pid), "the Sentinel's end");
    rmSync(folder, { recursive: true, force: true });
  });
  expect(await writesTo(`redis+sentinel://127.0.0.1:${sentinelPort}/feed`)).toMatchObject({
    outcome: "done",
  });
});

function gone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test("rediss:// speaks TLS, to a certificate that is trusted and to no other", async () => {
  const port = await freePort();
  const [cert, key] = [join(support, "tls/cert.pem"), join(support, "tls/key.pem")];
  await redisWith({ "tls-port": port, "tls-cert-file": cert, "tls-key-file": key, "tls-auth-clients": "no" });
  const url = `rediss://127.0.0.1:${port}`;
  expect(await pinged(url, { NODE_EXTRA_CA_CERTS: cert })).toBe("PONG");
  expect(await pinged(url, { NODE_EXTRA_CA_CERTS: "" })).not.toBe("PONG");
});

/** In a process of its own, since the authorities that Node trusts are read at its start. */
function pinged(url: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [join(support, "ping-redis.ts"), url], {
    env: { ...process.env, ...env },
  });
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  return new Promise((resolve) => child.on("close", () => resolve(said.trim())));
}
