import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, headlinesOf, isDense } from "../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../scripts/redis/private.ts";

const bench = new Bench();
let redis: PrivateRedis;
let server: RealServer;
const readers: RealReader[] = [];

beforeAll(async () => {
  redis = await bench.redis({ restart: false });
  server = await bench.server({ redisUrl: redis.url });
  for (const transport of ["socket", "stream", "socket", "stream"] as const) readers.push(joined(transport));
  await until(() => readers.every(({ state }) => state !== undefined), "the readers' first answers");
});
afterAll(() => bench.cleanUp());

function joined(transport: "socket" | "stream"): RealReader {
  const reader = new RealReader(transport);
  bench.onCleanUp(() => reader.drop());
  reader.connect(server.base);
  return reader;
}

interface Post {
  readonly headline: string;
  readonly key: string;
  answer: Answer | undefined;
}
const posts: Post[] = [];

/** Some clients that publish one announcement after another until told to stop, each with its own key. */
function load(round: string) {
  let isOn = true;
  let count = 0;
  const client = async () => {
    while (isOn) {
      count += 1;
      const post: Post = { headline: `${round} ${count}`, key: `${round}-${count}`, answer: undefined };
      posts.push(post);
      post.answer = await server.api.post(post.headline, {}, post.key).catch(() => undefined);
      // Who is refused does not ask again at once.
      if (post.answer?.status !== 201) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const clients = Promise.all(Array.from({ length: 6 }, client));
  return {
    stop: () => {
      isOn = false;
      return clients;
    },
  };
}

const acknowledged = () => posts.filter(({ answer }) => answer?.status === 201);
const refused = () => posts.filter(({ answer }) => answer !== undefined && answer.status !== 201);
const publicly = (path: string) => server.api.ask(path, { token: "" });

test("[P8] while Redis is dead readers go on reading and writes fail fast; then all is as it was acknowledged", async () => {
  const loading = load("load");
  await until(() => acknowledged().length >= 20, "some acknowledgements");
  const { epoch } = readers[0]!.cursor!;

  await redis.kill9();
  await until(() => refused().length >= 6, "writes to fail");
  const held = (await publicly("/api/v1/feed?limit=1")).json.cursor.offset;
  await until(
    async () => (await publicly("/api/v1/feed")).json.stale === true,
    "the feed to say that it is stale",
  );

  expect(await server.api.status("/healthz")).toBe(200);
  expect(await server.api.status("/servez")).toBe(200);
  const ready = await publicly("/readyz");
  expect([ready.status, ready.json.reasons]).toEqual([503, ["redis_unavailable"]]);
  const feed = await publicly("/api/v1/feed?limit=100");
  expect(feed.status).toBe(200);
  expect(feed.json.cursor).toEqual({ epoch, offset: held });
  for (const path of ["/feed.json", "/feed.atom", "/api/v1/event", "/api/v1/programme", "/openapi.json"])
    expect([path, await server.api.status(path)]).toEqual([path, 200]);
  // Who comes new, or again, is served as well.
  const [newcomer, returning] = [joined("socket"), new RealReader("stream")];
  bench.onCleanUp(() => returning.drop());
  returning.state = readers[1]!.state;
  returning.connect(server.base);
  await until(
    () => newcomer.cursor?.offset === held && returning.cursor?.offset === held,
    "both to be served",
  );
  const lone = await server.api.post("while it is away", {}, "alone");
  expect([lone.status, lone.json.code]).toEqual([503, "redis_unavailable"]);
  expect(lone.tookMs).toBeLessThan(2_000);
  await loading.stop();

  for (const { answer } of refused()) {
    expect(answer!.status).toBe(503);
    expect(["redis_unavailable", "outcome_unknown"]).toContain(answer!.json.code);
    expect(answer!.tookMs).toBeLessThan(2_000);
    expect(answer!.headers.get("retry-after")).toMatch(/^\d+$/);
  }
  expect(posts.filter(({ answer }) => answer === undefined)).toEqual([]);

  await redis.startAgain();
  const backAt = performance.now();
  await until(async () => (await publicly("/readyz")).status === 200, "the server to be ready again");
  expect(performance.now() - backAt).toBeLessThan(3_000);
  expect((await publicly("/api/v1/feed")).json.stale).toBeUndefined();

  // What was said not to be done is not there, until it is asked for again.
  const there = new Set(headlinesOf(await server.api.entries()));
  for (const { headline, answer } of posts) {
    if (answer!.status === 201) expect(there).toContain(headline);
    if (answer!.json.code === "redis_unavailable") expect(there).not.toContain(headline);
  }
  for (const { headline, key, answer } of posts) {
    const again = await server.api.post(headline, {}, key);
    expect(again.status).toBe(201);
    if (answer!.status === 201)
      expect(again.json).toMatchObject({ id: answer!.json.id, cursor: answer!.json.cursor });
  }
  const entries = await server.api.entries();
  expect(isDense(entries)).toBe(true);
  expect(headlinesOf(entries).sort()).toEqual(posts.map(({ headline }) => headline).sort());

  for (const reader of readers) {
    await until(() => reader.cursor?.offset === entries.length, "the readers to be at the head");
    expect(headlinesOf([...reader.entries.values()])).toEqual(headlinesOf(entries));
    expect(reader).toMatchObject({ faults: [], losses: 0, connections: 1, snapshots: ["new"], refusals: [] });
    expect(reader.cursor!.epoch).toBe(epoch);
  }
});
