/**
 * Pages as they were drawn, for all who ask for the same one. However many come, and however often the feed
 * changes, a page is drawn a few times at once and then once a second: what came meanwhile the socket brings.
 */
import type { Reply } from "./route.ts";

/** How often at once, for a page that is seldom asked for. */
const BURST = 5;
const MOST = 200;
const MOST_BYTES = 32_000_000;

interface Drawn {
  readonly reply: Reply;
  /** All that it was drawn from, in short. */
  readonly stamp: string;
  /** Drawings left; one more with every second since. */
  readonly credit: number;
  readonly drawnAtMs: number;
}

export class DrawnPages {
  readonly #nowMs: () => number;
  readonly #held = new Map<string, Drawn>();
  #bytes = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get(key: string, stamp: string, draw: () => Reply): Reply {
    const held = this.#held.get(key);
    const now = this.#nowMs();
    const credit = held === undefined ? BURST : creditOf(held, now);
    const isGood = held !== undefined && (held.stamp === stamp || credit < 1);
    const drawn = isGood ? held : { reply: draw(), stamp, credit: credit - 1, drawnAtMs: now };
    this.#keep(key, drawn);
    return drawn.reply;
  }

  /** The newest in use last, so that the others go first. */
  #keep(key: string, drawn: Drawn): void {
    this.#drop(key);
    this.#held.set(key, drawn);
    this.#bytes += sizeOf(drawn);
    for (const oldest of this.#held.keys()) {
      if (oldest === key || (this.#held.size <= MOST && this.#bytes <= MOST_BYTES)) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    this.#bytes -= sizeOf(held);
  }
}

const creditOf = ({ credit, drawnAtMs }: Drawn, now: number): number =>
  Math.min(BURST, credit + Math.max(0, now - drawnAtMs) / 1_000);

const sizeOf = ({ reply }: Drawn): number => reply.text?.length ?? 0;
