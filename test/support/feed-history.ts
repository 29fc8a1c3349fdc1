/** A feed's history made up from a seed: every type of entry, dense, and each about something that exists. */

import { below, pick } from "../../scripts/chaos/seeded.ts";
import type { Announcement } from "../../server/contract/announcement.ts";
import type { Entry, Frame } from "../../server/contract/feed.ts";

export const EPOCH = "epoch-of-the-test";
const START = Date.UTC(2022, 10, 9, 1);

export const announced = (offset: number, over: Partial<Announcement> = {}): Announcement => ({
  id: `a${offset}`,
  revision: 1,
  offset,
  publishedAt: new Date(START + offset * 1_000).toISOString(),
  kind: "notice",
  text: { en: { headline: `Headline ${offset}`, body: "" } },
  audience: { attendance: "everyone", zones: [], tracks: [] },
  surfaces: ["feed", "kiosk"],
  actions: [],
  pinned: false,
  key: false,
  ...over,
});

export const publishedEntry = (offset: number, over: Partial<Announcement> = {}): Entry => ({
  offset,
  at: new Date(START + offset * 1_000).toISOString(),
  type: "announcementPublished",
  announcement: announced(offset, over),
});

/** `count` entries from offset 1. */
export function history(count: number, random: () => number): Entry[] {
  const live: Announcement[] = [];
  const entries: Entry[] = [];
  for (let offset = 1; offset <= count; offset += 1) {
    const at = new Date(START + offset * 1_000).toISOString();
    const target = live.length === 0 ? undefined : pick(random, live);
    const roll = random();
    if (target === undefined || roll < 0.5) {
      const entry = publishedEntry(offset) as Extract<Entry, { type: "announcementPublished" }>;
      live.push(entry.announcement);
      entries.push(entry);
    } else if (roll < 0.65) {
      const announcement = { ...target, revision: target.revision + 1, correctedAt: at };
      live[live.indexOf(target)] = announcement;
      entries.push({ offset, at, type: "announcementCorrected", announcement });
    } else if (roll < 0.75) {
      live.splice(live.indexOf(target), 1);
      const { id: announcementId, offset: announcementOffset } = target;
      entries.push({
        offset,
        at,
        type: "announcementWithdrawn",
        announcementId,
        announcementOffset,
        reason: "wrong",
      });
    } else if (roll < 0.85) {
      const announcement = { ...target, pinned: true };
      live[live.indexOf(target)] = announcement;
      entries.push({ offset, at, type: "announcementPinned", announcementId: target.id, announcement });
    } else if (roll < 0.92) {
      live[live.indexOf(target)] = { ...target, pinned: false };
      entries.push({ offset, at, type: "announcementUnpinned", announcementId: target.id });
    } else {
      entries.push({ offset, at, type: "eventChanged" });
    }
  }
  return entries;
}

export const frameOf = (log: readonly Entry[], after: number, upTo: number, epoch = EPOCH): Frame => ({
  epoch,
  after,
  upTo,
  entries: log.slice(after, upTo),
});

/** Frames of random lengths that cover the log from a cursor on, some of them overlapping or repeated. */
export function shakyDelivery(log: readonly Entry[], from: number, random: () => number): Frame[] {
  const frames: Frame[] = [];
  for (let reached = from; reached < log.length; ) {
    const after = Math.max(0, reached - below(random, 4));
    const upTo = Math.min(log.length, reached + 1 + below(random, 6));
    frames.push(frameOf(log, after, upTo));
    if (random() < 0.3) frames.push(pick(random, frames));
    reached = upTo;
  }
  return frames;
}
