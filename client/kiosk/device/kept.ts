/**
 * What a screen keeps on its device: its token, its settings, the event, the programme, the feed. In IndexedDB,
 * read whole at the start, so that afterwards nothing waits for it; where a device will not keep anything, a screen
 * goes on without, and says so at the desk.
 */
import { createStore, del, entries, set, type UseStore } from "idb-keyval";

const OPENS_MS = 4_000;

export interface Kept {
  read(name: string): string | null;
  /** Undefined takes it away. Never throws, never waits. */
  write(name: string, text: string | undefined): void;
  /** What was written is on the device, as far as that can be had. */
  settled(): Promise<void>;
}

export interface OpenedKept {
  readonly kept: Kept;
  /** Why nothing stays; absent where all is well. */
  readonly fault?: string;
}

export async function openKept(onFault: (reason: string) => void): Promise<OpenedKept> {
  try {
    const store = createStore("fanfare-kiosk", "kept");
    const held = new Map(await soon(entries<string, string>(store)));
    return { kept: keptIn(held, store, onFault) };
  } catch (error) {
    return { kept: keptIn(new Map(), undefined, onFault), fault: String(error) };
  }
}

function keptIn(
  held: Map<string, string>,
  store: UseStore | undefined,
  onFault: (reason: string) => void,
): Kept {
  let writing: Promise<unknown> = Promise.resolve();
  return {
    read: (name) => held.get(name) ?? null,
    write(name, text) {
      if (text === undefined) held.delete(name);
      else held.set(name, text);
      if (store === undefined) return;
      writing = writing
        .then(() => (text === undefined ? del(name, store) : set(name, text, store)))
        .catch((error: unknown) => onFault(String(error)));
    },
    settled: async () => void (await writing),
  };
}

/** A database that another page holds, or that is broken, may never answer. */
const soon = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_resolve, reject) =>
      setTimeout(() => reject(new Error("the device's storage does not answer")), OPENS_MS),
    ),
  ]);

/** What was kept as JSON; undefined where there is none, or none that can be read. */
export function readJson<T>(kept: Pick<Kept, "read">, name: string): T | undefined {
  try {
    return (JSON.parse(kept.read(name) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}
