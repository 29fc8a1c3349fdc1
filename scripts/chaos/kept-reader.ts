/**
 * A reader that comes back by itself, as the contract asks of every client: after what it was told to wait, else
 * soon; and when it has heard nothing for so long that it must have fallen behind or be alone [O8].
 */
import { type ReaderOptions, RealReader, type Transport } from "./real-readers.ts";

const LOOK_MS = 5;
const SILENT_MS = 15_000;

export interface KeptOptions extends ReaderOptions {
  readonly random?: () => number;
}

export class KeptReader extends RealReader {
  /** How long each time between losing a connection and hearing a server again. */
  readonly awayMs: number[] = [];
  readonly #timer: NodeJS.Timeout;
  readonly #base: () => string;
  readonly #random: () => number;
  #lossesSeen = 0;
  #refusalsSeen = 0;
  #lostAt: number | undefined;
  #backAt = 0;

  /** Where it goes is asked each time that it connects. */
  constructor(transport: Transport, base: string | (() => string), options: KeptOptions = {}) {
    super(transport, options);
    this.#base = typeof base === "string" ? () => base : base;
    this.#random = options.random ?? Math.random;
    this.connect(this.#base());
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    this.drop();
  }

  /** Gone without a word, and back at once: another tab, another network. */
  moveOn(): void {
    this.connect(this.#base());
  }

  #look(): void {
    const now = performance.now();
    if (this.isConnected && this.#lostAt !== undefined) {
      this.awayMs.push(now - this.#lostAt);
      this.#lostAt = undefined;
    }
    if (now - this.heardAtMs > SILENT_MS) {
      this.#lostAt ??= now;
      this.moveOn();
      return;
    }
    if (this.losses === this.#lossesSeen) return;
    if (this.#backAt === 0) {
      this.#lostAt ??= now;
      const told = this.refusals.length > this.#refusalsSeen ? this.refusals.at(-1)?.retryAfterMs : undefined;
      this.#refusalsSeen = this.refusals.length;
      this.#backAt = now + (told ?? this.#random() * 200);
    }
    if (now < this.#backAt) return;
    this.#backAt = 0;
    this.#lossesSeen = this.losses;
    this.connect(this.#base());
  }
}
