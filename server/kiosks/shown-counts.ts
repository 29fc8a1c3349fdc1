/**
 * On how many screens each of the newest announcements has been, over all nodes, for the desk. A node tells the
 * others what the store counted as its own screens' receipts came; what it missed it reads when it is connected.
 */
import { z } from "zod";
import type { FeedItem } from "../contract/announcement.ts";
import type { ShownMessage } from "../contract/desk-kiosk.ts";
import { isWithdrawn } from "../core/feed-state.ts";
import { parsedJson } from "../core/json-text.ts";
import type { Bulletin } from "../store/bulletin.ts";
import type { ReceiptStore } from "../store/receipts.ts";

/** A hall of screens shows something at once: the desk is told together. */
const TELL_MS = 500;
const NEWEST = 300;

const shownSchema = z.object({ announcementId: z.string(), revision: z.int(), screens: z.int() });
const messageSchema = z.object({ node: z.string(), shown: z.array(shownSchema) });

export interface ShownCountsParts {
  readonly node: string;
  readonly store: Pick<ReceiptStore, "counts">;
  readonly bulletin: Bulletin;
  readonly held: () => ReadonlyMap<string, FeedItem>;
  readonly onChange: (shown: ShownMessage) => void;
}

interface Count {
  readonly revision: number;
  readonly screens: number;
}

export class ShownCounts {
  readonly #parts: ShownCountsParts;
  readonly #counts = new Map<string, Count>();
  readonly #changed = new Set<string>();
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
    return [...this.#counts].map(([announcementId, count]) => ({ announcementId, ...count }));
  }

  shown(announcementId: string, revision: number, screens: number): void {
    if (!this.#take({ announcementId, revision, screens })) return;
    this.#changed.add(announcementId);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const shown = this.all.filter((each) => this.#changed.has(each.announcementId));
      this.#changed.clear();
      this.#parts.onChange(shown);
      this.#parts.bulletin.send(JSON.stringify({ node: this.#parts.node, shown }));
    }, TELL_MS);
  }

  /** What the store has counted; nothing where it is away. */
  async read(): Promise<void> {
    const items = [...this.#parts.held().values()].slice(-NEWEST).filter((item) => !isWithdrawn(item));
    const counts = await this.#parts.store.counts(items.map(({ id }) => id)).catch(() => []);
    const news: ShownMessage = [];
    for (const [at, byRevision] of counts.entries()) {
      const revision = Math.max(...byRevision.keys());
      if (byRevision.size === 0) continue;
      const each = { announcementId: items[at]!.id, revision, screens: byRevision.get(revision)! };
      if (this.#take(each)) news.push(each);
    }
    this.#forgetOld();
    if (news.length > 0) this.#parts.onChange(news);
  }

  /** Whether it is news. Of a revision the count only grows, and a newer one begins anew. */
  #take({ announcementId, revision, screens }: ShownMessage[number]): boolean {
    const held = this.#counts.get(announcementId);
    const isNews =
      held === undefined ||
      revision > held.revision ||
      (revision === held.revision && screens > held.screens);
    if (isNews) this.#counts.set(announcementId, { revision, screens });
    return isNews;
  }

  #forgetOld(): void {
    const newest = new Set([...this.#parts.held().keys()].slice(-2 * NEWEST));
    for (const id of this.#counts.keys()) if (!newest.has(id)) this.#counts.delete(id);
  }

  #hear(text: string): void {
    const message = messageSchema.safeParse(parsedJson(text)).data;
    if (message === undefined || message.node === this.#parts.node) return;
    const news = message.shown.filter((each) => this.#take(each));
    if (news.length > 0) this.#parts.onChange(news);
  }
}
