/**
 * Looks each second at what may go wrong, and keeps the board. What cannot be known while Redis is away stays
 * as it was; that Redis is away is known within three seconds, also where it hangs.
 */
import type { Redis } from "ioredis";
import type { AlarmCode } from "../contract/socket.ts";
import type { RedisClock } from "../feed/clock.ts";
import { Every } from "../schedule/every.ts";
import { StoreFailure } from "../store/feed-log.ts";
import { type RedisFault, redisFaults } from "../store/redis-faults.ts";
import type { AlarmBoard } from "./alarm-board.ts";
import { type Pulse, takePulse } from "./pulse.ts";

const LOOK_MS = 1_000;
/** One node that starts before its worker, or a worker that is replaced, is no alarm. */
const NO_WORKER_MS = 5_000;
/** Every so many looks it is tried whether Redis takes writes. */
const LOOKS_PER_WRITE = 2;

export interface AlarmWatchParts {
  readonly redis: Redis;
  readonly board: AlarmBoard;
  readonly clock: Pick<RedisClock, "agrees" | "offsetMs" | "nowMs">;
  /** Whether everything that speaks to Redis is connected. */
  readonly connected: () => boolean;
  /** What Redis says is wrong with it; undefined while that cannot be known. */
  readonly faults: () => ReadonlyMap<RedisFault, string> | undefined;
  /** Screens that are missed, and those of which there were two. */
  readonly screens: () => { readonly gone: number; readonly stopped: number };
  /** Called after each look that Redis answered. */
  readonly onPulse: (pulse: Pulse) => void;
}

export class AlarmWatch {
  readonly #parts: AlarmWatchParts;
  readonly #timer = new Every(LOOK_MS, () => this.look());
  #looks = 0;
  #noWorkerSinceMs: number | undefined;

  constructor(parts: AlarmWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer.start();
  }

  stop(): Promise<void> {
    return this.#timer.stop();
  }

  /** Always answers true: an outage is when it must look on. */
  async look(): Promise<true> {
    const { board, clock, redis, connected, onPulse } = this.#parts;
    if (clock.agrees) board.clear("clocks_disagree");
    else board.raise("clocks_disagree", { log: { offsetMs: clock.offsetMs } });
    this.#judgeRedis();
    const tryWrite = this.#looks % LOOKS_PER_WRITE === 0 || board.holds("storage_full");
    this.#looks += 1;
    try {
      const pulse = await takePulse(redis, clock.nowMs(), tryWrite);
      if (!connected()) throw new StoreFailure("unreachable", "not connected to Redis");
      board.clear("redis_unavailable");
      this.#judge(pulse);
      onPulse(pulse);
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      // Workers could not say that they are there: they are given the time again.
      this.#noWorkerSinceMs = undefined;
      board.raise("redis_unavailable", { log: { reason: error.message } });
    }
    return true;
  }

  #judge({ workers, overdue, isFull }: Pulse): void {
    const { board, clock } = this.#parts;
    this.#judgeScreens();
    if (isFull) board.raise("storage_full");
    else if (isFull === false) board.clear("storage_full");
    this.#count("overdue_item", overdue);
    if (workers > 0) board.clear("no_worker");
    // Where nothing can be written no worker can say that it is there.
    if (workers > 0 || board.holds("storage_full")) {
      this.#noWorkerSinceMs = undefined;
      return;
    }
    const nowMs = clock.nowMs();
    this.#noWorkerSinceMs ??= nowMs;
    if (nowMs - this.#noWorkerSinceMs >= NO_WORKER_MS)
      board.raise("no_worker", { sinceMs: this.#noWorkerSinceMs });
  }

  #judgeRedis(): void {
    const { board, faults } = this.#parts;
    const found = faults();
    // Away altogether, it is not loading any more; the rest stays as it was.
    for (const code of found === undefined ? (["redis_loading"] as const) : redisFaults) {
      const reason = found?.get(code);
      if (reason === undefined) board.clear(code);
      else board.raise(code, { log: { reason } });
    }
  }

  #judgeScreens(): void {
    const { gone, stopped } = this.#parts.screens();
    this.#count("kiosk_gone", gone);
    this.#count("kiosk_cloned", stopped);
  }

  #count(code: AlarmCode, count: number): void {
    const { board } = this.#parts;
    if (count > 0) board.raise(code, { count });
    else board.clear(code);
  }
}
