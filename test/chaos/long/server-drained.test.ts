import { afterAll, beforeAll, expect, test } from "vitest";
import { type RealProxy, realProxy } from "../../../scripts/chaos/proxy.ts";
import { type Answer, headlinesOf, isDense } from "../../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../../scripts/chaos/real-readers.ts";
import { until } from "../../../scripts/chaos/until.ts";

const bench = new Bench();
let proxy: RealProxy;
let leaving: RealServer;
let staying: RealServer;

beforeAll(async () => {
  const redis = await bench.redis();
  proxy = await realProxy({ path: redis.socketPath });
  bench.onCleanUp(() => proxy.close());
  [leaving, staying] = await Promise.all([
    bench.server({ redisUrl: `redis://127.0.0.1:${proxy.port}` }),
    bench.server({ redisUrl: redis.url }),
  ]);
});
afterAll(() => bench.cleanUp());

interface Post {
  readonly headline: string;
  answer: Answer | undefined;
}
const keyOf = ({ headline }: Post): string => `key of ${headline}`;

async function send(post: Post): Promise<void> {
  post.answer = await leaving.api.post(post.headline, {}, keyOf(post)).catch(() => undefined);
}

test("SIGTERM under load: what is under way is answered, nothing acknowledged is lost, readers are sent on", async () => {
  const readers = Array.from({ length: 20 }, (_, at) => new RealReader(at % 2 === 0 ? "socket" : "stream"));
  for (const reader of readers) {
    bench.onCleanUp(() => reader.drop());
    reader.connect(leaving.base);
  }
  await until(() => readers.every(({ state }) => state !== undefined), "the first answers");

  // Load: acknowledged one after another until the server is gone.
  const load: Post[] = [];
  const client = async (name: number) => {
    for (let at = 0; ; at += 1) {
      const post: Post = { headline: `load ${name} ${at}`, answer: undefined };
      load.push(post);
      await send(post);
      if (post.answer === undefined) return;
    }
  };
  const clients = Promise.all([0, 1, 2].map(client));
  await until(() => load.filter(({ answer }) => answer?.status === 201).length >= 15, "acknowledgements");

  // Ten that are surely under way: Redis has done them, and its replies wait until the server is leaving.
  const inFlight: Post[] = Array.from({ length: 10 }, (_, at) => ({
    headline: `flying ${at}`,
    answer: undefined,
  }));
  const seen = new Set<string>();
  proxy.watch((sent) => {
    for (const { headline } of inFlight) if (sent.includes(headline)) seen.add(headline);
    return seen.size > 0 ? "hold-replies" : undefined;
  });
  const flying = Promise.all(inFlight.map(send));
  await until(() => seen.size > 0, "the first to be under way");
  const askedAt = performance.now();
  leaving.signal("SIGTERM");
  await until(() => readers.every(({ refusals }) => refusals.length > 0), "the readers to be told");
  const underWay = new Set(seen);
  proxy.watch(undefined);
  proxy.release();

  expect(await leaving.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - askedAt).toBeLessThan(6_000);
  await Promise.all([clients, flying]);

  for (const reader of readers) {
    expect(reader.refusals).toHaveLength(1);
    const [{ action, retryAfterMs }] = reader.refusals as [(typeof reader.refusals)[0]];
    expect(action).toBe("retry");
    expect(retryAfterMs).toBeGreaterThanOrEqual(0);
    expect(retryAfterMs).toBeLessThanOrEqual(5_000);
    expect(reader.isConnected).toBe(false);
    reader.connect(staying.base);
  }
  const waits = new Set(readers.map(({ refusals }) => refusals[0]!.retryAfterMs));
  expect(waits.size).toBeGreaterThan(10); // spread, so that they do not all come back at once

  // What Redis was asked to do was answered: that it was done, or, too late for an answer, that nobody knows.
  for (const post of inFlight.filter(({ headline }) => underWay.has(headline))) {
    expect([201, 503]).toContain(post.answer?.status);
    expect(post.answer!.headers.get("connection")).toBe("close"); // so that nobody sends into a server that is gone
    if (post.answer!.status === 503) expect(post.answer!.json.code).toBe("outcome_unknown");
  }
  const there = headlinesOf(await staying.api.entries());
  for (const { headline, answer } of [...load, ...inFlight])
    if (answer?.status === 201) expect(there.filter((each) => each === headline)).toEqual([headline]);
  // Nothing was done that nobody was told of: what was not answered did not reach the server.
  for (const { headline, answer } of [...load, ...inFlight])
    if (answer === undefined) expect(there).not.toContain(headline);
  for (const post of inFlight) {
    const again = await staying.api.post(post.headline, {}, keyOf(post));
    expect(again.status).toBe(201);
    if (post.answer?.status === 201) expect(again.json.id).toBe(post.answer.json.id);
  }
  const entries = await staying.api.entries();
  expect(isDense(entries)).toBe(true);
  expect(new Set(headlinesOf(entries)).size).toBe(headlinesOf(entries).length);
  for (const reader of readers) {
    await until(() => reader.cursor?.offset === entries.length, "the readers to be at the head");
    expect(headlinesOf([...reader.entries.values()])).toEqual(headlinesOf(entries));
    expect(reader.faults).toEqual([]);
    expect(reader.snapshots).toEqual(["new"]);
  }
});
