import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Accounts } from "../../server/accounts/accounts.ts";
import { People } from "../../server/accounts/people.ts";
import { SignInThrottle } from "../../server/accounts/throttle.ts";
import { Tokens } from "../../server/accounts/tokens.ts";
import type { HttpDeps } from "../../server/http/deps.ts";
import { MemoryAccounts } from "../../server/store/memory-accounts.ts";
import { admin } from "../support/written.ts";
import { type Asking, cheapPasswords, type HttpNode, httpNode } from "./support.ts";

const SESSION = "/api/v1/session";
const LIST = "/api/v1/desk/announcements";
const PERSON = { email: "lead@example.org", password: "correct horse battery" };
const draft = { kind: "notice", text: { en: { headline: "x" } } };

let node: HttpNode;
let accounts: Accounts;
let people: People;
let ofPeople: { store: MemoryAccounts; clock: { nowMs(): number } };

/** Accounts with their own throttle, so that one test's wrong passwords are not another's. */
function freshAccounts(): void {
  ofPeople = { store: new MemoryAccounts(Date.now), clock: { nowMs: Date.now } };
  accounts = new Accounts({ ...ofPeople, passwords: cheapPasswords(), throttle: new SignInThrottle() });
  people = new People(ofPeople);
}

beforeAll(async () => {
  const live: HttpDeps["accounts"] = {
    signIn: (...args) => accounts.signIn(...args),
    acceptLink: (...args) => accounts.acceptLink(...args),
    bySession: (...args) => accounts.bySession(...args),
    byToken: (...args) => accounts.byToken(...args),
    signOut: (...args) => accounts.signOut(...args),
    changePassword: (...args) => accounts.changePassword(...args),
    rename: (...args) => accounts.rename(...args),
  };
  node = await httpNode({ deps: { accounts: live } });
});
afterAll(() => node.stop());

beforeEach(async () => {
  freshAccounts();
  await accounts.ensureFirstAccount(PERSON);
});

const signIn = (more: Partial<typeof PERSON> = {}, headers: Record<string, string> = {}) =>
  node.ask(SESSION, { json: { ...PERSON, ...more }, headers });
const cookieOf = (answer: { headers: Headers }): string => answer.headers.get("set-cookie")!.split(";")[0]!;
/** As a browser asks from our own page. */
const fromPage = (cookie: string, more: Asking = {}): Asking => ({
  ...more,
  headers: { cookie, origin: node.base, "sec-fetch-site": "same-origin", ...more.headers },
});

describe("signing in", () => {
  test("sets a cookie that scripts cannot read, and says who one is", async () => {
    const answer = await signIn({ email: " Lead@Example.ORG " });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ role: "admin", email: PERSON.email });
    expect(answer.json.expiresAt).toMatch(/Z$/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const cookie = answer.headers.get("set-cookie");
    expect(cookie).toMatch(/^sid=[\w-]{43}; Path=\/; Max-Age=259200; HttpOnly; SameSite=Lax$/);
    const who = await node.ask(SESSION, { headers: { cookie: cookieOf(answer) } });
    expect(who.json).toMatchObject({ id: answer.json.id, email: PERSON.email });
  });

  test("64 an unknown address and a wrong password are answered alike", async () => {
    const wrong = await signIn({ password: "not the password" }, { "x-request-id": "same" });
    const unknown = await signIn({ email: "nobody@example.org" }, { "x-request-id": "same" });
    expect([wrong.status, wrong.json.code]).toEqual([401, "wrong_credentials"]);
    expect(unknown.text).toBe(wrong.text);
  });

  test.for([
    ["longer than 256 characters", "x".repeat(257), 400],
    ["empty", "", 400],
    ["of 256 characters of any kind", `${"密".repeat(250)}\u0000\ud83d\ude00`, 401],
    ["right but for its last character", PERSON.password.slice(0, -1), 401],
  ] as const)("65 a password %s", async ([, password, status]) => {
    expect((await signIn({ password })).status).toBe(status);
  });

  test("65 a password of 1 MB is not even read", async () => {
    expect((await signIn({ password: "x".repeat(1_000_000) })).status).toBe(413);
  });

  test("66 after ten wrong ones an account waits, also for the right one; others do not", async () => {
    await people.invite("other@example.org", "author", admin);
    for (let n = 0; n < 10; n += 1) expect((await signIn({ password: `wrong ${n}` })).status).toBe(401);
    const full = await signIn();
    expect([full.status, full.json.code]).toEqual([429, "too_many_requests"]);
    const wait = Number(full.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(800);
    expect(wait).toBeLessThanOrEqual(900);
    expect((await signIn({ email: "other@example.org" })).status).toBe(401);
  });

  test("66 after fifty wrong ones an address waits, for every account", async () => {
    for (let n = 0; n < 50; n += 1)
      expect((await signIn({ email: `nobody-${n}@example.org` })).status).toBe(401);
    expect((await signIn()).status).toBe(429);
  });

  test("66 right ones do not count", async () => {
    for (let n = 0; n < 12; n += 1) expect((await signIn()).status).toBe(200);
  });

  test("68 always a new id, and the one that the browser held is over", async () => {
    const planted = cookieOf(await signIn());
    const next = cookieOf(await signIn({}, { cookie: planted }));
    expect(next).not.toBe(planted);
    expect((await node.ask(SESSION, { headers: { cookie: planted } })).status).toBe(401);
    expect((await node.ask(SESSION, { headers: { cookie: next } })).status).toBe(200);
  });

  test.for([
    ["forged", `sid=${"A".repeat(43)}`],
    ["of 4 KB", `sid=${"A".repeat(4_000)}`],
    ["empty", "sid="],
    ["of another name", "session=1"],
  ])("68 a cookie %s: 401", async ([, cookie]) => {
    expect((await node.ask(SESSION, { headers: { cookie: cookie! } })).status).toBe(401);
  });

  test("68 two cookies of one name: 401", async () => {
    const cookie = cookieOf(await signIn());
    expect(
      (await node.ask(SESSION, { headers: { cookie: `${cookie}; sid=${"A".repeat(43)}` } })).status,
    ).toBe(401);
  });
});

describe("signing out", () => {
  test("ends the session, and the cookie with it", async () => {
    const cookie = cookieOf(await signIn());
    const out = await node.ask(SESSION, fromPage(cookie, { method: "DELETE" }));
    expect([out.status, out.text]).toEqual([204, ""]);
    expect(out.headers.get("set-cookie")).toMatch(/^sid=; Path=\/; Max-Age=0;/);
    expect((await node.ask(SESSION, { headers: { cookie } })).status).toBe(401);
  });

  test("is nothing that a link can do", async () => {
    const cookie = cookieOf(await signIn());
    expect((await node.ask(`${SESSION}/delete`, { headers: { cookie } })).status).toBe(404);
    expect((await node.ask(SESSION, { headers: { cookie } })).status).toBe(200);
  });
});

describe("a change with the cookie", () => {
  const cases: [string, Record<string, string>, number][] = [
    ["from our page", { origin: "<base>", "sec-fetch-site": "same-origin" }, 201],
    ["from our page, by a browser that says only Origin", { origin: "<base>" }, 201],
    ["from our page, by one that says only Sec-Fetch-Site", { "sec-fetch-site": "same-origin" }, 201],
    ["from nobody's page", { "sec-fetch-site": "none" }, 201],
    ["from another site", { origin: "https://evil.example" }, 403],
    ["from another port of this host", { origin: "http://127.0.0.1:1" }, 403],
    ["from a page without an origin", { origin: "null" }, 403],
    ["from another site, which Origin hides", { "sec-fetch-site": "cross-site" }, 403],
    ["from a sister site", { "sec-fetch-site": "same-site", origin: "<base>" }, 403],
    ["from where nothing is said", {}, 403],
    [
      "through a header that anybody can set",
      { "x-forwarded-host": "evil.example", origin: "https://evil.example" },
      403,
    ],
  ];
  test.for(cases)("%s", async ([, headers, status]) => {
    const cookie = cookieOf(await signIn());
    const { origin, ...rest } = headers;
    const said = origin === undefined ? {} : { origin: origin.replace("<base>", node.base) };
    const answer = await node.ask(LIST, { json: draft, headers: { cookie, ...rest, ...said } });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.json.code).toBe("foreign_origin");
  });

  test("reading is not a change, but another site may not read either", async () => {
    const cookie = cookieOf(await signIn());
    expect((await node.ask(LIST, { headers: { cookie } })).status).toBe(200);
    const foreign = await node.ask(LIST, { headers: { cookie, origin: "https://evil.example" } });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("a bearer token needs no page, and no cookie stands in for a wrong one", async () => {
    const made = await new Tokens(ofPeople).create({ name: "bot", role: "author" }, admin);
    const authorization = `Bearer ${made.ok ? made.value.secret : ""}`;
    expect((await node.ask(LIST, { json: draft, headers: { authorization } })).status).toBe(201);
    const who = await node.ask(SESSION, { headers: { authorization } });
    expect(who.json).toEqual({ id: expect.any(String), role: "author", name: "bot" });
    const cookie = cookieOf(await signIn());
    const wrong = await node.ask(SESSION, { headers: { cookie, authorization: "Bearer fft_wrong" } });
    expect(wrong.status).toBe(401);
  });

  test("another site cannot sign somebody in", async () => {
    const answer = await signIn({}, { origin: "https://evil.example" });
    expect([answer.status, answer.json.code]).toEqual([403, "foreign_origin"]);
  });
});

test("with PUBLIC_URL only its origin counts, and on HTTPS the cookie is a __Host- one", async () => {
  const other = await httpNode({ site: { publicUrl: "https://feed.example.org" } });
  await other.accounts.ensureFirstAccount(PERSON);
  const answer = await other.ask(SESSION, { json: PERSON });
  expect(answer.headers.get("set-cookie")).toMatch(
    /^__Host-sid=[\w-]{43}; Path=\/; .*; HttpOnly; SameSite=Lax; Secure$/,
  );
  const cookie = cookieOf(answer);
  const ask = (origin: string) => other.ask(LIST, { json: draft, headers: { cookie, origin } });
  expect((await ask("https://feed.example.org")).status).toBe(201);
  expect((await ask(other.base)).status).toBe(403);
  const plain = cookie.replace("__Host-sid", "sid");
  expect((await other.ask(SESSION, { headers: { cookie: plain } })).status).toBe(401);
  await other.stop();
});

test("a lead who signed in lately may send what is urgent", async () => {
  const cookie = cookieOf(await signIn());
  const json = {
    kind: "urgent",
    text: { en: { headline: "Exercise" } },
    details: { status: "exercise", messageType: "alert" },
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    publishAt: "now",
  };
  expect((await node.ask(LIST, fromPage(cookie, { json }))).status).toBe(201);
});

describe("an invitation", () => {
  const accept = (json: Record<string, unknown>) => node.ask(`${SESSION}/invitation`, { json });

  test("works once, and signs in", async () => {
    const invited = await people.invite("new@example.org", "moderator", admin);
    const secret = invited.ok ? invited.value.secret : "";
    const answer = await accept({ secret, password: "a long enough password", name: "New" });
    expect(answer.json).toMatchObject({ role: "moderator", email: "new@example.org", name: "New" });
    expect((await node.ask(SESSION, { headers: { cookie: cookieOf(answer) } })).status).toBe(200);
    const again = await accept({ secret, password: "another long password" });
    expect([again.status, again.json.errors[0].path]).toEqual([400, "secret"]);
    const session = await signIn({ email: "new@example.org", password: "a long enough password" });
    expect(session.status).toBe(200);
  });

  test("wants a password of 12 to 256 characters, and its secret", async () => {
    expect((await accept({ secret: "x", password: "short" })).json.errors[0].path).toBe("password");
    expect(
      (await accept({ secret: "unknown", password: "a long enough password" })).json.errors[0].path,
    ).toBe("secret");
  });

  test("to reset a password ends every session of the account", async () => {
    const cookie = cookieOf(await signIn());
    const reset = await people.resetPassword((await people.idOf(PERSON.email))!, admin);
    expect((await node.ask(SESSION, { headers: { cookie } })).status).toBe(200);
    const secret = reset.ok ? reset.value.secret : "";
    expect((await accept({ secret, password: "quite another one" })).status).toBe(200);
    expect((await node.ask(SESSION, { headers: { cookie } })).status).toBe(401);
    expect((await signIn()).status).toBe(401);
  });
});

describe("changing one's password", () => {
  const change = (cookie: string, json: Record<string, unknown>) =>
    node.ask(`${SESSION}/password`, fromPage(cookie, { json }));
  const newPassword = "quite another password";

  test("[A7] ends every other session and gives this one a new secret", async () => {
    const [here, there] = [cookieOf(await signIn()), cookieOf(await signIn())];
    const answer = await change(here, { password: PERSON.password, newPassword });
    expect([answer.status, answer.json.email]).toEqual([200, PERSON.email]);
    expect(cookieOf(answer)).not.toBe(here);
    const who = (cookie: string) => node.ask(SESSION, { headers: { cookie } });
    expect((await who(cookieOf(answer))).status).toBe(200);
    expect([(await who(here)).status, (await who(there)).status]).toEqual([401, 401]);
    expect((await signIn()).status).toBe(401);
    expect((await signIn({ password: newPassword })).status).toBe(200);
  });

  test("wants the present one, and says so at its field", async () => {
    const cookie = cookieOf(await signIn());
    const answer = await change(cookie, { password: "a wrong one", newPassword });
    expect([answer.status, answer.json.errors]).toEqual([
      400,
      [{ path: "password", message: "is not your password", code: "wrong_password" }],
    ]);
    expect((await node.ask(SESSION, { headers: { cookie } })).status).toBe(200);
    const short = await change(cookie, { password: PERSON.password, newPassword: "short" });
    expect(short.json.errors[0].path).toBe("newPassword");
  });

  test("66 is throttled as signing in is, and with it", async () => {
    const cookie = cookieOf(await signIn());
    for (let n = 0; n < 10; n += 1)
      expect((await change(cookie, { password: `wrong ${n}`, newPassword })).status).toBe(400);
    expect((await change(cookie, { password: PERSON.password, newPassword })).status).toBe(429);
    expect((await signIn()).status).toBe(429);
  });
});

test("a name is what one is called from then on, and no markup of its own", async () => {
  const cookie = cookieOf(await signIn());
  const rename = (name: string) => node.ask(SESSION, fromPage(cookie, { method: "PATCH", json: { name } }));
  expect((await rename(" Ana <b> ")).json).toMatchObject({ name: "Ana <b>", email: PERSON.email });
  expect((await rename("two\nlines")).json.errors[0].path).toBe("name");
  expect((await rename("\u202eevil")).status).toBe(400);
  expect((await node.ask(SESSION, { headers: { cookie } })).json.name).toBe("Ana <b>");
});

test.for([
  ["PATCH", SESSION, { name: "x" }],
  ["DELETE", SESSION, undefined],
  ["POST", `${SESSION}/password`, { password: PERSON.password, newPassword: "quite another one" }],
] as const)("%s %s is nothing that a page of another site can do", async ([method, path, json]) => {
  const cookie = cookieOf(await signIn());
  const sent = json === undefined ? {} : { json };
  for (const from of [{}, { origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
    const answer = await node.ask(path, { method, ...sent, headers: { cookie, ...from } });
    expect([answer.status, answer.json.code]).toEqual([403, "foreign_origin"]);
  }
  expect((await node.ask(SESSION, { headers: { cookie } })).status).toBe(200);
});
