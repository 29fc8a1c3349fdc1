/** What a reader holds between visits, and how older announcements join it. Pure but for the storage given. */
import type { FeedItem } from "../../server/contract/announcement.ts";
import type { Snapshot } from "../../server/contract/feed.ts";
import type { PageStart } from "../../server/contract/page-start.ts";
import { type FeedState, newestFirst, startFrom } from "../../server/core/feed-state.ts";
import { parseSnapshot } from "./parse.ts";

/** How many announcements a device keeps. */
export const KEPT = 200;
/** How many of the newest a snapshot holds; what is older in it was pinned or is urgent. */
const SNAPSHOT_NEWEST = 100;

export interface HeldFeed {
  readonly feed: FeedState;
  /** Where older announcements go on: `before` of the next page; absent when there are none. */
  readonly olderBefore?: number | undefined;
}

export function heldFrom(snapshot: Snapshot): HeldFeed {
  const feed = startFrom(snapshot);
  return { feed, olderBefore: newestFirst(feed.announcements)[SNAPSHOT_NEWEST - 1]?.offset };
}

/** What a page was served with: the newest without a hole down to `olderBefore`, and some that stand out. */
export function heldFromPage({ cursor, programmeRevision, announcements, olderBefore }: PageStart): HeldFeed {
  const feed = startFrom({ reason: "new", cursor, programmeRevision, announcements: [...announcements] });
  return { feed, olderBefore };
}

/** [H1] Older announcements join without touching what is held: what the log said since then is newer. */
export function withOlder(held: HeldFeed, older: readonly FeedItem[], olderBefore?: number): HeldFeed {
  const all = new Map(older.map((item) => [item.id, item]));
  for (const [id, item] of held.feed.announcements) all.set(id, item);
  const announcements = new Map([...all].sort(([, a], [, b]) => a.offset - b.offset));
  return { feed: { ...held.feed, announcements }, olderBefore };
}

/** [H2] The newest, and what is pinned; dropping the others only moves where older ones go on. */
export function writeHeld({ feed, olderBefore }: HeldFeed): string {
  const items = newestFirst(feed.announcements);
  const kept = items.filter((item, at) => at < KEPT || ("pinned" in item && item.pinned));
  const { cursor, programmeRevision } = feed;
  const before = items.length > KEPT ? items[KEPT - 1]!.offset : olderBefore;
  return JSON.stringify({ cursor, programmeRevision, announcements: kept, olderBefore: before });
}

export function readHeld(text: string | null): HeldFeed | undefined {
  try {
    const raw: unknown = JSON.parse(text ?? "null");
    const snapshot = parseSnapshot(raw);
    if (snapshot === undefined) return undefined;
    const { olderBefore } = raw as { olderBefore?: unknown };
    return {
      feed: startFrom(snapshot),
      olderBefore: typeof olderBefore === "number" ? olderBefore : undefined,
    };
  } catch {
    return undefined;
  }
}
