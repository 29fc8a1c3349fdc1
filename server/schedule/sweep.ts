/**
 * Looks into the due set by a plain timer: what BullMQ was to wake somebody for and did not is found here.
 * Workers look each second with a short grace; servers with a long one, for when no worker is left.
 */
import type { RedisClock } from "../feed/clock.ts";
import { StoreFailure } from "../store/feed-log.ts";
import type { DuePublisher } from "./due-publisher.ts";
import { Every } from "./every.ts";

/** What a wake-up may take before the sweep helps. */
export const WORKER_GRACE_MS = 150;
/** What a worker's sweep may take before a server helps. */
export const SERVER_GRACE_MS = 2_000;
const SWEEP_MS = 1_000;

export interface SweepParts {
  readonly publisher: DuePublisher;
  readonly clock: RedisClock;
  readonly graceMs: number;
  readonly everyMs?: number;
  readonly log: { warn(fields: object, message: string): void };
  /** Called with how many it had to publish itself. */
  readonly onHelped?: (count: number) => void;
}

export class Sweep {
  readonly #parts: SweepParts;
  readonly #timer: Every;
  #helped = 0;

  constructor(parts: SweepParts) {
    this.#parts = parts;
    this.#timer = new Every(parts.everyMs ?? SWEEP_MS, () => this.#sweep());
  }

  /** How many announcements it had to publish since it was made. */
  get helped(): number {
    return this.#helped;
  }

  start(): void {
    this.#timer.start();
  }

  /** Resolves once nothing is under way. */
  stop(): Promise<void> {
    return this.#timer.stop();
  }

  /** Answers whether the store served; if not, the timer backs off. */
  async #sweep(): Promise<boolean> {
    const { publisher, clock, graceMs, log, onHelped } = this.#parts;
    if (!clock.agrees) return true;
    try {
      const { published, overdue } = await publisher.drainLate(graceMs);
      if (published + overdue === 0) return true;
      this.#helped += published;
      log.warn({ published, overdue, graceMs }, "the sweep found what nobody was woken for");
      if (published > 0) onHelped?.(published);
      return true;
    } catch (error) {
      if (error instanceof StoreFailure) return false;
      throw error;
    }
  }
}
