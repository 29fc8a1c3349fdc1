/**
 * How long this process draws pages: a third of its time, whatever is asked for. Anybody may ask for pages that
 * nobody else wants, and readers' sockets are served by the same process.
 */

const SHARE = 1 / 3;
/** What may be drawn at once after a quiet time. */
const MOST_LEFT_MS = 300;
const MOST_OWED_MS = 1_000;
/** Who would have to wait longer comes again later. */
const MOST_WAIT_MS = 3_000;
const MOST_WAITING = 64;
/** How much the last drawing says about the next. */
const WEIGHT_OF_LAST = 0.2;

export interface DrawingTimeOptions {
  readonly nowMs?: () => number;
  readonly later?: (work: () => void, ms: number) => unknown;
}

export class DrawingTime {
  readonly #nowMs: () => number;
  readonly #later: (work: () => void, ms: number) => unknown;
  /** What comes before all who wait, by name. */
  readonly #first = new Map<string, () => void>();
  readonly #waiting: (() => void)[] = [];
  #isWaiting = false;
  #leftMs = MOST_LEFT_MS;
  /** What one takes, as far as can be told. */
  #costMs = 0;
  #countedAtMs: number;

  constructor({ nowMs = () => performance.now(), later = setTimeout }: DrawingTimeOptions = {}) {
    this.#nowMs = nowMs;
    this.#later = later;
    this.#countedAtMs = nowMs();
  }

  /** Whether something may be drawn now without passing anybody who waits. */
  get isLeft(): boolean {
    return this.#asked === 0 && this.#count() > 0;
  }

  /** Does it now, and counts how long it took. */
  spend<T>(work: () => T): T {
    const fromMs = this.#nowMs();
    try {
      return work();
    } finally {
      const tookMs = this.#nowMs() - fromMs;
      this.#leftMs = Math.max(-MOST_OWED_MS, this.#count() - tookMs);
      this.#costMs += (tookMs - this.#costMs) * WEIGHT_OF_LAST;
    }
  }

  /** Does it when there is time again, first come, first served; undefined where that is too long. */
  whenLeft<T>(work: () => T): Promise<T | undefined> {
    const waitMs = (this.#asked * this.#costMs - this.#count()) / SHARE;
    if (this.#waiting.length >= MOST_WAITING || waitMs > MOST_WAIT_MS) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(this.spend(work));
        } catch (error) {
          reject(error);
        }
      });
      this.#wait();
    });
  }

  /** Does it as soon as there is time again, before all who wait: what many ask for. Once for each name. */
  soon(name: string, work: () => unknown): void {
    this.#first.set(name, () => {
      try {
        this.spend(work);
      } catch {
        // Whoever asks next is told.
      }
    });
    this.#wait();
  }

  get #asked(): number {
    return this.#first.size + this.#waiting.length;
  }

  #wait(): void {
    if (this.#isWaiting || this.#asked === 0) return;
    this.#isWaiting = true;
    const ms = Math.max(0, -this.#count() / SHARE) + 1;
    this.#later(() => {
      this.#isWaiting = false;
      // One at a time: between two of them everything else has its turn.
      if (this.#count() > 0) this.#next()?.();
      this.#wait();
    }, ms);
  }

  #next(): (() => void) | undefined {
    const [first] = this.#first;
    if (first === undefined) return this.#waiting.shift();
    this.#first.delete(first[0]);
    return first[1];
  }

  #count(): number {
    const nowMs = this.#nowMs();
    this.#leftMs = Math.min(MOST_LEFT_MS, this.#leftMs + (nowMs - this.#countedAtMs) * SHARE);
    this.#countedAtMs = nowMs;
    return this.#leftMs;
  }
}
