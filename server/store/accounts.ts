/**
 * What is kept of people: the port that Redis and its memory twin both fill.
 *
 * - [A1] An e-mail address belongs to one account, also when two are created at once.
 * - [A2] An account that has changed since it was read is not overwritten.
 * - [A3] Secrets are never here, only their hashes: who reads the store cannot sign in.
 * - [A4] Sessions and links leave by themselves when their time is over.
 */
import type { Role } from "../contract/people.ts";

export interface Account {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly role: Role;
  readonly name?: string;
  /** As `Passwords` writes it; absent until an invitation is accepted. */
  readonly password?: string;
  /** Sessions of an earlier generation are over: raised by every new password. */
  readonly generation: number;
  /** Hash of the one invitation or reset link that is open; an older one no longer works. */
  readonly link?: string;
  readonly createdAtMs: number;
}

export interface Session {
  readonly accountId: string;
  readonly generation: number;
  readonly signedInAtMs: number;
  /** However busy the session is, it ends here. */
  readonly endsAtMs: number;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAtMs: number;
}

export interface AccountStore {
  account(id: string): Promise<Account | undefined>;
  accountByEmail(email: string): Promise<Account | undefined>;
  /** False where the address is taken, or with `onlyFirst` where there is any account. */
  createAccount(account: Account, options?: { readonly onlyFirst?: boolean }): Promise<boolean>;
  /** False where the account is no longer what it was `before`. Id and address stay. */
  replaceAccount(before: Account, after: Account): Promise<boolean>;

  putSession(hash: string, session: Session, idleMs: number): Promise<void>;
  /** Reading a session gives it another `idleMs`. */
  useSession(hash: string, idleMs: number): Promise<Session | undefined>;
  deleteSession(hash: string): Promise<void>;

  putLink(hash: string, accountId: string, keepMs: number): Promise<void>;
  /** The account that a link is for. */
  link(hash: string): Promise<string | undefined>;

  putToken(hash: string, token: ApiToken): Promise<void>;
  token(hash: string): Promise<ApiToken | undefined>;
}
