/**
 * Redis' clock, the clock of record, as this process last measured it. A process whose own clock is
 * more than a second off stands down from publishing by the clock until they agree again.
 */
export const CLOCK_LIMIT_MS = 1_000;

export class RedisClock {
  #offsetMs = 0;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** From one round trip: the middle of it is when Redis looked. */
  measured(sentMs: number, receivedMs: number, redisMs: number): void {
    this.#offsetMs = redisMs - (sentMs + receivedMs) / 2;
  }

  /** Now by Redis' clock, as well as it is known. */
  nowMs(): number {
    return Math.round(this.#now() + this.#offsetMs);
  }

  get offsetMs(): number {
    return Math.round(this.#offsetMs);
  }

  get agrees(): boolean {
    return Math.abs(this.#offsetMs) <= CLOCK_LIMIT_MS;
  }
}
