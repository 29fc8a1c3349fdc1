import { beforeEach, describe, expect, test } from "vitest";
import { Accounts, LINK_MS, SESSION_IDLE_MS, SESSION_LONGEST_MS } from "../../server/accounts/accounts.ts";
import { Passwords } from "../../server/accounts/passwords.ts";
import { SignInThrottle } from "../../server/accounts/throttle.ts";
import type { AuditNote } from "../../server/core/change.ts";
import { MemoryAccounts } from "../../server/store/memory-accounts.ts";
import { admin } from "../support/written.ts";

const FIRST = { email: "First@Example.org", password: "correct horse battery" };
const given = { email: "first@example.org", password: FIRST.password };

let nowMs: number;
let store: MemoryAccounts;
let accounts: Accounts;
let audited: AuditNote[];
beforeEach(() => {
  nowMs = 1_000_000;
  audited = [];
  store = new MemoryAccounts(() => nowMs);
  accounts = new Accounts({
    store,
    passwords: new Passwords({ memoryKiB: 8, passes: 1 }),
    throttle: new SignInThrottle(),
    clock: { nowMs: () => nowMs },
    audit: async (note) => void audited.push(note),
  });
});

const signedIn = async () => {
  const result = await accounts.signIn(given, "192.0.2.1");
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const secretOf = (result: Awaited<ReturnType<Accounts["invite"]>>): string => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value.secret;
};

test("the first account is an admin's, and made only where there is none", async () => {
  expect(await accounts.ensureFirstAccount(FIRST)).toEqual({ created: true });
  expect(await accounts.ensureFirstAccount({ ...FIRST, password: "some other one" })).toEqual({
    created: false,
  });
  expect((await signedIn()).signedIn.actor.role).toBe("admin");
});

describe("a session", () => {
  beforeEach(() => accounts.ensureFirstAccount(FIRST));

  test("is over after twelve hours in which it was not used", async () => {
    const { secret } = await signedIn();
    nowMs += SESSION_IDLE_MS - 1;
    expect(await accounts.bySession(secret)).toBeDefined();
    nowMs += SESSION_IDLE_MS;
    expect(await accounts.bySession(secret)).toBeUndefined();
  });

  test("is over after seventy-two hours however busy it was, and says so", async () => {
    const { secret, signedIn: at } = await signedIn();
    expect(at.expiresAtMs).toBe(nowMs + SESSION_IDLE_MS);
    const endsAtMs = nowMs + SESSION_LONGEST_MS;
    for (; nowMs + SESSION_IDLE_MS / 2 < endsAtMs; nowMs += SESSION_IDLE_MS / 2)
      expect(await accounts.bySession(secret)).toBeDefined();
    expect((await accounts.bySession(secret))?.expiresAtMs).toBe(endsAtMs);
    nowMs = endsAtMs;
    expect(await accounts.bySession(secret)).toBeUndefined();
  });

  test("tells when its owner last proved the password", async () => {
    const { secret } = await signedIn();
    const signedInAtMs = nowMs;
    nowMs += 400_000;
    expect((await accounts.bySession(secret))?.actor).toMatchObject({ signedInAtMs, name: given.email });
  });

  test("has the role that its account has now", async () => {
    const { secret } = await signedIn();
    const account = (await store.accountByEmail(given.email))!;
    await store.replaceAccount(account, { ...account, role: "author" });
    expect((await accounts.bySession(secret))?.actor.role).toBe("author");
  });

  test("[A3] is kept only as a hash, as tokens and links are", async () => {
    const { secret } = await signedIn();
    const { token } = await accounts.createToken("bot", "lead", admin);
    const link = secretOf(await accounts.resetPassword(given.email, admin));
    for (const known of [secret, token, link]) {
      expect(await store.useSession(known, 1)).toBeUndefined();
      expect(await store.token(known)).toBeUndefined();
      expect(await store.link(known)).toBeUndefined();
    }
    expect(JSON.stringify(await store.accountByEmail(given.email))).not.toContain(link);
  });
});

describe("a link", () => {
  const accept = (secret: string, password = "a long enough password") =>
    accounts.acceptLink({ secret, password }, "192.0.2.1");

  test("is open for a day", async () => {
    const secret = secretOf(await accounts.invite("new@example.org", "lead", admin));
    nowMs += LINK_MS;
    expect((await accept(secret)).ok).toBe(false);
  });

  test("works once, also when two use it at the same time", async () => {
    const secret = secretOf(await accounts.invite("new@example.org", "lead", admin));
    const both = await Promise.all([accept(secret), accept(secret)]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
  });

  test("is closed by the next one, whose role counts", async () => {
    const old = secretOf(await accounts.invite("new@example.org", "lead", admin));
    const newer = secretOf(await accounts.invite("New@example.org", "author", admin));
    expect((await accept(old)).ok).toBe(false);
    const accepted = await accept(newer);
    expect(accepted.ok && accepted.value.signedIn.actor.role).toBe("author");
  });

  test("is for nobody who has an account already, and a reset for nobody who has none", async () => {
    await accounts.ensureFirstAccount(FIRST);
    const invited = await accounts.invite(given.email, "author", admin);
    expect(invited.ok ? undefined : invited.refusal.code).toBe("invalid");
    const reset = await accounts.resetPassword("nobody@example.org", admin);
    expect(reset.ok ? undefined : reset.refusal.code).toBe("not_found");
  });

  test("guessed at is counted as a wrong password is", async () => {
    for (let n = 0; n < 50; n += 1) await accept(`guess ${n}`);
    const result = await accept("guess");
    expect(result.ok ? undefined : result.refusal.code).toBe("too_many_requests");
  });
});

test("what changes for people is audited: ids and roles, no address and no secret", async () => {
  await accounts.invite("new@example.org", "lead", admin);
  const secret = secretOf(await accounts.resetPassword("new@example.org", admin));
  await accounts.acceptLink({ secret, password: "a long enough password" }, "192.0.2.1");
  await accounts.createToken("bot", "lead", admin);
  expect(audited.map((note) => note.action)).toEqual([
    "invite",
    "reset-password",
    "set-password",
    "create-token",
  ]);
  expect(audited.every((note) => note.about !== undefined)).toBe(true);
  expect(JSON.stringify(audited)).not.toContain(secret);
});

test("what cannot be audited is not done", async () => {
  const failing = new Accounts({
    store,
    passwords: new Passwords({ memoryKiB: 8, passes: 1 }),
    throttle: new SignInThrottle(),
    clock: { nowMs: () => nowMs },
    audit: async () => {
      throw new Error("no audit");
    },
  });
  await expect(failing.invite("new@example.org", "lead", admin)).rejects.toThrow("no audit");
  expect(await store.accountByEmail("new@example.org")).toBeUndefined();
});
