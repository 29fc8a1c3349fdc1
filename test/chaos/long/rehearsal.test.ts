/** The end of a rehearsal, with two servers, a worker, and readers that stay. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { DESK } from "../../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../../scripts/chaos/real-readers.ts";
import { until } from "../../../scripts/chaos/until.ts";

const bench = new Bench();
let redisUrl: string;
let servers: RealServer[];

beforeAll(async () => {
  redisUrl = (await bench.redis()).url;
  const sample = { redisUrl, env: { EVENT: "sample" } };
  const first = await bench.server(sample);
  const [second] = await Promise.all([bench.server(sample), bench.worker({ redisUrl })]);
  servers = [first, second!];
});
afterAll(() => bench.cleanUp());

async function ended(keep: string): Promise<void> {
  const { api } = servers[0]!;
  const held = await api.ask("/api/v1/desk/event");
  const headers = { "if-match": held.headers.get("etag")! };
  const answer = await api.ask("/api/v1/desk/rehearsal/end", { json: { keep }, headers });
  expect([answer.status, answer.json.rehearsal]).toEqual([200, false]);
}

test("[X1] every reader of every server starts again, workers go on, and no sample comes back", async () => {
  const readers = servers.flatMap(({ base }) =>
    (["socket", "stream"] as const).map((transport) => {
      const reader = new RealReader(transport);
      bench.onCleanUp(() => reader.drop());
      reader.connect(base);
      return reader;
    }),
  );
  await until(() => readers.every(({ state }) => (state?.announcements.size ?? 0) > 0), "the rehearsal");
  const { epoch } = readers[0]!.cursor!;
  const { api } = servers[0]!;
  const dueMs = Date.now() + 6_000;
  const kept = await api.post("In earnest", { publishAt: new Date(dueMs).toISOString() });
  const lists = (await api.ask(`${DESK}?state=draft&limit=200`)).json.items.length;

  await ended("preparation");
  await until(
    () => readers.every(({ cursor, state }) => cursor?.epoch !== epoch && state?.announcements.size === 0),
    "every reader's reset",
    5_000,
  );
  expect(Date.now()).toBeLessThan(dueMs);
  for (const { snapshots, faults } of readers) expect([snapshots, faults]).toEqual([["new", "epoch"], []]);
  for (const { api: each } of servers)
    expect((await each.ask("/api/v1/event", { token: "" })).json.rehearsal).toBe(false);
  expect((await api.ask(`${DESK}?state=draft&limit=200`)).json.items).toHaveLength(lists);

  await until(
    () => readers.every(({ arrivedAtMs }) => arrivedAtMs.has(kept.json.id)),
    "what was scheduled",
    15_000,
  );
  for (const { arrivedAtMs } of readers) expect(arrivedAtMs.get(kept.json.id)).toBeGreaterThanOrEqual(dueMs);

  // Whatever starts on this store later finds an event, and loads no sample over it.
  const later = await bench.server({ redisUrl, env: { EVENT: "sample" } });
  const feed = (await later.api.ask("/api/v1/feed", { token: "" })).json.announcements;
  expect(feed.map(({ id }: { id: string }) => id)).toContain(kept.json.id);
  expect(feed.every(({ publishedAt }: { publishedAt: string }) => Date.parse(publishedAt) >= dueMs)).toBe(
    true,
  );
  expect((await later.api.ask("/readyz", { token: "" })).status).toBe(200);
}, 60_000);
