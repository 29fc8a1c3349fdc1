/** People in Redis: see accounts.ts for what is promised. */
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import type { Account, AccountStore, ApiToken, Session } from "./accounts.ts";
import { StoreFailure } from "./feed-log.ts";
import { PREFIX } from "./keys.ts";
import { asStoreFailure } from "./redis-connection.ts";

const keys = {
  /** Hash: id by e-mail. */
  accounts: `${PREFIX}:accounts`,
  account: (id: string) => `${PREFIX}:account:${id}`,
  session: (hash: string) => `${PREFIX}:session:${hash}`,
  link: (hash: string) => `${PREFIX}:link:${hash}`,
  /** Hash: token by its hash. */
  tokens: `${PREFIX}:tokens`,
} as const;

const lua = (name: string): string => readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");
const createAccount = lua("create-account");
const replaceAccount = lua("replace-account");

export class RedisAccounts implements AccountStore {
  readonly #redis: Redis;

  /** On a connection with the habits of `connectExactly`. */
  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async account(id: string) {
    return parsed<Account>(await this.#ask((redis) => redis.get(keys.account(id))));
  }

  async accountByEmail(email: string) {
    const id = await this.#ask((redis) => redis.hget(keys.accounts, email));
    return id === null ? undefined : await this.account(id);
  }

  async createAccount(account: Account, { onlyFirst = false } = {}) {
    const { email, id } = account;
    const args = [email, id, JSON.stringify(account), onlyFirst ? "1" : "0"];
    const made = await this.#ask((redis) =>
      redis.eval(createAccount, 2, keys.accounts, keys.account(id), ...args),
    );
    return made === 1;
  }

  async replaceAccount(before: Account, after: Account) {
    const args = [JSON.stringify(before), JSON.stringify(after)];
    const done = await this.#ask((redis) => redis.eval(replaceAccount, 1, keys.account(before.id), ...args));
    return done === 1;
  }

  async putSession(hash: string, session: Session, idleMs: number) {
    await this.#ask((redis) => redis.set(keys.session(hash), JSON.stringify(session), "PX", idleMs));
  }

  async useSession(hash: string, idleMs: number) {
    return parsed<Session>(await this.#ask((redis) => redis.getex(keys.session(hash), "PX", idleMs)));
  }

  async deleteSession(hash: string) {
    await this.#ask((redis) => redis.del(keys.session(hash)));
  }

  async putLink(hash: string, accountId: string, keepMs: number) {
    await this.#ask((redis) => redis.set(keys.link(hash), accountId, "PX", keepMs));
  }

  async link(hash: string) {
    return (await this.#ask((redis) => redis.get(keys.link(hash)))) ?? undefined;
  }

  async putToken(hash: string, token: ApiToken) {
    await this.#ask((redis) => redis.hset(keys.tokens, hash, JSON.stringify(token)));
  }

  async token(hash: string) {
    return parsed<ApiToken>(await this.#ask((redis) => redis.hget(keys.tokens, hash)));
  }

  /** Every command here may be sent again by whoever asked, so an unknown outcome is simply a failure. */
  async #ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#redis.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
    try {
      return await question(this.#redis);
    } catch (error) {
      throw asStoreFailure(error, false);
    }
  }
}

const parsed = <T>(json: string | null): T | undefined =>
  json === null ? undefined : (JSON.parse(json) as T);
