/**
 * A node and a worker that were told every kind of secret there is, and used with all of them, rightly and wrongly.
 * Then everything that they wrote is looked through.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { Redis } from "ioredis";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer, Asked } from "../../scripts/chaos/real-api.ts";
import { Bench, type RealProcess, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { createLogger, withoutSecrets } from "../../server/observe/logger.ts";
import { type Canary, keysHolding } from "../support/canary.ts";
import { comeWith, showCode } from "../support/paired-screen.ts";
import { PUSH_CA, type PushService, startPushService } from "../support/push-service.ts";

const bench = new Bench();
const newWord = (name: string): string => `${name}-${randomBytes(18).toString("base64url")}`;
const EMAIL = "first@example.org";

/** By what each is. */
const secrets = new Map<string, string>();
const secret = (name: string, value = newWord(name.replaceAll(" ", "-"))): string => {
  secrets.set(name, value);
  return value;
};

let hand: Redis;
let server: RealServer;
let worker: RealProcess;
let push: PushService;
let publicKey = "";
/** What was answered, but for what hands a secret out, once. */
let answered = "";

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

beforeAll(async () => {
  const port = await freePort();
  const redis = await bench.redis({ settings: { port: String(port), bind: "127.0.0.1" } });
  hand = new Redis({ path: redis.socketPath });
  bench.onCleanUp(() => hand.disconnect());
  const password = secret("password of Redis");
  await hand.call("ACL", "SETUSER", "fanfare", "on", `>${password}`, "~*", "&*", "+@all");
  const redisUrl = `redis://fanfare:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  push = await startPushService(() => publicKey);
  bench.onCleanUp(() => push.close());
  const env = {
    LOG_LEVEL: "trace",
    ADMIN_TOKEN: secret("ADMIN_TOKEN", newWord("an-admin-token-of-many-characters")),
    ADMIN_EMAIL: EMAIL,
    ADMIN_PASSWORD: secret("ADMIN_PASSWORD"),
    BACKUP_KEY: secret("BACKUP_KEY"),
    PUSH_TEST_ORIGIN: push.origin,
    PUSH_TEST_CA: PUSH_CA,
  };
  server = await bench.server({ redisUrl, env });
  worker = await bench.worker({ redisUrl, env });
}, 120_000);
afterAll(() => bench.cleanUp());

/** Asks, and keeps what was answered, unless that is where a secret is handed out. */
async function ask(path: string, asked: Asked & { readonly isHandedOut?: boolean } = {}): Promise<Answer> {
  const { isHandedOut = false, ...rest } = asked;
  const answer = await server.api.ask(path, rest);
  if (!isHandedOut) answered += JSON.stringify([answer.text, [...answer.headers]]);
  return answer;
}

const asAdmin = (): string => secrets.get("ADMIN_TOKEN")!;
const SESSION = "/api/v1/session";

/** From a page of ours. */
const page = (cookie?: string): Record<string, string> => ({
  origin: server.base,
  "sec-fetch-site": "same-origin",
  ...(cookie === undefined ? {} : { cookie: `sid=${cookie}` }),
});

async function signIn(email: string, password: string, name: string): Promise<string> {
  const json = { email, password };
  const answer = await ask(SESSION, { token: "", json, headers: page(), isHandedOut: true });
  expect(answer.status).toBe(200);
  const cookie = /sid=([\w-]{43})/.exec(answer.headers.get("set-cookie") ?? "")?.[1];
  return secret(name, cookie!);
}

async function byPeople(): Promise<void> {
  const first = await signIn(EMAIL, secrets.get("ADMIN_PASSWORD")!, "session");
  expect((await ask(SESSION, { token: "", headers: page(first) })).status).toBe(200);
  const wrong = secret("wrong password");
  await ask(SESSION, { token: "", json: { email: EMAIL, password: wrong }, headers: page() });
  await ask(SESSION, { token: "", json: { email: EMAIL, password: wrong, more: wrong }, headers: page() });
  const bytes = { "content-type": "application/json", ...page() };
  for (const body of [`{"password": "${wrong}`, `{"password": ${wrong}}`, `"${wrong}"`]) {
    const answer = await fetch(server.base + SESSION, { method: "POST", body, headers: bytes });
    expect(answer.status).toBe(400);
    answered += await answer.text();
  }
  const invite = { email: "second@example.org", role: "lead" };
  const link = await ask("/api/v1/desk/people", { token: asAdmin(), json: invite, isHandedOut: true });
  const opened = secret("invitation", /[\w-]{43}/.exec(link.text)![0]);
  const chosen = secret("chosen password");
  const accepted = { secret: opened, password: chosen, name: "Second" };
  const welcome = { token: "", json: accepted, headers: page() };
  const used = await ask(`${SESSION}/invitation`, { ...welcome, isHandedOut: true });
  secret("session by invitation", /sid=([\w-]{43})/.exec(used.headers.get("set-cookie") ?? "")![1]!);
  expect((await ask(`${SESSION}/invitation`, welcome)).status).toBe(400);
}

async function byPrograms(): Promise<void> {
  const order = { name: "a program", role: "admin", urgent: true };
  const made = await ask("/api/v1/desk/tokens", { token: asAdmin(), json: order, isHandedOut: true });
  const token = secret("token", /fft_[\w-]{43}/.exec(made.text)![0]);
  expect((await ask("/api/v1/desk/announcements", { token })).status).toBe(200);
  const stolen = secret("token that is not known", `fft_${randomBytes(32).toString("base64url")}`);
  expect((await ask("/api/v1/desk/announcements", { token: stolen })).status).toBe(401);
  // Where no secret belongs.
  for (const value of [token, stolen, asAdmin()]) {
    for (const path of ["/api/v1/feed", "/api/v1/desk/announcements", "/", "/desk", "/socket.io/"])
      await ask(`${path}?token=${value}`, { token: "" });
    for (const path of ["/api/v1/announcements/", "/a/", "/kiosk/", "/api/v1/desk/tokens/", "/"])
      await ask(`${path}${value}`, { token: "" });
  }
  await atTheDesk(token);
  await atTheDesk(stolen);
}

/** A window of the desk, and one whose address says what belongs in `auth`. */
async function atTheDesk(token: string): Promise<void> {
  const options = { transports: ["websocket"], reconnection: false, forceNew: true };
  const socket = io(`${server.base}/desk`, { ...options, auth: { protocol: 1, token } });
  const heard: unknown[] = [];
  socket.onAny((...said) => heard.push(said));
  await until(() => heard.length > 0, "hello, or a refusal");
  answered += JSON.stringify(heard);
  socket.disconnect();
  const loud = io(`${server.base}/desk`, { ...options, auth: { protocol: 1 }, query: { token } });
  await new Promise((resolve) => loud.once("connect_error", resolve));
  loud.disconnect();
}

async function byScreens(): Promise<void> {
  const code = await showCode(server);
  secret("device code", code.deviceCode);
  const claim = { userCode: code.userCode, name: "Foyer" };
  const claimed = await ask("/api/v1/desk/kiosks/claim", { token: asAdmin(), json: claim });
  expect(claimed.status).toBe(201);
  const { token } = await code.poll();
  secret("token of a screen", token!);
  const screen = await comeWith(server, { id: claimed.json.id, token: token! });
  screen.leave();
  await ask("/api/v1/desk/kiosks", { token: asAdmin() });
  await ask("/api/v1/desk/announcements", { token: token! });
}

async function byReaders(): Promise<void> {
  publicKey = (await ask("/api/v1/push", { token: "" })).json.publicKey;
  const phone = push.device("phone");
  const json = { subscription: phone.subscription, filters: { kinds: [] } };
  const made = await ask("/api/v1/push", { token: "", json, isHandedOut: true });
  expect(made.status).toBe(201);
  const own = secret("secret of push", made.json.secret);
  for (const path of [own, `${own}/more`, `${own}x`]) await ask(`/api/v1/push/${path}`, { token: "" });
  await ask("/api/v1/desk/announcements", {
    token: asAdmin(),
    json: { kind: "notice", text: { en: { headline: "Doors are open", body: "" } }, publishAt: "now" },
  });
  await phone.got(1, 15_000);
}

const leaks = (text: string): string[] =>
  [...secrets]
    .filter(([, value]) => text.includes(value) || text.includes(encodeURIComponent(value)))
    .map(([name]) => name);

describe("[SE2] whatever was told and done", () => {
  beforeAll(async () => {
    await byPeople();
    await byPrograms();
    await byScreens();
    await byReaders();
  }, 120_000);

  test("every kind of secret was there", () => {
    expect(secrets.size).toBeGreaterThanOrEqual(14);
    for (const value of secrets.values()) expect(value.length).toBeGreaterThanOrEqual(16);
  });

  test("no log has any of them, at its most talkative", () => {
    expect(server.log()).toContain('"msg":"answered"');
    expect(worker.log()).toContain('"msg":"worker started"');
    expect(leaks(server.log())).toEqual([]);
    expect(leaks(worker.log())).toEqual([]);
  });

  test("no answer has any of them, errors least of all", () => {
    expect(answered).toContain("wrong_credentials");
    expect(leaks(answered)).toEqual([]);
  });

  test("Redis has none as it is: no key, no job, no audit", async () => {
    const looked = { isIn: (text: string) => leaks(text).length > 0 } as Canary;
    expect(await keysHolding(hand, looked, [])).toEqual([]);
    expect(await hand.dbsize()).toBeGreaterThan(20);
  });

  test.skipIf(process.platform !== "linux")("no list of processes has any of them", () => {
    for (const { pid } of [server, worker])
      expect(leaks(readFileSync(`/proc/${pid}/cmdline`, "utf8"))).toEqual([]);
  });
});

describe("[SE2] what slips into a line of the log", () => {
  test.for([
    ['{"path":"/x/fft_0123456789abcdefghijABCDEFGHIJ"}', '{"path":"/x/fft_…"}'],
    ['{"a":"ffk_0123456789abcdefghijABCDEFGHIJ"}', '{"a":"ffk_…"}'],
    ['{"authorization":"Bearer some+token/of=theirs"}', '{"authorization":"Bearer …"}'],
    ['{"url":"redis://user:pass%40word@host:6379"}', '{"url":"redis://…@host:6379"}'],
    ['{"url":"rediss://:password@host"}', '{"url":"rediss://…@host"}'],
    ['{"url":"https://live.example.org/a/x@y"}', '{"url":"https://live.example.org/a/x@y"}'],
    ['{"msg":"a request failed"}', '{"msg":"a request failed"}'],
  ])("%s", ([line, shown]) => {
    expect(withoutSecrets(line!)).toBe(shown);
  });

  test("an error says what it is, and not the command that it came of", () => {
    const error = Object.assign(new Error("ERR something"), {
      name: "ReplyError",
      code: "EODD",
      command: { name: "evalsha", args: ["the text under embargo"] },
      cause: Object.assign(new Error("another"), { command: { args: ["the text under embargo"] } }),
    });
    const lines: string[] = [];
    const log = createLogger("info", "test");
    const [stream] = Object.getOwnPropertySymbols(log).filter(
      (each) => String(each) === "Symbol(pino.stream)",
    );
    Object.assign(log, { [stream!]: { write: (line: string) => void lines.push(line) } });
    log.error({ err: error }, "a request failed");
    expect(JSON.parse(lines.join(""))).toMatchObject({
      err: { type: "ReplyError", message: "ERR something", code: "EODD", cause: { message: "another" } },
    });
    expect(lines.join("")).not.toContain("embargo");
  });
});
