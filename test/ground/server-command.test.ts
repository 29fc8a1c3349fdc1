import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { isRunning } from "./fixtures/processes.ts";

/** Each starts several processes: on a machine that is busy with others that takes its time. */
const PATIENCE_MS = 40_000;
const root = join(import.meta.dirname, "../..");
const bench = new Bench();
afterAll(() => bench.cleanUp());

/** `npm run server` where it ends by itself: with which code, and with what on stderr. */
async function ends(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn(process.execPath, ["server/cluster.ts", ...args], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env.PATH, PORT: "0", DATA_DIR: bench.folder(), ...env },
  });
  bench.onCleanUp(() => child.kill("SIGKILL"));
  const [said, [code]] = await Promise.all([text(child.stderr!), once(child, "close")]);
  return { code, lines: said.split("\n").filter((line) => line !== "") };
}

test("[MP1] what is not said as it should be is one line, and 78", async () => {
  expect(await ends(["--cores", "0"], {})).toEqual({
    code: 78,
    lines: ["--cores must be a whole number from 1 to 256"],
  });
});

test("[MP3] [MP4] faults of the configuration are said once, however many processes there are to be", {
  timeout: PATIENCE_MS,
}, async () => {
  const { code, lines } = await ends(["--cores", "3"], { LOG_LEVEL: "loud", TLS_CERT: "/nowhere" });
  expect(code).toBe(78);
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["TLS_CERT", "LOG_LEVEL", "REDIS_URL", "TLS_KEY"]);

  const redis = await bench.redis({ settings: { "maxmemory-policy": "allkeys-lru" } });
  const evicting = await ends(["--cores", "3"], { REDIS_URL: redis.url, EVENT: "none" });
  expect(evicting.code).toBe(78);
  expect(evicting.lines).toEqual([expect.stringMatching(/^REDIS_URL .*noeviction/)]);
});

test("[MP2] [MP7] two processes serve HTTPS on one port, and SIGTERM stops both in order", {
  timeout: PATIENCE_MS,
}, async () => {
  const tls = join(root, "test/support/tls");
  const redis = await bench.redis();
  const cluster = await bench.cluster({
    redisUrl: redis.url,
    cores: 2,
    env: { TLS_CERT: join(tls, "cert.pem"), TLS_KEY: join(tls, "key.pem") },
  });
  const statuses = await Promise.all(
    Array.from({ length: 20 }, () => secureStatus(`${cluster.base}/servez`)),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const processes = cluster.processes();
  const toldAt = performance.now();
  expect(await cluster.terminate()).toEqual({ code: 0, signal: null });
  expect(performance.now() - toldAt).toBeLessThan(6_000);
  await until(() => !processes.some(isRunning), "both to be gone");
  expect(cluster.processes()).toEqual([]);
  expect(cluster.log()).not.toContain("died");
});

function secureStatus(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
}

test("[MP11] one alone listens alone, and a SIGHUP leaves it as it is", {
  timeout: PATIENCE_MS,
}, async () => {
  const redis = await bench.redis();
  const server = await bench.server({ redisUrl: redis.url });
  server.signal("SIGHUP");
  await until(() => server.log().includes("one alone goes on as it is"), "it to say so");
  expect(await server.api.status("/readyz")).toBe(200);
  expect(await server.terminate()).toEqual({ code: 0, signal: null });
});
