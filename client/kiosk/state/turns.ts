/** When what a screen shows is to change at an instant of its own, which whole seconds would miss. Pure. */
import type { FeedItem } from "../../../server/contract/announcement.ts";

/** The next reveal. */
export function nextTurn(held: ReadonlyMap<string, FeedItem>, after: number): number | undefined {
  let next: number | undefined;
  for (const item of held.values()) {
    const at = "revealAt" in item && item.revealAt !== undefined ? Date.parse(item.revealAt) : undefined;
    if (at !== undefined && at > after && (next === undefined || at < next)) next = at;
  }
  return next;
}
