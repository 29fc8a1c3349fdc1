import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noteVersion } from "../../../scripts/build-pages.ts";
import { KeptReader } from "../../../scripts/chaos/kept-reader.ts";
import { headlinesOf, isDense } from "../../../scripts/chaos/real-api.ts";
import { Bench, type RealCluster } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";

const root = join(import.meta.dirname, "../../..");
const bench = new Bench();
const CORES = 3;
let deployed: string;
let cluster: RealCluster;
let readers: KeptReader[];

beforeAll(async () => {
  deployed = mkdtempSync(join(tmpdir(), "fanfare-deployed-"));
  bench.onCleanUp(() => rmSync(deployed, { recursive: true, force: true }));
  for (const name of ["server", "package.json", "package-lock.json"])
    cpSync(join(root, name), join(deployed, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(deployed, "node_modules"));
  noteVersion(deployed);
  const redis = await bench.redis();
  cluster = await bench.cluster({ redisUrl: redis.url, cores: CORES, root: deployed });
  readers = Array.from({ length: 200 }, (_, at) => {
    const reader = new KeptReader(at % 5 === 0 ? "stream" : "socket", cluster.base);
    bench.onCleanUp(() => reader.end());
    return reader;
  });
  await until(() => readers.every(({ state }) => state !== undefined), "the first answers");
});
afterAll(() => bench.cleanUp());

const main = () => join(deployed, "server/main.ts");
const acknowledged: string[] = [];

async function publishUntil(isOver: () => boolean): Promise<void> {
  const end = performance.now() + 45_000;
  while (!isOver()) {
    if (performance.now() > end) throw new Error(`waited too long:\n${cluster.log()}`);
    const headline = `announcement ${acknowledged.length}`;
    const post = () => cluster.api.post(headline, {}, headline);
    const answer = await post().catch(post);
    expect(answer.status).toBe(201);
    acknowledged.push(headline);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("[MP5] [MP8] a version that does not start takes nobody's place; the one that is put there after it takes all", async () => {
  const first = cluster.processes();
  const good = readFileSync(main(), "utf8");
  writeFileSync(main(), 'throw new Error("a version that does not start");\n');
  noteVersion(deployed);
  await publishUntil(() => cluster.log().includes("a new server process did not come up"));
  expect(cluster.processes()).toEqual(first);
  expect(readers.flatMap(({ losses }) => losses).every((losses) => losses === 0)).toBe(true);

  writeFileSync(main(), good);
  appendFileSync(main(), 'process.stdout.write("the next version\\n");\n');
  noteVersion(deployed);
  await publishUntil(() => cluster.log().includes("every server process was replaced"));
  expect(cluster.processes().filter((pid) => first.includes(pid))).toEqual([]);
  expect(cluster.log().split("the next version\n")).toHaveLength(CORES + 1);

  const entries = await cluster.api.entries();
  expect(isDense(entries)).toBe(true);
  expect(headlinesOf(entries)).toEqual(acknowledged);
  for (const reader of readers) {
    await until(() => reader.cursor?.offset === entries.length, "the readers to be at the head");
    expect(headlinesOf([...reader.entries.values()])).toEqual(acknowledged);
    expect(reader).toMatchObject({ faults: [], snapshots: ["new"] });
  }
  expect(Math.max(...readers.flatMap(({ awayMs }) => awayMs))).toBeLessThan(3_000);
});
