/** Loads a feed from a store that cannot show all of it in one step: head and state that belong together. */
import type { FeedItem } from "../contract/announcement.ts";
import { applyEntry } from "../core/feed-state.ts";
import { type LoadedFeed, type LogHead, type ReadEntries, StoreFailure, type Versions } from "./feed-log.ts";

/** Single questions to the store. Between any two of them others may write. */
export interface Pieces {
  versions(): Promise<Versions>;
  /** What was ever published, by id, oldest first; possibly in several steps. */
  published(): Promise<Map<string, FeedItem>>;
  read(after: number): Promise<ReadEntries>;
  head(): Promise<LogHead>;
}

const ATTEMPTS = 4;

/** Throws {@link StoreFailure} where the log is cut or begun anew each time that it is read. */
export async function loadWhole(pieces: Pieces): Promise<LoadedFeed> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const loaded = await load(pieces);
    if (loaded !== undefined) return loaded;
  }
  throw new StoreFailure("unreachable", "the log kept changing while it was read");
}

/**
 * Pages read one after the other may show what came later than the head read before them, so the entries
 * from there to the newest are folded over them: folding one again changes nothing (E3). Undefined where the
 * log was cut or another one began meanwhile.
 */
async function load(pieces: Pieces): Promise<LoadedFeed | undefined> {
  const before = await pieces.versions();
  const announcements = await pieces.published();
  let { offset } = before.cursor;
  let { programmeVersion } = before;
  for (;;) {
    const read = await pieces.read(offset);
    if (read.outcome !== "entries") return undefined;
    if (read.entries.length === 0) break;
    if (read.epoch !== before.cursor.epoch) return undefined;
    for (const { entry } of read.entries) {
      applyEntry(announcements, entry);
      if (entry.type === "programmeChanged") programmeVersion = entry.programmeRevision;
    }
    offset = read.entries.at(-1)!.entry.offset;
  }
  const { cursor } = await pieces.head();
  if (cursor.epoch !== before.cursor.epoch || cursor.offset < offset) return undefined;
  return {
    ...before,
    programmeVersion,
    cursor: { epoch: cursor.epoch, offset },
    announcements: [...announcements.values()],
  };
}
