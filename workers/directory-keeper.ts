/** Keeps what this worker knows of event and programme the same as what the store has. */
import type { Directory } from "../server/feed/directory.ts";
import { Every } from "../server/schedule/every.ts";
import { type FeedReader, StoreFailure } from "../server/store/feed-log.ts";

/** A decision may stand on what was known to be in force this long ago. */
const FRESH_MS = 100;
const LOOK_MS = 500;

export interface DirectoryKeeperParts {
  readonly store: Pick<FeedReader, "versions">;
  readonly directory: Directory;
  /** Called after event or programme became others than they were. */
  readonly onChange: () => void;
}

export class DirectoryKeeper {
  readonly #parts: DirectoryKeeperParts;
  readonly #timer: Every;
  #known: string | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  constructor(parts: DirectoryKeeperParts) {
    this.#parts = parts;
    this.#timer = new Every(LOOK_MS, () => this.#tick());
  }

  start(): void {
    this.#timer.start();
  }

  stop(): Promise<void> {
    return this.#timer.stop();
  }

  /** What was last read of event and programme: another string means that one of them is another. */
  get version(): string {
    return this.#known ?? "";
  }

  /** Throws {@link StoreFailure} where the store cannot serve. */
  async fresh(maxAgeMs = FRESH_MS): Promise<void> {
    const needed = performance.now() - maxAgeMs;
    // A look that began before is not new enough for who asks for the newest.
    while (this.#lookedAt < needed) {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined;
      });
      await this.#looking;
    }
  }

  async #look(): Promise<void> {
    const { store, directory, onChange } = this.#parts;
    const startedAt = performance.now();
    const { cursor, eventVersion, programmeVersion } = await store.versions();
    // Versions start again at 1 after a reset, which is another epoch.
    const version = `${cursor.epoch}.${eventVersion}.${programmeVersion}`;
    if (version !== this.#known) {
      await directory.refresh();
      this.#known = version;
      onChange();
    }
    this.#lookedAt = startedAt;
  }

  async #tick(): Promise<boolean> {
    try {
      await this.fresh();
      return true;
    } catch (error) {
      if (error instanceof StoreFailure) return false;
      throw error;
    }
  }
}
