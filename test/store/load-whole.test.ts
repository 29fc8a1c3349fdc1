import { expect, test } from "vitest";
import type { FeedItem } from "../../server/contract/announcement.ts";
import type { Entry } from "../../server/contract/feed.ts";
import { loadWhole, type Pieces } from "../../server/store/load-whole.ts";
import { publishedEntry } from "../support/feed-history.ts";

const at = "2022-11-09T01:00:00.000Z";
const EPOCH = "e";
const counts = { added: 0, changed: 0, moved: 0, removed: 0 };

/** A log of two entries; while its pages are read, somebody writes `later`. */
function written(later: readonly Entry[], over: Partial<Pieces> = {}): Pieces {
  const entries: Entry[] = [publishedEntry(1), publishedEntry(2)];
  const items = new Map<string, FeedItem>();
  return {
    versions: async () => ({ cursor: { epoch: EPOCH, offset: 2 }, eventVersion: 1, programmeVersion: 3 }),
    published: async () => {
      for (const entry of entries)
        if ("announcement" in entry) items.set(entry.announcement.id, entry.announcement);
      entries.push(...later);
      return items;
    },
    read: async (after) => ({
      outcome: "entries",
      entries: entries.slice(after).map((entry) => ({ entry })),
      mark: "m",
      epoch: EPOCH,
    }),
    head: async () => ({
      cursor: { epoch: EPOCH, offset: entries.length },
      oldest: 1,
      mark: "m",
      atMs: 0,
    }),
    ...over,
  };
}

test("[T4] what was published while it was read is loaded, and the cursor stands behind it", async () => {
  const loaded = await loadWhole(written([publishedEntry(3)]));
  expect(loaded.cursor).toEqual({ epoch: EPOCH, offset: 3 });
  expect(loaded.announcements.map(({ offset }) => offset)).toEqual([1, 2, 3]);
  expect(loaded.programmeVersion).toBe(3);
});

test("[T4] a programme imported while it was read is the one that is loaded", async () => {
  const imported: Entry = {
    offset: 3,
    at,
    type: "programmeChanged",
    programmeRevision: 4,
    counts,
    sessionIds: [],
  };
  const loaded = await loadWhole(written([imported]));
  expect(loaded).toMatchObject({ cursor: { offset: 3 }, programmeVersion: 4 });
});

test("a log that begins anew each time that it is read cannot be loaded", async () => {
  let epochs = 0;
  const read = async () => {
    epochs += 1;
    const entries = [{ entry: publishedEntry(3) }];
    return { outcome: "entries" as const, entries, mark: "m", epoch: `another-${epochs}` };
  };
  await expect(loadWhole(written([], { read }))).rejects.toMatchObject({ kind: "unreachable" });
});
