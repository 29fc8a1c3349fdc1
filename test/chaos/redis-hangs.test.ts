/**
 * A Redis that takes everything and answers nothing, asked for by every route that there is: writes are refused
 * by a code in time, and what is public is answered as before. Its routes are read from `/openapi.json`.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, DESK } from "../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../scripts/redis/private.ts";

/** One silence of Redis is 1.5 s: nobody waits for a second one, which would be 3 s. */
const WITHIN_MS = 2_900;
const ID = "AAAAAAAAAAAAAAAAAAAAAA";

const bench = new Bench();
let redis: PrivateRedis;
let server: RealServer;
let id: string;
let cookie: string;
let event: unknown;
let routes: { method: string; path: string }[];

beforeAll(async () => {
  redis = await bench.redis({ restart: false });
  const person = { email: "admin@example.org", password: "a long enough password" };
  const env = { ADMIN_EMAIL: person.email, ADMIN_PASSWORD: person.password };
  server = await bench.server({ redisUrl: redis.url, env });
  const signedIn = await server.api.ask("/api/v1/session", { json: person, token: "" });
  cookie = signedIn.headers.getSetCookie()[0]!.split(";")[0]!;
  event = (await server.api.ask("/api/v1/desk/event")).json;
  id = (await server.api.post("a notice")).json.id;
  const { paths } = (await server.api.ask("/openapi.json", { token: "" })).json;
  routes = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}, 90_000);
afterAll(() => bench.cleanUp());

const later = (hours = 1) => new Date(Date.now() + hours * 3_600_000).toISOString();
const written = { kind: "notice", text: { en: { headline: "x" } } };
const subscription = {
  endpoint: "https://fcm.googleapis.com/fcm/send/x",
  keys: {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
};
const filters = { kinds: [], tracks: [], sessions: [] };
const file = {
  schedule: { version: "1", conference: { title: "x", start: "2030-01-01", end: "2030-01-01", days: [] } },
};

/** What each that takes a body is sent; a move without parameters takes none. */
const bodies: Readonly<Record<string, unknown>> = {
  "POST /api/v1/session": { email: "somebody@example.org", password: "a long enough password" },
  "PATCH /api/v1/session": { name: "somebody" },
  "POST /api/v1/session/password": {
    password: "a long enough password",
    newPassword: "another long password",
  },
  "POST /api/v1/session/invitation": { secret: ID, password: "a long enough password" },
  [`POST ${DESK}`]: { ...written, publishAt: "now" },
  [`PUT ${DESK}/{id}`]: written,
  [`POST ${DESK}/{id}/publish`]: {},
  [`POST ${DESK}/{id}/schedule`]: { at: later() },
  [`POST ${DESK}/{id}/correct`]: { text: { en: { headline: "y" } } },
  [`POST ${DESK}/{id}/withdraw`]: { reason: "wrong" },
  [`POST ${DESK}/{id}/mark-current`]: { languages: ["en"] },
  "POST /api/v1/desk/programme": file,
  "POST /api/v1/desk/rehearsal/end": { keep: "nothing" },
  "POST /api/v1/desk/people": { email: "new@example.org", role: "author" },
  "PATCH /api/v1/desk/people/{id}": { role: "author" },
  "POST /api/v1/desk/tokens": { name: "bot", role: "author" },
  "POST /api/v1/desk/kiosks/claim": { userCode: "BCDF-GHJK", name: "Foyer" },
  "POST /api/v1/desk/kiosks/pairings": { userCode: "BCDF-GHJK" },
  "PATCH /api/v1/desk/kiosks/{id}": { name: "Foyer" },
  "POST /api/v1/desk/kiosks/{id}/commands": { command: "identify", ttlMs: 10_000 },
  "POST /api/v1/desk/kiosks/commands": { command: "identify", ttlMs: 10_000 },
  "POST /api/v1/desk/blackouts": { startsAt: later(), endsAt: later(2) },
  "POST /api/v1/kiosk/pairings": {},
  "POST /api/v1/kiosk/pairings/token": { deviceCode: ID },
  "POST /api/v1/push": { subscription, filters },
  "PUT /api/v1/push/{secret}": { filters },
};

async function ask({ method, path }: { method: string; path: string }): Promise<Answer> {
  const json = path === "/api/v1/desk/event" && method === "PUT" ? event : bodies[`${method} ${path}`];
  // What is one's own is for people, not for tokens.
  const own = path.startsWith("/api/v1/session") ? { cookie, origin: server.base } : undefined;
  const address = path.replace(/\{(\w+)\}/g, (_, name) =>
    name === "id" && /announcements/.test(path) ? id : ID,
  );
  return await server.api.ask(address, {
    method,
    ...(json === undefined ? {} : { json }),
    headers: { "if-match": '"1"', ...own },
    ...(own === undefined ? {} : { token: "" }),
    ...(method === "POST" && path.startsWith(DESK) ? { key: path } : {}),
  });
}

async function whileItHangs<T>(work: () => Promise<T>): Promise<T> {
  process.kill(redis.pid!, "SIGSTOP");
  try {
    return await work();
  } finally {
    process.kill(redis.pid!, "SIGCONT");
    await until(
      async () => (await server.api.status("/readyz")) === 200,
      "the server to be ready again",
      20_000,
    );
  }
}

test("[RD7] every write is refused by a code in time", { timeout: 60_000 }, async () => {
  const writes = routes.filter(({ method }) => method !== "GET");
  expect(writes.length).toBeGreaterThan(40);
  const answers = await whileItHangs(() =>
    Promise.all(writes.map(async (route) => ({ route, answer: await ask(route) }))),
  );
  const wrong = answers.flatMap(({ route, answer: { status, json, tookMs } }) => {
    const isRefused = status === 503 && ["redis_unavailable", "outcome_unknown"].includes(json?.code);
    return isRefused && tookMs < WITHIN_MS
      ? []
      : [
          `${route.method} ${route.path}: ${status} ${json?.code} ${JSON.stringify(json?.errors)} in ${Math.round(tookMs)} ms`,
        ];
  });
  expect(wrong).toEqual([]);
});

test("[RD7] what is public is answered as before, by what is held", { timeout: 60_000 }, async () => {
  const reads = routes.filter(
    ({ method, path }) => method === "GET" && !/\/desk\/|\/session|\/readyz|\/push\/|\/stream$/.test(path),
  );
  expect(reads.length).toBeGreaterThan(10);
  const asked = () =>
    Promise.all(reads.map(async (route) => ({ ...route, status: (await ask(route)).status })));
  const before = await asked();
  expect(before.filter(({ status }) => status >= 500)).toEqual([]);
  const meanwhile = await whileItHangs(async () => {
    await until(async () => (await server.api.status("/readyz")) === 503, "the server to notice");
    return await asked();
  });
  expect(meanwhile).toEqual(before);
});
