/** The memory twin of {@link AccountStore}, for tests. */
import type { Account, AccountStore, ApiToken, Session } from "./accounts.ts";

interface Kept<T> {
  readonly value: T;
  readonly untilMs: number;
}

export class MemoryAccounts implements AccountStore {
  readonly #now: () => number;
  readonly #accounts = new Map<string, Account>();
  readonly #sessions = new Map<string, Kept<Session>>();
  readonly #links = new Map<string, Kept<string>>();
  readonly #tokens = new Map<string, ApiToken>();

  constructor(now: () => number) {
    this.#now = now;
  }

  async account(id: string) {
    return this.#accounts.get(id);
  }

  async accountByEmail(email: string) {
    return this.#accounts.values().find((account) => account.email === email);
  }

  async createAccount(account: Account, { onlyFirst = false } = {}) {
    const taken = this.#accounts.values().some(({ email }) => email === account.email);
    if (taken || (onlyFirst && this.#accounts.size > 0)) return false;
    this.#accounts.set(account.id, account);
    return true;
  }

  async replaceAccount(before: Account, after: Account) {
    const held = this.#accounts.get(before.id);
    if (JSON.stringify(held) !== JSON.stringify(before)) return false;
    this.#accounts.set(before.id, after);
    return true;
  }

  async putSession(hash: string, value: Session, idleMs: number) {
    this.#sessions.set(hash, { value, untilMs: this.#now() + idleMs });
  }

  async useSession(hash: string, idleMs: number) {
    const value = this.#living(this.#sessions, hash);
    if (value !== undefined) await this.putSession(hash, value, idleMs);
    return value;
  }

  async deleteSession(hash: string) {
    this.#sessions.delete(hash);
  }

  async putLink(hash: string, value: string, keepMs: number) {
    this.#links.set(hash, { value, untilMs: this.#now() + keepMs });
  }

  async link(hash: string) {
    return this.#living(this.#links, hash);
  }

  async putToken(hash: string, token: ApiToken) {
    this.#tokens.set(hash, token);
  }

  async token(hash: string) {
    return this.#tokens.get(hash);
  }

  #living<T>(kept: Map<string, Kept<T>>, hash: string): T | undefined {
    const found = kept.get(hash);
    return found !== undefined && this.#now() < found.untilMs ? found.value : undefined;
  }
}
