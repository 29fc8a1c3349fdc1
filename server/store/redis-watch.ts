/**
 * Looks at a Redis every two seconds, on a connection of its own, for as long as a store is open: what it says of
 * itself is kept here, and what follows for writes is learnt. Cheap: INFO and three settings in one round trip.
 */
import type { Redis } from "ioredis";
import type { Guarantees } from "./guarantees.ts";
import { connectExactly } from "./redis-connection.ts";
import { type RedisFacts, readFacts } from "./redis-facts.ts";
import { faultsOf, type RedisFault } from "./redis-faults.ts";

const LOOK_MS = 2_000;

export class RedisWatch {
  readonly #redis: Redis;
  readonly #guarantees: Guarantees;
  readonly #atStart: RedisFacts;
  #newest: RedisFacts | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOpen = true;

  constructor(url: string, { atStart, guarantees }: { atStart: RedisFacts; guarantees: Guarantees }) {
    this.#guarantees = guarantees;
    this.#atStart = atStart;
    this.#newest = atStart;
    // It is asked while it loads too: that is what is to be known.
    this.#redis = connectExactly(url, "fanfare-watch", { enableReadyCheck: false });
    this.#lookLater();
  }

  /** What is wrong with it; undefined while it does not answer. */
  get faults(): ReadonlyMap<RedisFault, string> | undefined {
    if (this.#newest === undefined) return undefined;
    return faultsOf(this.#newest, this.#atStart, this.#guarantees);
  }

  async look(): Promise<void> {
    this.#newest = await this.#facts();
    // One that loads knows no replica yet, and what follows another one is not who writes.
    if (this.#newest !== undefined && !this.#newest.isLoading) this.#guarantees.learn(this.#newest);
  }

  close(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);

    this.#redis.disconnect();
  }

  #lookLater(): void {
    if (!this.#isOpen) return;
    this.#timer = setTimeout(() => void this.look().then(() => this.#lookLater()), LOOK_MS).unref();
  }

  async #facts(): Promise<RedisFacts | undefined> {
    if (this.#redis.status !== "ready") return undefined;
    try {
      const facts = await readFacts(this.#redis);
      if (!facts.isReplica) return facts;
      // A failover made it one: whoever is master now is found by connecting again.
      this.#redis.disconnect(true);
    } catch {
      // Away: asked again soon.
    }
    return undefined;
  }
}
