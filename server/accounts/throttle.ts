/**
 * How often a password may be wrong: 10 times for an account and 50 times from an address in 15 minutes.
 *
 * - [A10] An attempt is counted before it is looked at, so that many at once are not more than that many.
 * - [A11] A right one takes its count back, so that a hall of colleagues behind one address may sign in.
 * - [A12] While Redis is away this process counts by itself: it never lets everything through.
 */
import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterRes,
} from "rate-limiter-flexible";
import { networkOf } from "../doors/network.ts";
import { PREFIX } from "../store/keys.ts";

const WINDOW_S = 15 * 60;
export const WRONG_PER_ACCOUNT = 10;
export const WRONG_PER_ADDRESS = 50;

export type Attempt =
  | { readonly allowed: true; readonly takeBack: () => Promise<void> }
  | { readonly allowed: false; readonly retryAfterMs: number };

export class SignInThrottle {
  readonly #perAccount: RateLimiterAbstract;
  readonly #perAddress: RateLimiterAbstract;

  /** Without Redis, for tests, it counts in memory alone. */
  constructor(redis?: Redis) {
    this.#perAccount = limiter(redis, "account", WRONG_PER_ACCOUNT);
    this.#perAddress = limiter(redis, "address", WRONG_PER_ADDRESS);
  }

  /** `account` is what was given as one, whether there is one or not; absent for a link's secret. */
  async attempt(address: string, account?: string): Promise<Attempt> {
    const counts = [{ limiter: this.#perAddress, key: networkOf(address) }];
    if (account !== undefined) counts.push({ limiter: this.#perAccount, key: keyOf(account) });
    for (const { limiter, key } of counts) {
      const full = await consume(limiter, key);
      if (full !== undefined) return { allowed: false, retryAfterMs: Math.max(full.msBeforeNext, 1_000) };
    }
    return {
      allowed: true,
      takeBack: async () => {
        // Best effort: a count that stays only makes the next quarter of an hour stricter.
        await Promise.allSettled(counts.map(({ limiter, key }) => limiter.reward(key)));
      },
    };
  }
}

/** So many in 15 minutes, or in another time. */
export function limiter(
  redis: Redis | undefined,
  name: string,
  points: number,
  windowS = WINDOW_S,
): RateLimiterAbstract {
  const options = { keyPrefix: `${PREFIX}:throttle:${name}`, points, duration: windowS };
  const memory = new RateLimiterMemory(options);
  if (redis === undefined) return memory;
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: memory,
  });
}

/** The state of a limiter that is used up; a fault of the limiter itself throws. */
export async function consume(
  limiter: RateLimiterAbstract,
  key: string,
  points = 1,
): Promise<RateLimiterRes | undefined> {
  try {
    await limiter.consume(key, points);
    return undefined;
  } catch (error) {
    if (error instanceof Error) throw error;
    return error as RateLimiterRes;
  }
}

/** What people type goes into no key as it is. */
const keyOf = (text: string): string => createHash("sha256").update(text).digest("base64url");
