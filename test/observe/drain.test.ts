import { writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { realProxy } from "../../scripts/chaos/proxy.ts";
import { Bench, type RealProcess } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import { valueIn } from "../support/prometheus.ts";

const PATIENCE_MS = 60_000;
const bench = new Bench();
afterEach(() => bench.cleanUp());

/** Told more than once, as npm and a supervisor do. */
async function endsInOrder(process: RealProcess): Promise<void> {
  const toldAt = performance.now();
  for (const name of ["SIGTERM", "SIGINT", "SIGTERM"] as const) process.signal(name);
  expect(await process.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - toldAt).toBeLessThan(6_000);
}

test("[OD1] a worker that is told to end finishes the job in hand", { timeout: PATIENCE_MS }, async () => {
  const redis = await bench.redis();
  const server = await bench.server({ redisUrl: redis.url, env: { METRICS_PORT: "0" } });
  const goOn = join(bench.folder(), "go on");
  const entry = ["test/support/waiting-worker.ts", goOn];
  const worker = await bench.worker({ redisUrl: redis.url, entry, env: { LOG_LEVEL: "debug" } });
  const port = /"port":(\d+),"msg":"metrics are at/.exec(server.log())?.[1];
  const active = async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return valueIn(text, "fanfare_queue_depth", { queue: "publish", state: "active" });
  };

  const publishAt = new Date(Date.now() + 500).toISOString();
  const { json } = await server.api.post("in hand", { publishAt }, "in-hand");
  await until(async () => (await active()) === 1, "the job to be in hand");
  const ending = endsInOrder(worker);
  writeFileSync(goOn, "");
  await ending;
  expect(worker.log()).toContain('"msg":"worker stopped"');
  expect((await server.api.ask(`/api/v1/announcements/${json.id}`)).status).toBe(200);
  const { items } = (await server.api.ask("/api/v1/desk/audit?action=publish-due")).json;
  expect(items.map(({ by }: { by: string }) => by)).toEqual(["worker"]);
  expect(await active()).toBe(0);
});

test("[OD1] while Redis is mute, both end in order all the same, and what is under way is answered", {
  timeout: PATIENCE_MS,
}, async () => {
  const redis = await bench.redis();
  const proxy = await realProxy({ path: redis.socketPath });
  bench.onCleanUp(() => proxy.close());
  const redisUrl = `redis://127.0.0.1:${proxy.port}`;
  const server = await bench.server({ redisUrl, env: { METRICS_PORT: "0" } });
  const worker = await bench.worker({ redisUrl, env: { METRICS_PORT: "0" } });
  const reader = new RealReader("socket");
  bench.onCleanUp(() => reader.drop());
  reader.connect(server.base);
  await until(() => reader.state !== undefined, "the reader");

  let swallowed = 0;
  proxy.watch(() => {
    swallowed += 1;
    return "swallow-reply";
  });
  const writing = server.api.post("into silence", {}, "into-silence");
  await until(() => swallowed > 0, "a command that is not answered");
  const ends = Promise.all([endsInOrder(server), endsInOrder(worker)]);
  const answer = await writing;
  expect([503, answer.json.code]).toEqual([
    answer.status,
    expect.stringMatching(/^(outcome_unknown|redis_unavailable)$/),
  ]);
  expect(answer.headers.get("connection")).toBe("close");
  await ends;
  expect(reader.refusals.map(({ code }) => code)).toEqual(["shutting_down"]);
});

test("[OD1] [MP6] who is leaving says so on /readyz to who has a connection, and stays in service for it", {
  timeout: PATIENCE_MS,
}, async () => {
  const redis = await bench.redis();
  const cluster = await bench.cluster({ redisUrl: redis.url, cores: 1 });
  // Each has one answer left, with the word that it is the last.
  const kept = await Promise.all(Array.from({ length: 2 }, () => connection(cluster.port)));
  bench.onCleanUp(() => {
    for (const each of kept) each.close();
  });
  cluster.signal("SIGHUP");
  await until(() => cluster.log().split('"msg":"server started"').length > 2, "the replacement", 20_000);
  const [first, second] = kept;
  const told = await until(async () => {
    const answer = await first!.ask("/readyz");
    return answer.connection === "close" ? answer : undefined;
  }, "the word");
  expect(told).toEqual({ status: 503, connection: "close", reasons: ["shutting_down"] });
  expect(await second!.ask("/servez")).toMatchObject({ status: 200, connection: "close" });
});

/** One connection that stays open, as a load balancer keeps it. */
async function connection(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (path: string) =>
    new Promise<{ status?: number; connection?: string; reasons?: string[] }>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, agent }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => {
          const { reasons } = JSON.parse(text);
          const { statusCode: status, headers } = response;
          resolve({ status: status!, connection: headers.connection!, reasons });
        });
      }).once("error", reject);
    });
  await ask("/healthz");
  return { ask, close: () => agent.destroy() };
}
