/**
 * The memory twin of the feed log: the same promises, kept by the simplest code that can keep them, for
 * tests and simulation. It passes the same contract suite as the one in Redis, so what is proven on it
 * may be believed of the other.
 */
import type { AnnouncementRecord, PublicContent } from "../core/record.ts";
import { notesOf } from "./commit-plan.ts";
import {
  type AuditEntry,
  CLOCK_TOLERANCE_MS,
  type Commit,
  type CommitOutcome,
  type FeedLog,
  type ListPage,
  LOG_ENTRIES,
  type LoadedFeed,
  type LogHead,
  type Once,
  type ReadEntries,
  type RevisionNote,
  type StartOver,
  type Stored,
  type Versions,
} from "./feed-log.ts";
import { MemoryAudit } from "./memory-audit.ts";
import { type FreshName, MemoryEntries } from "./memory-entries.ts";
import { type ListQuery, pageOf } from "./memory-list.ts";
import { MemoryOnce } from "./memory-once.ts";
import { publicRevisions } from "./stored-record.ts";

export interface MemoryFeedLogOptions {
  /** The store's clock. */
  readonly now: () => number;
  /** The caller's clock, where it differs. */
  readonly callerNow?: () => number;
  readonly entries?: number;
  /** Where a log is put back to what it was earlier: epochs and marks then differ from those that are lost. */
  readonly fresh?: FreshName;
}

export class MemoryFeedLog implements FeedLog {
  readonly #now: () => number;
  readonly #callerNow: () => number;
  readonly #log: MemoryEntries;
  readonly #audit = new MemoryAudit();
  readonly #records = new Map<string, Stored<AnnouncementRecord>>();
  readonly #changedAt = new Map<string, number>();
  readonly #revisions = new Map<string, RevisionNote[]>();
  readonly #contents = new Map<string, { content: PublicContent; atMs: number }>();
  readonly #documents = new Map<string, Stored<string>>();
  readonly #due = new Map<string, number>();
  readonly #once = new MemoryOnce();

  constructor({ now, callerNow = now, entries = LOG_ENTRIES, fresh }: MemoryFeedLogOptions) {
    this.#now = now;
    this.#callerNow = callerNow;
    this.#log = new MemoryEntries(entries, fresh);
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    const { once, items, documents = [], entries = [] } = commit;
    if (this.#log.epoch === "") this.#log.newEpoch();
    const earlier = once && this.#once.recall(once);
    if (earlier !== undefined) return earlier;
    const atMs = this.#now();
    for (const dueMs of items.flatMap((item) => item.change.notBeforeMs)) {
      if (atMs < dueMs || this.#callerNow() + CLOCK_TOLERANCE_MS < dueMs)
        return { outcome: "early", dueMs, atMs };
    }
    const changed =
      items.some((item) => (this.#records.get(item.change.next.id)?.version ?? 0) !== item.version) ||
      documents.some((document) => (this.#documents.get(document.name)?.version ?? 0) !== document.version);
    if (changed) return { outcome: "conflict" };

    const before = this.#log.offset;
    for (const draft of entries) this.#log.append(draft, atMs);
    for (const item of items) this.#apply(item.version, item.change, atMs);
    for (const { name, version, json } of documents)
      this.#documents.set(name, { version: version + 1, value: json });
    for (const note of notesOf(commit)) this.#audit.link(note, atMs);
    const outcome = {
      outcome: "done" as const,
      atMs,
      ...(this.#log.offset === before ? {} : { cursor: this.#log.cursor }),
      ...(commit.answer === undefined || once === undefined ? {} : { id: commit.answer.id }),
    };
    if (once !== undefined) this.#once.keep(once, outcome);
    return outcome;
  }

  #apply(version: number, change: Commit["items"][number]["change"], atMs: number): void {
    const { next, newRevision, stamp, reveal, redact = [], due } = change;
    const { id } = next;
    for (const draft of change.entries) this.#log.append(draft, atMs);
    const before = this.#records.get(id)?.value;
    const value = {
      ...next,
      ...(before?.offset === undefined
        ? {}
        : { offset: before.offset, publishedAtMs: before.publishedAtMs! }),
      ...(before?.correctedAtMs === undefined ? {} : { correctedAtMs: before.correctedAtMs }),
      ...(stamp === "published" ? { offset: this.#log.offset } : {}),
      ...(stamp === undefined ? {} : { [`${stamp}AtMs`]: atMs }),
    };
    this.#records.set(id, { version: version + 1, value });
    this.#changedAt.set(id, atMs);
    if (newRevision !== undefined) {
      const note = {
        revision: next.revision,
        atMs: next.changedAtMs,
        by: next.changedByName,
        written: newRevision,
      };
      this.#revisions.set(id, [...(this.#revisions.get(id) ?? []), note]);
    }
    if (reveal !== undefined) this.#contents.set(`${id}:${reveal.revision}`, { content: reveal, atMs });
    for (const revision of redact) this.#contents.delete(`${id}:${revision}`);
    if (due === "none") this.#due.delete(id);
    else if (due !== undefined) this.#due.set(id, due);
  }

  async newEpoch(expected: string): Promise<string> {
    if (expected !== this.#log.epoch) return this.#log.epoch;
    this.#log.newEpoch();
    this.#audit.link({ action: "new-epoch", by: "store", byName: "store", from: expected }, this.#now());
    return this.#log.epoch;
  }

  async startOver(order: StartOver): Promise<CommitOutcome> {
    const { once, keep, event, emptiesProgramme, audit, answer } = order;
    const earlier = once && this.#once.recall(once);
    if (earlier !== undefined) return earlier;
    if ((this.#documents.get("event")?.version ?? 0) !== event.version) return { outcome: "conflict" };
    const atMs = this.#now();
    this.#documents.set("event", { version: event.version + 1, value: event.json });
    const programme = this.#documents.get("programme");
    if (emptiesProgramme && programme !== undefined)
      this.#documents.set("programme", { version: programme.version + 1, value: "[]" });
    for (const [id, { value }] of this.#records)
      if (keep === "none" || value.offset !== undefined) this.#forget(id);
    this.#contents.clear();
    this.#once.clear();
    this.#log.startOver();
    this.#log.append({ type: "eventChanged" }, atMs);
    this.#audit.link(audit, atMs);
    const outcome = {
      outcome: "done" as const,
      atMs,
      cursor: this.#log.cursor,
      ...(answer === undefined || once === undefined ? {} : { id: answer.id }),
    };
    if (once !== undefined) this.#once.keep(once, outcome);
    return outcome;
  }

  #forget(id: string): void {
    for (const kept of [this.#records, this.#changedAt, this.#revisions, this.#due]) kept.delete(id);
  }

  /** Forgets the newest entries, as a Redis that lost its last second does: the fork that tails must find. */
  loseNewest(count: number): void {
    this.#log.loseNewest(count);
  }

  async recall(once: Once) {
    return this.#once.recall(once);
  }

  async load(limit: number): Promise<LoadedFeed> {
    const published = [...this.#records.values()]
      .filter(({ value }) => value.offset !== undefined)
      .sort((a, b) => a.value.offset! - b.value.offset!)
      .slice(-limit);
    const items = await Promise.all(published.map(({ value }) => this.published(value.id)));
    const announcements = items.flatMap((found) => (found === undefined ? [] : [found.item]));
    return { ...(await this.versions()), announcements };
  }

  async versions(): Promise<Versions> {
    return {
      cursor: this.#log.cursor,
      eventVersion: this.#documents.get("event")?.version ?? 0,
      programmeVersion: this.#documents.get("programme")?.version ?? 0,
    };
  }

  async head(): Promise<LogHead> {
    return {
      cursor: this.#log.cursor,
      oldest: this.#log.oldest,
      mark: this.#log.mark,
      atMs: this.#now(),
    };
  }

  async markOf(offset: number): Promise<string | undefined> {
    return this.#log.markOf(offset);
  }

  async read(after: number, count: number): Promise<ReadEntries> {
    return this.#log.read(after, count, (id, revision) => this.#contents.get(`${id}:${revision}`)?.content);
  }

  async announcement(id: string) {
    return this.#records.get(id);
  }

  async announcements(ids: readonly string[]) {
    return ids.map((id) => this.#records.get(id));
  }

  async list(query: ListQuery): Promise<ListPage> {
    return pageOf([...this.#records.values()], (id) => this.#changedAt.get(id) ?? 0, query);
  }

  async revisions(id: string): Promise<RevisionNote[]> {
    return (this.#revisions.get(id) ?? []).toReversed();
  }

  async published(id: string) {
    const record = this.#records.get(id)?.value;
    if (record?.offset === undefined) return undefined;
    if (record.state === "withdrawn") {
      const withdrawnAt = new Date(record.withdrawnAtMs!).toISOString();
      return { item: { id, offset: record.offset, withdrawnAt, reason: record.reason ?? "" }, revisions: [] };
    }
    const contents = [...this.#contents.values()].filter(({ content }) => content.id === id);
    const revisions = publicRevisions(record, contents);
    const [item] = revisions;
    return item === undefined ? undefined : { item, revisions };
  }

  async document(name: "event" | "programme") {
    return this.#documents.get(name);
  }

  async due(beforeMs: number, limit: number) {
    return [...this.#due]
      .map(([id, dueMs]) => ({ id, dueMs }))
      .filter(({ dueMs }) => dueMs <= beforeMs)
      .sort((a, b) => a.dueMs - b.dueMs)
      .slice(0, limit);
  }

  async audit(before: number | undefined, limit: number): Promise<AuditEntry[]> {
    return this.#audit.read(before, limit);
  }

  async nowMs(): Promise<number> {
    return this.#now();
  }
}
