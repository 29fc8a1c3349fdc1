import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPages } from "../../../scripts/build-pages.ts";
import { DESK } from "../../../scripts/chaos/real-api.ts";
import { Bench, type RealProcess, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../../scripts/chaos/real-readers.ts";
import { until } from "../../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../../scripts/redis/private.ts";
import { Canary, keysHolding, publicLeaks } from "../../support/canary.ts";
import { oneSession, SESSION } from "../../support/programmes/one-session.ts";
import { type Device, PUSH_CA, type PushService, startPushService } from "../../support/push-service.ts";
import { event } from "../../support/written.ts";

const bench = new Bench();
const root = join(import.meta.dirname, "../../..");
let redis: PrivateRedis;
let hand: Redis;
let server: RealServer;
let worker: RealProcess;
/** Who may not see what is under embargo: another author, and one who may approve and publish. */
interface Colleague {
  readonly role: "author" | "moderator";
  readonly token: string;
  /** All that their socket on the desk was told. */
  heard: string;
}
const colleagues: Colleague[] = [];
const readers: RealReader[] = [];
/** Two that asked for push: one is told at once, one never answers, so that its job stays in Redis. */
let push: PushService;
let phone: Device;
let hung: Device;
let publicKey = "";

beforeAll(async () => {
  redis = await bench.redis();
  hand = new Redis({ path: redis.socketPath });
  bench.onCleanUp(() => hand.disconnect());
  await buildPages();
  push = await startPushService(() => publicKey);
  bench.onCleanUp(() => push.close());
  const trace = { LOG_LEVEL: "trace", PUSH_TEST_ORIGIN: push.origin, PUSH_TEST_CA: PUSH_CA };
  [server, worker] = await Promise.all([
    bench.server({ redisUrl: redis.url, env: trace }),
    bench.worker({ redisUrl: redis.url, env: trace }),
  ]);
  for (const role of ["author", "moderator"] as const)
    colleagues.push({ role, token: await tokenOf(role), heard: "" });
  const held = await server.api.ask("/api/v1/desk/event");
  const { rehearsal: _, ...written } = event();
  const headers = { "if-match": held.headers.get("etag")! };
  const put = await server.api.ask("/api/v1/desk/event", { method: "PUT", json: written, headers });
  expect(put.status).toBe(200);
  for (const transport of ["socket", "stream"] as const) readers.push(joined(transport));
  const file = await server.api.ask("/api/v1/desk/programme", { json: oneSession });
  expect([file.status, file.json.diff.added[0]?.id]).toEqual([200, SESSION]);
  colleagues.forEach(listenAtDesk);
  await until(() => colleagues.every(({ heard }) => heard.includes("hello")), "the desk's sockets");
  publicKey = (await server.api.ask("/api/v1/push", { token: "" })).json.publicKey;
  [phone, hung] = [push.device("phone"), push.device("hung")];
  hung.answerAs("slow");
  for (const [{ subscription }, kinds] of [[phone, []] as const, [hung, ["notice"]] as const]) {
    const json = { subscription, filters: { kinds } };
    expect((await server.api.ask("/api/v1/push", { json, token: "" })).status).toBe(201);
  }
}, 180_000);
afterAll(() => bench.cleanUp());

/** A colleague's window on the desk, which says of every change that it is about to edit it. */
function listenAtDesk(colleague: Colleague): void {
  const desk = io(`${server.base}/desk`, {
    transports: ["websocket"],
    forceNew: true,
    auth: { protocol: 1, token: colleague.token },
  });
  bench.onCleanUp(() => desk.disconnect());
  desk.onAny((...heard) => {
    colleague.heard += JSON.stringify(heard);
  });
  desk.on("changed", ({ announcementId }) => {
    desk.emit("editing", { announcementId, takeOver: true }, (answer: unknown) => {
      colleague.heard += JSON.stringify(answer);
    });
  });
}

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

const canary = new Canary("canary");

const leaks = (ids: readonly string[]) => publicLeaks({ api: server.api, canary, joined }, ids);
const keysWithWords = (ids: readonly string[]) => keysHolding(hand, canary, ids);

const MOVES: readonly [name: string, json?: unknown][] = [
  ["submit"],
  ["approve"],
  ["publish"],
  ["publish", { undoMs: 5_000 }],
  ["schedule", { at: "2098-01-01T00:00:00Z" }],
  ["schedule", { follows: { sessionId: SESSION, leadMinutes: 5 } }],
  ["correct", { text: { en: { headline: "x" } } }],
  ["withdraw", { reason: "x" }],
  ["pin"],
  ["unpin"],
  ["discard"],
  ["recover"],
  ["mark-current", { languages: ["zh"] }],
];

/** Everything that a colleague without the right can ask of it, and what they are answered. */
async function prying(id: string, who: Colleague): Promise<void> {
  const { token } = who;
  const json = { kind: "notice", text: { en: { headline: "x" } } };
  const update = { kind: "urgent", text: json.text, expiresAt: "2099-01-01T00:00:00Z" };
  const details = { status: "test", messageType: "update", refersTo: id };
  const answers = [
    ...["", "?state=scheduled", "?state=draft", "?limit=200"].map((query) => [DESK + query, {}] as const),
    [`${DESK}/${id}`, {}] as const,
    ["/api/v1/desk/audit?limit=200", {}] as const,
    [`${DESK}/${id}`, { method: "PUT", json, headers: { "if-match": '"1"' } }] as const,
    [DESK, { json: { ...update, details } }] as const,
    ...MOVES.map(
      ([name, json]) => [`${DESK}/${id}/${name}`, { method: "POST", ...(json ? { json } : {}) }] as const,
    ),
  ];
  for (const [path, asked] of answers) {
    const answer = await server.api.ask(path, { ...asked, token });
    const where = `${who.role} ${"method" in asked ? asked.method : ""} ${path.replace(id, "<id>")}`;
    expect([where, canary.isIn(answer.text + JSON.stringify([...answer.headers]))]).toEqual([where, false]);
    expect([where, answer.status < 500]).toEqual([where, true]);
    if (/\/(publish|approve|correct|schedule)$/.test(path))
      expect([where, answer.status]).toEqual([where, 403]);
  }
}

/** A lead may: in a new revision. */
async function lowered(id: string, embargoUntil: string): Promise<void> {
  const { json, headers } = await server.api.ask(`${DESK}/${id}`);
  const { written } = json.revisions[0];
  const put = await server.api.ask(`${DESK}/${id}`, {
    method: "PUT",
    json: { ...written, embargoUntil },
    headers: { "if-match": headers.get("etag")! },
  });
  expect([put.status, put.json.revision]).toEqual([200, 2]);
}

const ofDesk = ["{feed}:announcement:<id>", "{feed}:revisions:<id>"];

test("[P5] embargoed words are nowhere before their time, there at it, and gone when withdrawn", async () => {
  const sealedUntil = "2097-01-01T00:00:00.000Z";
  const keys = new Canary("keyword");
  const posts = await Promise.all(
    canary
      .announcements(SESSION)
      .map((json) =>
        server.api.ask(DESK, { json: { ...json, embargoUntil: sealedUntil }, key: keys.word() }),
      ),
  );
  expect(posts.map(({ status }) => status)).toEqual(posts.map(() => 201));
  const ids = posts.map(({ json }): string => json.id);

  // As drafts, and then as scheduled: nobody gets a word of them out.
  for (const state of ["draft", "scheduled"] as const) {
    if (state === "scheduled")
      for (const id of ids)
        expect((await server.api.move(id, "schedule", { at: sealedUntil })).status).toBe(200);
    for (const id of ids) {
      const early = await server.api.move(id, "publish");
      expect([early.status, early.json.code]).toEqual([409, "under_embargo"]);
      expect((await server.api.ask(`/api/v1/announcements/${id}`, { token: "" })).status).toBe(404);
    }
    await Promise.all(colleagues.flatMap((who) => ids.map((id) => prying(id, who))));
    expect(await leaks(ids)).toEqual([]);
    expect(await keysWithWords(ids)).toEqual(ofDesk);
  }
  // Any moderator may take one off the schedule, and is shown no word of it by that.
  const off = await server.api.ask(`${DESK}/${ids[0]}/unschedule`, {
    method: "POST",
    token: colleagues[1]!.token,
  });
  expect([off.status, off.json.sealed, canary.isIn(off.text)]).toEqual([200, true, false]);

  const dueMs = Date.now() + 6_000;
  const at = new Date(dueMs).toISOString();
  await Promise.all(ids.map((id) => lowered(id, at)));
  await Promise.all(ids.map((id) => server.api.move(id, "schedule", { at })));
  expect(Date.now(), "all this must have been asked before its time").toBeLessThan(dueMs);
  for (const { transport, raw } of readers) expect([transport, canary.isIn(raw)]).toEqual([transport, false]);
  for (const { role, heard } of colleagues) expect([role, canary.isIn(heard)]).toEqual([role, false]);
  expect(phone.arrived).toEqual([]);

  await until(
    () => readers.every(({ arrivedAtMs }) => ids.every((id) => arrivedAtMs.has(id))),
    "its time",
    20_000,
  );
  for (const { arrivedAtMs, raw } of readers) {
    for (const id of ids) expect(arrivedAtMs.get(id)).toBeGreaterThanOrEqual(dueMs);
    expect(canary.words.filter((word) => !raw.includes(word))).toEqual([]);
  }
  // A page may be that of a moment ago.
  const places = [
    "/",
    "/?lang=zh",
    "/embed",
    "/api/v1/feed",
    "/api/v1/feed/snapshot",
    "/feed.json",
    "/feed.json?lang=fr",
    "/feed.atom",
    ...ids.map((id) => `/a/${id}`),
    "a new reader's socket",
    "a new reader's stream",
    ...ids.map((id) => `/api/v1/announcements/${id}`),
  ];
  const isThere = async () => new Set(places).isSubsetOf(new Set(await leaks(ids)));
  await until(isThere, "the words in all places", 20_000);
  const told = await phone.got(ids.length, 20_000);
  expect(new Set(told.map(({ message }) => message.announcementId))).toEqual(new Set(ids));
  expect(canary.isIn(JSON.stringify(told))).toBe(true);
  await hung.got(1);
  // What is to be told, and to whom, is in Redis by ids alone.
  const keysThen = await keysWithWords(ids);
  expect(keysThen).toContain("{feed}:content:<id>:2");
  expect(keysThen.filter((key) => /jobs|push/.test(key))).toEqual([]);
  for (const { token } of colleagues)
    expect(canary.isIn((await server.api.ask(`${DESK}/${ids[0]}`, { token })).text)).toBe(true);

  for (const id of ids) {
    expect((await server.api.move(id, "withdraw", { reason: "for the test" })).status).toBe(200);
    expect(canary.isIn((await server.api.ask(`/api/v1/announcements/${id}`, { token: "" })).text)).toBe(
      false,
    );
  }
  expect(await leaks(ids)).toEqual([]);
  expect(await keysWithWords(ids)).toEqual(ofDesk);
  const takenBack = () => phone.arrived.filter(({ message }) => message.withdrawn);
  await until(() => takenBack().length === ids.length, "word of the withdrawals", 20_000);
  expect(canary.isIn(JSON.stringify(takenBack()))).toBe(false);

  for (const { role, heard } of colleagues) {
    expect([role, heard.includes(ids[0]!)]).toEqual([role, true]);
    expect([role, canary.isIn(heard)]).toEqual([role, false]);
  }
  expect(server.log()).toContain('"level":');
  expect(canary.isIn(server.log())).toBe(false);
  expect(canary.isIn(worker.log())).toBe(false);
  expect(keys.isIn(server.log())).toBe(false);
}, 120_000);
