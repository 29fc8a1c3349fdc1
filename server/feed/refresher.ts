/** Reads something anew when it is asked to, one reading at a time, and again until it was possible. */
const AGAIN_MS = 500;

export class Refresher {
  readonly #read: () => Promise<void>;
  #isReading = false;
  #isWanted = false;
  #again: NodeJS.Timeout | undefined;

  /** `read` rejects while that cannot be had. */
  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  /** What is asked for while it reads follows. */
  refresh(): void {
    this.#isWanted = true;
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#run();
  }

  stop(): void {
    clearTimeout(this.#again);
  }

  async #run(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      try {
        await this.#read();
      } catch {
        // Redis is away: what is known stays, and is read anew soon.
        this.#again = setTimeout(() => this.refresh(), AGAIN_MS);
        break;
      }
    }
    this.#isReading = false;
  }
}
