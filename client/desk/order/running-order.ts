/** The desk's list as a timetable: what was sent, the line of now, what will be, what waits for a person. Pure. */
import type { DeskAnnouncement, SealedAnnouncement } from "../../../server/contract/desk-announcement.ts";

export type DeskItem = DeskAnnouncement | SealedAnnouncement;

export const isSealed = (item: DeskItem): item is SealedAnnouncement => "sealed" in item;

export interface RunningOrder {
  /** Oldest first, so that the newest stands next to now. */
  readonly sent: readonly DeskAnnouncement[];
  /** Overdue first: their time has passed, and they wait for somebody. */
  readonly planned: readonly DeskItem[];
  readonly approved: readonly DeskItem[];
  readonly submitted: readonly DeskItem[];
  readonly drafts: readonly DeskItem[];
}

const SENT = new Set(["published", "corrected", "withdrawn"]);

/** When it goes, went or may go out. */
export function timeOf(item: DeskItem): number | undefined {
  if (isSealed(item)) return Date.parse(item.embargoUntil);
  const at = item.publishedAt ?? item.scheduledAt;
  return at === undefined ? undefined : Date.parse(at);
}

export function runningOrder(items: readonly DeskItem[]): RunningOrder {
  const inState = (...states: string[]) => items.filter(({ state }) => states.includes(state));
  const latestFirst = (found: DeskItem[]) => found.sort((a, b) => changedMs(b) - changedMs(a));
  return {
    sent: items
      .filter((item): item is DeskAnnouncement => !isSealed(item) && SENT.has(item.state))
      .sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0) || (a.offset ?? 0) - (b.offset ?? 0)),
    planned: inState("overdue", "scheduled").sort(
      (a, b) =>
        Number(b.state === "overdue") - Number(a.state === "overdue") || (timeOf(a) ?? 0) - (timeOf(b) ?? 0),
    ),
    approved: latestFirst(inState("approved")),
    submitted: latestFirst(inState("submitted")),
    drafts: latestFirst(inState("draft")),
  };
}

const changedMs = (item: DeskItem): number => (isSealed(item) ? 0 : Date.parse(item.changedAt));
