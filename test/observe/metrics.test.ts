import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Bench, type RealProcess, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../scripts/redis/private.ts";
import { familiesOf, samplesOf, valueIn } from "../support/prometheus.ts";

const PATIENCE_MS = 40_000;
const bench = new Bench();
let redis: PrivateRedis;
let server: RealServer;
let worker: RealProcess;
let ofServer: string;
let ofWorker: string;

beforeAll(async () => {
  redis = await bench.redis();
  server = await bench.server({ redisUrl: redis.url, env: { METRICS_PORT: "0", HOST: "0.0.0.0" } });
  worker = await bench.worker({ redisUrl: redis.url, env: { METRICS_PORT: "0" } });
  [ofServer, ofWorker] = await Promise.all([metricsBase(server), metricsBase(worker)]);
}, 60_000);
afterAll(() => bench.cleanUp());

async function metricsBase(process: RealProcess): Promise<string> {
  const port = await until(
    () => /"host":"127\.0\.0\.1","port":(\d+),"msg":"metrics are at/.exec(process.log())?.[1],
    "the metrics to be served",
  );
  return `http://127.0.0.1:${port}`;
}

async function scrape(base: string): Promise<string> {
  const answer = await fetch(`${base}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  return await answer.text();
}

/** Once it is so. */
const says = (base: string, name: string, labels: Record<string, string>, wanted: number) =>
  until(async () => valueIn(await scrape(base), name, labels) === wanted, `${name} to be ${wanted}`);

/** With which status a page of another site is turned away. */
function upgradeFrom(origin: string): Promise<number | undefined> {
  const headers = { origin, connection: "Upgrade", upgrade: "websocket" };
  const path = "/socket.io/?EIO=4&transport=websocket";
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port: server.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once("error", reject);
  });
}

test("[OM6] there is /metrics and nothing else, it is only read, and public doors do not have it", async () => {
  const status = async (path: string, method = "GET") => (await fetch(ofServer + path, { method })).status;
  expect(await status("/")).toBe(404);
  expect(await status("/readyz")).toBe(404);
  expect(await status("/metrics/")).toBe(404);
  expect(await status("/metrics", "HEAD")).toBe(200);
  expect(await status("/metrics", "POST")).toBe(405);
  expect((await fetch(`${server.base}/metrics`)).status).toBe(404);
});

test("readers are counted by how they come and what they say of themselves", async () => {
  const readers = (["socket", "socket", "stream"] as const).map((transport) => new RealReader(transport));
  for (const reader of readers) reader.connect(server.base);
  await until(() => readers.every(({ state }) => state !== undefined), "the first answers");
  const count = (transport: string) =>
    says(
      ofServer,
      "fanfare_readers",
      { transport, attendance: "undeclared" },
      transport === "socket" ? 2 : 1,
    );
  await Promise.all([count("socket"), count("stream")]);
  for (const reader of readers) reader.drop();
  for (const transport of ["socket", "stream"])
    await says(ofServer, "fanfare_readers", { transport, attendance: "undeclared" }, 0);
});

test("an announcement that is due: its lateness at the worker, its fan-out and the log's head at the server", async () => {
  const broadcasts = valueIn(await scrape(ofServer), "fanfare_fan_out_seconds_count") ?? 0;
  const publishAt = new Date(Date.now() + 1_000).toISOString();
  const posted = await server.api.post("A CANARY-OF-TEXT that is due", { publishAt }, "due");
  expect(posted.status).toBe(201);
  const scheduled = await scrape(ofWorker);
  expect(valueIn(scheduled, "fanfare_queue_depth", { queue: "publish", state: "delayed" })).toBe(1);
  expect(valueIn(scheduled, "fanfare_scheduled_announcements")).toBe(1);
  expect(valueIn(scheduled, "fanfare_due_oldest_seconds")).toBe(0);

  await until(
    async () =>
      valueIn(await scrape(ofWorker), "fanfare_publish_lateness_seconds_count") === 1 ||
      valueIn(await scrape(ofServer), "fanfare_publish_lateness_seconds_count") === 1,
    "it to be out",
  );
  await until(
    async () => (valueIn(await scrape(ofServer), "fanfare_fan_out_seconds_count") ?? 0) > broadcasts,
    "its broadcast",
  );
  const text = await scrape(ofServer);
  expect(valueIn(text, "fanfare_head_offset")).toBe(2);
  expect(valueIn(text, "fanfare_replica_offset")).toBe(2);
  expect(valueIn(text, "fanfare_replica_lag_entries")).toBe(0);
  expect(valueIn(text, "fanfare_workers")).toBe(1);
  expect(valueIn(text, "fanfare_ready")).toBe(1);
  expect(text + (await scrape(ofWorker))).not.toContain("CANARY");
});

test("refusals are counted by their code and the door at which they were said", async () => {
  await fetch(`${server.base}/nowhere`);
  await fetch(`${server.base}/api/v1/desk/announcements`);
  expect(await upgradeFrom("https://elsewhere.example")).toBe(403);
  const text = await scrape(ofServer);
  const refused = (door: string, code: string) => valueIn(text, "fanfare_refusals_total", { door, code });
  expect(refused("http", "not_found")).toBeGreaterThanOrEqual(1);
  expect(refused("http", "not_signed_in")).toBe(1);
  expect(refused("handshake", "foreign_origin")).toBe(1);
  expect(valueIn(text, "fanfare_http_answers_total", { status: "4xx" })).toBeGreaterThanOrEqual(2);

  const stranger = new RealReader("socket");
  stranger.connect(server.base, { epoch: "none", offset: -1 });
  await until(() => stranger.refusals.length > 0, "the refusal");
  stranger.drop();
  await says(ofServer, "fanfare_refusals_total", { door: "socket", code: "invalid" }, 1);
});

test("labels hold names of ours alone, and every family has its help", async () => {
  const text = (await scrape(ofServer)) + (await scrape(ofWorker));
  for (const { name, labels } of samplesOf(text))
    for (const value of Object.values(labels))
      expect(value, name).toMatch(/^[a-z0-9_.+-]{1,40}$|^v?\d+(\.\d+)*$|^\+Inf$|^[A-Z][A-Za-z]+$/);
  for (const family of familiesOf(text)) expect(text).toContain(`# HELP ${family} `);
});

test("[OM7] where the port is taken the work goes on, one line says so, and SIGTERM is as ever", {
  timeout: PATIENCE_MS,
}, async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  bench.onCleanUp(() => other.close());
  const { port } = other.address() as AddressInfo;
  const second = await bench.server({ redisUrl: redis.url, env: { METRICS_PORT: String(port) } });
  expect(second.log().match(/no \/metrics at this port: choose another with METRICS_PORT/g)).toHaveLength(1);
  expect(await second.terminate()).toEqual({ code: 0, signal: null });
});

test("[OM2] Redis away: said as such, and what it alone knows is not there", {
  timeout: PATIENCE_MS,
}, async () => {
  await redis.stop();
  await says(ofServer, "fanfare_redis_up", {}, 0);
  await says(ofServer, "fanfare_not_ready", { reason: "redis_unavailable" }, 1);
  await says(ofServer, "fanfare_alarm", { code: "redis_unavailable" }, 1);
  const text = await scrape(ofServer);
  expect(valueIn(text, "fanfare_head_offset")).toBeUndefined();
  expect(valueIn(text, "fanfare_replica_lag_entries")).toBeUndefined();
  expect(valueIn(text, "fanfare_replica_offset")).toBe(2);
  expect(valueIn(await scrape(ofWorker), "fanfare_redis_up")).toBe(0);

  // [OD1] Nothing of it is needed to end in order.
  const ends = await Promise.all([server.terminate(), worker.terminate()]);
  expect(ends).toEqual([
    { code: 0, signal: null },
    { code: 0, signal: null },
  ]);
  await expect(fetch(`${ofServer}/metrics`)).rejects.toThrow();
  await expect(fetch(`${ofWorker}/metrics`)).rejects.toThrow();
});
