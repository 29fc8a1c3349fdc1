/**
 * A node's folded copy of the feed: state, recent window, and the readers' answers, all from memory. It is
 * changed only by its tail, with the same reducer as every browser's.
 */
import type { FeedItem } from "../contract/announcement.ts";
import type { Cursor, Entry, SnapshotReason } from "../contract/feed.ts";
import { type CatchUp, catchUp } from "../core/catch-up.ts";
import { applyEntry, type FeedState } from "../core/feed-state.ts";
import { type LoggedEntry, RecentWindow } from "../core/recent-window.ts";
import { snapshotOf } from "../core/snapshot.ts";
import type { FeedReader, LoadedFeed } from "../store/feed-log.ts";
import type { FeedView } from "./feed-view.ts";

/** Announcements held; older ones answer by id alone. */
export const HELD_ANNOUNCEMENTS = 20_000;

const isChange = ({ type }: Entry): boolean =>
  type === "announcementCorrected" || type === "announcementWithdrawn";

export interface ReplicaListener {
  /** Entries arrived; the replica has applied them. */
  onEntries(entries: readonly Entry[]): void;
  /** The log is another one, or was reloaded past what readers hold: each must be answered anew. */
  onReload(): void;
}

interface Waiting {
  readonly cursor: Cursor;
  readonly settle: (reached: boolean) => void;
}

interface Held {
  epoch: string;
  window: RecentWindow;
  announcements: Map<string, FeedItem>;
  programmeRevision: number;
  changedAt: number;
}

export class Replica implements FeedView {
  readonly #store: Pick<FeedReader, "head">;
  readonly #nowMs: () => number;
  readonly #listeners = new Set<ReplicaListener>();
  readonly #waiting = new Set<Waiting>();
  readonly #snapshots = new Map<SnapshotReason, { tag: string; second: number; json: string }>();
  #held: Held | undefined;
  #stale = false;
  #headAsked: Promise<Cursor> | undefined;
  #epochChanges = 0;

  constructor(store: Pick<FeedReader, "head">, nowMs: () => number) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  listen(listener: ReplicaListener): void {
    this.#listeners.add(listener);
  }

  get loaded(): boolean {
    return this.#held !== undefined;
  }

  get stale(): boolean {
    return this.#stale;
  }

  /** Set by the tail: Redis is away, or it is back and nothing was missed. */
  set stale(stale: boolean) {
    this.#stale = stale;
  }

  get cursor(): Cursor {
    const { epoch, window } = this.#have;
    return { epoch, offset: window.head };
  }

  get state(): FeedState {
    const { announcements, programmeRevision } = this.#have;
    return { cursor: this.cursor, announcements, programmeRevision };
  }

  get tag(): string {
    const { epoch, offset } = this.cursor;
    return `${epoch}.${offset}${this.#stale ? ".stale" : ""}`;
  }

  get changedAt(): number {
    return this.#have.changedAt;
  }

  /** How often the log was another one than before. */
  get epochChanges(): number {
    return this.#epochChanges;
  }

  get window(): RecentWindow {
    return this.#have.window;
  }

  get #have(): Held {
    if (this.#held === undefined) throw new Error("the replica is not loaded yet");
    return this.#held;
  }

  /** Replaces all that is held by what was loaded, and the newest entries that led to it. */
  replace(loaded: LoadedFeed, recent: readonly LoggedEntry[]): void {
    const window = new RecentWindow(loaded.cursor.offset - recent.length);
    for (const entry of recent) window.push(entry);
    const first = this.#held === undefined;
    if (!first && this.#have.epoch !== loaded.cursor.epoch) this.#epochChanges += 1;
    this.#held = {
      epoch: loaded.cursor.epoch,
      window,
      announcements: new Map(loaded.announcements.map((item) => [item.id, item])),
      programmeRevision: loaded.programmeVersion,
      changedAt: loaded.cursor.offset,
    };
    this.#snapshots.clear();
    this.#settleWaiting();
    if (!first) for (const listener of this.#listeners) listener.onReload();
  }

  /** Folds entries that follow the head. Throws where they do not: a tail never skips. */
  apply(logged: readonly LoggedEntry[]): void {
    if (logged.length === 0) return;
    const held = this.#have;
    for (const each of logged) {
      held.window.push(each);
      applyEntry(held.announcements, each.entry);
      if (each.entry.type === "programmeChanged") held.programmeRevision = each.entry.programmeRevision;
      if (isChange(each.entry)) held.changedAt = each.entry.offset;
    }
    this.#trim(held.announcements);
    const entries = logged.map(({ entry }) => entry);
    this.#settleWaiting();
    for (const listener of this.#listeners) listener.onEntries(entries);
  }

  /** The oldest leave first; what is pinned stays, since every snapshot shows it. */
  #trim(announcements: Map<string, FeedItem>): void {
    let excess = announcements.size - HELD_ANNOUNCEMENTS;
    for (const [id, item] of announcements) {
      if (excess <= 0) return;
      if ("pinned" in item && item.pinned) continue;
      announcements.delete(id);
      excess -= 1;
    }
  }

  catchUp(cursor: Cursor | undefined): CatchUp {
    return catchUp(this.#have.window, this.#have.epoch, cursor);
  }

  snapshot(reason: SnapshotReason): string {
    const { tag } = this;
    // By the second, since urgent notices expire without an entry.
    const second = Math.floor(this.#nowMs() / 1_000);
    const kept = this.#snapshots.get(reason);
    if (kept !== undefined && kept.tag === tag && kept.second === second) return kept.json;
    const json = JSON.stringify(snapshotOf(this.state, reason, this.#nowMs()));
    this.#snapshots.set(reason, { tag, second, json });
    return json;
  }

  reached(cursor: Cursor, timeoutMs: number): Promise<boolean> {
    if (this.#hasReached(cursor)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        cursor,
        settle: (reached) => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiting.settle(false), timeoutMs);
      this.#waiting.add(waiting);
    });
  }

  #hasReached(cursor: Cursor): boolean {
    const held = this.#held;
    return held !== undefined && held.epoch === cursor.epoch && held.window.head >= cursor.offset;
  }

  #settleWaiting(): void {
    for (const waiting of this.#waiting) if (this.#hasReached(waiting.cursor)) waiting.settle(true);
  }

  /** One question to Redis for all who ask at once, so that a storm of such readers costs one command. */
  async judgeAhead(cursor: Cursor): Promise<"behind" | "epoch"> {
    this.#headAsked ??= this.#store
      .head()
      .then((head) => head.cursor)
      .finally(() => {
        this.#headAsked = undefined;
      });
    try {
      const head = await this.#headAsked;
      return head.epoch !== cursor.epoch || head.offset < cursor.offset ? "epoch" : "behind";
    } catch {
      // Redis is away: nobody can say, so the reader tries again.
      return "behind";
    }
  }
}
