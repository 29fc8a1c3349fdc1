/** Another Redis, or an emptied one, under a deployment that runs: another log, told to everybody. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Bench, type RealProcess, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";

const bench = new Bench();
let server: RealServer;
let worker: RealProcess;
let empty: () => Promise<unknown>;
const person = { email: "admin@example.org", password: "a long enough password" };

beforeAll(async () => {
  const redis = await bench.redis({ restart: false });
  const raw = connectExactly(redis.url, "test");
  bench.onCleanUp(() => raw.disconnect());
  await whenReady(raw, 5_000);
  empty = () => raw.flushall();
  const env = { ADMIN_EMAIL: person.email, ADMIN_PASSWORD: person.password };
  server = await bench.server({ redisUrl: redis.url, env });
  worker = await bench.worker({ redisUrl: redis.url });
}, 120_000);
afterAll(() => bench.cleanUp());

const publicly = (path: string) => server.api.ask(path, { token: "" });

test("[RD8] every reader starts again, and event, people and screens are those of the log that is there now", {
  timeout: 60_000,
}, async () => {
  const { api, base } = server;
  const event = await api.ask("/api/v1/desk/event");
  const named = { ...event.json, name: { en: "A summit" } };
  delete named.revision;
  const headers = { "if-match": event.headers.get("etag")! };
  expect((await api.ask("/api/v1/desk/event", { method: "PUT", json: named, headers })).status).toBe(200);
  await until(async () => (await publicly("/api/v1/event")).json.name.en === "A summit", "the event");
  const { deviceCode, userCode } = (await api.ask("/api/v1/kiosk/pairings", { json: {} })).json;
  expect((await api.ask("/api/v1/desk/kiosks/claim", { json: { userCode, name: "Foyer" } })).status).toBe(
    201,
  );
  expect((await api.ask("/api/v1/kiosk/pairings/token", { json: { deviceCode } })).status).toBe(200);
  const signedIn = await api.ask("/api/v1/session", { json: person, token: "" });
  const cookie = signedIn.headers.getSetCookie()[0]!.split(";")[0]!;
  const session = () => api.ask("/api/v1/session", { token: "", headers: { cookie } });
  expect((await session()).status).toBe(200);
  await api.post("one");
  const before = (await api.post("two")).json.cursor;
  const readers = (["socket", "stream"] as const).map((transport) => {
    const reader = new RealReader(transport);
    bench.onCleanUp(() => reader.drop());
    reader.connect(base);
    return reader;
  });
  for (const reader of readers) await until(() => reader.cursor?.offset === before.offset, "the readers");

  await empty();
  for (const reader of readers) {
    await until(() => reader.snapshots.includes("epoch"), "a snapshot", 15_000);
    expect(reader.cursor!.epoch).not.toBe(before.epoch);
    expect(reader.state!.announcements.size).toBe(0);
  }
  await until(
    async () => (await publicly("/api/v1/event")).json.name.en === "Event",
    "the event to be blank",
  );
  await until(
    async () => (await api.ask("/api/v1/desk/kiosks")).json.items.length === 0,
    "no screens",
    15_000,
  );
  expect((await session()).status).toBe(401);

  const dueAt = new Date(Date.now() + 1_500).toISOString();
  expect((await api.post("three", { publishAt: dueAt })).status).toBe(201);
  const first = (await api.post("four")).json.cursor;
  expect(first).toMatchObject({ offset: 1 });
  for (const reader of readers) {
    await until(() => reader.cursor?.offset === 2, "what is new", 15_000);
    expect(reader.faults).toEqual([]);
  }
  await until(async () => (await api.status("/readyz")) === 200, "all to be well");
  for (const each of [server, worker]) {
    expect(each.isAlive()).toBe(true);
    expect(each.log()).not.toMatch(/"level":(50|60)(?!.*"alarm":)/);
  }
});
