/**
 * Compares this process' clock with Redis' each second and tells when they part and when they agree again.
 * An answer that took long says little of the clocks: of each look the quickest of a few counts, and one
 * that took more than half a second does not.
 */
import type { RedisClock } from "../feed/clock.ts";
import { type FeedReader, StoreFailure } from "../store/feed-log.ts";
import { Every } from "./every.ts";

const MEASURE_MS = 1_000;
const SAMPLES = 3;
const SLOW_MS = 500;

export interface ClockWatchParts {
  readonly store: Pick<FeedReader, "nowMs">;
  readonly clock: RedisClock;
  /** The clock that `clock` was made with. */
  readonly now?: () => number;
  readonly onChange?: (agrees: boolean, offsetMs: number) => void;
}

export class ClockWatch {
  readonly #parts: ClockWatchParts;
  readonly #timer: Every;

  constructor(parts: ClockWatchParts) {
    this.#parts = parts;
    this.#timer = new Every(MEASURE_MS, () => this.#look());
  }

  start(): void {
    this.#timer.start();
  }

  stop(): Promise<void> {
    return this.#timer.stop();
  }

  /** Throws {@link StoreFailure} where the store cannot serve. */
  async measure(): Promise<void> {
    const { store, clock, onChange, now = Date.now } = this.#parts;
    let best: { sentMs: number; receivedMs: number; redisMs: number } | undefined;
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const sentMs = now();
      const redisMs = await store.nowMs();
      const receivedMs = now();
      if (best === undefined || receivedMs - sentMs < best.receivedMs - best.sentMs)
        best = { sentMs, receivedMs, redisMs };
    }
    if (best === undefined || best.receivedMs - best.sentMs > SLOW_MS) return;
    const agreed = clock.agrees;
    clock.measured(best.sentMs, best.receivedMs, best.redisMs);
    if (clock.agrees !== agreed) onChange?.(clock.agrees, clock.offsetMs);
  }

  async #look(): Promise<boolean> {
    try {
      await this.measure();
      return true;
    } catch (error) {
      if (error instanceof StoreFailure) return false;
      throw error;
    }
  }
}
