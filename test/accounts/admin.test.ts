/** `npm run admin`, as whoever has the machine uses it. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orderFrom } from "../../scripts/admin/order.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { noteOrigin } from "../../scripts/start/running-origin.ts";
import { Accounts } from "../../server/accounts/accounts.ts";
import { Passwords } from "../../server/accounts/passwords.ts";
import { SignInThrottle } from "../../server/accounts/throttle.ts";
import { RedisAccounts } from "../../server/store/redis-accounts.ts";
import { RedisFeedLog } from "../../server/store/redis-feed-log.ts";

const script = join(import.meta.dirname, "../../scripts/admin.ts");

let redis: PrivateRedis;
let store: RedisFeedLog;
let accounts: Accounts;
beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
  store = new RedisFeedLog({ url: redis.url, mayLoseWrites: false });
  await store.ready(5_000);
  accounts = new Accounts({
    store: new RedisAccounts(store.connection),
    passwords: new Passwords({ memoryKiB: 8, passes: 1 }),
    throttle: new SignInThrottle(),
    clock: { nowMs: Date.now },
  });
});
afterAll(async () => {
  store.close();
  await redis.stop();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

const run = (...args: string[]) => runWith({ PUBLIC_URL: "https://feed.example.org" }, ...args);

function runWith(settings: Record<string, string>, ...args: string[]): Promise<Ran> {
  const env = { ...process.env, REDIS_URL: redis.url, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env }, (error, out, errors) =>
      resolve({ code: Number(error?.code ?? 0), out, errors }),
    );
  });
}

const LINK = /^https:\/\/feed\.example\.org\/desk#invite=([\w-]{43})\n$/;

test.for([
  [[]],
  [["promote", "a@example.org"]],
  [["invite", "a@example.org"]],
  [["invite", "nobody", "lead"]],
  [["invite", "a@example.org", "boss"]],
  [["token", "", "lead"]],
  [["reset-password", "a@example.org", "now"]],
  [["token", "bot", "lead", "--now"]],
  [["revoke"]],
  [["revoke", "nobody"]],
  [["revoke-token"]],
  [["people", "all"]],
])("%j is nothing that it could do", ([args]) => {
  expect(orderFrom(args!)).toBeTypeOf("string");
});

test.for([[[]], [["invite", "nobody", "lead"]]])(
  "asked %j it says how it is used, and exits with 64",
  async ([args]) => {
    const { code, out, errors } = await run(...args!);
    expect([code, out]).toEqual([64, ""]);
    expect(errors).toContain("npm run admin -- invite EMAIL ROLE");
  },
);

test("an invitation and a reset print a link that lets in; each is audited", async () => {
  for (const args of [
    ["invite", "New@Example.org", "lead"],
    ["reset-password", "new@example.org"],
  ]) {
    const { code, out } = await run(...args);
    expect(code).toBe(0);
    const secret = LINK.exec(out)![1]!;
    const accepted = await accounts.acceptLink({ secret, password: "a long enough password" }, "192.0.2.1");
    expect(accepted.ok && accepted.value.signedIn).toMatchObject({
      email: "new@example.org",
      actor: { role: "lead" },
    });
  }
  const audit = await store.audit(undefined, 10);
  const actions = audit.map(({ note }) => note.action);
  expect(actions.filter((action) => action === "invite" || action === "reset-password")).toEqual([
    "reset-password",
    "invite",
  ]);
});

test("a token is printed once, and is its role's", async () => {
  const { out } = await run("token", "signage bot", "author");
  expect(await accounts.byToken(out.trim())).toMatchObject({ role: "author", name: "signage bot" });
});

test("with --urgent a token may skip a fresh sign-in", async () => {
  const { out } = await run("token", "--urgent", "alarm", "lead");
  expect(await accounts.byToken(out.trim())).toMatchObject({ role: "lead", skipsFreshSignIn: true });
});

test("tokens are listed without their secrets, and one is ended by its id", async () => {
  const secret = (await run("token", "short lived", "lead")).out.trim();
  const listed = (await run("tokens")).out;
  expect(listed).not.toContain(secret);
  const id = /^(\S+) .*short lived/m.exec(listed)![1]!;
  expect(await run("revoke-token", id)).toMatchObject({ code: 0, out: "Revoked.\n" });
  expect(await accounts.byToken(secret)).toBeUndefined();
  expect(await run("revoke-token", id)).toMatchObject({ code: 67, out: "" });
});

test("people are listed with role and state, and one is put out by address", async () => {
  await run("invite", "leaving@example.org", "moderator");
  expect((await run("people")).out).toMatch(/^leaving@example\.org +moderator +invited/m);
  expect(await run("revoke", "Leaving@example.org")).toMatchObject({ code: 0, out: "Revoked.\n" });
  expect((await run("people")).out).toMatch(/^leaving@example\.org +moderator +revoked/m);
});

test.for([["reset-password"], ["revoke"]])("%s for nobody: exit 67", async ([order]) => {
  expect(await run(order!, "nobody@example.org")).toMatchObject({ code: 67, out: "" });
});

test("without PUBLIC_URL a link leads to where npm start says that it runs", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "fanfare-admin-"));
  try {
    const forget = noteOrigin(dataDir, "http://127.0.0.1:4321");
    const invited = await runWith(
      { DATA_DIR: dataDir, PUBLIC_URL: "", PORT: "", HOST: "" },
      "invite",
      "x@example.org",
      "author",
    );
    expect(invited.out).toMatch(/^http:\/\/127\.0\.0\.1:4321\/desk#invite=/);
    forget();
    const again = await runWith(
      { DATA_DIR: dataDir, PUBLIC_URL: "", PORT: "", HOST: "" },
      "invite",
      "x@example.org",
      "author",
    );
    expect(again.out).toMatch(/^http:\/\/127\.0\.0\.1:3000\/desk#invite=/);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
