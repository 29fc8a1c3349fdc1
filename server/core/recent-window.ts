/**
 * The newest entries of the log, in memory and already encoded, so that catch-up costs no Redis command
 * and no second `JSON.stringify`.
 *
 * - [W1] Entries are dense: pushing any but the next offset throws, since a hole here would be a gap for everybody.
 * - [W2] What is redacted leaves memory at once; its place in the order stays.
 */
import type { Entry } from "../contract/feed.ts";

export const WINDOW_ENTRIES = 10_000;
export const WINDOW_BYTES = 16 * 1024 * 1024;

/** An entry as it comes out of the log: what readers get, and which earlier text it takes from public view. */
export interface LoggedEntry {
  readonly entry: Entry;
  readonly redacts?: Redaction;
}

export interface Redaction {
  readonly announcementId: string;
  /** Revisions below this one; absent, all of them. */
  readonly below?: number;
}

interface Held {
  readonly entry: Entry;
  readonly json: string;
  readonly bytes: number;
}

const encoded = (entry: Entry): Held => {
  const json = JSON.stringify(entry);
  return { entry, json, bytes: utf8Length(json) };
};

/** How long it is on the wire. Lone surrogates do not occur: `JSON.stringify` escapes them. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}

export class RecentWindow {
  #held: Held[] = [];
  #start = 0;
  #bytes = 0;
  #head: number;

  /** Starts empty at a head: the next entry pushed must be the one after it. */
  constructor(head: number) {
    this.#head = head;
  }

  get head(): number {
    return this.#head;
  }

  /** The offset of the oldest entry held; one past the head where none is. */
  get oldest(): number {
    return this.#head - this.size + 1;
  }

  get size(): number {
    return this.#held.length - this.#start;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push({ entry, redacts }: LoggedEntry): void {
    if (entry.offset !== this.#head + 1)
      throw new Error(`[W1] entry ${entry.offset} cannot follow ${this.#head}`);
    if (redacts !== undefined) this.redact(redacts);
    const held = encoded(entry);
    this.#held.push(held);
    this.#bytes += held.bytes;
    this.#head = entry.offset;
    while (this.size > WINDOW_ENTRIES || (this.#bytes > WINDOW_BYTES && this.size > 1)) this.#dropOldest();
  }

  #dropOldest(): void {
    this.#bytes -= this.#held[this.#start]!.bytes;
    this.#start += 1;
    if (this.#start < 1_024) return;
    this.#held = this.#held.slice(this.#start);
    this.#start = 0;
  }

  redact({ announcementId, below }: Redaction): void {
    for (let at = this.#start; at < this.#held.length; at += 1) {
      const held = this.#held[at]!;
      if (!("announcement" in held.entry) || held.entry.announcement.id !== announcementId) continue;
      if (below !== undefined && held.entry.announcement.revision >= below) continue;
      const { offset, at: instant } = held.entry;
      const left = encoded({ offset, at: instant, type: "announcementRedacted", announcementId });
      this.#bytes += left.bytes - held.bytes;
      this.#held[at] = left;
    }
  }

  /** The entries after an offset that is not below the window, encoded, with the bytes they come to. */
  after(offset: number): { readonly json: readonly string[]; readonly bytes: number } {
    const json: string[] = [];
    let bytes = 0;
    for (let at = this.#start + (offset + 1 - this.oldest); at < this.#held.length; at += 1) {
      const held = this.#held[at]!;
      json.push(held.json);
      bytes += held.bytes;
    }
    return { json, bytes };
  }
}
