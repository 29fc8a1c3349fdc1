/**
 * Runs one piece of work again and again: first at once, then so long after it was done. It never overlaps
 * with itself. Work that answers false is tried again later and later, up to ten times the interval.
 */
import { fullJitterMs } from "../core/backoff.ts";

const MOST_INTERVALS = 10;

export class Every {
  readonly #intervalMs: number;
  readonly #work: () => Promise<boolean>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isOn = false;
  #failures = 0;

  constructor(intervalMs: number, work: () => Promise<boolean>) {
    this.#intervalMs = intervalMs;
    this.#work = work;
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const served = await this.#work();
    this.#failures = served ? 0 : this.#failures + 1;
    if (!this.#isOn) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, this.#pauseMs());
  }

  #pauseMs(): number {
    if (this.#failures === 0) return this.#intervalMs;
    const maxMs = this.#intervalMs * (MOST_INTERVALS - 1);
    const extraMs = fullJitterMs({ firstMs: this.#intervalMs, maxMs }, this.#failures - 1, Math.random);
    return this.#intervalMs + extraMs;
  }
}
