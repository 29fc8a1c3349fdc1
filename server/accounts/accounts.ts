/**
 * People and programs that may use the desk: how they are let in, and who they are when they come back.
 *
 * - A session is over after 12 hours in which it was not used, and after 72 hours in any case.
 * - An invitation or reset link works once, for 24 hours, and only the newest of an account works.
 * - [A7] A new password ends every other session of its account, at once and on every node.
 * - Nobody is told whether an address has an account, neither by the answer nor by its time.
 * - [A5] Every change is in the audit, in the same step.
 */
import { fieldError } from "../contract/field-codes.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import type { AuditNote } from "../core/change.ts";
import { sameText } from "../core/same-text.ts";
import type { Account, AccountStore, PeopleChange } from "../store/accounts.ts";
import type { Passwords } from "./passwords.ts";
import { changedMeanwhile, tooMany } from "./refused.ts";
import { hashOf, newId, TOKEN_PREFIX } from "./secrets.ts";
import { isOver, newSession, ownNote, SESSION_IDLE_MS, type SignedIn, signedInAs } from "./sessions.ts";
import type { SignInThrottle } from "./throttle.ts";

export interface AccountsParts {
  readonly store: AccountStore;
  readonly passwords: Passwords;
  readonly throttle: SignInThrottle;
  readonly clock: { nowMs(): number };
}

/** The browser that signs in, beside the address that it comes from. */
export interface Browser {
  readonly device?: string | undefined;
  /** The secret that it holds already: that session ends. */
  readonly holds?: string | undefined;
}

export interface Welcome {
  readonly secret: string;
  readonly signedIn: SignedIn;
}

/** As often as somebody's account may be changed by others while they sign in. */
const ATTEMPTS = 3;

export class Accounts {
  readonly #store: AccountStore;
  readonly #passwords: Passwords;
  readonly #throttle: SignInThrottle;
  readonly #clock: { nowMs(): number };

  constructor({ store, passwords, throttle, clock }: AccountsParts) {
    this.#store = store;
    this.#passwords = passwords;
    this.#throttle = throttle;
    this.#clock = clock;
  }

  /** Makes an admin where there is no account at all; safe to call on every start, and by many at once. */
  async ensureFirstAccount(first: { email: string; password: string }): Promise<{ created: boolean }> {
    const hash = await this.#passwords.hash(first.password);
    if (!hash.ok) throw new Error("passwords are being worked on before there is an account");
    const after: Account = {
      id: newId(),
      email: first.email.toLowerCase(),
      role: "admin",
      password: hash.value,
      generation: 1,
      createdAtMs: this.#clock.nowMs(),
    };
    const note = { action: "first-account", by: "server", byName: "server", about: after.id, to: "admin" };
    const made = await this.#store.change({ account: { after }, onlyFirst: true, notes: [note] });
    return { created: made === "done" };
  }

  async signIn(
    { email, password }: { email: string; password: string },
    address: string,
    browser: Browser = {},
  ): Promise<Result<Welcome>> {
    const attempt = await this.#throttle.attempt(address, email);
    if (!attempt.allowed) return tooMany(attempt.retryAfterMs);
    const account = await this.#store.accountByEmail(email);
    const right = await this.#passwords.matches(password, account?.password);
    if (!right.ok || right.value) await attempt.takeBack();
    if (!right.ok) return right;
    if (!right.value || account === undefined) return refused("wrong_credentials");
    return await this.#letIn(account, browser);
  }

  /** A password that was right is right only while it is the account's. */
  async #letIn(proved: Account, browser: Browser): Promise<Result<Welcome>> {
    let account: Account | undefined = proved;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (account?.password === undefined || !sameText(account.password, proved.password ?? ""))
        return refused("wrong_credentials");
      const result = await this.#welcome({ before: account, after: account }, ["sign-in"], browser);
      if (result.ok) return result;
      account = await this.#store.account(proved.id);
    }
    return changedMeanwhile();
  }

  /** Sets the password that an invitation or a reset link is for, and signs in with it. */
  async acceptLink(
    { secret, password, name }: { secret: string; password: string; name?: string | undefined },
    address: string,
    browser: Browser = {},
  ): Promise<Result<Welcome>> {
    const attempt = await this.#throttle.attempt(address);
    if (!attempt.allowed) return tooMany(attempt.retryAfterMs);
    const link = hashOf(secret);
    const accountId = await this.#store.link(link);
    const before = accountId === undefined ? undefined : await this.#store.account(accountId);
    if (before?.link === undefined || !sameText(before.link, link)) return wrongLink();
    const hash = await this.#passwords.hash(password);
    await attempt.takeBack();
    if (!hash.ok) return hash;
    const after = withPassword({ ...before, ...(name === undefined ? {} : { name }) }, hash.value);
    const result = await this.#welcome({ before, after }, ["set-password", "sign-in"], browser);
    return result.ok ? result : wrongLink();
  }

  /** For somebody who is signed in with `holds`: every other session is over, and this one has a new secret. */
  async changePassword(
    { password, newPassword }: { password: string; newPassword: string },
    { actor, email }: SignedIn,
    address: string,
    browser: Browser,
  ): Promise<Result<Welcome>> {
    const attempt = await this.#throttle.attempt(address, email);
    if (!attempt.allowed) return tooMany(attempt.retryAfterMs);
    const before = await this.#store.account(actor.id);
    const right = await this.#passwords.matches(password, before?.password);
    if (!right.ok || right.value) await attempt.takeBack();
    if (!right.ok) return right;
    if (!right.value || before === undefined) return wrongPassword();
    const hash = await this.#passwords.hash(newPassword);
    if (!hash.ok) return hash;
    const after = withPassword(before, hash.value);
    return await this.#welcome({ before, after }, ["change-password"], browser);
  }

  /** What colleagues call one. */
  async rename({ actor, ...signedIn }: SignedIn, name: string): Promise<Result<SignedIn>> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = await this.#store.account(actor.id);
      if (before === undefined || before.revoked === true) return refused("not_signed_in");
      const after = { ...before, name };
      const notes = [ownNote("rename", after, { fields: ["name"] })] as const;
      const outcome = await this.#store.change({ account: { before, after }, notes });
      if (outcome === "done") return granted({ ...signedIn, name, actor: { ...actor, name } });
    }
    return changedMeanwhile();
  }

  /** Who a session's secret belongs to; undefined when it is over or never was. */
  async bySession(secret: string): Promise<SignedIn | undefined> {
    const session = await this.#store.useSession(hashOf(secret), SESSION_IDLE_MS);
    const account = session && (await this.#store.account(session.accountId));
    const nowMs = this.#clock.nowMs();
    if (session === undefined || account === undefined || isOver(session, account, nowMs)) return undefined;
    return signedInAs(account, session, nowMs);
  }

  async byToken(token: string): Promise<Actor | undefined> {
    if (!token.startsWith(TOKEN_PREFIX)) return undefined;
    const found = await this.#store.token(hashOf(token));
    if (found === undefined) return undefined;
    const { id, role, name, urgent } = found;
    return { id, role, name, ...(urgent === true ? { skipsFreshSignIn: true } : {}) };
  }

  /** Nothing where there is no such session. */
  async signOut(secret: string): Promise<void> {
    const ends = await this.#ending(secret);
    if (ends !== undefined) await this.#store.change(ends);
  }

  /** What ends the session of a secret. */
  async #ending(secret: string | undefined): Promise<PeopleChange | undefined> {
    if (secret === undefined) return undefined;
    const hash = hashOf(secret);
    const session = await this.#store.session(hash);
    const account = session && (await this.#store.account(session.accountId));
    if (account === undefined) return undefined;
    return { endsSession: { hash, accountId: account.id }, notes: [ownNote("sign-out", account)] };
  }

  /** Always a new secret, and what the browser held before ends: nobody can plant a session in it. */
  async #welcome(
    { before, after }: { before: Account; after: Account },
    actions: readonly string[],
    { device, holds }: Browser,
  ): Promise<Result<Welcome>> {
    const ending = await this.#ending(holds);
    const { secret, signedIn, starts } = newSession(after, this.#clock.nowMs(), device);
    const isNewPassword = before.generation !== after.generation;
    // Who proves the password again has not gone in between; whoever used this browser before has.
    const isOwn = ending?.endsSession?.accountId === after.id;
    const left = ending === undefined || isOwn ? [] : ending.notes;
    const [first, ...more] = [...left, ...actions.map((action) => ownNote(action, after))];
    const outcome = await this.#store.change({
      account: { before, after },
      ...(before.link === undefined || after.link !== undefined ? {} : { closesLink: before.link }),
      ...(ending?.endsSession === undefined ? {} : { endsSession: ending.endsSession }),
      ...(isNewPassword ? { endsSessionsOf: { accountId: after.id } } : {}),
      startsSession: starts,
      notes: [first as AuditNote, ...more],
    });
    return outcome === "done" ? granted({ secret, signedIn }) : changedMeanwhile();
  }
}

/** Sessions of before are over, and so is the link that it was set with, or that was still open. */
function withPassword({ link: _used, ...account }: Account, password: string): Account {
  return { ...account, password, generation: account.generation + 1 };
}

const wrongLink = () =>
  refused("invalid", undefined, {
    errors: [fieldError("secret", "is not a link that is open: it was used, or is too old", "link_not_open")],
  });

const wrongPassword = () =>
  refused("invalid", undefined, {
    errors: [fieldError("password", "is not your password", "wrong_password")],
  });
