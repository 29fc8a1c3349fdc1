/**
 * How long this process draws pages: a third of its time, whatever is asked for. Anybody may ask for pages that
 * nobody else wants, and readers' sockets are served by the same process.
 */

const SHARE = 1 / 3;
/** What may be drawn at once after a quiet time. */
const MOST_LEFT_MS = 300;
const MOST_OWED_MS = 1_000;
/** More than this come again later: with less, they wait some seconds at most. */
const MOST_WAITING = 64;

export interface DrawingTimeOptions {
  readonly nowMs?: () => number;
  readonly later?: (work: () => void, ms: number) => unknown;
}

export class DrawingTime {
  readonly #nowMs: () => number;
  readonly #later: (work: () => void, ms: number) => unknown;
  readonly #waiting: (() => void)[] = [];
  #leftMs = MOST_LEFT_MS;
  #countedAtMs: number;

  constructor({ nowMs = () => performance.now(), later = setTimeout }: DrawingTimeOptions = {}) {
    this.#nowMs = nowMs;
    this.#later = later;
    this.#countedAtMs = nowMs();
  }

  /** Whether something may be drawn now without passing anybody who waits. */
  get isLeft(): boolean {
    return this.#waiting.length === 0 && this.#count() > 0;
  }

  /** Does it now, and counts how long it took. */
  spend<T>(work: () => T): T {
    const fromMs = this.#nowMs();
    try {
      return work();
    } finally {
      this.#leftMs = Math.max(-MOST_OWED_MS, this.#count() - (this.#nowMs() - fromMs));
    }
  }

  /** Does it when there is time again, first come, first served; undefined where too many wait already. */
  whenLeft<T>(work: () => T): Promise<T | undefined> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(this.spend(work));
        } catch (error) {
          reject(error);
        }
      });
      if (this.#waiting.length === 1) this.#wait();
    });
  }

  #wait(): void {
    const ms = Math.max(0, -this.#count() / SHARE) + 1;
    this.#later(() => {
      // One at a time: between two of them everything else has its turn.
      if (this.#count() > 0) this.#waiting.shift()?.();
      if (this.#waiting.length > 0) this.#wait();
    }, ms);
  }

  #count(): number {
    const nowMs = this.#nowMs();
    this.#leftMs = Math.min(MOST_LEFT_MS, this.#leftMs + (nowMs - this.#countedAtMs) * SHARE);
    this.#countedAtMs = nowMs;
    return this.#leftMs;
  }
}
