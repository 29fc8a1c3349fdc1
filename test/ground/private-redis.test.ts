import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, expect, test, vi } from "vitest";
import { openRedis } from "../../scripts/redis/open.ts";
import {
  type PrivateRedis,
  type PrivateRedisOptions,
  startPrivateRedis,
} from "../../scripts/redis/private.ts";
import { redisOptions } from "../../server/config.ts";
import { firstReport, isRunning, untilGone, workbench } from "./fixtures/processes.ts";

const holder = join(import.meta.dirname, "fixtures/holds-redis.ts");
const bench = workbench();
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await bench.cleanUp();
});

async function start(options?: PrivateRedisOptions): Promise<PrivateRedis> {
  const redis = await startPrivateRedis(options);
  closers.push(() => redis.stop());
  return redis;
}

/** One command on a connection of its own. */
async function ask(url: string, command: string, ...args: string[]): Promise<unknown> {
  const client = new Redis({ ...redisOptions(url), lazyConnect: true, retryStrategy: null });
  client.on("error", () => {});
  try {
    await client.connect();
    return await client.call(command, args);
  } finally {
    client.disconnect();
  }
}

interface Held {
  pid: number;
  socketPath: string;
  error?: string;
}

const modeOf = (path: string) => statSync(path).mode & 0o777;

test("one that is running but cannot be noted does not stay behind", async () => {
  const dataDir = bench.folder();
  mkdirSync(join(dataDir, "redis.pid")); // nobody can write that file
  await expect(startPrivateRedis({ dataDir })).rejects.toThrow("EISDIR");
  const { pid } = JSON.parse(readFileSync(join(dataDir, "redis/process.json"), "utf8"));
  expect(isRunning(pid)).toBe(false);
});

test("it keeps its data over a stop", async () => {
  const dataDir = bench.folder();
  const first = await startPrivateRedis({ dataDir });
  await ask(first.url, "SET", "a", "1");
  expect(readFileSync(join(dataDir, "redis.pid"), "utf8")).toBe(`${first.pid}\n`);
  await first.stop();
  expect(existsSync(join(dataDir, "redis.pid"))).toBe(false);

  const second = await start({ dataDir });
  expect(await ask(second.url, "GET", "a")).toBe("1");
});

test("nobody else can reach it: its folders and its socket are ours alone", async () => {
  const dataDir = bench.folder();
  const redis = await start({ dataDir });
  expect([join(dataDir, "redis"), redis.socketPath].map(modeOf)).toEqual([0o700, 0o700]);
  expect(await ask(redis.url, "CONFIG", "GET", "port")).toContain("0");
});

test("killed with -9, its holder leaves nothing running, and the data is there at the next start", async () => {
  const dataDir = bench.folder();
  const child = bench.run(holder, [dataDir]);
  const held = await firstReport<Held>(child);
  await ask(`unix://${held.socketPath}`, "SET", "a", "kept");

  child.kill("SIGKILL");
  const next = await start({ dataDir }); // at once: it must wait for the other to end
  expect(isRunning(held.pid)).toBe(false);
  expect(await ask(next.url, "GET", "a")).toBe("kept");
});

test("killed with -9, its holder leaves no temporary folder either", async () => {
  const child = bench.run(holder);
  const held = await firstReport<Held>(child);
  child.kill("SIGKILL");
  await untilGone(held.pid);
  await vi.waitFor(() => expect(existsSync(dirname(dirname(held.socketPath)))).toBe(false), {
    timeout: 2_000,
  });
});

test("a second start on the same folder is refused, names the holder, and leaves it untouched", async () => {
  const dataDir = bench.folder();
  const first = bench.run(holder, [dataDir]);
  const held = await firstReport<Held>(first);
  const second = await firstReport<Held>(bench.run(holder, [dataDir]));

  expect(second.error).toContain(`is in use by process ${first.pid}`);
  await expect(startPrivateRedis({ dataDir })).rejects.toThrow(`process ${first.pid}`);
  expect(readFileSync(join(dataDir, "redis.pid"), "utf8")).toBe(`${held.pid}\n`);
  expect(await ask(`unix://${held.socketPath}`, "PING")).toBe("PONG");
});

test("when it dies it comes back, at the same address, with what it had acknowledged", async () => {
  const dataDir = bench.folder();
  const redis = await start({ dataDir });
  const ends: unknown[] = [];
  redis.onExit((report, restartInMs) => ends.push({ ...report, restartInMs }));
  await ask(redis.url, "SET", "a", "1");

  const before = redis.pid;
  await redis.kill9();
  await vi.waitFor(async () => expect(await ask(redis.url, "GET", "a")).toBe("1"), {
    timeout: 3_000,
    interval: 10,
  });
  await vi.waitFor(() => expect(redis.pid).toBeGreaterThan(0));
  expect(redis.pid).not.toBe(before);
  expect(readFileSync(join(dataDir, "redis.pid"), "utf8")).toBe(`${redis.pid}\n`);
  expect(ends).toEqual([{ code: 137, restartInMs: 100 }]);
});

test("with restart: false it stays dead until it is started again", async () => {
  const redis = await start({ restart: false });
  await ask(redis.url, "SET", "a", "1");
  await redis.kill9();
  expect(redis.pid).toBeUndefined();
  await expect(ask(redis.url, "PING")).rejects.toThrow();
  await redis.startAgain();
  expect(await ask(redis.url, "GET", "a")).toBe("1");
});

test("a folder whose path is too long for a socket gets a short one elsewhere, just as private", async () => {
  const dataDir = join(bench.folder(), "long".repeat(30));
  mkdirSync(dataDir);
  const redis = await startPrivateRedis({ dataDir });
  expect(redis.socketPath.length).toBeLessThan(104);
  expect(modeOf(dirname(redis.socketPath))).toBe(0o700);
  expect(await ask(redis.url, "PING")).toBe("PONG");
  await redis.stop();
  expect(existsSync(dirname(redis.socketPath))).toBe(false);
});

test("many at once do not disturb each other", async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => start()));
  expect(new Set(all.map((redis) => redis.pid)).size).toBe(6);
  expect(await Promise.all(all.map((redis) => ask(redis.url, "DBSIZE")))).toEqual(Array(6).fill(0));
});

test("a setting that Redis does not take is said, and nothing is left behind", async () => {
  const dataDir = bench.folder();
  await expect(startPrivateRedis({ dataDir, settings: { hz: "no" } })).rejects.toThrow(
    /Redis does not start: .*\S/,
  );
  await start({ dataDir });
});

test("a tool finds the Redis that runs, or brings its own on the same data", async () => {
  const dataDir = bench.folder();
  const running = await startPrivateRedis({ dataDir });
  await ask(running.url, "SET", "a", "1");
  expect((await openRedis({ redisUrl: undefined, dataDir })).url).toBe(running.url);
  await running.stop();

  const own = await openRedis({ redisUrl: undefined, dataDir });
  expect(await ask(own.url, "GET", "a")).toBe("1");
  await own.close();
  expect((await openRedis({ redisUrl: "redis://elsewhere", dataDir })).url).toBe("redis://elsewhere");
});
