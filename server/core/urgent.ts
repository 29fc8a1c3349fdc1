/** Urgent notices as threads: an alert, its updates, and the all-clear that ends them. */
import type { Announcement, FeedItem, UrgentDetails } from "../contract/announcement.ts";
import { isWithdrawn } from "./feed-state.ts";

type Held = ReadonlyMap<string, FeedItem>;

const urgentDetails = (item: FeedItem | undefined): UrgentDetails | undefined =>
  item === undefined || isWithdrawn(item) || item.kind !== "urgent"
    ? undefined
    : (item.details as UrgentDetails);

/** The id of the alert that a notice updates or ends, however long the chain; its own where it is the alert. */
export function threadOf(item: Announcement, held: Held): string {
  const passed = new Set<string>();
  let id = item.id;
  for (let details = urgentDetails(item); details?.refersTo !== undefined && !passed.has(id); ) {
    passed.add(id);
    id = details.refersTo;
    details = urgentDetails(held.get(id));
  }
  return id;
}

/**
 * Urgent notices that still hold: not expired, and not ended by an all-clear of their thread.
 * An all-clear itself holds until it expires.
 */
export function urgentInForce(held: Held, nowMs: number): Announcement[] {
  const urgent: Announcement[] = [];
  for (const item of held.values()) if (!isWithdrawn(item) && item.kind === "urgent") urgent.push(item);
  const ended = new Set(urgent.filter((item) => isAllClear(item)).map((item) => threadOf(item, held)));
  return urgent.filter((item) => {
    if (item.expiresAt !== undefined && Date.parse(item.expiresAt) <= nowMs) return false;
    return isAllClear(item) || !ended.has(threadOf(item, held));
  });
}

export const isAllClear = (item: Announcement): boolean => urgentDetails(item)?.messageType === "all-clear";
