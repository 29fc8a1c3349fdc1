/**
 * Feed state: what one reader knows, and the only functions that change it. Server node, desk, feed
 * and kiosk all fold entries here, so two readers at the same cursor show the same feed.
 */
import type { FeedItem } from "../contract/announcement.ts";
import type { Cursor, Entry, Frame, Snapshot } from "../contract/feed.ts";

export interface FeedState {
  readonly cursor: Cursor;
  /** By id, in the order of `offset`, oldest first. */
  readonly announcements: ReadonlyMap<string, FeedItem>;
  readonly programmeRevision: number;
}

export type FrameOutcome =
  /** The frame led on from the cursor; `arrived` are the entries that were new. */
  | { readonly outcome: "applied"; readonly state: FeedState; readonly arrived: readonly Entry[] }
  /** Nothing new in it. */
  | { readonly outcome: "stale"; readonly state: FeedState }
  /** Entries are missing between the cursor and the frame: reconnect with the cursor. */
  | { readonly outcome: "gap"; readonly state: FeedState }
  /** Another log: the cursor means nothing in it. */
  | { readonly outcome: "newEpoch"; readonly state: FeedState };

export const isWithdrawn = (item: FeedItem): item is Extract<FeedItem, { withdrawnAt: string }> =>
  "withdrawnAt" in item;

/** [F6] A snapshot is where a reader starts: nothing held before it remains. */
export function startFrom(snapshot: Snapshot): FeedState {
  const oldestFirst = snapshot.announcements.toSorted((a, b) => a.offset - b.offset);
  return {
    cursor: snapshot.cursor,
    announcements: new Map(oldestFirst.map((item) => [item.id, item])),
    programmeRevision: snapshot.programmeRevision,
  };
}

/**
 * Folds one frame into the state.
 *
 * - [F2] A frame applies where `after` ≤ cursor < `upTo`; what the cursor has passed is skipped.
 * - [F3] `after` beyond the cursor is a gap, and a frame of another epoch is never applied.
 * - [F4] The cursor ends at `upTo`, also when a type in the frame is unknown here.
 */
export function applyFrame(state: FeedState, frame: Frame): FrameOutcome {
  const { cursor } = state;
  if (frame.epoch !== cursor.epoch) return { outcome: "newEpoch", state };
  if (frame.after > cursor.offset) return { outcome: "gap", state };
  if (frame.upTo <= cursor.offset) return { outcome: "stale", state };

  // Frames may overlap what we hold (catch-up meets live): skip what we have.
  const arrived = frame.entries.filter((entry) => entry.offset > cursor.offset);
  // A frame whose entries are not dense up to `upTo` hides a loss: treat it as one.
  const last = arrived.at(-1);
  if (arrived.length !== frame.upTo - cursor.offset || last?.offset !== frame.upTo)
    return { outcome: "gap", state };

  const announcements = new Map(state.announcements);
  let { programmeRevision } = state;
  for (const entry of arrived) {
    applyEntry(announcements, entry);
    if (entry.type === "programmeChanged") programmeRevision = entry.programmeRevision;
  }
  const next = { cursor: { epoch: cursor.epoch, offset: frame.upTo }, announcements, programmeRevision };
  return { outcome: "applied", state: next, arrived };
}

/**
 * Folds one entry into a map that the caller owns. Entries say what is, not what to do, so folding
 * one again, or one whose effect the map already shows, changes nothing.
 */
export function applyEntry(announcements: Map<string, FeedItem>, entry: Entry): void {
  switch (entry.type) {
    case "announcementPublished":
    case "announcementCorrected":
    case "announcementPinned": {
      const { announcement } = entry;
      const held = announcements.get(announcement.id);
      if (held === undefined) insertInOrder(announcements, announcement, entry.offset);
      else if (!isWithdrawn(held) && held.revision <= announcement.revision)
        announcements.set(held.id, announcement);
      return;
    }
    case "announcementUnpinned": {
      const held = announcements.get(entry.announcementId);
      if (held !== undefined && !isWithdrawn(held)) announcements.set(held.id, { ...held, pinned: false });
      return;
    }
    case "announcementWithdrawn": {
      const id = entry.announcementId;
      const tombstone = { id, offset: entry.announcementOffset, withdrawnAt: entry.at, reason: entry.reason };
      if (announcements.has(id)) announcements.set(id, tombstone);
      else insertInOrder(announcements, tombstone, entry.offset);
      return;
    }
    // What it said is gone; the entry that removed it follows, and says what became of the rest.
    case "announcementRedacted":
    case "programmeChanged":
    case "eventChanged":
      return;
    default:
      // [F4] A type made after this code: the cursor moves past it.
      return;
  }
}

function insertInOrder(announcements: Map<string, FeedItem>, item: FeedItem, entryOffset: number): void {
  announcements.set(item.id, item);
  // First published by this very entry: it is the newest, and stands last already.
  if (item.offset === entryOffset) return;
  // Something older than all that is held came back, by a correction or a pin. Rare enough to sort.
  const sorted = [...announcements].sort(([, a], [, b]) => a.offset - b.offset);
  announcements.clear();
  for (const [id, held] of sorted) announcements.set(id, held);
}

/** The announcements of a state, newest first. */
export function newestFirst(announcements: ReadonlyMap<string, FeedItem>): FeedItem[] {
  return [...announcements.values()].reverse();
}
