/**
 * The memory twin of the feed log: the same promises, kept by the simplest code that can keep them, for
 * tests and simulation. It passes the same contract suite as the one in Redis, so what is proven on it
 * may be believed of the other.
 */
import { createHash } from "node:crypto";
import type { State } from "../contract/desk-announcement.ts";
import type { AuditNote, EntryDraft } from "../core/change.ts";
import type { AnnouncementRecord, PublicContent } from "../core/record.ts";
import { notesOf } from "./commit-plan.ts";
import { contentOf, resolveEntry } from "./entry-body.ts";
import {
  type AuditEntry,
  CLOCK_TOLERANCE_MS,
  type Commit,
  type CommitOutcome,
  type Committed,
  type FeedLog,
  type ListPage,
  LOG_ENTRIES,
  type LoadedFeed,
  type LogHead,
  type Once,
  type ReadEntries,
  type Recalled,
  type RevisionNote,
  type StartOver,
  type Stored,
  type Versions,
} from "./feed-log.ts";
import { publicRevisions } from "./stored-record.ts";

interface LogEntry {
  readonly offset: number;
  readonly atMs: number;
  readonly mark: string;
  readonly epoch: string;
  readonly draft: EntryDraft;
}

type Answered = { request: string; outcome: Committed };

export interface MemoryFeedLogOptions {
  /** The store's clock. */
  readonly now: () => number;
  /** The caller's clock, where it differs. */
  readonly callerNow?: () => number;
  readonly entries?: number;
}

export class MemoryFeedLog implements FeedLog {
  readonly #now: () => number;
  readonly #callerNow: () => number;
  readonly #entries: number;
  #epoch = "";
  #offset = 0;
  #marks = 0;
  #epochs = 0;
  #log: LogEntry[] = [];
  #audit: AuditEntry[] = [];
  readonly #records = new Map<string, Stored<AnnouncementRecord>>();
  readonly #changedAt = new Map<string, number>();
  readonly #revisions = new Map<string, RevisionNote[]>();
  readonly #contents = new Map<string, { content: PublicContent; atMs: number }>();
  readonly #documents = new Map<string, Stored<string>>();
  readonly #due = new Map<string, number>();
  readonly #once = new Map<string, Answered>();

  constructor({ now, callerNow = now, entries = LOG_ENTRIES }: MemoryFeedLogOptions) {
    this.#now = now;
    this.#callerNow = callerNow;
    this.#entries = entries;
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    const { once, items, documents = [], entries = [] } = commit;
    if (this.#epoch === "") this.#newEpoch();
    const earlier = once && this.#recall(once);
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

    const before = this.#offset;
    for (const draft of entries) this.#append(draft, atMs);
    for (const item of items) this.#apply(item.version, item.change, atMs);
    for (const { name, version, json } of documents)
      this.#documents.set(name, { version: version + 1, value: json });
    for (const note of notesOf(commit)) this.#link(note, atMs);
    const outcome = {
      outcome: "done" as const,
      atMs,
      ...(this.#offset === before ? {} : { cursor: { epoch: this.#epoch, offset: this.#offset } }),
      ...(commit.answer === undefined || once === undefined ? {} : { id: commit.answer.id }),
    };
    if (once !== undefined) this.#once.set(`${once.actor}\n${once.key}`, { request: once.request, outcome });
    return outcome;
  }

  #apply(version: number, change: Commit["items"][number]["change"], atMs: number): void {
    const { next, newRevision, stamp, reveal, redact = [], due } = change;
    const { id } = next;
    for (const draft of change.entries) this.#append(draft, atMs);
    const before = this.#records.get(id)?.value;
    const value = {
      ...next,
      ...(before?.offset === undefined
        ? {}
        : { offset: before.offset, publishedAtMs: before.publishedAtMs! }),
      ...(before?.correctedAtMs === undefined ? {} : { correctedAtMs: before.correctedAtMs }),
      ...(stamp === "published" ? { offset: this.#offset } : {}),
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

  #append(draft: EntryDraft, atMs: number): void {
    this.#offset += 1;
    this.#marks += 1;
    this.#log.push({ offset: this.#offset, atMs, mark: `m${this.#marks}`, epoch: this.#epoch, draft });
    if (this.#log.length > this.#entries) this.#log.shift();
  }

  #link(note: AuditNote, atMs: number): void {
    const previous = this.#audit.at(-1);
    const hash = createHash("sha1")
      .update(`${previous?.hash ?? ""}${atMs}${JSON.stringify(note)}`)
      .digest("hex");
    this.#audit.push({ offset: (previous?.offset ?? 0) + 1, atMs, hash, note });
  }

  #newEpoch(): void {
    this.#epochs += 1;
    this.#epoch = `epoch-${this.#epochs}`;
  }

  async newEpoch(expected: string): Promise<string> {
    if (expected !== this.#epoch) return this.#epoch;
    this.#newEpoch();
    this.#link({ action: "new-epoch", by: "store", byName: "store", from: expected }, this.#now());
    return this.#epoch;
  }

  async startOver(order: StartOver): Promise<CommitOutcome> {
    const { once, keep, event, emptiesProgramme, audit, answer } = order;
    const earlier = once && this.#recall(once);
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
    this.#log = [];
    this.#offset = 0;
    this.#newEpoch();
    this.#append({ type: "eventChanged" }, atMs);
    this.#link(audit, atMs);
    const outcome = {
      outcome: "done" as const,
      atMs,
      cursor: { epoch: this.#epoch, offset: this.#offset },
      ...(answer === undefined || once === undefined ? {} : { id: answer.id }),
    };
    if (once !== undefined) this.#once.set(`${once.actor}\n${once.key}`, { request: once.request, outcome });
    return outcome;
  }

  #forget(id: string): void {
    for (const kept of [this.#records, this.#changedAt, this.#revisions, this.#due]) kept.delete(id);
  }

  /** Forgets the newest entries, as a Redis that lost its last second does: the fork that tails must find. */
  loseNewest(count: number): void {
    this.#log = this.#log.slice(0, this.#log.length - count);
    this.#offset = this.#log.at(-1)?.offset ?? 0;
  }

  #recall(once: Once): Recalled | undefined {
    const known = this.#once.get(`${once.actor}\n${once.key}`);
    if (known === undefined) return undefined;
    if (known.request !== once.request) return { outcome: "mismatch" };
    return { ...known.outcome, outcome: "replayed" };
  }

  async recall(once: Once) {
    return this.#recall(once);
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
      cursor: { epoch: this.#epoch, offset: this.#offset },
      eventVersion: this.#documents.get("event")?.version ?? 0,
      programmeVersion: this.#documents.get("programme")?.version ?? 0,
    };
  }

  async head(): Promise<LogHead> {
    return {
      cursor: { epoch: this.#epoch, offset: this.#offset },
      oldest: this.#log[0]?.offset ?? this.#offset + 1,
      mark: this.#log.at(-1)?.mark ?? "",
      atMs: this.#now(),
    };
  }

  async markOf(offset: number): Promise<string | undefined> {
    return this.#log.find((entry) => entry.offset === offset)?.mark;
  }

  async read(after: number, count: number): Promise<ReadEntries> {
    const found = this.#log.filter((entry) => entry.offset > after).slice(0, count);
    if (found.length > 0 && found[0]!.offset !== after + 1) return { outcome: "pastHorizon" };
    const entries = found.map(({ draft, offset, atMs }) => {
      const points = contentOf(draft);
      return resolveEntry(
        draft,
        offset,
        atMs,
        points && this.#contents.get(`${points.id}:${points.revision}`)?.content,
      );
    });
    const newest = found.at(-1);
    return { outcome: "entries", entries, mark: newest?.mark ?? "", epoch: newest?.epoch ?? "" };
  }

  async announcement(id: string) {
    return this.#records.get(id);
  }

  async announcements(ids: readonly string[]) {
    return ids.map((id) => this.#records.get(id));
  }

  async list({ state, cursor, limit }: { state?: State; cursor?: string; limit: number }): Promise<ListPage> {
    const placeOf = (id: string) => [this.#changedAt.get(id) ?? 0, id] as const;
    const after = cursor === undefined ? undefined : cursor.split(/-(.*)/s);
    const found = [...this.#records.values()]
      .filter(({ value }) => state === undefined || value.state === state)
      .sort((a, b) => newerFirst(placeOf(a.value.id), placeOf(b.value.id)))
      .filter(({ value }) => {
        if (after === undefined) return true;
        return newerFirst(placeOf(value.id), [Number(after[0]), after[1] ?? ""]) > 0;
      });
    const items = found.slice(0, limit);
    const last = items.at(-1)?.value.id;
    if (found.length <= limit || last === undefined) return { items };
    return { items, next: `${this.#changedAt.get(last)}-${last}` };
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
    return this.#audit
      .filter(({ offset }) => before === undefined || offset < before)
      .toReversed()
      .slice(0, limit);
  }

  async nowMs(): Promise<number> {
    return this.#now();
  }
}

function newerFirst([atA, idA]: readonly [number, string], [atB, idB]: readonly [number, string]): number {
  if (atA !== atB) return atB - atA;
  return idA < idB ? 1 : idA > idB ? -1 : 0;
}
