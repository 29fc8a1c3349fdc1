/**
 * Which new announcement has a screen to itself, and for how long: one after the other, in the order in which they
 * came. Pure, and only of the feed and the server's time, so that screens side by side turn over together.
 *
 * - [SG1] Each stands for 12 s at least, and longer with its length; a podium for 45 s.
 * - [SG2] None begins before the one before it has had its time.
 * - [SG3] One that would have to wait for more than 90 s, in a flood of others, is not staged any more, unless it
 *         is a key moment: it is read where the newest stand.
 * - [SG4] A correction is staged as what it corrects was.
 */
import type { Announcement } from "../../../server/contract/announcement.ts";
import { saidAt } from "./places.ts";
import { podiumOf } from "./podium.ts";

export const STAGE_MS = 12_000;
export const STAGE_CHARACTER_MS = 60;
export const HONOURS_MS = 45_000;
export const PATIENCE_MS = 90_000;
/** Nothing that was said before this is on a stage any more. */
const LOOKED_BACK_MS = 1_800_000;

export interface Staged {
  readonly announcement: Announcement;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** `items` are those of this screen, in any order. */
export function stagedAt(items: readonly Announcement[], now: number): Staged | undefined {
  return stagings(items, now).find(({ fromMs, untilMs }) => fromMs <= now && now < untilMs);
}

function stagings(items: readonly Announcement[], now: number): Staged[] {
  const recent = items
    .filter((item) => saidAt(item) <= now && now - saidAt(item) < LOOKED_BACK_MS)
    .sort((a, b) => saidAt(a) - saidAt(b) || a.offset - b.offset);
  const staged: Staged[] = [];
  for (const announcement of recent) {
    const fromMs = Math.max(saidAt(announcement), staged.at(-1)?.untilMs ?? 0);
    if (fromMs - saidAt(announcement) > PATIENCE_MS && !announcement.key) continue;
    staged.push({ announcement, fromMs, untilMs: fromMs + stageMs(announcement) });
  }
  return staged;
}

export function stageMs(item: Announcement): number {
  if (podiumOf(item) !== undefined) return HONOURS_MS;
  const headlines = Object.values(item.text).map(({ headline }) => headline.length);
  return STAGE_MS + STAGE_CHARACTER_MS * Math.max(...headlines);
}
