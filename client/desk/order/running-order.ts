/** The desk's list by state: what was sent, what is planned, what waits for a person. Pure. */
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
  readonly discarded: readonly DeskItem[];
}

export const SENT: ReadonlySet<DeskItem["state"]> = new Set(["published", "corrected", "withdrawn"]);

const times = new WeakMap<DeskItem, { readonly at: number | undefined; readonly changed: number }>();

/** Read once of each: a long list is put in order at every change. */
function timesOf(item: DeskItem) {
  const known = times.get(item);
  if (known !== undefined) return known;
  const at = isSealed(item) ? item.embargoUntil : (item.publishedAt ?? item.scheduledAt);
  const read = {
    at: at === undefined ? undefined : Date.parse(at),
    changed: isSealed(item) ? 0 : Date.parse(item.changedAt),
  };
  times.set(item, read);
  return read;
}

/** When it goes, went or may go out. */
export const timeOf = (item: DeskItem): number | undefined => timesOf(item).at;

export const changedMs = (item: DeskItem): number => timesOf(item).changed;

export const isSent = (item: DeskItem): item is DeskAnnouncement => !isSealed(item) && SENT.has(item.state);

export function runningOrder(items: readonly DeskItem[]): RunningOrder {
  const inState = (...states: string[]) => items.filter(({ state }) => states.includes(state));
  const latestFirst = (found: DeskItem[]) => found.sort((a, b) => changedMs(b) - changedMs(a));
  return {
    sent: items
      .filter(isSent)
      .sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0) || (a.offset ?? 0) - (b.offset ?? 0)),
    planned: inState("overdue", "scheduled").sort(
      (a, b) =>
        Number(b.state === "overdue") - Number(a.state === "overdue") || (timeOf(a) ?? 0) - (timeOf(b) ?? 0),
    ),
    approved: latestFirst(inState("approved")),
    submitted: latestFirst(inState("submitted")),
    drafts: latestFirst(inState("draft")),
    discarded: latestFirst(inState("discarded")),
  };
}
