/**
 * What is kept of people: the port that Redis and its memory twin both fill.
 *
 * - [A1] An e-mail address belongs to one account, also when two are created at once.
 * - [A2] A change decided on an account that has changed since does nothing.
 * - [A3] Secrets are never here, only their hashes: who reads the store cannot sign in.
 * - [A4] Sessions and links leave by themselves when their time is over.
 * - [A5] A change is all or nothing, and its notes are links of the audit chain in the same step.
 */
import type { Role } from "../contract/people.ts";
import type { AuditNote } from "../core/change.ts";

export interface Account {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly role: Role;
  readonly name?: string;
  /** As `Passwords` writes it; absent until an invitation is accepted, and once revoked. */
  readonly password?: string;
  readonly revoked?: true;
  /** Sessions of an earlier generation are over: raised by every new password, and when revoked. */
  readonly generation: number;
  /** Hash of the one invitation or reset link that is open; an older one no longer works. */
  readonly link?: string;
  readonly createdAtMs: number;
}

export interface Session {
  /** For its owner to name it by. Not made of its secret. */
  readonly id: string;
  readonly accountId: string;
  readonly generation: number;
  readonly signedInAtMs: number;
  /** However busy the session is, it ends here. */
  readonly endsAtMs: number;
  readonly device?: string;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** May do without a fresh sign-in what wants one of a person. */
  readonly urgent?: true;
  readonly createdAtMs: number;
}

export interface KnownAccount {
  readonly account: Account;
  /** The last time; absent if never. */
  readonly signedInAtMs?: number;
}

export interface OpenSession {
  readonly hash: string;
  readonly session: Session;
  /** How long from now it stays unless it is used. */
  readonly idleForMs: number;
}

/** Everything that is done to people, in one step; what is absent is left as it is. */
export interface PeopleChange {
  /** What an account becomes. `before`: what it must be still; absent, it is new. Id and address stay. */
  readonly account?: { readonly before?: Account; readonly after: Account };
  /** Nothing is done where there is any account. */
  readonly onlyFirst?: true;
  /** Nothing is done unless somebody other than this account is an admin who can sign in. */
  readonly needsOtherAdmin?: true;
  /** A link to `account`, and for how long it stays. */
  readonly opensLink?: { readonly hash: string; readonly keepMs: number };
  readonly closesLink?: string;
  /** One session, or all of an account but one. */
  readonly endsSession?: { readonly hash: string; readonly accountId: string };
  readonly endsSessionsOf?: { readonly accountId: string; readonly but?: string };
  /** A sign-in. What was to end has ended before it starts. */
  readonly startsSession?: { readonly hash: string; readonly session: Session; readonly idleMs: number };
  readonly putsToken?: { readonly hash: string; readonly token: ApiToken };
  readonly dropsToken?: string;
  /** At least one: nothing is done unseen. */
  readonly notes: readonly [AuditNote, ...AuditNote[]];
}

/**
 * - `changed`: the account is no longer what it was.
 * - `taken`: its address is another's, or there is an account already.
 * - `lastAdmin`: nobody else could manage what only an admin may.
 * - `gone`: there is no such token.
 */
export type PeopleOutcome = "done" | "changed" | "taken" | "lastAdmin" | "gone";

/** How many sessions one account has at most; the oldest end for new ones. */
export const SESSIONS_MOST = 500;

export interface AccountStore {
  account(id: string): Promise<Account | undefined>;
  accountByEmail(email: string): Promise<Account | undefined>;
  /** In no order. */
  accounts(): Promise<readonly KnownAccount[]>;
  /** Of an account that has ever signed in. */
  signedInAtMs(accountId: string): Promise<number | undefined>;
  /** The account that a link is for. */
  link(hash: string): Promise<string | undefined>;

  session(hash: string): Promise<Session | undefined>;
  /** Reading a session this way gives it another `idleMs`. */
  useSession(hash: string, idleMs: number): Promise<Session | undefined>;
  /** In no order, and not only those of the account's generation. */
  sessionsOf(accountId: string): Promise<readonly OpenSession[]>;

  token(hash: string): Promise<ApiToken | undefined>;
  /** By their hashes. */
  tokens(): Promise<ReadonlyMap<string, ApiToken>>;

  change(change: PeopleChange): Promise<PeopleOutcome>;
}

/** Signs in, and may do everything: what the last one of must stay. */
export const isActiveAdmin = ({ role, password, revoked }: Account): boolean =>
  role === "admin" && password !== undefined && revoked !== true;
