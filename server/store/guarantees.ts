/**
 * What this process has learnt of the Redis behind its address, and what follows for its writes.
 *
 * - [RD1] Where a replica was ever seen, or a Sentinel names the master, an acknowledged write is at a replica.
 * - [RD2] Where none is connected by then, nothing is written.
 * - [RD4] Where a Redis could ever have lost what it acknowledged, another one in its place is a fork.
 *
 * What was true once stays true: what a replica took over, or a weak disk lost, was acknowledged before.
 */
import type { RedisFacts } from "./redis-facts.ts";

type Learnt = Pick<RedisFacts, "persistence" | "replicasOnline">;

export class Guarantees {
  #mayLoseWrites: boolean;
  #wantsReplica: boolean;
  #replicasOnline: number | undefined;

  constructor({ mayLoseWrites = false, viaSentinel = false } = {}) {
    this.#wantsReplica = viaSentinel;
    this.#mayLoseWrites = mayLoseWrites || viaSentinel;
  }

  learn({ persistence, replicasOnline }: Learnt): void {
    this.#replicasOnline = replicasOnline;
    if (replicasOnline > 0) this.#wantsReplica = true;
    if (replicasOnline > 0 || persistence !== "always") this.#mayLoseWrites = true;
  }

  get mayLoseWrites(): boolean {
    return this.#mayLoseWrites;
  }

  get wantsReplica(): boolean {
    return this.#wantsReplica;
  }

  /** It wants one, and at the newest look there was none. */
  get lacksReplica(): boolean {
    return this.#wantsReplica && this.#replicasOnline === 0;
  }
}
