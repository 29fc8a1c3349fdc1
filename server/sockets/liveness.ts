/**
 * Whether there is still somebody at the other end: one ping a minute for each connection, by the fast path, instead
 * of Engine.IO's own timers. TCP's keep-alive would not find out: Linux sends none while data is unacknowledged.
 *
 * - [O7] Who does not answer a ping within 25 s is cut, so a peer that vanished is freed within 90 s.
 *
 * Connections are spread over the minute, so that no second has more to do than another.
 */
import {
  type EngineConnection,
  type FastConnection,
  fastConnectionOf,
  prebuiltPing,
} from "../feed/fast-path.ts";

export const PING_EVERY_MS = 60_000;
export const ANSWER_WITHIN_MS = 25_000;
const TICK_MS = 1_000;

/** What we look at and change of an Engine.IO socket (6.6): its own timer of pings is let go. */
export interface PingedConnection extends EngineConnection {
  pingIntervalTimer?: NodeJS.Timeout | null;
}

export class Liveness {
  /** By the second of the minute in which they are pinged. */
  readonly #seconds: readonly Set<FastConnection>[];
  readonly #answerTicks: number;
  readonly #onClose: (this: PingedConnection) => void;
  #next = 0;
  #tick = 0;
  readonly #timer: NodeJS.Timeout;

  constructor({ everyMs = PING_EVERY_MS, answerMs = ANSWER_WITHIN_MS, tickMs = TICK_MS } = {}) {
    const seconds = Array.from({ length: Math.ceil(everyMs / tickMs) }, () => new Set<FastConnection>());
    this.#seconds = seconds;
    this.#answerTicks = Math.ceil(answerMs / tickMs);
    // One for all connections: at twenty thousand a function for each would be felt.
    this.#onClose = function () {
      const fast = fastConnectionOf(this);
      seconds[fast.second]?.delete(fast);
    };
    this.#timer = setInterval(() => this.#ping(), tickMs).unref();
  }

  watch(connection: PingedConnection): void {
    clearTimeout(connection.pingIntervalTimer ?? undefined);
    connection.pingIntervalTimer = null;
    const fast = fastConnectionOf(connection);
    fast.second = this.#next;
    this.#seconds[this.#next]!.add(fast);
    this.#next = (this.#next + 1) % this.#seconds.length;
    connection.on("heartbeat", answered);
    connection.on("close", this.#onClose);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #ping(): void {
    const count = this.#seconds.length;
    const overdue = this.#seconds[(this.#tick + count - this.#answerTicks) % count]!;
    for (const fast of overdue) if (fast.isAwaited) fast.cut();
    for (const fast of this.#seconds[this.#tick]!) {
      fast.isAwaited = true;
      fast.send(prebuiltPing);
    }
    this.#tick = (this.#tick + 1) % count;
  }
}

function answered(this: PingedConnection): void {
  fastConnectionOf(this).isAwaited = false;
}
