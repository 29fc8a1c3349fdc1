/**
 * Which new announcement has a screen to itself, and for how long: one after the other, in the order in which they
 * came. Pure, and only of the feed and the server's time, so that screens side by side turn over together.
 *
 * - [SG1] Each stands for 12 s at least, and longer with its length; a podium for 45 s.
 * - [SG2] None begins before the one before it has had its time.
 * - [SG3] One that would have to wait for more than 90 s, in a flood of others, is not staged any more, unless it
 *         is a key moment: it is read where the newest stand.
 * - [SG4] A correction is staged as what it corrects was.
 * - [SG5] A podium waits for nobody, so that it is revealed everywhere at its instant, whatever else a screen has
 *         to say. What it interrupts stands again for its whole time, after it. Only of two podiums that are
 *         revealed within 12 s the later one waits for so long.
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
  const podiums = podiumsIn(recent);
  const staged: Staged[] = [...podiums];
  let freeMs = 0;
  for (const announcement of recent) {
    if (podiumOf(announcement) !== undefined) continue;
    let fromMs = afterPodiums(podiums, Math.max(saidAt(announcement), freeMs));
    if (fromMs - saidAt(announcement) > PATIENCE_MS && !announcement.key) continue;
    const interrupting = () =>
      podiums.find((podium) => podium.fromMs > fromMs && podium.fromMs < fromMs + stageMs(announcement));
    for (let podium = interrupting(); podium !== undefined; podium = interrupting()) {
      staged.push({ announcement, fromMs, untilMs: podium.fromMs });
      fromMs = afterPodiums(podiums, podium.fromMs);
    }
    freeMs = fromMs + stageMs(announcement);
    staged.push({ announcement, fromMs, untilMs: freeMs });
  }
  return staged;
}

/** [SG5] Each until the next one. */
function podiumsIn(recent: readonly Announcement[]): Staged[] {
  const podiums: Staged[] = [];
  for (const announcement of recent) {
    if (podiumOf(announcement) === undefined) continue;
    const before = podiums.pop();
    const fromMs = Math.max(saidAt(announcement), (before?.fromMs ?? 0) + STAGE_MS);
    if (before !== undefined) podiums.push({ ...before, untilMs: Math.min(before.untilMs, fromMs) });
    podiums.push({ announcement, fromMs, untilMs: fromMs + HONOURS_MS });
  }
  return podiums;
}

/** The first instant from then on that no podium has. */
const afterPodiums = (podiums: readonly Staged[], fromMs: number): number =>
  podiums.reduce((at, podium) => (podium.fromMs <= at && at < podium.untilMs ? podium.untilMs : at), fromMs);

export function stageMs(item: Announcement): number {
  if (podiumOf(item) !== undefined) return HONOURS_MS;
  const headlines = Object.values(item.text).map(({ headline }) => headline.length);
  return STAGE_MS + STAGE_CHARACTER_MS * Math.max(...headlines);
}
