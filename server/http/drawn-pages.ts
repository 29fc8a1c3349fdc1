/**
 * Pages as they were drawn, for all who ask for the same one. However many come, and however often the feed
 * changes, a page is drawn a few times at once and then once a second, and all of them in a share of the time:
 * what came meanwhile the socket brings. But what was taken back or changed is never shown again.
 */
import type { DrawingTime } from "./drawing-time.ts";
import type { Reply } from "./route.ts";

/** How often at once, for a page that is seldom asked for. */
const BURST = 5;
const MOST = 200;
const MOST_BYTES = 32_000_000;

/** What a page is drawn from, in short. */
export interface Stamp {
  /** Another where anything differs. */
  readonly all: string;
  /** Another where something that was public is so no more: nothing that was drawn before may be shown. */
  readonly ground: string;
}

interface Drawn {
  /** Absent where it was drawn on another ground. */
  readonly reply?: Reply;
  readonly stamp: string;
  /** Drawings left; one more with every second since. */
  readonly credit: number;
  readonly drawnAtMs: number;
}

export class DrawnPages {
  readonly #nowMs: () => number;
  readonly #time: DrawingTime;
  readonly #held = new Map<string, Drawn>();
  #bytes = 0;
  #ground = "";

  constructor(nowMs: () => number, time: DrawingTime) {
    this.#nowMs = nowMs;
    this.#time = time;
  }

  /** Undefined where so much else is to be drawn that this is better asked for again later. */
  async get(key: string, stampNow: () => Stamp, draw: (stamp: string) => Reply): Promise<Reply | undefined> {
    const drawNow = () => this.#draw(key, stampNow().all, draw);
    // What is asked for again is few, and drawn at once; what is new may be anything.
    if (this.#held.has(key) || this.#time.isLeft)
      return this.#goodReply(key, stampNow(), drawNow) ?? this.#time.spend(drawNow);
    return await this.#time.whenLeft(() => this.#goodReply(key, stampNow(), drawNow) ?? drawNow());
  }

  /** What is held, where it is as it should be, or is to be drawn anew later. */
  #goodReply(key: string, { all, ground }: Stamp, drawNow: () => Reply): Reply | undefined {
    this.#stand(ground);
    const held = this.#held.get(key);
    if (held?.reply === undefined) return undefined;
    if (held.stamp !== all && creditOf(held, this.#nowMs()) >= 1) {
      if (this.#time.isLeft) return undefined;
      this.#time.soon(key, drawNow);
    }
    this.#keep(key, held);
    return held.reply;
  }

  #draw(key: string, stamp: string, draw: (stamp: string) => Reply): Reply {
    const held = this.#held.get(key);
    const drawnAtMs = this.#nowMs();
    const credit = held === undefined ? BURST : creditOf(held, drawnAtMs);
    const reply = draw(stamp);
    this.#keep(key, { reply, stamp, credit: credit - 1, drawnAtMs });
    return reply;
  }

  /** On another ground the texts are forgotten, but not what was asked for. */
  #stand(ground: string): void {
    if (ground === this.#ground) return;
    this.#ground = ground;
    this.#bytes = 0;
    for (const [key, { reply: _, ...rest }] of this.#held) this.#held.set(key, rest);
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

const sizeOf = ({ reply }: Drawn): number => reply?.text?.length ?? 0;
