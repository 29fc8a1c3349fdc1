import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KeptReader } from "../../scripts/chaos/kept-reader.ts";
import { headlinesOf, isDense } from "../../scripts/chaos/real-api.ts";
import { Bench, type RealCluster } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../scripts/redis/private.ts";
import { keys } from "../../server/store/keys.ts";
import { isRunning } from "../ground/fixtures/processes.ts";

const bench = new Bench();
const CORES = 2;
let redis: PrivateRedis;
let cluster: RealCluster;
let dataDir: string;
let readers: KeptReader[];

beforeAll(async () => {
  redis = await bench.redis();
  dataDir = bench.folder();
  cluster = await bench.cluster({ redisUrl: redis.url, cores: CORES, env: { DATA_DIR: dataDir } });
  readers = Array.from({ length: 48 }, (_, at) => {
    const reader = new KeptReader(at % 6 === 0 ? "stream" : "socket", cluster.base);
    bench.onCleanUp(() => reader.end());
    return reader;
  });
  await until(() => readers.every(({ state }) => state !== undefined), "the first answers");
});
afterAll(() => bench.cleanUp());

/** Once more where a connection was cut, as every client does. */
const twice = async <T>(ask: () => Promise<T>): Promise<T> => ask().catch(ask);

/** One announcement after another, and a look whether anybody serves, until told to stop. */
function load(name: string) {
  let isOn = true;
  const acknowledged: string[] = [];
  const faults: string[] = [];
  const each = async (everyMs: number, work: (at: number) => Promise<void>) => {
    for (let at = 0; isOn; at += 1) {
      const next = new Promise((resolve) => setTimeout(resolve, everyMs));
      await work(at).catch((error) => faults.push(String(error)));
      await next;
    }
  };
  const publish = async (at: number) => {
    const headline = `${name} ${at}`;
    const answer = await twice(() => cluster.api.post(headline, {}, `key of ${headline}`));
    if (answer.status === 201) acknowledged.push(headline);
    else faults.push(`${headline}: ${answer.status}`);
  };
  const look = async () => {
    const { status } = await twice(() => cluster.api.ask("/servez", { headers: { connection: "close" } }));
    if (status !== 200) faults.push(`/servez: ${status}`);
  };
  const work = Promise.all([each(100, publish), each(25, look)]);
  return {
    acknowledged,
    stop: async () => {
      isOn = false;
      await work;
      expect(faults).toEqual([]);
      return acknowledged;
    },
  };
}

/** Everybody has all of it, once, in one order, and was never begun anew. */
async function everybodyHas(headlines: readonly string[]): Promise<void> {
  const entries = await cluster.api.entries();
  expect(isDense(entries)).toBe(true);
  expect(headlinesOf(entries)).toEqual(headlines);
  for (const reader of readers) {
    await until(() => reader.cursor?.offset === entries.length, "the readers to be at the head");
    expect(headlinesOf([...reader.entries.values()])).toEqual(headlines);
    expect(reader).toMatchObject({ faults: [], snapshots: ["new"] });
  }
}

const published: string[] = [];

test("[MP5] [MP6] SIGHUP replaces every process under load: nobody misses an entry, and somebody always serves", {
  timeout: 45_000,
}, async () => {
  const before = cluster.processes();
  expect(before).toHaveLength(CORES);
  expect(Number(readFileSync(join(dataDir, "server.pid"), "utf8"))).toBe(cluster.pid);
  const loading = load("rolled");
  await until(() => loading.acknowledged.length > 0, "the load");
  cluster.signal("SIGHUP");
  await until(() => cluster.log().includes("every server process was replaced"), "the roll", 30_000);
  const after = cluster.processes();
  expect(after).toHaveLength(CORES);
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  expect(before.filter(isRunning)).toEqual([]);
  published.push(...(await loading.stop()));
  await everybodyHas(published);

  const refusals = readers.flatMap((reader) => reader.refusals);
  // Everybody once, and again whoever came to one whose turn was next.
  expect(refusals.length).toBeGreaterThanOrEqual(readers.length);
  for (const { action, retryAfterMs } of refusals) {
    expect(action).toBe("retry");
    expect(retryAfterMs).toBeLessThan(500);
  }
  expect(Math.max(...readers.flatMap(({ awayMs }) => awayMs))).toBeLessThan(2_500);
});

test("[MP3] one that is killed with -9 is replaced, and its readers go on at the others", async () => {
  const [victim, other] = cluster.processes() as [number, number];
  const loading = load("killed");
  process.kill(victim, "SIGKILL");
  await until(() => cluster.processes().length === CORES && !cluster.processes().includes(victim), "another");
  const started = () => cluster.log().split('"msg":"server started"').length - 1;
  await until(() => started() === 2 * CORES + 1, "it to serve");
  expect(cluster.processes()).toContain(other);
  published.push(...(await loading.stop()));
  await everybodyHas(published);
});

test("[MP2] what shares the port is one deployment: a second one is told that it is taken", async () => {
  const refused = bench.cluster({ redisUrl: redis.url, cores: CORES, port: cluster.port });
  await expect(refused).rejects.toThrow(`Port ${cluster.port} of 127.0.0.1 is taken by another program`);
});

test("[MP7] [MP9] a supervisor that is killed leaves no process and no counts behind", async () => {
  const processes = cluster.processes();
  for (const reader of readers) reader.end();
  // Whoever holds an end of its pipes has ended by then.
  expect((await cluster.kill9()).signal).toBe("SIGKILL");
  expect(processes.filter(isRunning)).toEqual([]);
  const raw = new Redis(redis.url);
  bench.onCleanUp(() => raw.disconnect());
  // At most what was killed with -9 said of itself.
  expect((await raw.hkeys(keys.readers)).length).toBeLessThanOrEqual(1);
});
