/** Web push over HTTP: for anybody, from any page, and what belongs to whoever has the secret. */
import { createECDH, randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PushSubscriptions } from "../../server/push/subscriptions.ts";
import { PushThrottle } from "../../server/push/throttle.ts";
import { MemoryPush } from "../../server/store/memory-push.ts";
import { type HttpNode, httpNode } from "./support.ts";

const PATH = "/api/v1/push";
const ELSEWHERE = { origin: "https://elsewhere.example" };

let node: HttpNode;
let logged = "";
let subscriptions: PushSubscriptions;

const fresh = (most = 3, perAddress = 30) =>
  new PushSubscriptions({
    store: new MemoryPush(most),
    throttle: new PushThrottle(undefined, perAddress),
    clock: { nowMs: Date.now },
  });

beforeAll(async () => {
  const stream = new Writable({
    write(line, _encoding, done) {
      logged += String(line);
      done();
    },
  });
  node = await httpNode({
    deps: {
      logger: pino({ level: "debug" }, stream),
      push: {
        publicKey: "the-key",
        subscriptions: {
          subscribe: (...given) => subscriptions.subscribe(...given),
          kept: (secret) => subscriptions.kept(secret),
          change: (...given) => subscriptions.change(...given),
          forget: (secret) => subscriptions.forget(secret),
        },
      },
    },
  });
});
beforeEach(() => {
  subscriptions = fresh();
});
afterAll(() => node.stop());

const p256dh = createECDH("prime256v1").generateKeys().toString("base64url");
const auth = randomBytes(16).toString("base64url");
const order = (name = "one", over: Record<string, unknown> = {}) => ({
  subscription: {
    endpoint: `https://push.example.org/${name}`,
    expirationTime: null,
    keys: { p256dh, auth },
  },
  ...over,
});
const subscribe = (name?: string, over?: Record<string, unknown>) =>
  node.ask(PATH, { json: order(name, over), headers: ELSEWHERE });

test("[U5] the key is told to anybody", async () => {
  const { status, json, headers } = await node.ask(PATH, { headers: ELSEWHERE });
  expect([status, json]).toEqual([200, { publicKey: "the-key" }]);
  expect(headers.get("access-control-allow-origin")).toBe("*");
});

test("[U5] subscribe, see all that is kept, change it, have it forgotten: from any origin, without cookies", async () => {
  const filters = { attendance: "online", kinds: ["release"], tracks: ["gone"], sessions: ["s-1"] };
  const made = await subscribe("one", { language: "fr", filters });
  expect(made.status).toBe(201);
  const { secret, ...kept } = made.json;
  expect(kept).toEqual({
    service: "push.example.org",
    createdAt: expect.any(String),
    changedAt: kept.createdAt,
    language: "fr",
    filters,
  });
  expect(Buffer.from(secret, "base64url").length).toBeGreaterThanOrEqual(16);
  const own = `${PATH}/${secret}`;
  const seen = await node.ask(own, { headers: ELSEWHERE });
  expect([seen.status, seen.json, seen.headers.get("cache-control")]).toEqual([200, kept, "no-store"]);
  expect(seen.headers.get("access-control-allow-origin")).toBe("*");

  const changed = await node.ask(own, {
    method: "PUT",
    json: { filters: { kinds: [] } },
    headers: ELSEWHERE,
  });
  expect(changed.json).toMatchObject({ filters: { kinds: [], tracks: [], sessions: [] } });
  expect(changed.json).not.toHaveProperty("language");
  const gone = await node.ask(own, { method: "DELETE", headers: ELSEWHERE });
  expect([gone.status, gone.text, gone.headers.get("access-control-allow-origin")]).toEqual([204, "", "*"]);
  for (const method of ["GET", "DELETE"]) expect((await node.ask(own, { method })).status).toBe(404);
  expect((await node.ask(own, { method: "PUT", json: {} })).status).toBe(404);
});

test("[U5] the same endpoint again: a new secret, and the old one is unknown", async () => {
  const [first, second] = [await subscribe("one"), await subscribe("one")];
  expect((await node.ask(`${PATH}/${first.json.secret}`)).status).toBe(404);
  expect((await node.ask(`${PATH}/${second.json.secret}`)).status).toBe(200);
});

test("[U5] an unknown secret and a malformed one have one and the same answer", async () => {
  const answers = await Promise.all(
    ["x".repeat(43), "x", "a.b", "%2e%2e", "y".repeat(100)].map((secret) => node.ask(`${PATH}/${secret}`)),
  );
  const bodies = answers.map(({ status, json: { requestId: _id, ...rest } }) => ({ status, ...rest }));
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(bodies[0]).toMatchObject({ status: 404, code: "not_found" });
});

test("[U5] a browser may ask beforehand", async () => {
  const preflight = async (path: string) => {
    const { status, headers } = await node.ask(path, { method: "OPTIONS", headers: ELSEWHERE });
    return [
      status,
      ...["allow-origin", "allow-methods", "allow-headers"].map((name) =>
        headers.get(`access-control-${name}`),
      ),
    ];
  };
  const taken = "Content-Type, If-None-Match, Last-Event-ID, X-Request-Id";
  expect(await preflight(PATH)).toEqual([204, "*", "GET, POST, HEAD, OPTIONS", taken]);
  expect(await preflight(`${PATH}/abc`)).toEqual([204, "*", "GET, PUT, DELETE, HEAD, OPTIONS", taken]);
});

describe("what is wrong", () => {
  const subscription = (over: Record<string, unknown>, keys: Record<string, unknown> = {}) => ({
    subscription: { ...order().subscription, ...over, keys: { p256dh, auth, ...keys } },
  });
  const notOnCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString("base64url");

  test.for<[string, Record<string, unknown>, string]>([
    ["http", subscription({ endpoint: "http://push.example.org/a" }), "subscription.endpoint"],
    ["a loopback address", subscription({ endpoint: "https://127.0.0.1/a" }), "subscription.endpoint"],
    ["a mapped address", subscription({ endpoint: "https://[::ffff:10.0.0.1]/a" }), "subscription.endpoint"],
    ["a name in it", subscription({ endpoint: "https://me@push.example.org/a" }), "subscription.endpoint"],
    ["a key off the curve", subscription({}, { p256dh: notOnCurve }), "subscription.keys.p256dh"],
    ["a short secret", subscription({}, { auth: "AAAAAAAAAAAAAAAAAAAAA" }), "subscription.keys.auth"],
    ["no subscription", {}, "subscription"],
    ["an unknown field", order("one", { more: 1 }), "more"],
    ["an unknown kind", order("one", { filters: { kinds: ["gossip"] } }), "filters.kinds.0"],
    ["501 sessions", order("one", { filters: { sessions: Array(501).fill("s") } }), "filters.sessions"],
    ["201 tracks", order("one", { filters: { tracks: Array(201).fill("t") } }), "filters.tracks"],
  ])("[U6] %s: 400, at the field", async ([, json, path]) => {
    const answer = await node.ask(PATH, { json });
    expect([answer.status, answer.json.errors[0].path]).toEqual([400, path]);
  });

  test("another content type, too large a body, and strict JSON", async () => {
    const text = { "content-type": "text/plain" };
    expect((await node.ask(PATH, { body: "{}", headers: text })).status).toBe(415);
    const large = order("one", { language: "x".repeat(70_000) });
    expect((await node.ask(PATH, { json: large })).status).toBe(413);
    const twice = {
      body: '{"language":"en","language":"fr"}',
      headers: { "content-type": "application/json" },
    };
    expect((await node.ask(PATH, twice)).json.code).toBe("invalid_json");
  });

  test("[U5] no room: 503, and when to come again", async () => {
    for (const name of ["one", "two", "three"]) await subscribe(name);
    const { status, json, headers } = await subscribe("four");
    expect([status, json.code, headers.get("retry-after")]).toEqual([503, "storage_full", "3600"]);
    expect((await subscribe("two")).status).toBe(201);
  });

  test("[U5] too often from one address: 429", async () => {
    subscriptions = fresh(3, 2);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await subscribe("one")).status);
    expect(statuses).toEqual([201, 201, 429]);
  });
});

test("[U5] what is large counts more often than once, also when it changes", async () => {
  subscriptions = fresh(3, 20);
  const sessions = Array.from({ length: 500 }, (_, at) => `session-${at}-${"x".repeat(40)}`);
  const filters = { kinds: [], tracks: [], sessions };
  const made = await subscribe("one", { filters });
  expect(made.status).toBe(201);
  const again = { method: "PUT", json: { filters } };
  expect((await node.ask(`${PATH}/${made.json.secret}`, again)).status).toBe(429);
});

test("[U5] no secret and no endpoint is ever in the log", async () => {
  const { json } = await subscribe("one");
  await node.ask(`${PATH}/${json.secret}`);
  await node.ask(`${PATH}/${json.secret}/more`);
  await node.ask(`${PATH.toUpperCase()}/${json.secret}`);
  await node.ask(`${PATH}/${json.secret}`, { method: "DELETE" });
  expect(logged).toContain("/api/v1/push/…");
  expect(logged).not.toContain(json.secret);
  expect(logged).not.toContain("push.example.org");
});
