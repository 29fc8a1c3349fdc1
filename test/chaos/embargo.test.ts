import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PrivateRedis } from "../../scripts/redis/private.ts";
import { type Answer, DESK } from "../support/real-api.ts";
import { ADMIN_TOKEN, Bench, type RealProcess, type RealServer } from "../support/real-processes.ts";
import { RealReader } from "../support/real-readers.ts";
import { until } from "../support/until.ts";
import { event } from "../support/written.ts";

const bench = new Bench();
const root = join(import.meta.dirname, "../..");
let redis: PrivateRedis;
let hand: Redis;
let server: RealServer;
let worker: RealProcess;
/** Of a colleague who may approve and publish, and may not see what is under embargo. */
let colleague: string;
const readers: RealReader[] = [];
let deskHeard = "";

beforeAll(async () => {
  redis = await bench.redis();
  hand = new Redis({ path: redis.socketPath });
  bench.onCleanUp(() => hand.disconnect());
  const trace = { LOG_LEVEL: "trace" };
  [server, worker] = await Promise.all([
    bench.server({ redisUrl: redis.url, env: trace }),
    bench.worker({ redisUrl: redis.url, env: trace }),
  ]);
  colleague = await tokenOf("moderator");
  const held = await server.api.ask("/api/v1/desk/event");
  const { rehearsal: _, ...written } = event();
  const headers = { "if-match": held.headers.get("etag")! };
  const put = await server.api.ask("/api/v1/desk/event", { method: "PUT", json: written, headers });
  expect(put.status).toBe(200);
  for (const transport of ["socket", "stream"] as const) readers.push(joined(transport));
  const desk = io(`${server.base}/desk`, {
    transports: ["websocket"],
    auth: { protocol: 1, token: ADMIN_TOKEN },
  });
  bench.onCleanUp(() => desk.disconnect());
  desk.onAny((...heard) => {
    deskHeard += JSON.stringify(heard);
  });
  await until(() => deskHeard.includes("hello"), "the desk's socket");
});
afterAll(() => bench.cleanUp());

async function tokenOf(role: string): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    REDIS_URL: redis.url,
    NODE_COMPILE_CACHE: join(root, ".cache/compile"),
  };
  const args = ["scripts/admin.ts", "token", "colleague", role];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
  return stdout
    .trim()
    .split(/\s+/)
    .find((word) => word.length >= 32)!;
}

function joined(transport: "socket" | "stream"): RealReader {
  const reader = new RealReader(transport);
  bench.onCleanUp(() => reader.drop());
  reader.connect(server.base);
  return reader;
}

const MARK = "canary";
const canaries: string[] = [];
/** A word that is nowhere else. */
function canary(): string {
  const word = `${MARK}${randomBytes(8).toString("hex")}`;
  canaries.push(word);
  return word;
}
const said = () => ({ headline: canary(), body: canary() });
const link = () => `https://${canary()}.example/${canary()}`;

/** One of each kind that has details, with a word of its own in every field that takes words. */
function written(): Record<string, unknown>[] {
  const common = () => ({
    text: { en: said(), zh: said(), fr: said() },
    audience: { attendance: "everyone", zones: ["hall-2"], tracks: ["governance"] },
    actions: [
      { for: "online", label: { en: canary(), zh: canary() }, url: link() },
      { for: "in-person", label: { en: canary() } },
    ],
    key: true,
  });
  const person = (place: number) => ({ place, name: canary(), affiliation: canary(), country: canary() });
  return [
    { kind: "result", details: { competition: canary(), podium: [person(1), person(2)] }, ...common() },
    { kind: "release", details: { document: canary(), publisher: canary(), url: link() }, ...common() },
    { kind: "programme-change", details: { change: canary(), from: canary(), to: canary() }, ...common() },
    {
      kind: "urgent",
      details: {
        status: "exercise",
        severity: canary(),
        instruction: { en: canary(), fr: canary() },
        messageType: "alert",
      },
      expiresAt: "2099-01-01T00:00:00Z",
      ...common(),
    },
  ];
}

/** Every address that anybody may GET, as the API describes itself, and what a reader might try besides. */
async function publicPaths(ids: readonly string[]): Promise<string[]> {
  const { json } = await server.api.ask("/openapi.json");
  const { cursor } = (await server.api.ask("/api/v1/feed")).json;
  const described = Object.entries<Record<string, unknown>>(json.paths)
    .filter(([path, methods]) => "get" in methods && !/\/desk\b|stream|frames/.test(path))
    .flatMap(([path]) => (path.includes("{id}") ? ids.map((id) => path.replace("{id}", id)) : [path]));
  expect(described.length).toBeGreaterThan(8);
  const searched = [canaries[0]!, canaries.at(-1)!].map((word) => `/api/v1/feed?q=${word}`);
  const pages = ["/", "/embed", "/desk", "/kiosk", ...ids.map((id) => `/a/${id}`)];
  const frames = `/api/v1/feed/frames?epoch=${cursor.epoch}&after=0`;
  return [...new Set([...described, ...searched, ...pages, "/api/v1/feed?limit=100", frames])];
}

/** Where the words are among all that readers, and colleagues without the right, are given. */
async function leaks(ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const look = (where: string, text: string) => text.includes(MARK) && found.push(where);
  const ask = async (path: string, token = ""): Promise<Answer> => {
    const answer = await server.api.ask(path, { token });
    const asked = path.split("?q=")[0]!; // what was searched for may be named in the answer's own words
    look(asked, path === asked ? answer.text : answer.text.replaceAll(path.slice(path.indexOf("?")), ""));
    look(`${asked} (headers)`, JSON.stringify([...answer.headers]));
    return answer;
  };
  await Promise.all((await publicPaths(ids)).map((path) => ask(path)));
  const newcomers = [joined("socket"), joined("stream")];
  await until(() => newcomers.every(({ state }) => state !== undefined), "the newcomers' snapshots");
  for (const reader of newcomers) {
    look(`a new reader's ${reader.transport}`, reader.raw);
    reader.drop();
  }
  return found;
}

/** The keys of Redis that hold the words, without their ids. */
async function keysWithWords(ids: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for await (const names of hand.scanStream({ count: 1_000 })) {
    for (const key of names as string[]) {
      const text = JSON.stringify([key, await contentOf(key)]);
      if (text.includes(MARK)) found.add(ids.reduce((name, id) => name.replaceAll(id, "<id>"), key));
    }
  }
  return [...found].sort();
}

async function contentOf(key: string): Promise<unknown> {
  switch (await hand.type(key)) {
    case "hash":
      return await hand.hgetall(key);
    case "list":
      return await hand.lrange(key, 0, -1);
    case "set":
      return await hand.smembers(key);
    case "zset":
      return await hand.zrange(key, "0", "-1");
    case "stream":
      return await hand.xrange(key, "-", "+");
    default:
      return await hand.get(key);
  }
}

test("[P5] embargoed words are nowhere before their time, there at it, and gone when withdrawn", async () => {
  const dueMs = Date.now() + 4_000;
  const at = new Date(dueMs).toISOString();
  const posts = await Promise.all(
    written().map((json) =>
      server.api.ask(DESK, { json: { ...json, embargoUntil: at, publishAt: at }, key: `${canary()}` }),
    ),
  );
  expect(posts.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  const ids = posts.map(({ json }): string => json.id);

  // Nobody gets it out: not by publishing, nor by approving, and not by asking as a colleague.
  for (const id of ids) {
    const early = await server.api.move(id, "publish");
    expect([early.status, early.json.code]).toEqual([409, "under_embargo"]);
    for (const path of [`${DESK}/${id}`, DESK, `${DESK}?state=scheduled`]) {
      const seen = await server.api.ask(path, { token: colleague });
      expect([seen.status, seen.text.includes(MARK)]).toEqual([200, false]);
    }
    const moved = await server.api.ask(`${DESK}/${id}/publish`, { method: "POST", token: colleague });
    expect([moved.status, moved.text.includes(MARK)]).toEqual([403, false]);
    expect((await server.api.ask(`/api/v1/announcements/${id}`, { token: "" })).status).toBe(404);
  }
  expect(await leaks(ids)).toEqual([]);
  expect(await keysWithWords(ids)).toEqual(["{feed}:announcement:<id>", "{feed}:revisions:<id>"]);
  expect(Date.now(), "all this must have been asked before its time").toBeLessThan(dueMs);
  for (const { transport, raw } of readers)
    expect([transport, raw.includes(MARK)]).toEqual([transport, false]);

  await until(() => readers.every(({ arrivedAtMs }) => ids.every((id) => arrivedAtMs.has(id))), "its time");
  for (const { arrivedAtMs, raw } of readers) {
    for (const id of ids) expect(arrivedAtMs.get(id)).toBeGreaterThanOrEqual(dueMs);
    const words = canaries.slice(0, -posts.length); // the last are keys of retries
    expect(words.filter((word) => !raw.includes(word))).toEqual([]);
  }
  const there = await leaks(ids);
  for (const place of [
    "/api/v1/feed",
    "/feed.json",
    "/feed.atom",
    "a new reader's socket",
    "a new reader's stream",
  ])
    expect(there).toContain(place);
  for (const id of ids) expect(there).toContain(`/api/v1/announcements/${id}`);
  expect(await keysWithWords(ids)).toContain("{feed}:content:<id>:1");

  for (const id of ids) {
    expect((await server.api.move(id, "withdraw", { reason: "for the test" })).status).toBe(200);
    expect((await server.api.ask(`/api/v1/announcements/${id}`, { token: "" })).text).not.toContain(MARK);
  }
  expect(await leaks(ids)).toEqual([]);
  expect(await keysWithWords(ids)).toEqual(["{feed}:announcement:<id>", "{feed}:revisions:<id>"]);

  expect(deskHeard).toContain(ids[0]);
  expect(deskHeard).not.toContain(MARK);
  expect(server.log()).toContain('"level":');
  expect(server.log()).not.toContain(MARK);
  expect(worker.log()).not.toContain(MARK);
});
