/**
 * On which screens each of the newest announcements has been, over all nodes, and how many lack it: for the desk.
 * A node tells the others what its own screens have shown; what it missed it reads when it is connected.
 */
import { z } from "zod";
import type { Announcement, FeedItem } from "../contract/announcement.ts";
import type { ShownMessage } from "../contract/desk-kiosk.ts";
import type { Zone } from "../contract/event.ts";
import { isWithdrawn } from "../core/feed-state.ts";
import { parsedJson } from "../core/json-text.ts";
import { isExpectedOn } from "../core/screen-place.ts";
import type { Bulletin } from "../store/bulletin.ts";
import type { KioskRecord } from "../store/kiosks.ts";
import type { ReceiptKey, ReceiptStore } from "../store/receipts.ts";

/** A hall of screens shows something at once: the desk is told together. */
const TELL_MS = 500;
const NEWEST = 300;
/** So many are read at once: a thousand screens have shown each of them. */
const READ_AT_ONCE = 20;

const messageSchema = z.object({
  node: z.string(),
  shown: z.array(z.object({ announcementId: z.string(), revision: z.int(), kioskId: z.string() })),
});

export interface ShownCountsParts {
  readonly node: string;
  readonly store: Pick<ReceiptStore, "ofEach">;
  readonly bulletin: Bulletin;
  readonly held: () => ReadonlyMap<string, FeedItem>;
  readonly kiosks: () => readonly KioskRecord[];
  readonly zones: () => readonly Zone[];
  readonly onChange: (shown: ShownMessage) => void;
}

interface On {
  readonly revision: number;
  readonly screens: Set<string>;
}

export class ShownCounts {
  readonly #parts: ShownCountsParts;
  /** The newest revision of each announcement that any screen has shown. */
  readonly #on = new Map<string, On>();
  /** What the desk was told of each. */
  readonly #told = new Map<string, string>();
  /** Of which the desk may have to be told anew. */
  readonly #stirred = new Set<string>();
  /** What the other nodes are to be told. */
  #news: ReceiptKey[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ShownCountsParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#parts.bulletin.listen({
      onMessage: (text) => this.#hear(text),
      onConnected: () => void this.read(),
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** All of them, for a desk that has just come. */
  get all(): ShownMessage {
    return this.#of(this.#on.keys());
  }

  /** A screen of this node has shown it. */
  shown(receipt: ReceiptKey): void {
    if (!this.#take(receipt)) return;
    this.#news.push(receipt);
    this.#tellSoon();
  }

  /** Screens or zones may be others. */
  changed(): void {
    for (const id of this.#on.keys()) this.#stirred.add(id);
    this.#tellSoon();
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, TELL_MS);
  }

  /** What the store knows; nothing where it is away. */
  async read(): Promise<void> {
    const ids = [...this.#parts.held().values()]
      .slice(-NEWEST)
      .filter((item) => !isWithdrawn(item))
      .map(({ id }) => id);
    for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
      const some = ids.slice(from, from + READ_AT_ONCE);
      const receipts = await this.#parts.store.ofEach(some).catch(() => []);
      for (const [at, known] of receipts.entries())
        for (const { revision, kioskId } of known)
          this.#take({ announcementId: some[at]!, revision, kioskId });
    }
    this.#forgetOld();
    this.#tellSoon();
  }

  /** Whether it is news. A newer revision begins anew. */
  #take({ announcementId, revision, kioskId }: ReceiptKey): boolean {
    const held = this.#on.get(announcementId);
    const isNewer = held === undefined || revision > held.revision;
    if (!isNewer && (revision < held.revision || held.screens.has(kioskId))) return false;
    if (isNewer) this.#on.set(announcementId, { revision, screens: new Set([kioskId]) });
    else held.screens.add(kioskId);
    this.#stirred.add(announcementId);
    return true;
  }

  #of(ids: Iterable<string>): ShownMessage {
    const { held, ...parts } = this.#parts;
    const [items, kiosks, zones] = [held(), parts.kiosks(), parts.zones()];
    const missing = (id: string, screens: ReadonlySet<string>): number => {
      const item = items.get(id);
      if (item === undefined || isWithdrawn(item)) return 0;
      return kiosks.filter((kiosk) => !screens.has(kiosk.id) && isAwaited(item, kiosk, zones)).length;
    };
    return [...ids].flatMap((announcementId) => {
      const on = this.#on.get(announcementId);
      if (on === undefined) return [];
      const { revision, screens } = on;
      return { announcementId, revision, screens: screens.size, missing: missing(announcementId, screens) };
    });
  }

  #tell(): void {
    const { node, bulletin, onChange } = this.#parts;
    const changed = this.#of(this.#stirred).filter((each) => {
      const text = JSON.stringify(each);
      if (this.#told.get(each.announcementId) === text) return false;
      this.#told.set(each.announcementId, text);
      return true;
    });
    this.#stirred.clear();
    if (changed.length > 0) onChange(changed);
    if (this.#news.length > 0) bulletin.send(JSON.stringify({ node, shown: this.#news }));
    this.#news = [];
  }

  #forgetOld(): void {
    const newest = new Set([...this.#parts.held().keys()].slice(-2 * NEWEST));
    for (const id of this.#on.keys()) {
      if (newest.has(id)) continue;
      this.#on.delete(id);
      this.#told.delete(id);
    }
  }

  #hear(text: string): void {
    const message = messageSchema.safeParse(parsedJson(text)).data;
    if (message === undefined || message.node === this.#parts.node) return;
    for (const receipt of message.shown) this.#take(receipt);
    this.#tellSoon();
  }
}

/** One that was stopped is let in nowhere, so nobody waits for it. */
const isAwaited = (item: Announcement, kiosk: KioskRecord, zones: readonly Zone[]): boolean =>
  kiosk.stoppedAtMs === undefined &&
  isExpectedOn(item, { id: kiosk.id, pairedAtMs: kiosk.pairedAtMs, ...kiosk.settings }, zones);
