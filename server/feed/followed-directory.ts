/** Keeps a node's directory the same as the store's by following the log: event and programme are told there. */
import type { Entry } from "../contract/feed.ts";
import type { Directory } from "./directory.ts";
import type { EncodedFrame, Replica, ReplicaListener } from "./replica.ts";

const AGAIN_MS = 500;

export class FollowedDirectory implements ReplicaListener {
  readonly #directory: Directory;
  #refreshing = false;
  #wanted = false;
  #again: NodeJS.Timeout | undefined;

  constructor(directory: Directory, replica: Replica) {
    this.#directory = directory;
    replica.listen(this);
  }

  onFrame(_frame: EncodedFrame, entries: readonly Entry[]): void {
    if (entries.some(({ type }) => type === "eventChanged" || type === "programmeChanged")) this.refresh();
  }

  onReload(): void {
    this.refresh();
  }

  /** Reads both anew, and again until it was possible. One that is asked for meanwhile follows. */
  refresh(): void {
    this.#wanted = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    void this.#run();
  }

  stop(): void {
    clearTimeout(this.#again);
  }

  async #run(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      try {
        await this.#directory.refresh();
      } catch {
        // Redis is away: what is known stays, and is read anew soon.
        this.#again = setTimeout(() => this.refresh(), AGAIN_MS);
        break;
      }
    }
    this.#refreshing = false;
  }
}
