import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { findRedis } from "../../scripts/redis/find.ts";
import { tryPort } from "../../server/supervise/try-port.ts";
import { isRunning, untilGone, workbench } from "./fixtures/processes.ts";
import { stubProject } from "./fixtures/stub-project.ts";

const bench = workbench();
beforeAll(() => findRedis()); // the projects share what it fetches
afterEach(() => bench.cleanUp());

interface Started {
  child: ChildProcess;
  dataDir: string;
  /** Everything it said so far. */
  said(): string;
  exited: Promise<number | null>;
}

function start(env: NodeJS.ProcessEnv = {}, folder = bench.folder(), project = stubProject(folder)): Started {
  const dataDir = join(folder, "data");
  const child = bench.run(project.start, [], {
    PATH: process.env.PATH,
    PORT: "0",
    DATA_DIR: dataDir,
    ...env,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (part: string) => {
      output += part;
    });
  }
  return { child, dataDir, said: () => output, exited: once(child, "close").then(([code]) => code) };
}

async function running(started: Started): Promise<{ server: number; worker: number; redis: number }> {
  await vi.waitFor(() => expect(started.said()).toContain("Fanfare is running."), { timeout: 10_000 });
  await vi.waitFor(() => expect(existsSync(join(started.dataDir, "worker.env"))).toBe(true), {
    timeout: 10_000,
  });
  return pidsIn(started.dataDir);
}

function pidsIn(dataDir: string): { server: number; worker: number; redis: number } {
  const pid = (name: string) => Number(readFileSync(join(dataDir, `${name}.pid`), "utf8"));
  return { server: pid("server"), worker: pid("worker"), redis: pid("redis") };
}

async function allGone(pids: Record<string, number>): Promise<void> {
  for (const pid of Object.values(pids)) await untilGone(pid);
}

test.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s stops the server, then the worker, then Redis",
  async (signal) => {
    const started = start();
    const pids = await running(started);
    expect(Object.values(pids).every(isRunning)).toBe(true);

    started.child.kill(signal);
    started.child.kill(signal); // npm passes on what the terminal sent already
    expect(await started.exited).toBe(0);
    expect(Object.values(pids).some(isRunning)).toBe(false);
    const serverStoppedAt = Number(readFileSync(join(started.dataDir, "server.stopped"), "utf8"));
    const [workerStoppedAt, redis] = readFileSync(join(started.dataDir, "worker.stopped"), "utf8").split(
      / (.*)/,
    );
    expect(Number(workerStoppedAt)).toBeGreaterThanOrEqual(serverStoppedAt);
    expect(redis).toBe("with Redis");
    const left = ["server.pid", "worker.pid", "redis.pid"].filter((name) =>
      existsSync(join(started.dataDir, name)),
    );
    expect(left).toEqual([]);
  },
);

test("killed with -9 it leaves nothing running, and the next start works at once", async () => {
  const folder = bench.folder();
  const project = stubProject(folder);
  const first = start({}, folder, project);
  const pids = await running(first);
  first.child.kill("SIGKILL");

  const second = start({}, folder, project);
  await running(second);
  await allGone(pids);
  second.child.kill("SIGTERM");
  expect(await second.exited).toBe(0);
});

test("a server that does not stop is killed, and the whole stop stays within 10 s", async () => {
  const started = start({ STUB_STUBBORN: "1" });
  const pids = await running(started);
  const askedAt = performance.now();
  started.child.kill("SIGTERM");
  expect(await started.exited).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(10_000);
  await allGone(pids);
});

test("the password that was chosen is shown once, and later how to get a new one", async () => {
  const first = start();
  await running(first);
  expect(first.said()).toMatch(/admin@fanfare\.local\n\s+[a-z2-9]{6}(-[a-z2-9]{6}){3}\n/);
  expect(readFileSync(join(first.dataDir, "worker.env"), "utf8")).not.toContain("ADMIN_PASSWORD");

  const later = start({ STUB_OLD_STORE: "1", ADMIN_EMAIL: "ann@example.org" });
  await running(later);
  expect(later.said()).toContain("npm run admin -- reset-password ann@example.org");
  expect(later.said()).not.toMatch(/[a-z2-9]{6}(-[a-z2-9]{6}){3}/);
});

test("a password that was set is not repeated", async () => {
  const started = start({ ADMIN_PASSWORD: "correct horse battery" });
  await running(started);
  expect(started.said()).toContain("the password you set in ADMIN_PASSWORD");
  expect(started.said()).not.toContain("correct horse");
});

test("warnings are seen in the terminal, ordinary lines only in the log", async () => {
  const started = start();
  await running(started);
  await vi.waitFor(() => expect(started.said()).toContain("server: something to know"), { timeout: 3_000 });
  expect(started.said()).not.toContain("an ordinary line");
  expect(readFileSync(join(started.dataDir, "server.log"), "utf8")).toContain("an ordinary line");
});

test.for(["server", "worker", "redis"] as const)("a %s that is killed is started again", async (name) => {
  const started = start();
  const before = await running(started);
  process.kill(before[name], "SIGKILL");
  await vi.waitFor(() => expect(pidsIn(started.dataDir)[name]).not.toBe(before[name]), { timeout: 5_000 });
  expect(pidsIn(started.dataDir)).toEqual({ ...before, [name]: expect.any(Number) });
  expect(started.said()).toMatch(/(server|worker|Redis) ended \(signal 9\); starting it again in 0\.\d+ s/);
});

test("a second start on the same data is refused in one line, and the first goes on", async () => {
  const folder = bench.folder();
  const project = stubProject(folder);
  const first = start({}, folder, project);
  const pids = await running(first);

  const second = start({}, folder, project);
  expect(await second.exited).toBe(1);
  expect(second.said()).toMatch(
    new RegExp(`^Fanfare runs already: .* in use by process ${first.child.pid}\\.\n$`),
  );
  expect(pidsIn(first.dataDir)).toEqual(pids);
  expect(Object.values(pids).every(isRunning)).toBe(true);
});

test("[OM9] METRICS_PORT is the server's, the port after it the worker's, and the summary says both", async () => {
  const port = await freePair();
  const started = start({ METRICS_PORT: String(port) });
  await running(started);
  const portOf = (name: string) => readFileSync(join(started.dataDir, `${name}.metrics`), "utf8");
  expect([portOf("server"), portOf("worker")]).toEqual([String(port), String(port + 1)]);
  expect(started.said()).toContain(`Metrics of the server  http://127.0.0.1:${port}/metrics`);
  expect(started.said()).toContain(`of the worker  http://127.0.0.1:${port + 1}/metrics`);
  started.child.kill("SIGTERM");
  expect(await started.exited).toBe(0);
});

test.for([
  [{ METRICS_PORT: "65535" }, "METRICS_PORT must be below 65535: the worker has the port after it.\n"],
  [
    { METRICS_PORT: "34560", PORT: "34561" },
    "METRICS_PORT and the port after it, for the worker, must differ from PORT.\n",
  ],
] as const)("[OM9] %o is one clear line", async ([env, line]) => {
  const started = start(env);
  expect(await started.exited).toBe(1);
  expect(started.said()).toBe(line);
});

/** A port that can be had, with the one after it. */
async function freePair(): Promise<number> {
  for (;;) {
    const finding = await tryPort("127.0.0.1", 0);
    if (!finding.free) throw new Error(finding.reason);
    if (finding.port < 65_535 && (await tryPort("127.0.0.1", finding.port + 1)).free) return finding.port;
  }
}

test("a port that is taken is one clear line, and nothing is left running", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const started = start({ PORT: String(port) });
  expect(await started.exited).toBe(1);
  expect(started.said()).toBe(
    `Port ${port} of 127.0.0.1 is taken by another program: stop that, or choose another with PORT.\n`,
  );
  expect(existsSync(join(started.dataDir, "redis.pid"))).toBe(false);
  other.close();
});

test("a malformed environment ends with 78 and a line for each fault", async () => {
  const started = start({ PORT: "x", LOG_LEVEL: "loud" });
  expect(await started.exited).toBe(78);
  expect(started.said().trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^PORT must/),
    expect.stringMatching(/^LOG_LEVEL must/),
  ]);
});

test("a child that ends with 78 is not tried again: everything stops, with what it said", async () => {
  const started = start({ STUB_EXIT: "78" });
  expect(await started.exited).toBe(78);
  expect(started.said()).toContain("ADMIN_TOKEN must have at least 32 characters");
  expect(existsSync(join(started.dataDir, "redis.pid"))).toBe(false);
});

test("a stop while it starts leaves nothing behind either", async () => {
  const started = start({ STUB_EXIT: "1" }); // never ready
  await vi.waitFor(() => expect(started.said()).toContain("The server ended (exit code 1)"), {
    timeout: 5_000,
  });
  const { worker, redis } = pidsIn(started.dataDir);
  started.child.kill("SIGTERM");
  expect(await started.exited).toBe(0);
  await allGone({ worker, redis });
});
