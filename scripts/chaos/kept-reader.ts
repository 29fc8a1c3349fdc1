/** A reader that comes back by itself, as the contract asks of every client: what it was told to wait, else soon. */
import { RealReader, type Transport } from "./real-readers.ts";

const LOOK_MS = 5;

export class KeptReader extends RealReader {
  /** How long each time between losing a connection and hearing a server again. */
  readonly awayMs: number[] = [];
  readonly #timer: NodeJS.Timeout;
  #base: string;
  #lossesSeen = 0;
  #refusalsSeen = 0;
  #lostAt: number | undefined;
  #backAt = 0;

  constructor(transport: Transport, base: string) {
    super(transport);
    this.#base = base;
    this.connect(base);
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    this.drop();
  }

  #look(): void {
    const now = performance.now();
    if (this.isConnected && this.#lostAt !== undefined) {
      this.awayMs.push(now - this.#lostAt);
      this.#lostAt = undefined;
    }
    if (this.losses === this.#lossesSeen) return;
    if (this.#backAt === 0) {
      this.#lostAt ??= now;
      const told = this.refusals.length > this.#refusalsSeen ? this.refusals.at(-1)?.retryAfterMs : undefined;
      this.#refusalsSeen = this.refusals.length;
      this.#backAt = now + (told ?? Math.random() * 200);
    }
    if (now < this.#backAt) return;
    this.#backAt = 0;
    this.#lossesSeen = this.losses;
    this.connect(this.#base);
  }
}
