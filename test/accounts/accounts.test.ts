import { beforeEach, describe, expect, test } from "vitest";
import { Accounts } from "../../server/accounts/accounts.ts";
import { Passwords } from "../../server/accounts/passwords.ts";
import { LINK_MS, type OpenedLink, People } from "../../server/accounts/people.ts";
import { SESSION_IDLE_MS, SESSION_LONGEST_MS } from "../../server/accounts/sessions.ts";
import { SignInThrottle } from "../../server/accounts/throttle.ts";
import { Tokens } from "../../server/accounts/tokens.ts";
import type { Result } from "../../server/contract/refusals.ts";
import type { AuditNote } from "../../server/core/change.ts";
import { MemoryAccounts } from "../../server/store/memory-accounts.ts";
import { admin } from "../support/written.ts";

const FIRST = { email: "First@Example.org", password: "correct horse battery" };
const given = { email: "first@example.org", password: FIRST.password };

let nowMs: number;
let store: MemoryAccounts;
let accounts: Accounts;
let people: People;
let tokens: Tokens;
let audited: AuditNote[];
let auditFails: boolean;
beforeEach(() => {
  nowMs = 1_000_000;
  audited = [];
  auditFails = false;
  store = new MemoryAccounts(
    () => nowMs,
    (note) => {
      if (auditFails) throw new Error("no audit");
      audited.push(note);
    },
  );
  const parts = { store, clock: { nowMs: () => nowMs } };
  const passwords = new Passwords({ memoryKiB: 8, passes: 1 });
  accounts = new Accounts({ ...parts, passwords, throttle: new SignInThrottle() });
  people = new People(parts);
  tokens = new Tokens(parts);
});

const signedIn = async () => {
  const result = await accounts.signIn(given, "192.0.2.1");
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const secretOf = (result: Result<OpenedLink>): string => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value.secret;
};

const resetFor = async (email: string) => people.resetPassword((await people.idOf(email)) ?? "nobody", admin);

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
    await accounts.acceptLink(
      {
        secret: secretOf(await people.invite("other@example.org", "admin", admin)),
        password: "long enough 1",
      },
      "192.0.2.1",
    );
    await people.changeRole((await people.idOf(given.email))!, "author", admin);
    expect((await accounts.bySession(secret))?.actor.role).toBe("author");
  });

  test("[A3] is kept only as a hash, as tokens and links are", async () => {
    const { secret } = await signedIn();
    const made = await tokens.create({ name: "bot", role: "lead" }, admin);
    const token = made.ok ? made.value.secret : "";
    const link = secretOf(await resetFor(given.email));
    for (const known of [secret, token, link]) {
      expect(await store.session(known)).toBeUndefined();
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
    const secret = secretOf(await people.invite("new@example.org", "lead", admin));
    nowMs += LINK_MS;
    expect((await accept(secret)).ok).toBe(false);
  });

  test("works once, also when two use it at the same time", async () => {
    const secret = secretOf(await people.invite("new@example.org", "lead", admin));
    const both = await Promise.all([accept(secret), accept(secret)]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
  });

  test("is closed by the next one, whose role counts", async () => {
    const old = secretOf(await people.invite("new@example.org", "lead", admin));
    const newer = secretOf(await people.invite("New@example.org", "author", admin));
    expect((await accept(old)).ok).toBe(false);
    const accepted = await accept(newer);
    expect(accepted.ok && accepted.value.signedIn.actor.role).toBe("author");
  });

  test("is for nobody who has an account already, and a reset for nobody who has none", async () => {
    await accounts.ensureFirstAccount(FIRST);
    const invited = await people.invite(given.email, "author", admin);
    expect(invited.ok ? undefined : invited.refusal.code).toBe("invalid");
    const reset = await resetFor("nobody@example.org");
    expect(reset.ok ? undefined : reset.refusal.code).toBe("not_found");
  });

  test("guessed at is counted as a wrong password is", async () => {
    for (let n = 0; n < 50; n += 1) await accept(`guess ${n}`);
    const result = await accept("guess");
    expect(result.ok ? undefined : result.refusal.code).toBe("too_many_requests");
  });
});

test("[A5] what changes for people is audited: ids and roles, no address and no secret", async () => {
  await people.invite("new@example.org", "lead", admin);
  const secret = secretOf(await resetFor("new@example.org"));
  const accepted = await accounts.acceptLink({ secret, password: "a long enough password" }, "192.0.2.1");
  const session = accepted.ok ? accepted.value.secret : "";
  await accounts.rename((await accounts.bySession(session))!, "New");
  await accounts.signOut(session);
  await accounts.signOut(session);
  await tokens.create({ name: "bot", role: "lead", urgent: true }, admin);
  expect(audited.map((note) => note.action)).toEqual([
    "invite",
    "reset-password",
    "set-password",
    "sign-in",
    "rename",
    "sign-out",
    "create-token",
  ]);
  expect(audited.every((note) => note.about !== undefined)).toBe(true);
  expect(audited.at(-1)).toMatchObject({ to: "lead", fields: ["urgent"] });
  expect(JSON.stringify(audited)).not.toContain(secret);
});

test("[A5] what cannot be audited is not done", async () => {
  await accounts.ensureFirstAccount(FIRST);
  const { secret } = await signedIn();
  auditFails = true;
  await expect(people.invite("new@example.org", "lead", admin)).rejects.toThrow("no audit");
  expect(await store.accountByEmail("new@example.org")).toBeUndefined();
  await expect(signedIn()).rejects.toThrow("no audit");
  await expect(accounts.signOut(secret)).rejects.toThrow("no audit");
  expect(await accounts.bySession(secret)).toBeDefined();
  await expect(tokens.create({ name: "bot", role: "lead" }, admin)).rejects.toThrow("no audit");
  expect(await tokens.list()).toEqual([]);
});

test("a person is called by the name they gave, and by their address until then", async () => {
  await accounts.ensureFirstAccount(FIRST);
  const { secret } = await signedIn();
  expect((await accounts.bySession(secret))?.actor.name).toBe(given.email);
  await accounts.rename((await accounts.bySession(secret))!, "Ana");
  expect(await accounts.bySession(secret)).toMatchObject({ name: "Ana", actor: { name: "Ana" } });
});

describe("signing in", () => {
  beforeEach(() => accounts.ensureFirstAccount(FIRST));

  test("afresh ends the session before it, and is one note: nobody went", async () => {
    const { secret } = await signedIn();
    nowMs += 400_000;
    const again = await accounts.signIn(given, "192.0.2.1", { holds: secret });
    expect(again.ok && again.value.signedIn.actor.signedInAtMs).toBe(nowMs);
    expect(await accounts.bySession(secret)).toBeUndefined();
    expect(audited.map(({ action }) => action)).toEqual(["first-account", "sign-in", "sign-in"]);
  });

  test("in the browser of somebody else signs them out, in the audit too", async () => {
    const { secret, signedIn: first } = await signedIn();
    const link = secretOf(await people.invite("other@example.org", "author", admin));
    await accounts.acceptLink({ secret: link, password: "long enough one" }, "192.0.2.1", { holds: secret });
    expect(await accounts.bySession(secret)).toBeUndefined();
    expect(audited.slice(-3)).toMatchObject([
      { action: "sign-out", about: first.actor.id },
      { action: "set-password" },
      { action: "sign-in" },
    ]);
  });

  test("is nothing that a revocation in between lets through", async () => {
    const before = (await store.accountByEmail(given.email))!;
    const passwords = new Passwords({ memoryKiB: 8, passes: 1 });
    const slow = {
      hash: passwords.hash.bind(passwords),
      matches: async (password: string, hash: string | undefined) => {
        const right = await passwords.matches(password, hash);
        const { password: _gone, ...rest } = before;
        const after = { ...rest, revoked: true as const, generation: 2 };
        const note = { action: "revoke", by: "x", byName: "x", about: before.id };
        await store.change({ account: { before, after }, notes: [note] });
        return right;
      },
    };
    const racing = new Accounts({
      store,
      clock: { nowMs: () => nowMs },
      passwords: slow as unknown as Passwords,
      throttle: new SignInThrottle(),
    });
    const result = await racing.signIn(given, "192.0.2.1");
    expect(result.ok ? "granted" : result.refusal.code).toBe("wrong_credentials");
    expect(await store.sessionsOf(before.id)).toEqual([]);
  });
});

describe("letting go", () => {
  test("[A6] of two admins who let go of each other at once, one stays", async () => {
    await accounts.ensureFirstAccount(FIRST);
    const secret = secretOf(await people.invite("second@example.org", "admin", admin));
    await accounts.acceptLink({ secret, password: "long enough one" }, "192.0.2.1");
    const ids = await Promise.all([people.idOf(given.email), people.idOf("second@example.org")]);
    const [first, second] = ids.map((id) => ({ id: id!, role: "admin" as const, name: id! }));
    const results = await Promise.all([
      people.revoke(first!.id, second!),
      people.changeRole(second!.id, "lead", first!),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const refusal = results.find((result) => !result.ok);
    expect(refusal && !refusal.ok && refusal.refusal.code).toBe("not_allowed_in_state");
    const admins = (await people.list()).filter(({ role, state }) => role === "admin" && state === "active");
    expect(admins).toHaveLength(1);
  });

  test("[A6] nobody lets go of themselves, nor takes a role from themselves", async () => {
    await accounts.ensureFirstAccount(FIRST);
    const own = { id: (await people.idOf(given.email))!, role: "admin" as const, name: "x" };
    const codes = [await people.revoke(own.id, own), await people.changeRole(own.id, "lead", own)].map(
      (result) => (result.ok ? "granted" : result.refusal.code),
    );
    expect(codes).toEqual(["forbidden", "forbidden"]);
    expect((await people.changeRole(own.id, "admin", own)).ok).toBe(true);
  });
});
