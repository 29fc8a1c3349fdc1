import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import { valueIn } from "../support/prometheus.ts";

const PATIENCE_MS = 60_000;
const root = join(import.meta.dirname, "../..");
const bench = new Bench();
afterAll(() => bench.cleanUp());

test("[OM8] one place for all processes: readers add up, the log's head does not, and a death takes nothing back", {
  timeout: PATIENCE_MS,
}, async () => {
  const redis = await bench.redis();
  const cluster = await bench.cluster({ redisUrl: redis.url, cores: 2, env: { METRICS_PORT: "0" } });
  const port = /"port":(\d+),"msg":"metrics are at/.exec(cluster.log())?.[1];
  const scrape = async () => await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const says = (name: string, labels: Record<string, string>, wanted: number) =>
    until(async () => valueIn(await scrape(), name, labels) === wanted, `${name} to be ${wanted}`, 20_000);

  const readers = Array.from({ length: 12 }, () => new RealReader("socket"));
  for (const reader of readers) {
    bench.onCleanUp(() => reader.drop());
    reader.connect(cluster.base);
  }
  await says("fanfare_readers", { transport: "socket", attendance: "undeclared" }, 12);
  expect((await cluster.api.post("to everybody", {}, "one")).status).toBe(201);
  // The event's entry, and this one.
  await says("fanfare_replica_offset", {}, 2);
  const before = await scrape();
  expect(valueIn(before, "fanfare_head_offset")).toBe(2);
  expect(valueIn(before, "fanfare_processes", { state: "serving" })).toBe(2);
  expect(valueIn(before, "fanfare_processes", { state: "unheard" })).toBe(0);
  for (let at = 0; at < 20; at += 1)
    await fetch(`${cluster.base}/nowhere`, { headers: { connection: "close" } });
  const refused = { door: "http", code: "not_found" };
  await says("fanfare_refusals_total", refused, 20);

  process.kill(cluster.processes()[0]!, "SIGKILL");
  await says("fanfare_process_deaths_total", {}, 1);
  expect(valueIn(await scrape(), "fanfare_refusals_total", refused)).toBe(20);
  await says("fanfare_processes", { state: "serving" }, 2);
  expect(valueIn(await scrape(), "fanfare_refusals_total", refused)).toBe(20);
  expect(await cluster.terminate()).toEqual({ code: 0, signal: null });
});

test("[OM7] asked for alone and taken, METRICS_PORT is one line and nothing is started", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  bench.onCleanUp(() => other.close());
  const { port } = other.address() as AddressInfo;
  const child = spawn(process.execPath, ["server/cluster.ts", "--cores", "2"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      DATA_DIR: bench.folder(),
      REDIS_URL: "redis://127.0.0.1:1",
      METRICS_PORT: String(port),
    },
  });
  bench.onCleanUp(() => child.kill("SIGKILL"));
  const [out, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  expect({ code, out, said }).toEqual({
    code: 1,
    out: "",
    said: `Port ${port} of 127.0.0.1 is taken by another program: stop that, or choose another with METRICS_PORT.\n`,
  });
});
