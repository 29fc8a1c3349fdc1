/**
 * Makes any Redis punctual. A blocked client, such as a BullMQ worker that waits for a job's instant, is
 * released when Redis' own loop turns, up to 100 ms late where `hz` is 10 and cannot be set. Any command
 * turns that loop: so a PING goes out at each instant at which something falls due, and a little later
 * somebody looks whether it helped.
 */
import type { RedisClock } from "../feed/clock.ts";
import { type FeedReader, StoreFailure } from "../store/feed-log.ts";
import { asStoreFailure } from "../store/redis-connection.ts";
import { Every } from "./every.ts";

const LOOK_MS = 500;
const MOST_INSTANTS = 200;
/** After the instant, since the blocked client's own timeout is rounded; the later ones cost next to nothing. */
const PINGS_AFTER_MS = [1, 4, 10];
/** By then a woken worker has published; what has not been is published without it. */
const LOOK_AFTER_MS = 25;

export interface NudgeParts {
  readonly store: Pick<FeedReader, "due">;
  readonly clock: RedisClock;
  readonly ping: () => Promise<unknown>;
  /** Publishes what is due. */
  readonly drain: () => Promise<unknown>;
}

export class Nudge {
  readonly #parts: NudgeParts;
  readonly #timer: Every;
  /** Instants that are armed, each with its timers. */
  readonly #armed = new Map<number, NodeJS.Timeout[]>();

  constructor(parts: NudgeParts) {
    this.#parts = parts;
    this.#timer = new Every(LOOK_MS, () => this.#look());
  }

  start(): void {
    this.#timer.start();
  }

  async stop(): Promise<void> {
    await this.#timer.stop();
    for (const timers of this.#armed.values()) for (const timer of timers) clearTimeout(timer);
    this.#armed.clear();
  }

  async #look(): Promise<boolean> {
    const { store, clock } = this.#parts;
    try {
      const due = await store.due(clock.nowMs() + 2 * LOOK_MS, MOST_INSTANTS);
      for (const { dueMs } of due) this.#arm(dueMs);
      return true;
    } catch (error) {
      if (error instanceof StoreFailure) return false;
      throw error;
    }
  }

  #arm(dueMs: number): void {
    const aheadMs = dueMs - this.#parts.clock.nowMs();
    if (aheadMs < 0 || this.#armed.has(dueMs)) return;
    const { ping, drain } = this.#parts;
    const timers = PINGS_AFTER_MS.map((afterMs) => setTimeout(attempt, aheadMs + afterMs, ping));
    timers.push(setTimeout(attempt, aheadMs + LOOK_AFTER_MS, drain));
    timers.push(setTimeout(() => this.#armed.delete(dueMs), aheadMs + LOOK_MS));
    this.#armed.set(dueMs, timers);
  }
}

/** An outage here is of no matter: the sweep comes by. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StoreFailure || isLost(error)) return;
    throw error;
  }
}

/** What a connection says of itself when a command does not come back. */
const isLost = (error: unknown): boolean =>
  error instanceof Error && asStoreFailure(error, false) instanceof StoreFailure;
