import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Fate, type RealProxy, realProxy } from "../../scripts/chaos/proxy.ts";
import { headlinesOf, isDense } from "../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";

const bench = new Bench();
let proxy: RealProxy;
let server: RealServer;

beforeAll(async () => {
  const redis = await bench.redis();
  proxy = await realProxy({ path: redis.socketPath });
  bench.onCleanUp(() => proxy.close());
  server = await bench.server({ redisUrl: `redis://127.0.0.1:${proxy.port}` });
});
afterAll(() => bench.cleanUp());
// What the test before did to the connections is over.
beforeEach(() => until(async () => (await server.api.post("well again")).status === 201, "a write"));

/** What becomes of the next commit that carries these words; answers how often it struck. */
function strike(headline: string, fate: Fate): () => number {
  let struck = 0;
  proxy.watch((sent) => {
    if (struck > 0 || !sent.includes(headline)) return undefined; // nothing but a commit carries text
    struck += 1;
    return fate;
  });
  return () => struck;
}

const cases: { fate: Fate; what: string; wasDone: boolean }[] = [
  { fate: "lose-reply", what: "executed, and its reply lost with the connection", wasDone: true },
  { fate: "swallow-reply", what: "executed, and its reply never came", wasDone: true },
  { fate: "lose-request", what: "lost on the way to Redis", wasDone: false },
];

test.for(cases)(
  "[R3] a commit $what: outcome_unknown, and the same key then tells the truth",
  async (each) => {
    const { fate, wasDone } = each;
    const key = `key of ${fate}`;
    const struck = strike(fate, fate);
    const answer = await server.api.post(fate, {}, key);
    expect(struck()).toBe(1);
    expect(answer.status).toBe(503);
    expect(answer.tookMs).toBeLessThan(2_000);
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(answer.json).toMatchObject({
      code: "outcome_unknown",
      idempotencyKey: key,
      id: expect.any(String),
    });

    // It was lost and nothing tried it again by itself, or it is in the log, once.
    const ours = async () => headlinesOf(await server.api.entries()).filter((headline) => headline === fate);
    await until(async () => (await server.api.status("/readyz")) === 200, "the server to be ready");
    await until(async () => (await ours()).length === (wasDone ? 1 : 0), "the log");

    const again = await server.api.post(fate, {}, key);
    expect(again.status).toBe(201);
    if (wasDone) expect(again.json.id).toBe(answer.json.id);
    const third = await server.api.post(fate, {}, key);
    expect(third.json).toMatchObject({ id: again.json.id, cursor: again.json.cursor });
    expect(await ours()).toEqual([fate]);
    expect(isDense(await server.api.entries())).toBe(true);
  },
);

test("a connection to Redis that died without a word is replaced, and writes go on", async () => {
  strike("into the void", "swallow-reply");
  expect((await server.api.post("into the void")).json.code).toBe("outcome_unknown");
  await until(async () => (await server.api.post("out of the void")).status === 201, "a write");
});

test("[R3] a key whose outcome is not known is not free for another request", async () => {
  strike("one thing", "lose-reply");
  expect((await server.api.post("one thing", {}, "reused")).json.code).toBe("outcome_unknown");
  await until(async () => (await server.api.status("/readyz")) === 200, "the server to be ready");
  const other = await server.api.post("another thing", {}, "reused");
  expect([other.status, other.json.code]).toEqual([409, "idempotency_mismatch"]);
});
