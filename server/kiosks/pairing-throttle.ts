/**
 * How often codes may be asked for and guessed: five wrong guesses of an account in ten minutes, and so many new
 * codes for an address as a venue of screens needs, all of them behind one.
 */
import type { Redis } from "ioredis";
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { consume, limiter } from "../accounts/throttle.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { networkOf } from "../doors/network.ts";

export const WRONG_CODES = 5;
const WRONG_CODES_S = 600;
export const PAIRINGS_PER_ADDRESS = 2_000;

export class PairingThrottle {
  readonly #guesses: RateLimiterAbstract;
  readonly #pairings: RateLimiterAbstract;

  /** Without Redis, for tests, it counts in memory alone. While Redis is away, so does this process. */
  constructor(redis?: Redis, pairings = PAIRINGS_PER_ADDRESS) {
    this.#guesses = limiter(redis, "kiosk-code", WRONG_CODES, WRONG_CODES_S);
    this.#pairings = limiter(redis, "pairing", pairings);
  }

  /** Counted before it is looked at, so that many at once are not more; who was right takes it back. */
  async guess(accountId: string): Promise<Result<{ readonly takeBack: () => Promise<void> }>> {
    const full = await consume(this.#guesses, accountId);
    if (full !== undefined) return tooMany("too many codes that no screen shows; try again later", full);
    return granted({
      takeBack: async () => {
        // Best effort: a count that stays only makes the next ten minutes stricter.
        await this.#guesses.reward(accountId).catch(() => {});
      },
    });
  }

  async open(address: string): Promise<Result<undefined>> {
    const full = await consume(this.#pairings, networkOf(address));
    return full === undefined ? granted(undefined) : tooMany("too many screens ask for a code", full);
  }
}

const tooMany = (detail: string, { msBeforeNext }: { readonly msBeforeNext: number }) =>
  refused("too_many_requests", detail, { retryAfterMs: Math.max(msBeforeNext, 1_000) });
