import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { headlinesOf } from "../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../scripts/redis/private.ts";

const bench = new Bench();
let redis: PrivateRedis;
let server: RealServer;

beforeAll(async () => {
  redis = await bench.redis();
  server = await bench.server({ redisUrl: redis.url });
});
afterAll(() => bench.cleanUp());

/** Far enough ahead that everybody sees it coming. */
const AHEAD_MS = 1_200;
const AT_ONCE = 5;

/** Schedules some for one instant. */
async function schedule(name: string) {
  const dueMs = Date.now() + AHEAD_MS;
  const publishAt = new Date(dueMs).toISOString();
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, at) => server.api.post(`${name} ${at}`, { publishAt })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(201));
  expect(answers.every(({ json }) => json.state === "scheduled")).toBe(true);
  return { dueMs, ids: answers.map(({ json }): string => json.id) };
}

/** Waits until all are out; never early, each once, and at most so late. */
async function published(name: string, { dueMs, ids }: { dueMs: number; ids: string[] }, lateMs: number) {
  const reader = new RealReader("socket");
  bench.onCleanUp(() => reader.drop());
  reader.connect(server.base);
  const seen = () => headlinesOf([...reader.entries.values()]).filter((each) => each.startsWith(name));
  const answers = await until(
    async () => {
      const each = await Promise.all(ids.map((id) => server.api.ask(`/api/v1/announcements/${id}`)));
      return each.every(({ status }) => status === 200) && each;
    },
    "all to be published",
    15_000,
  );
  for (const { json } of answers) {
    const atMs = Date.parse(json.publishedAt);
    expect(atMs).toBeGreaterThanOrEqual(dueMs);
    expect(atMs - dueMs).toBeLessThanOrEqual(lateMs);
  }
  await until(() => reader.state !== undefined, "the reader's first answer");
  const expected = ids.map((_, at) => `${name} ${at}`);
  const inLog = headlinesOf(await server.api.entries()).filter((each) => each.startsWith(name));
  expect(inLog.sort()).toEqual(expected);
  await until(() => {
    const held = [...reader.state!.announcements.values()];
    return ids.every((id) => held.some((item) => item.id === id));
  }, "the reader to have them");
  expect(seen().length).toBe(new Set(seen()).size);
  expect(reader.faults).toEqual([]);
}

test("[S3] a worker killed with -9 between the due instant and the publish: another publishes, once", async () => {
  const file = join(bench.folder(), "died");
  const [dying, other] = await Promise.all(
    ["dies", "follows"].map((part) =>
      bench.worker({ redisUrl: redis.url, entry: ["test/support/real-worker.ts", part, file] }),
    ),
  );
  const scheduled = await schedule("two workers");
  expect(await dying!.ended).toEqual({ code: null, signal: "SIGKILL" });
  const [id, diedAt] = readFileSync(file, "utf8").split(" ");
  expect(scheduled.ids).toContain(id);
  expect(Number(diedAt)).toBeGreaterThanOrEqual(scheduled.dueMs);
  await published("two workers", scheduled, 3_000);
  await other!.kill9();
});

test("[S4] the only worker killed there: a server's sweep publishes, once", async () => {
  const file = join(bench.folder(), "died");
  const dying = await bench.worker({
    redisUrl: redis.url,
    entry: ["test/support/real-worker.ts", "dies", file],
  });
  const scheduled = await schedule("no worker");
  expect((await dying.ended).signal).toBe("SIGKILL");
  expect(existsSync(file)).toBe(true);
  // Two seconds of grace, and one until the sweep comes by; beyond that only a busy machine.
  await published("no worker", scheduled, 5_000);
  await until(
    () => server.log().includes("the sweep found what nobody was woken for"),
    "the sweep to say so",
  );
});
