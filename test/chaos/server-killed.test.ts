import { afterAll, beforeAll, expect, test } from "vitest";
import { type RealProxy, realProxy } from "../../scripts/chaos/proxy.ts";
import { type Answer, headlinesOf, isDense } from "../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";

const bench = new Bench();
let redisUrl: string;
let proxy: RealProxy;
let server: RealServer;

interface Post {
  readonly headline: string;
  readonly key: string;
  answer: Answer | undefined;
}
const posts: Post[] = [];

beforeAll(async () => {
  const redis = await bench.redis();
  proxy = await realProxy({ path: redis.socketPath });
  bench.onCleanUp(() => proxy.close());
  redisUrl = `redis://127.0.0.1:${proxy.port}`;
  server = await bench.server({ redisUrl });
});
afterAll(() => bench.cleanUp());

const MANY = 40;
const AT_ONCE = 8;

/** Publishes many, and kills the server while the commit of that number is on its way to Redis. */
async function killedInTheMiddle(round: string, atCommit: number) {
  let commits = 0;
  proxy.watch((sent) => {
    commits += sent.match(/\r\neval(sha)?\r\n/gi)?.length ?? 0;
    if (commits >= atCommit) server.signal("SIGKILL");
    return undefined; // passed on all the same: Redis does what nobody is told of
  });
  const todo = Array.from({ length: MANY }, (_, at) => {
    const post: Post = { headline: `${round} ${at}`, key: `${round}-${at}`, answer: undefined };
    posts.push(post);
    return post;
  });
  const waiting = todo.values();
  const client = async () => {
    for (const post of waiting)
      post.answer = await server.api.post(post.headline, {}, post.key).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  expect((await server.ended).signal).toBe("SIGKILL");
  proxy.watch(undefined);
  return todo;
}

test("[R3] a server killed with -9 during publishes: what it acknowledged is there, and each key once", async () => {
  const readers = [new RealReader("socket"), new RealReader("stream")];
  for (const reader of readers) {
    bench.onCleanUp(() => reader.drop());
    reader.connect(server.base);
    await until(() => reader.state !== undefined, "the first answer");
  }
  for (const atCommit of [3, 21]) {
    const sent = await killedInTheMiddle(`killed at ${atCommit}`, atCommit);
    server = await bench.server({ redisUrl, port: server.port });
    const there = new Set(headlinesOf(await server.api.entries()));
    const acknowledged = sent.filter(({ answer }) => answer?.status === 201);
    expect(acknowledged.filter(({ headline }) => !there.has(headline))).toEqual([]);
    // It was the middle: something was done that nobody was told of.
    expect(sent.some(({ headline, answer }) => answer === undefined && there.has(headline))).toBe(true);
    for (const reader of readers) reader.connect(server.base);
  }
  expect(posts.some(({ answer }) => answer?.status === 201)).toBe(true);

  const ids = new Map<string, string>();
  for (const { headline, key, answer } of posts) {
    const again = await server.api.post(headline, {}, key);
    expect(again.status).toBe(201);
    expect(again.json.text.en.headline).toBe(headline);
    if (answer?.status === 201)
      expect(again.json).toMatchObject({ id: answer.json.id, cursor: answer.json.cursor });
    ids.set(headline, again.json.id);
  }
  expect(new Set(ids.values()).size).toBe(posts.length);

  const entries = await server.api.entries();
  expect(isDense(entries)).toBe(true);
  expect(headlinesOf(entries).sort()).toEqual(posts.map(({ headline }) => headline).sort());
  for (const reader of readers) {
    await until(() => reader.cursor?.offset === entries.length, "the readers to be at the head");
    expect(headlinesOf([...reader.entries.values()])).toEqual(headlinesOf(entries));
    expect(reader.faults).toEqual([]);
    expect(reader.snapshots).toEqual(["new"]);
  }
});
