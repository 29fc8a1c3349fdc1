import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { headlinesOf, type RealApi, realApi } from "../../../scripts/chaos/real-api.ts";
import { ADMIN_TOKEN, Bench } from "../../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../../scripts/chaos/real-readers.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { isRunning, untilGone } from "../../ground/fixtures/processes.ts";

// What `npm start` does with its children, one by one, is tested with stubs in test/ground/start.test.ts.
// Here they are real, and what matters is what was published.

const bench = new Bench();
const root = join(import.meta.dirname, "../../..");
let dataDir: string;

beforeAll(async () => {
  dataDir = join(bench.folder(), "data");
  await buildPages();
}, 120_000);
afterAll(() => bench.cleanUp());

interface Whole {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  said(): string;
  readonly api: RealApi;
}

/** The script of `npm start`, as npm runs it. */
async function start(port = 0): Promise<Whole> {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const child = spawn("/bin/sh", ["-c", scripts.start], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      NODE_COMPILE_CACHE: join(root, ".cache/compile"),
      PORT: String(port),
      DATA_DIR: dataDir,
      ADMIN_TOKEN,
    },
  });
  bench.onCleanUp(() => (child.exitCode === null ? child.kill("SIGKILL") : undefined));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => {
      output += part;
    });
  const ended = once(child, "close").then(([code]) => code as number | null);
  const origin = await until(
    () => {
      if (child.exitCode !== null) throw new Error(`it ended:\n${output}`);
      return /Feed\s+(http:\S+?)\/\n/.exec(output)?.[1];
    },
    "npm start",
    30_000,
  );
  return { child, ended, said: () => output, api: realApi(origin, ADMIN_TOKEN) };
}

const pidOf = (name: string): number => Number(readFileSync(join(dataDir, `${name}.pid`), "utf8"));

/** Everything that it started, and what that started. */
function descendants(of: number): number[] {
  const parents = parentOfEach();
  const found = [of];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

function parentOfEach(): [number, number][] {
  if (process.platform !== "linux") {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  }
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid): [number, number][] => {
    try {
      const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!;
      return [[Number(pid), Number(afterName.split(" ")[1])]];
    } catch {
      return []; // it ended meanwhile
    }
  });
}

const publicIds = async (api: RealApi): Promise<string[]> => {
  const { json } = await api.ask("/api/v1/feed?limit=100", { token: "" });
  return json.announcements.map(({ id }: { id: string }) => id);
};

test("npm start: killed piece by piece and as a whole, it loses nothing and leaves nothing", async () => {
  const first = await start();
  const { api } = first;
  const sample = await publicIds(api);
  expect(sample.length).toBeGreaterThan(0); // the sample event, as a rehearsal
  const reader = new RealReader("socket");
  bench.onCleanUp(() => reader.drop());
  reader.connect(api.base);
  await until(() => reader.state !== undefined, "the reader's first answer");
  const before = await api.post("before the kills");
  expect(before.status).toBe(201);
  const dueMs = Date.now() + 1_500;
  const planned = await api.post("planned before the kills", { publishAt: new Date(dueMs).toISOString() });
  expect(planned.status).toBe(201);

  // All three at once, with -9. They come back by themselves, at the same address.
  const killed = ["server", "worker", "redis"].map((name) => pidOf(name));
  for (const pid of killed) process.kill(pid, "SIGKILL");
  for (const pid of killed) await untilGone(pid);
  const again = await until(
    async () => {
      const answer = await api.post("after the kills", {}, "one key").catch(() => undefined);
      return answer?.status === 201 && answer;
    },
    "it to work again",
    15_000,
  );
  expect(again.json.cursor.epoch).toBe(before.json.cursor.epoch);
  reader.connect(api.base);
  await until(
    () => headlinesOf([...reader.entries.values()]).includes("planned before the kills"),
    "what was planned",
    15_000,
  );
  const headlines = headlinesOf([...reader.entries.values()]);
  for (const headline of ["before the kills", "planned before the kills", "after the kills"])
    expect(headlines.filter((each) => each === headline)).toEqual([headline]);
  expect(reader.faults).toEqual([]);
  expect(reader.snapshots).toEqual(["new"]);
  const published = await api.ask(`/api/v1/announcements/${planned.json.id}`, { token: "" });
  expect(Date.parse(published.json.publishedAt)).toBeGreaterThanOrEqual(dueMs);

  const held = await publicIds(api);
  expect(held).toEqual(expect.arrayContaining([before, planned, again].map(({ json }) => json.id)));

  // The whole, with -9: nothing of it goes on.
  const everybody = descendants(first.child.pid!);
  expect(everybody.length).toBeGreaterThanOrEqual(7); // itself, three children, each with its guard
  for (const name of ["server", "worker", "redis"]) expect(everybody).toContain(pidOf(name));
  first.child.kill("SIGKILL");
  for (const pid of everybody) await untilGone(pid, 10_000);

  // Everything is as it was, at the next start; and a stop leaves nothing behind either.
  const second = await start();
  expect((await publicIds(second.api)).slice(-held.length)).toEqual(held);
  reader.connect(second.api.base);
  await until(
    async () => reader.cursor?.offset === (await head(second.api)).offset,
    "the reader to be there",
  );
  expect(reader.snapshots).toEqual(["new"]);
  expect(await head(second.api)).toMatchObject({ epoch: before.json.cursor.epoch });
  const replayed = await second.api.post("after the kills", {}, "one key");
  expect([replayed.status, replayed.json.id]).toEqual([201, again.json.id]);

  const pids = descendants(second.child.pid!);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  expect(pids.filter(isRunning)).toEqual([]);
  for (const name of ["server", "worker", "redis"])
    expect(existsSync(join(dataDir, `${name}.pid`))).toBe(false);
}, 60_000);

async function head(api: RealApi): Promise<{ epoch: string; offset: number }> {
  return (await api.ask("/api/v1/feed?limit=1", { token: "" })).json.cursor;
}
