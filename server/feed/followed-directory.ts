/** Keeps a node's directory the same as the store's by following the log: event and programme are told there. */
import type { Entry } from "../contract/feed.ts";
import type { Directory } from "./directory.ts";
import { Refresher } from "./refresher.ts";
import type { Replica, ReplicaListener } from "./replica.ts";

export class FollowedDirectory implements ReplicaListener {
  readonly #refresher: Refresher;

  /** `onRefreshed` is called each time that both were read. */
  constructor(directory: Directory, replica: Replica, onRefreshed: () => void = () => {}) {
    this.#refresher = new Refresher(async () => {
      await directory.refresh();
      onRefreshed();
    });
    replica.listen(this);
  }

  onEntries(entries: readonly Entry[]): void {
    if (entries.some(({ type }) => type === "eventChanged" || type === "programmeChanged"))
      this.#refresher.refresh();
  }

  onReload(): void {
    this.#refresher.refresh();
  }

  stop(): void {
    this.#refresher.stop();
  }
}
