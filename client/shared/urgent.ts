/** What is urgent at this moment, one line for each alert. Pure; which notices hold is said in core/urgent.ts. */
import type { Announcement, FeedItem, UrgentDetails } from "../../server/contract/announcement.ts";
import { isAllClear, threadOf, urgentInForce } from "../../server/core/urgent.ts";

export interface Urgent {
  /** The latest word on it. */
  readonly announcement: Announcement;
  readonly details: UrgentDetails;
  /** The all-clear was given; it is shown for a while, then gone. */
  readonly isOver: boolean;
}

/** How long an all-clear stands at the top. */
export const ALL_CLEAR_MS = 600_000;

export const urgentDetails = ({ kind, details }: Announcement): UrgentDetails | undefined =>
  kind === "urgent" && details !== undefined && "status" in details ? details : undefined;

/**
 * - [U1] An update stands in for what it refers to, and for what that refers to.
 * - [U2] An all-clear ends it; it is itself shown for a while.
 * - [U3] What has expired is not urgent. What was withdrawn counts as never said, so the word before
 *        it holds again.
 * - [U4] Actual before exercise before test, what is over last; within those the newest first.
 */
export function urgentNow(held: ReadonlyMap<string, FeedItem>, now: number): Urgent[] {
  const latest = new Map<string, Announcement>();
  for (const item of urgentInForce(held, now)) {
    const thread = threadOf(item, held);
    const other = latest.get(thread);
    if (other === undefined || other.offset < item.offset) latest.set(thread, item);
  }
  return [...latest.values()]
    .filter((item) => urgentDetails(item) !== undefined && !(isAllClear(item) && isOld(item, now)))
    .map((item) => ({ announcement: item, details: urgentDetails(item)!, isOver: isAllClear(item) }))
    .sort((a, b) => rank(a) - rank(b) || b.announcement.offset - a.announcement.offset);
}

const isOld = ({ publishedAt }: Announcement, now: number): boolean =>
  Date.parse(publishedAt) + ALL_CLEAR_MS <= now;
const rank = ({ details, isOver }: Urgent): number =>
  ["actual", "exercise", "test"].indexOf(details.status) + (isOver ? 3 : 0);
