/** What the HTTP and socket layers may ask of this node's replica. All of it answers from memory. */
import type { Cursor, SnapshotReason } from "../contract/feed.ts";
import type { CatchUp } from "../core/catch-up.ts";
import type { FeedState } from "../core/feed-state.ts";

export interface FeedView {
  /** False until the first load is done: nothing may be served before. */
  readonly loaded: boolean;
  /** Redis cannot be reached, or the tail has not heard from it lately: what is held may be behind. */
  readonly stale: boolean;
  /** Throws before the first load. Do not keep it: the maps in it change as entries arrive. */
  readonly state: FeedState;
  /** A short string that changes with every entry, epoch and change of staleness: for ETags. */
  readonly tag: string;
  /** Offset by which something that was public was last changed or taken back: older texts are shown no more. */
  readonly changedAt: number;
  catchUp(cursor: Cursor | undefined): CatchUp;
  /** A snapshot, encoded as JSON and shared by all who ask at this cursor within a second. */
  snapshot(reason: SnapshotReason): string;
  /** Resolves true once the replica has the entry, false when it has not within `timeoutMs`. */
  reached(cursor: Cursor, timeoutMs: number): Promise<boolean>;
  /** Whether Redis itself has come as far as a cursor that is ahead of this node. */
  judgeAhead(cursor: Cursor): Promise<"behind" | "epoch">;
}

/** What an operator is told of a node: empty where all is well. */
export type ReadinessReasons = readonly string[];
