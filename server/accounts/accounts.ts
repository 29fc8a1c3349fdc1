/**
 * People and programs that may use the desk: how they are let in, and who they are when they come back.
 *
 * - A session is over after 12 hours in which it was not used, and after 72 hours in any case.
 * - An invitation or reset link works once, for 24 hours, and only the newest of an account works.
 * - A new password ends every session of its account, at once and on every node.
 * - Nobody is told whether an address has an account, neither by the answer nor by its time.
 */
import { randomBytes } from "node:crypto";
import type { Actor, Role } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import type { AuditNote } from "../core/change.ts";
import type { Account, AccountStore, Session } from "../store/accounts.ts";
import type { Passwords } from "./passwords.ts";
import { hashOf, newSecret, TOKEN_PREFIX } from "./secrets.ts";
import type { SignInThrottle } from "./throttle.ts";

export const SESSION_IDLE_MS = 12 * 3_600_000;
export const SESSION_LONGEST_MS = 72 * 3_600_000;
export const LINK_MS = 24 * 3_600_000;

export interface SignedIn {
  readonly actor: Actor;
  readonly email: string;
  readonly name?: string;
  readonly expiresAtMs: number;
}

export interface AccountsParts {
  readonly store: AccountStore;
  readonly passwords: Passwords;
  readonly throttle: SignInThrottle;
  readonly clock: { nowMs(): number };
  /** Throws where it cannot be written; what it tells of is then not done. */
  audit(note: AuditNote): Promise<void>;
}

const WRONG_LINK = {
  errors: [{ path: "secret", message: "is not a link that is open: it was used, or is too old" }],
};

export class Accounts {
  readonly #store: AccountStore;
  readonly #passwords: Passwords;
  readonly #throttle: SignInThrottle;
  readonly #clock: { nowMs(): number };
  readonly #audit: (note: AuditNote) => Promise<void>;

  constructor({ store, passwords, throttle, clock, audit }: AccountsParts) {
    this.#store = store;
    this.#passwords = passwords;
    this.#throttle = throttle;
    this.#clock = clock;
    this.#audit = audit;
  }

  /** Makes an admin where there is no account at all; safe to call on every start, and by many at once. */
  async ensureFirstAccount(first: { email: string; password: string }): Promise<{ created: boolean }> {
    const hash = await this.#passwords.hash(first.password);
    if (!hash.ok) throw new Error("passwords are being worked on before there is an account");
    const account = { ...this.#newAccount(first.email.toLowerCase(), "admin"), password: hash.value };
    return { created: await this.#store.createAccount(account, { onlyFirst: true }) };
  }

  async signIn(
    { email, password }: { email: string; password: string },
    address: string,
  ): Promise<Result<{ secret: string; signedIn: SignedIn }>> {
    const attempt = await this.#throttle.attempt(address, email);
    if (!attempt.allowed) return tooMany(attempt.retryAfterMs);
    const account = await this.#store.accountByEmail(email);
    const right = await this.#passwords.matches(password, account?.password);
    if (!right.ok || right.value) await attempt.takeBack();
    if (!right.ok) return right;
    if (!right.value || account === undefined) return refused("wrong_credentials");
    return granted(await this.#startSession(account));
  }

  /** Sets the password that an invitation or a reset link is for, and signs in with it. */
  async acceptLink(
    { secret, password, name }: { secret: string; password: string; name?: string | undefined },
    address: string,
  ): Promise<Result<{ secret: string; signedIn: SignedIn }>> {
    const attempt = await this.#throttle.attempt(address);
    if (!attempt.allowed) return tooMany(attempt.retryAfterMs);
    const link = hashOf(secret);
    const accountId = await this.#store.link(link);
    const before = accountId === undefined ? undefined : await this.#store.account(accountId);
    if (before === undefined || before.link !== link) return refused("invalid", undefined, WRONG_LINK);
    const hash = await this.#passwords.hash(password);
    await attempt.takeBack();
    if (!hash.ok) return hash;
    const { link: _used, ...rest } = before;
    const after: Account = {
      ...rest,
      password: hash.value,
      generation: before.generation + 1,
      ...(name === undefined ? {} : { name }),
    };
    await this.#audit({ action: "set-password", by: before.id, byName: before.email, about: before.id });
    if (!(await this.#store.replaceAccount(before, after))) return refused("invalid", undefined, WRONG_LINK);
    return granted(await this.#startSession(after));
  }

  /** Who a session's secret belongs to; undefined when it is over or never was. */
  async bySession(secret: string): Promise<SignedIn | undefined> {
    const session = await this.#store.useSession(hashOf(secret), SESSION_IDLE_MS);
    if (session === undefined || this.#clock.nowMs() >= session.endsAtMs) return undefined;
    const account = await this.#store.account(session.accountId);
    if (account === undefined || account.generation !== session.generation) return undefined;
    return this.#signedIn(account, session);
  }

  async byToken(token: string): Promise<Actor | undefined> {
    if (!token.startsWith(TOKEN_PREFIX)) return undefined;
    const found = await this.#store.token(hashOf(token));
    return found === undefined ? undefined : { id: found.id, role: found.role, name: found.name };
  }

  async signOut(secret: string): Promise<void> {
    await this.#store.deleteSession(hashOf(secret));
  }

  /** The secret of a link with which somebody new chooses a password. Again for the same address: a new link. */
  async invite(email: string, role: Role, by: Actor): Promise<Result<{ secret: string }>> {
    const address = email.toLowerCase();
    const known = await this.#store.accountByEmail(address);
    if (known?.password !== undefined) {
      const errors = [{ path: "email", message: "has an account already" }];
      return refused("invalid", undefined, { errors });
    }
    const account = known ?? this.#newAccount(address, role);
    await this.#audit({ action: "invite", by: by.id, byName: by.name, about: account.id, to: role });
    if (known === undefined && !(await this.#store.createAccount(account))) return changedMeanwhile();
    return await this.#openLink(account, role);
  }

  /** The secret of a link with which somebody chooses a new password. The old one works until then. */
  async resetPassword(email: string, by: Actor): Promise<Result<{ secret: string }>> {
    const account = await this.#store.accountByEmail(email.toLowerCase());
    if (account === undefined) return refused("not_found", "nobody has an account with this address");
    await this.#audit({ action: "reset-password", by: by.id, byName: by.name, about: account.id });
    return await this.#openLink(account, account.role);
  }

  /** A bearer token for a program. It is told once and kept as a hash. */
  async createToken(name: string, role: Role, by: Actor): Promise<{ token: string }> {
    const token = TOKEN_PREFIX + newSecret();
    const id = newAccountId();
    await this.#audit({ action: "create-token", by: by.id, byName: by.name, about: id, to: role });
    await this.#store.putToken(hashOf(token), { id, name, role, createdAtMs: this.#clock.nowMs() });
    return { token };
  }

  async #openLink(before: Account, role: Role): Promise<Result<{ secret: string }>> {
    const secret = newSecret();
    const link = hashOf(secret);
    await this.#store.putLink(link, before.id, LINK_MS);
    if (!(await this.#store.replaceAccount(before, { ...before, role, link }))) return changedMeanwhile();
    return granted({ secret });
  }

  async #startSession(account: Account): Promise<{ secret: string; signedIn: SignedIn }> {
    const nowMs = this.#clock.nowMs();
    const secret = newSecret();
    const session: Session = {
      accountId: account.id,
      generation: account.generation,
      signedInAtMs: nowMs,
      endsAtMs: nowMs + SESSION_LONGEST_MS,
    };
    await this.#store.putSession(hashOf(secret), session, SESSION_IDLE_MS);
    return { secret, signedIn: this.#signedIn(account, session) };
  }

  #signedIn({ id, email, role, name }: Account, { signedInAtMs, endsAtMs }: Session): SignedIn {
    return {
      actor: { id, role, name: email, signedInAtMs },
      email,
      ...(name === undefined ? {} : { name }),
      expiresAtMs: Math.min(endsAtMs, this.#clock.nowMs() + SESSION_IDLE_MS),
    };
  }

  #newAccount(email: string, role: Role): Account {
    return { id: newAccountId(), email, role, generation: 1, createdAtMs: this.#clock.nowMs() };
  }
}

const newAccountId = (): string => randomBytes(16).toString("base64url");

const tooMany = (retryAfterMs: number) =>
  refused("too_many_requests", "too many wrong attempts; try again later", { retryAfterMs });

const changedMeanwhile = () =>
  refused("not_allowed_in_state", "the account was changed in the meantime; try again");
