/**
 * How often an address may subscribe or change its wishes: often enough for a venue of thousands behind one
 * address, seldom enough that one alone cannot fill the store in an hour.
 */
import type { Redis } from "ioredis";
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { consume, limiter } from "../accounts/throttle.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { networkOf } from "../doors/network.ts";

export const PUSH_PER_ADDRESS = 5_000;
/** Room for a few dozen starred sessions. */
const BYTES_OF_ONE = 2_048;

export class PushThrottle {
  readonly #perAddress: RateLimiterAbstract;

  /** Without Redis, for tests, it counts in memory alone. While Redis is away, so does this process. */
  constructor(redis?: Redis, most = PUSH_PER_ADDRESS) {
    this.#perAddress = limiter(redis, "push", most);
  }

  /** What is large counts as often as it fills what others need. */
  async attempt(address: string, bytes = 0): Promise<Result<undefined>> {
    const points = Math.max(1, Math.ceil(bytes / BYTES_OF_ONE));
    const full = await consume(this.#perAddress, networkOf(address), points);
    return full === undefined
      ? granted(undefined)
      : refused("too_many_requests", undefined, { retryAfterMs: Math.max(full.msBeforeNext, 1_000) });
  }
}
