/** What a reader with a cursor is answered: a pure function of the window and the cursor. */
import type { Cursor } from "../contract/feed.ts";
import type { RecentWindow } from "./recent-window.ts";

/** Past this a snapshot is cheaper for both sides. */
export const CATCH_UP_ENTRIES = 2_000;
export const CATCH_UP_BYTES = 1_000_000;

export type CatchUp =
  /** One frame, encoded, from the cursor to the head; empty where the reader is there already. */
  | { readonly answer: "frame"; readonly json: string; readonly upTo: number }
  | { readonly answer: "snapshot"; readonly reason: "new" | "epoch" | "horizon" }
  /** The cursor has seen more of this log than this node: only Redis can say who is right. */
  | { readonly answer: "ahead" };

/**
 * - [C1] No cursor: a snapshot, reason `new`. Another epoch: `epoch`.
 * - [C2] Trimmed, more than 2,000 entries or 1 MB behind: `horizon`, never a partial frame.
 * - [C3] Otherwise one frame whose `after` is the cursor and whose `upTo` is the head.
 */
export function catchUp(window: RecentWindow, epoch: string, cursor: Cursor | undefined): CatchUp {
  if (cursor === undefined) return { answer: "snapshot", reason: "new" };
  if (cursor.epoch !== epoch) return { answer: "snapshot", reason: "epoch" };
  const { offset } = cursor;
  if (offset > window.head) return { answer: "ahead" };
  if (offset + 1 < window.oldest || window.head - offset > CATCH_UP_ENTRIES) {
    return { answer: "snapshot", reason: "horizon" };
  }
  const { json, bytes } = window.after(offset);
  if (bytes > CATCH_UP_BYTES) return { answer: "snapshot", reason: "horizon" };
  return { answer: "frame", json: encodeFrame(epoch, offset, window.head, json), upTo: window.head };
}

/** A frame around entries that are encoded already. */
export function encodeFrame(
  epoch: string,
  after: number,
  upTo: number,
  entries: readonly string[],
  stale = false,
): string {
  const mark = stale ? ',"stale":true' : "";
  return `{"epoch":${JSON.stringify(epoch)},"after":${after},"upTo":${upTo},"entries":[${entries.join(",")}]${mark}}`;
}
