/**
 * The feed's append-only log and everything that changes with it: the port that Redis and its memory
 * twin both fill, and the one contract that both are tested against (test/store/feed-log.contract.ts).
 *
 * - [L1] Offsets start at 1 and never skip: entry n+1 follows entry n.
 * - [L2] `commit` is all or nothing, and with a `once` key seen before it adds nothing and answers as it did then.
 * - [L3] If the store loses entries the epoch changes, so no old cursor can match by luck.
 * - [L4] A commit decided on a record that has changed since adds nothing and answers `conflict`.
 * - [L5] Nothing is written before its time by either clock: the store's, or the caller's less 250 ms.
 * - [L6] Every commit leaves a link in the audit chain for each thing it changed, in the same step.
 * - [L7] What was redacted cannot be read again: its entries come out as `announcementRedacted`.
 * - [L8] `startOver` is one step: an empty log under a new epoch, and never a moment without an event.
 *
 * Not promised: that an entry is still held. Past the horizon `read` answers `pastHorizon`.
 */
import type { Announcement, FeedItem } from "../contract/announcement.ts";
import type { State } from "../contract/desk-announcement.ts";
import type { Cursor } from "../contract/feed.ts";
import type { AnnouncementChange, AuditNote, EntryDraft } from "../core/change.ts";
import type { LoggedEntry } from "../core/recent-window.ts";
import type { AnnouncementRecord } from "../core/record.ts";

/** How many entries the log keeps at least. */
export const LOG_ENTRIES = 100_000;
/** How much earlier than due by its own clock a caller may ask. */
export const CLOCK_TOLERANCE_MS = 250;

/** A record with the number of the commit that last touched it. */
export interface Stored<T> {
  readonly version: number;
  readonly value: T;
}

/** One announcement of a commit: decided on `version`, 0 for a new one. */
export interface CommitItem {
  readonly version: number;
  readonly change: AnnouncementChange;
  readonly previousState?: State;
}

/** A whole document of the event, decided on `version`. */
export interface CommitDocument {
  readonly name: "event" | "programme";
  readonly version: number;
  readonly json: string;
}

export interface Commit {
  /** A retry with the same key finds what the first did. `request` tells another request with that key apart. */
  readonly once?: { readonly actor: string; readonly key: string; readonly request: string };
  readonly items: readonly CommitItem[];
  readonly documents?: readonly CommitDocument[];
  /** Entries beside those of the items. */
  readonly entries?: readonly EntryDraft[];
  /** What is done beside the items, which carry their own notes. */
  readonly audit?: AuditNote;
  /** What a replay is answered, beside the cursor: ids only, never text. */
  readonly answer?: { readonly id: string };
}

/** A commit that took place: now, or when its key was first used. */
export interface Committed {
  readonly outcome: "done" | "replayed";
  /** Redis' clock. */
  readonly atMs: number;
  /** Of the last entry written; absent where none was. */
  readonly cursor?: Cursor;
  /** What the commit was about: the id of a replay is that of the first attempt. */
  readonly id?: string;
}

export type CommitOutcome =
  | Committed
  | { readonly outcome: "conflict" }
  | { readonly outcome: "mismatch" }
  | { readonly outcome: "early"; readonly dueMs: number; readonly atMs: number };

/** What became of a key that was used before. */
export type Recalled = Committed | { readonly outcome: "mismatch" };

export interface LogHead {
  readonly cursor: Cursor;
  /** The oldest entry still held; one past the head where none is. */
  readonly oldest: number;
  /** The random mark of the newest entry, by which a fork is told. */
  readonly mark: string;
  readonly atMs: number;
}

/** The head, and which event and programme are in force. */
export interface Versions {
  readonly cursor: Cursor;
  readonly eventVersion: number;
  readonly programmeVersion: number;
}

export interface LoadedFeed extends Versions {
  /** Oldest first: the newest `limit` that were ever published, tombstones among them. */
  readonly announcements: readonly FeedItem[];
}

export type ReadEntries =
  | {
      readonly outcome: "entries";
      readonly entries: readonly LoggedEntry[];
      readonly mark: string;
      readonly epoch: string;
    }
  | { readonly outcome: "pastHorizon" };

export interface ListPage {
  readonly items: readonly Stored<AnnouncementRecord>[];
  readonly next?: string;
}

export interface RevisionNote {
  readonly revision: number;
  readonly atMs: number;
  readonly by: string;
  readonly written: AnnouncementRecord["written"];
}

export interface AuditEntry {
  readonly offset: number;
  readonly atMs: number;
  readonly hash: string;
  readonly note: AuditNote;
}

/**
 * Thrown where the store cannot serve: never for a decision. `unreachable` is known not to have been
 * done, `unknown` may have been.
 */
export class StoreFailure extends Error {
  readonly kind: "unreachable" | "unknown" | "full";
  constructor(kind: "unreachable" | "unknown" | "full", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreFailure";
    this.kind = kind;
  }
}

export type Once = NonNullable<Commit["once"]>;

/** The one writer. */
export interface FeedWriter {
  commit(commit: Commit): Promise<CommitOutcome>;
  /** What a key was used for, if it was. */
  recall(once: Once): Promise<Recalled | undefined>;
}

export interface FeedReader {
  /** Head and state that belong together; the newest `limit` announcements. */
  load(limit: number): Promise<LoadedFeed>;
  /** What tells whether anything changed, with one question. */
  versions(): Promise<Versions>;
  head(): Promise<LogHead>;
  /** Entries after an offset, oldest first, at most `count`. */
  read(after: number, count: number): Promise<ReadEntries>;
  announcement(id: string): Promise<Stored<AnnouncementRecord> | undefined>;
  announcements(ids: readonly string[]): Promise<(Stored<AnnouncementRecord> | undefined)[]>;
  /** Newest change first. */
  list(query: { state?: State; cursor?: string; limit: number }): Promise<ListPage>;
  revisions(id: string): Promise<RevisionNote[]>;
  /** One announcement with the revisions that are public, newest first; tombstones have none. */
  published(id: string): Promise<{ item: FeedItem; revisions: Announcement[] } | undefined>;
  document(name: "event" | "programme"): Promise<Stored<string> | undefined>;
  /** Ids due at or before an instant, earliest first. */
  due(beforeMs: number, limit: number): Promise<{ id: string; dueMs: number }[]>;
  /** Newest first, below `before`. */
  audit(before: number | undefined, limit: number): Promise<AuditEntry[]>;
  nowMs(): Promise<number>;
}

/** How a store starts over: with a new epoch and an empty log. */
export interface StartOver {
  readonly once?: Once;
  /**
   * What stays of the announcements: `unsent`, all that were never published, as they are; or `none`. What
   * was published goes with its text, its revisions and its tombstones.
   */
  readonly keep: "unsent" | "none";
  /** The event that is then in force, decided on `version`. */
  readonly event: { readonly version: number; readonly json: string };
  /** The programme becomes an empty one, where there is one. */
  readonly emptiesProgramme: boolean;
  readonly audit: AuditNote;
  readonly answer?: { readonly id: string };
}

export interface Restarter {
  /**
   * All in one step, the link in the audit with it: [L8] a process that dies has started over or has not, and
   * there is no moment without an event. What a key was used for before is forgotten, so that the requests
   * of a rehearsal can be made again. People, tokens, kiosks and the audit stay.
   */
  startOver(order: StartOver): Promise<CommitOutcome>;
}

export interface EpochKeeper {
  /**
   * Compare and set: a new epoch if it is still `expected` (empty:
   * if there is none yet). Answers the one in force.
   */
  newEpoch(expected: string): Promise<string>;
}

export type FeedLog = FeedWriter & FeedReader & EpochKeeper & Restarter;
