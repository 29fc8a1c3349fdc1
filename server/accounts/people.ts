/**
 * Who may use the desk: inviting colleagues, changing what they may do, letting them go.
 *
 * - [A6] Nobody gives a role above their own or touches somebody above themselves; nobody revokes or lowers
 *   themselves; the last admin who can sign in stays one, also when two try at once.
 * - [A7] Who is revoked is out at once, with every session and link; the account stays, for the audit.
 * - Links are told once and kept as hashes. Doing any of this twice does no harm.
 */
import type { Person } from "../contract/desk-people.ts";
import { fieldError } from "../contract/field-codes.ts";
import { type Actor, mayManage, type Role } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import type { AuditNote } from "../core/change.ts";
import { instant } from "../core/record.ts";
import { type Account, type AccountStore, isActiveAdmin, type PeopleChange } from "../store/accounts.ts";
import { changedMeanwhile } from "./refused.ts";
import { hashOf, newId, newSecret } from "./secrets.ts";

export const LINK_MS = 24 * 3_600_000;

export interface PeopleParts {
  readonly store: AccountStore;
  readonly clock: { nowMs(): number };
}

/** A link with which somebody chooses a password. */
export interface OpenedLink {
  readonly person: Person;
  readonly secret: string;
  readonly expiresAtMs: number;
}

export class People {
  readonly #store: AccountStore;
  readonly #clock: { nowMs(): number };

  constructor({ store, clock }: PeopleParts) {
    this.#store = store;
    this.#clock = clock;
  }

  /** By their addresses. */
  async list(): Promise<Person[]> {
    const known = await this.#store.accounts();
    return known
      .map(({ account, signedInAtMs }) => shown(account, signedInAtMs))
      .sort((a, b) => (a.email < b.email ? -1 : 1));
  }

  /** The id of whoever has this address. */
  async idOf(email: string): Promise<string | undefined> {
    return (await this.#store.accountByEmail(email.toLowerCase()))?.id;
  }

  /** Again for somebody who is invited or revoked: a new link, with this role. */
  async invite(email: string, role: Role, by: Actor): Promise<Result<OpenedLink>> {
    const address = email.toLowerCase();
    const before = await this.#store.accountByEmail(address);
    if (!mayManage(by.role, role)) return above();
    if (before !== undefined && !mayManage(by.role, before.role)) return above();
    if (before?.password !== undefined) return hasAccount();
    const { revoked: _past, ...account } = before ?? this.#newAccount(address, role);
    return await this.#openLink(before, { ...account, role }, note("invite", by, account.id, { to: role }));
  }

  /** The old password works until the link is used. */
  async resetPassword(id: string, by: Actor): Promise<Result<OpenedLink>> {
    const before = await this.#store.account(id);
    if (before === undefined) return refused("not_found");
    if (!mayManage(by.role, before.role)) return above();
    if (before.revoked === true) return isRevoked();
    return await this.#openLink(before, before, note("reset-password", by, id));
  }

  async changeRole(id: string, role: Role, by: Actor): Promise<Result<Person>> {
    const before = await this.#store.account(id);
    if (before === undefined) return refused("not_found");
    if (!mayManage(by.role, before.role) || !mayManage(by.role, role)) return above();
    if (before.revoked === true) return isRevoked();
    if (before.role === role) return granted(await this.#person(before));
    if (by.id === id) return refused("forbidden", "nobody takes a role from themselves; ask a colleague");
    const after = { ...before, role };
    const noted = note("change-role", by, id, { from: before.role, to: role });
    const refusal = await this.#change({ account: { before, after }, notes: [noted] });
    return refusal ?? granted(await this.#person(after));
  }

  /** Once more for somebody who is revoked already: nothing. */
  async revoke(id: string, by: Actor): Promise<Result<void>> {
    const before = await this.#store.account(id);
    if (before === undefined) return refused("not_found");
    if (!mayManage(by.role, before.role)) return above();
    if (by.id === id) return refused("forbidden", "nobody revokes themselves; ask a colleague");
    if (before.revoked === true) return granted(undefined);
    const { password: _gone, link, ...kept } = before;
    const after: Account = { ...kept, revoked: true, generation: before.generation + 1 };
    const refusal = await this.#change({
      account: { before, after },
      ...(link === undefined ? {} : { closesLink: link }),
      endsSessionsOf: { accountId: id },
      notes: [note("revoke", by, id, { from: stateOf(before), to: "revoked" })],
    });
    return refusal ?? granted(undefined);
  }

  async #openLink(
    before: Account | undefined,
    account: Account,
    noted: AuditNote,
  ): Promise<Result<OpenedLink>> {
    const secret = newSecret();
    const link = hashOf(secret);
    const after = { ...account, link };
    const refusal = await this.#change({
      account: { ...(before === undefined ? {} : { before }), after },
      ...(before?.link === undefined ? {} : { closesLink: before.link }),
      opensLink: { hash: link, keepMs: LINK_MS },
      notes: [noted],
    });
    if (refusal !== undefined) return refusal;
    return granted({
      person: await this.#person(after),
      secret,
      expiresAtMs: this.#clock.nowMs() + LINK_MS,
    });
  }

  /** Undefined where it was done. */
  async #change(change: PeopleChange & Required<Pick<PeopleChange, "account">>) {
    const { before, after } = change.account;
    const loses = before !== undefined && isActiveAdmin(before) && !isActiveAdmin(after);
    const outcome = await this.#store.change({ ...change, ...(loses ? { needsOtherAdmin: true } : {}) });
    if (outcome === "done") return undefined;
    if (outcome !== "lastAdmin") return changedMeanwhile();
    return refused("not_allowed_in_state", "the last admin stays: make somebody else one first");
  }

  /** As it is now, with when they last signed in. */
  async #person(account: Account): Promise<Person> {
    return shown(account, await this.#store.signedInAtMs(account.id));
  }

  #newAccount(email: string, role: Role): Account {
    return { id: newId(), email, role, generation: 1, createdAtMs: this.#clock.nowMs() };
  }
}

const stateOf = ({ revoked, password }: Account): Person["state"] =>
  revoked === true ? "revoked" : password === undefined ? "invited" : "active";

const shown = (account: Account, signedInAtMs: number | undefined): Person => ({
  id: account.id,
  email: account.email,
  ...(account.name === undefined ? {} : { name: account.name }),
  role: account.role,
  state: stateOf(account),
  createdAt: instant(account.createdAtMs),
  ...(signedInAtMs === undefined ? {} : { signedInAt: instant(signedInAtMs) }),
});

const note = (action: string, by: Actor, about: string, more: Partial<AuditNote> = {}): AuditNote => ({
  action,
  by: by.id,
  byName: by.name,
  about,
  ...more,
});

const above = () => refused("forbidden", "that role is above your own");

const isRevoked = () => refused("not_allowed_in_state", "they were revoked; invite them again");

const hasAccount = () =>
  refused("invalid", undefined, { errors: [fieldError("email", "has an account already", "has_account")] });
