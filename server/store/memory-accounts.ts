/** The memory twin of {@link AccountStore}, for tests. */
import type { AuditNote } from "../core/change.ts";
import {
  type Account,
  type AccountStore,
  type ApiToken,
  isActiveAdmin,
  type PeopleChange,
  type PeopleOutcome,
  SESSIONS_MOST,
  type Session,
} from "./accounts.ts";

interface Kept<T> {
  readonly value: T;
  readonly untilMs: number;
}

export class MemoryAccounts implements AccountStore {
  readonly #now: () => number;
  readonly #audit: (note: AuditNote) => void;
  readonly #accounts = new Map<string, Account>();
  readonly #signedIn = new Map<string, number>();
  readonly #sessions = new Map<string, Kept<Session>>();
  readonly #links = new Map<string, Kept<string>>();
  readonly #tokens = new Map<string, ApiToken>();

  /** What `audit` cannot take, and throws for, is not done. */
  constructor(now: () => number, audit: (note: AuditNote) => void = () => {}) {
    this.#now = now;
    this.#audit = audit;
  }

  async account(id: string) {
    return this.#accounts.get(id);
  }

  async accountByEmail(email: string) {
    return this.#byEmail(email);
  }

  async accounts() {
    return [...this.#accounts.values()].map((account) => {
      const signedInAtMs = this.#signedIn.get(account.id);
      return { account, ...(signedInAtMs === undefined ? {} : { signedInAtMs }) };
    });
  }

  async signedInAtMs(accountId: string) {
    return this.#signedIn.get(accountId);
  }

  async link(hash: string) {
    return this.#living(this.#links, hash)?.value;
  }

  async session(hash: string) {
    return this.#living(this.#sessions, hash)?.value;
  }

  async useSession(hash: string, idleMs: number) {
    const value = this.#living(this.#sessions, hash)?.value;
    if (value !== undefined) this.#sessions.set(hash, { value, untilMs: this.#now() + idleMs });
    return value;
  }

  async sessionsOf(accountId: string) {
    return this.#hashesOf(accountId).flatMap((hash) => {
      const found = this.#living(this.#sessions, hash);
      return found === undefined
        ? []
        : [{ hash, session: found.value, idleForMs: found.untilMs - this.#now() }];
    });
  }

  async token(hash: string) {
    return this.#tokens.get(hash);
  }

  async tokens() {
    return new Map(this.#tokens);
  }

  async change(change: PeopleChange): Promise<PeopleOutcome> {
    const refusal = this.#refusalOf(change);
    if (refusal !== undefined) return refusal;
    for (const note of change.notes) this.#audit(note);
    const { account, opensLink, closesLink, putsToken, dropsToken } = change;
    if (account !== undefined) this.#accounts.set(account.after.id, account.after);
    if (closesLink !== undefined) this.#links.delete(closesLink);
    if (opensLink !== undefined) {
      const untilMs = this.#now() + opensLink.keepMs;
      this.#links.set(opensLink.hash, { value: account!.after.id, untilMs });
    }
    this.#changeSessions(change);
    if (putsToken !== undefined) this.#tokens.set(putsToken.hash, putsToken.token);
    if (dropsToken !== undefined) this.#tokens.delete(dropsToken);
    return "done";
  }

  #refusalOf({ account, onlyFirst, needsOtherAdmin, dropsToken }: PeopleChange): PeopleOutcome | undefined {
    if (onlyFirst && this.#accounts.size > 0) return "taken";
    if (account?.before !== undefined) {
      const held = this.#accounts.get(account.after.id);
      if (JSON.stringify(held) !== JSON.stringify(account.before)) return "changed";
    } else if (account !== undefined && this.#byEmail(account.after.email) !== undefined) return "taken";
    const others = this.#accounts.values().filter(({ id }) => id !== account?.after.id);
    if (needsOtherAdmin && !others.some(isActiveAdmin)) return "lastAdmin";
    return dropsToken !== undefined && !this.#tokens.has(dropsToken) ? "gone" : undefined;
  }

  #changeSessions({ endsSession, endsSessionsOf, startsSession }: PeopleChange): void {
    if (endsSession !== undefined) this.#sessions.delete(endsSession.hash);
    if (endsSessionsOf !== undefined) {
      for (const hash of this.#hashesOf(endsSessionsOf.accountId))
        if (hash !== endsSessionsOf.but) this.#sessions.delete(hash);
    }
    if (startsSession === undefined) return;
    const { hash, session, idleMs } = startsSession;
    const { accountId } = session;
    const living = this.#hashesOf(accountId).filter((each) => this.#living(this.#sessions, each));
    for (const oldest of living.slice(0, Math.max(0, living.length - SESSIONS_MOST + 1)))
      this.#sessions.delete(oldest);
    this.#sessions.set(hash, { value: session, untilMs: this.#now() + idleMs });
    this.#signedIn.set(accountId, this.#now());
  }

  #byEmail(email: string): Account | undefined {
    return this.#accounts.values().find((account) => account.email === email);
  }

  /** Oldest first. */
  #hashesOf(accountId: string): string[] {
    return [...this.#sessions].filter(([, { value }]) => value.accountId === accountId).map(([hash]) => hash);
  }

  #living<T>(kept: Map<string, Kept<T>>, hash: string): Kept<T> | undefined {
    const found = kept.get(hash);
    return found !== undefined && this.#now() < found.untilMs ? found : undefined;
  }
}
