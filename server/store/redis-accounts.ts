/** People in Redis: see accounts.ts for what is promised. */
import type { Redis } from "ioredis";
import {
  type Account,
  type AccountStore,
  type ApiToken,
  type OpenSession,
  type PeopleChange,
  type PeopleOutcome,
  SESSIONS_MOST,
  type Session,
} from "./accounts.ts";
import { StoreFailure } from "./feed-log.ts";
import { keys as feedKeys, PREFIX } from "./keys.ts";
import { asStoreFailure } from "./redis-connection.ts";
import { type WriteDurably, writingOn } from "./redis-writers.ts";
import { defineScripts, run } from "./scripts.ts";

const keys = {
  /** Hash: id by e-mail. */
  accounts: `${PREFIX}:accounts`,
  account: (id: string) => `${PREFIX}:account:${id}`,
  /** Hash: instant of the last sign-in by account id, apart so that signing in changes no account. */
  signedIn: `${PREFIX}:signed-in`,
  session: (hash: string) => `${PREFIX}:session:${hash}`,
  /** Sorted set of one account: hash of a session by when it began. May name some that are over. */
  sessions: (accountId: string) => `${PREFIX}:sessions:${accountId}`,
  link: (hash: string) => `${PREFIX}:link:${hash}`,
  /** Hash: token by its hash. */
  tokens: `${PREFIX}:tokens`,
} as const;

/** No session lives longer than this after it began, so neither need the list of an account's. */
const LIST_KEPT_MS = 72 * 3_600_000;

export class RedisAccounts implements AccountStore {
  readonly #redis: Redis;
  readonly #durably: WriteDurably;

  /** On a connection with the habits of `connectExactly`. */
  constructor(redis: Redis, durably: WriteDurably = writingOn(redis)) {
    this.#redis = redis;
    this.#durably = durably;
    defineScripts(redis);
  }

  async account(id: string) {
    return parsed<Account>(await this.#ask((redis) => redis.get(keys.account(id))));
  }

  async accountByEmail(email: string) {
    const id = await this.#ask((redis) => redis.hget(keys.accounts, email));
    return id === null ? undefined : await this.account(id);
  }

  async accounts() {
    const [ids, signedIn] = await this.#ask((redis) =>
      Promise.all([redis.hvals(keys.accounts), redis.hgetall(keys.signedIn)]),
    );
    const found = await this.#mget(ids.map(keys.account));
    return found.flatMap((json) => {
      const account = parsed<Account>(json);
      if (account === undefined) return [];
      const at = signedIn[account.id];
      return [{ account, ...(at === undefined ? {} : { signedInAtMs: Number(at) }) }];
    });
  }

  async signedInAtMs(accountId: string) {
    const at = await this.#ask((redis) => redis.hget(keys.signedIn, accountId));
    return at === null ? undefined : Number(at);
  }

  async link(hash: string) {
    return (await this.#ask((redis) => redis.get(keys.link(hash)))) ?? undefined;
  }

  async session(hash: string) {
    return parsed<Session>(await this.#ask((redis) => redis.get(keys.session(hash))));
  }

  async useSession(hash: string, idleMs: number) {
    return parsed<Session>(await this.#ask((redis) => redis.getex(keys.session(hash), "PX", idleMs)));
  }

  async sessionsOf(accountId: string) {
    const hashes = await this.#ask((redis) => redis.zrange(keys.sessions(accountId), "0", "-1"));
    const names = hashes.map(keys.session);
    const [found, left] = await Promise.all([
      this.#mget(names),
      this.#ask((redis) => Promise.all(names.map((name) => redis.pttl(name)))),
    ]);
    return hashes.flatMap((hash, n): OpenSession[] => {
      const session = parsed<Session>(found[n] ?? null);
      return session === undefined ? [] : [{ hash, session, idleForMs: Math.max(0, left[n]!) }];
    });
  }

  async token(hash: string) {
    return parsed<ApiToken>(await this.#ask((redis) => redis.hget(keys.tokens, hash)));
  }

  async tokens() {
    const found = await this.#ask((redis) => redis.hgetall(keys.tokens));
    return new Map(Object.entries(found).map(([hash, json]) => [hash, JSON.parse(json) as ApiToken]));
  }

  async change(change: PeopleChange): Promise<PeopleOutcome> {
    const names = [feedKeys.audit, feedKeys.auditHead, keys.accounts, keys.signedIn, keys.tokens];
    const args = [PREFIX, planOf(change), SESSIONS_MOST, LIST_KEPT_MS];
    return await this.#durably(
      async (redis) => (await run(redis, "changePeople", names, args)) as PeopleOutcome,
      (outcome) => outcome === "done",
    );
  }

  async #mget(names: readonly string[]): Promise<readonly (string | null)[]> {
    return names.length === 0 ? [] : await this.#ask((redis) => redis.mget(...names));
  }

  async #ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#redis.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
    try {
      return await question(this.#redis);
    } catch (error) {
      throw asStoreFailure(error, false);
    }
  }
}

/** What change-people.lua takes. Accounts, sessions, tokens and notes stay strings, which the script never opens. */
function planOf(change: PeopleChange): string {
  const { account, opensLink, endsSession, endsSessionsOf, startsSession, putsToken, notes, ...rest } =
    change;
  return JSON.stringify({
    ...rest,
    ...(account && {
      account: {
        id: account.after.id,
        email: account.after.email,
        ...(account.before && { before: JSON.stringify(account.before) }),
        after: JSON.stringify(account.after),
      },
    }),
    ...(opensLink && { opensLink: { ...opensLink, id: account?.after.id } }),
    ...(endsSession && { endsSession: { hash: endsSession.hash, id: endsSession.accountId } }),
    ...(endsSessionsOf && { endsSessionsOf: { id: endsSessionsOf.accountId, but: endsSessionsOf.but } }),
    ...(startsSession && {
      startsSession: {
        hash: startsSession.hash,
        session: JSON.stringify(startsSession.session),
        idleMs: startsSession.idleMs,
        id: startsSession.session.accountId,
      },
    }),
    ...(putsToken && { putsToken: { hash: putsToken.hash, token: JSON.stringify(putsToken.token) } }),
    notes: notes.map((note) => JSON.stringify(note)),
  });
}

const parsed = <T>(json: string | null): T | undefined =>
  json === null ? undefined : (JSON.parse(json) as T);
