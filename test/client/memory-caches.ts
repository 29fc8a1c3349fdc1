/** Cache storage as a browser has it, as far as the worker uses it. */
export interface MemoryCaches {
  readonly caches: CacheStorage;
  /** What is kept, by cache and address. */
  held(): Record<string, string[]>;
  /** From now on nothing more can be kept. */
  fill(): void;
}

const ORIGIN = "https://event.example";

export function memoryCaches(fetch: (address: string) => Promise<Response>): MemoryCaches {
  const all = new Map<string, Map<string, Response>>();
  let isFull = false;
  const addressOf = (what: unknown): string => new URL(String(what), ORIGIN).href;
  const cacheOf = (entries: Map<string, Response>) => ({
    match: async (what: unknown) => entries.get(addressOf(what))?.clone(),
    async put(what: unknown, answer: Response) {
      if (isFull) throw new DOMException("full", "QuotaExceededError");
      entries.set(addressOf(what), answer.clone());
    },
    async add(what: unknown) {
      const answer = await fetch(addressOf(what));
      if (!answer.ok) throw new TypeError("not had");
      await this.put(what, answer);
    },
    async addAll(several: readonly unknown[]) {
      for (const what of several) await this.add(what);
    },
  });
  const caches = {
    async open(name: string) {
      const entries = all.get(name) ?? new Map<string, Response>();
      all.set(name, entries);
      return cacheOf(entries);
    },
    match: async (what: unknown) =>
      [...all.values()]
        .map((entries) => entries.get(addressOf(what)))
        .find((answer) => answer)
        ?.clone(),
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
  };
  return {
    caches: caches as unknown as CacheStorage,
    held: () =>
      Object.fromEntries([...all].map(([name, entries]) => [name, [...entries.keys()].map(pathOf).sort()])),
    fill: () => {
      isFull = true;
    },
  };
}

const pathOf = (address: string): string => address.slice(ORIGIN.length);
