/**
 * Every screen, as this node knows it: in memory, so that screens come in while the store is away. Whoever follows
 * the audit keeps it fresh.
 */
import type { Blackout } from "../contract/kiosk.ts";
import type { KioskRecord, KioskStore } from "../store/kiosks.ts";

export interface KioskDirectoryParts {
  readonly store: Pick<KioskStore, "kiosks" | "blackouts">;
  /** Screens that are new, changed or gone since it was read last; all of them where blackouts changed. */
  readonly onChange?: (ids: readonly string[]) => void;
}

export class KioskDirectory {
  readonly #parts: KioskDirectoryParts;
  #kiosks: ReadonlyMap<string, KioskRecord> = new Map();
  #byToken: ReadonlyMap<string, string> = new Map();
  #blackouts: readonly Blackout[] = [];
  /** That is to begin, and has not begun. */
  #next: Promise<void> | undefined;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: KioskDirectoryParts) {
    this.#parts = parts;
  }

  /** Reads all anew. Throws where the store cannot serve; what was known stays. */
  async refresh(): Promise<void> {
    const { store, onChange } = this.#parts;
    this.#readAtMs = performance.now();
    const [records, blackouts] = await Promise.all([store.kiosks(), store.blackouts()]);
    const before = this.#kiosks;
    const kiosks = new Map(records.map((record) => [record.id, record]));
    const areBlackoutsNew = !isSame(blackouts, this.#blackouts);
    this.#kiosks = kiosks;
    this.#blackouts = blackouts;
    this.#byToken = new Map(
      records.flatMap(({ id, tokens }) => tokens.map(({ hash }) => [hash, id] as const)),
    );
    const changed = [...new Set([...before.keys(), ...kiosks.keys()])].filter(
      (id) => areBlackoutsNew || !isSame(before.get(id), kiosks.get(id)),
    );
    if (changed.length > 0) onChange?.(changed);
  }

  /**
   * Reads all anew, at some instant after this was asked: whoever asks knows what was true then. For many who ask
   * at once it reads once, and never again within `spacingMs`, however many ask.
   */
  readAnew(spacingMs: number): Promise<void> {
    this.#next ??= this.#readLater(spacingMs);
    return this.#next;
  }

  async #readLater(spacingMs: number): Promise<void> {
    const waitMs = Math.max(0, this.#readAtMs + spacingMs - performance.now());
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    // Who asks from here on needs one that begins later.
    this.#next = undefined;
    await this.refresh();
  }

  /** Those that were removed are none. */
  get all(): readonly KioskRecord[] {
    return [...this.#kiosks.values()].filter(({ removedAtMs }) => removedAtMs === undefined);
  }

  get blackouts(): readonly Blackout[] {
    return this.#blackouts;
  }

  /** Also one that was removed. */
  kiosk(id: string): KioskRecord | undefined {
    return this.#kiosks.get(id);
  }

  /** Whose token this is the hash of. */
  byToken(hash: string): KioskRecord | undefined {
    const id = this.#byToken.get(hash);
    return id === undefined ? undefined : this.#kiosks.get(id);
  }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
