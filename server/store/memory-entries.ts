/** The entries of the memory twin: dense offsets under an epoch, a mark on each, the oldest dropped past a limit. */
import type { Cursor } from "../contract/feed.ts";
import type { EntryDraft } from "../core/change.ts";
import type { PublicContent } from "../core/record.ts";
import { contentOf, resolveEntry } from "./entry-body.ts";
import type { ReadEntries } from "./feed-log.ts";

interface LogEntry {
  readonly offset: number;
  readonly atMs: number;
  readonly mark: string;
  readonly epoch: string;
  readonly draft: EntryDraft;
}

/** Names an epoch or a mark as none was named before. */
export type FreshName = (of: "epoch" | "mark") => string;

type TextOf = (id: string, revision: number) => PublicContent | undefined;

export class MemoryEntries {
  readonly #most: number;
  readonly #fresh: FreshName;
  #epoch = "";
  #offset = 0;
  #log: LogEntry[] = [];

  constructor(most: number, fresh: FreshName = counted()) {
    this.#most = most;
    this.#fresh = fresh;
  }

  /** Empty until the first one is taken. */
  get epoch(): string {
    return this.#epoch;
  }

  get offset(): number {
    return this.#offset;
  }

  get cursor(): Cursor {
    return { epoch: this.#epoch, offset: this.#offset };
  }

  /** The oldest that is still held; one past the head where none is. */
  get oldest(): number {
    return this.#log[0]?.offset ?? this.#offset + 1;
  }

  get mark(): string {
    return this.#log.at(-1)?.mark ?? "";
  }

  append(draft: EntryDraft, atMs: number): void {
    this.#offset += 1;
    const mark = this.#fresh("mark");
    this.#log.push({ offset: this.#offset, atMs, mark, epoch: this.#epoch, draft });
    if (this.#log.length > this.#most) this.#log.shift();
  }

  newEpoch(): void {
    this.#epoch = this.#fresh("epoch");
  }

  /** Empty, under a new epoch. */
  startOver(): void {
    this.#log = [];
    this.#offset = 0;
    this.newEpoch();
  }

  loseNewest(count: number): void {
    this.#log = this.#log.slice(0, this.#log.length - count);
    this.#offset = this.#log.at(-1)?.offset ?? 0;
  }

  markOf(offset: number): string | undefined {
    return this.#log.find((entry) => entry.offset === offset)?.mark;
  }

  read(after: number, count: number, textOf: TextOf): ReadEntries {
    const found = this.#log.filter((entry) => entry.offset > after).slice(0, count);
    if (found.length > 0 && found[0]!.offset !== after + 1) return { outcome: "pastHorizon" };
    const entries = found.map(({ draft, offset, atMs }) => {
      const points = contentOf(draft);
      return resolveEntry(draft, offset, atMs, points && textOf(points.id, points.revision));
    });
    const newest = found.at(-1);
    return { outcome: "entries", entries, mark: newest?.mark ?? "", epoch: newest?.epoch ?? "" };
  }
}

function counted(): FreshName {
  const named = { epoch: 0, mark: 0 };
  return (of) => {
    named[of] += 1;
    return `${of}-${named[of]}`;
  };
}
