/**
 * How often somebody may ask for what costs more than memory. Reading the feed is never counted: a hall of twenty
 * thousand reads from one address.
 *
 * - [RL1] An account or token changes at most 600 things in a minute, over all nodes. So a stolen browser or a program
 *   gone wild cannot push a day's announcements past the end of the log. ADMIN_TOKEN may.
 * - [RL2] An address searches 600 times in a minute at most, at this process: each folds all that a node holds.
 * - [RL3] An address has Redis asked 30,000 times in a minute at most by whoever is not signed in, at this process.
 * - [RL4] RL2 and RL3 hold neither for who is exempt by [AD5], nor do they ask Redis themselves. While Redis is away or
 *   slow, RL1 is counted by this process alone, and delays nobody by more than a quarter of a second.
 */
import type { IncomingMessage } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { consume, limiter } from "../accounts/throttle.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import type { Crowd } from "../doors/crowd.ts";
import type { Forwarding } from "../doors/forwarding.ts";
import { networkOf } from "../doors/network.ts";
import { ADMIN } from "./authenticate.ts";

const WINDOW_S = 60;
const SLOW_MS = 250;

export interface LimitsOptions {
  /** Absent, for tests: all is counted in memory. */
  readonly redis?: Redis | undefined;
  readonly crowd: Pick<Crowd, "isExempt">;
  readonly forwarding: Pick<Forwarding, "addressOf">;
  readonly slowMs?: number;
  readonly writes?: number;
  readonly searches?: number;
  readonly lookUps?: number;
}

export class HttpLimits {
  readonly #options: LimitsOptions;
  readonly #writes: RateLimiterAbstract;
  readonly #writesHere: RateLimiterAbstract;
  readonly #searches: RateLimiterAbstract;
  readonly #lookUps: RateLimiterAbstract;

  constructor(options: LimitsOptions) {
    const { redis, writes = 600, searches = 600, lookUps = 30_000 } = options;
    this.#options = options;
    this.#writes = limiter(redis, "write", writes, WINDOW_S);
    this.#writesHere = limiter(undefined, "write", writes, WINDOW_S);
    this.#searches = limiter(undefined, "search", searches, WINDOW_S);
    this.#lookUps = limiter(undefined, "look-up", lookUps, WINDOW_S);
  }

  /** [RL1] */
  async write(actor: Actor): Promise<Result<undefined>> {
    if (actor === ADMIN) return granted(undefined);
    const { id } = actor;
    const slow = new AbortController();
    const counted = consume(this.#writes, id).finally(() => slow.abort());
    const late = pause(this.#options.slowMs ?? SLOW_MS, "late" as const, { signal: slow.signal }).catch(
      () => "late" as const,
    );
    const full = await Promise.race([counted, late]);
    return answer(full === "late" ? await consume(this.#writesHere, id) : full);
  }

  /** [RL2] */
  search(request: IncomingMessage): Promise<Result<undefined>> {
    return this.#byAddress(this.#searches, request);
  }

  /** [RL3] */
  lookUp(request: IncomingMessage): Promise<Result<undefined>> {
    return this.#byAddress(this.#lookUps, request);
  }

  async #byAddress(limit: RateLimiterAbstract, request: IncomingMessage): Promise<Result<undefined>> {
    const { crowd, forwarding } = this.#options;
    const full = await consume(limit, networkOf(forwarding.addressOf(request)));
    return full === undefined || crowd.isExempt(request) ? granted(undefined) : answer(full);
  }
}

const answer = (full: { readonly msBeforeNext: number } | undefined): Result<undefined> =>
  full === undefined
    ? granted(undefined)
    : refused("too_many_requests", undefined, { retryAfterMs: Math.max(full.msBeforeNext, 1_000) });
