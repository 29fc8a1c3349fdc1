/** The memory twin of {@link PushStore}, for tests. */
import { sameText } from "../core/same-text.ts";
import { type PushStore, type PushSubscriber, SUBSCRIPTIONS_MOST } from "./push.ts";

export class MemoryPush implements PushStore {
  readonly #most: number;
  readonly #held = new Map<string, PushSubscriber>();

  constructor(most = SUBSCRIPTIONS_MOST) {
    this.#most = most;
  }

  async put(subscriber: PushSubscriber) {
    const held = this.#held.get(subscriber.endpoint);
    if (held === undefined && this.#held.size >= this.#most) return "full";
    const after = { ...subscriber, createdAtMs: held?.createdAtMs ?? subscriber.createdAtMs };
    this.#held.set(subscriber.endpoint, after);
    return after;
  }

  async bySecret(secretHash: string) {
    return [...this.#held.values()].find((each) => sameText(each.secretHash, secretHash));
  }

  async replace(before: PushSubscriber, after: PushSubscriber) {
    if (!this.#isStill(before)) return "changed";
    this.#held.set(before.endpoint, after);
    return "done";
  }

  async forget(before: PushSubscriber) {
    if (!this.#isStill(before)) return "changed";
    this.#held.delete(before.endpoint);
    return "done";
  }

  async count() {
    return this.#held.size;
  }

  #isStill(before: PushSubscriber): boolean {
    return JSON.stringify(this.#held.get(before.endpoint)) === JSON.stringify(before);
  }
}
