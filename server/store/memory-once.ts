/** What was asked once, in the memory twin: [L2] a key seen before answers as it did then. */
import type { Committed, Once, Recalled } from "./feed-log.ts";

export class MemoryOnce {
  readonly #answers = new Map<string, { readonly request: string; readonly outcome: Committed }>();

  recall(once: Once): Recalled | undefined {
    const known = this.#answers.get(nameOf(once));
    if (known === undefined) return undefined;
    if (known.request !== once.request) return { outcome: "mismatch" };
    return { ...known.outcome, outcome: "replayed" };
  }

  keep(once: Once, outcome: Committed): void {
    this.#answers.set(nameOf(once), { request: once.request, outcome });
  }

  clear(): void {
    this.#answers.clear();
  }
}

const nameOf = ({ actor, key }: Once): string => `${actor}\n${key}`;
