import type { Announcement } from "../../../server/contract/announcement.ts";

/** First, second and third; other podiums are told by their headline. */
export function podiumOf({ kind, details }: Announcement) {
  if (kind !== "result" || details === undefined || !("podium" in details)) return undefined;
  const podium = [...details.podium].sort((a, b) => a.place - b.place).slice(0, 3);
  return podium.length === 3 && podium.every(({ place }, at) => place === at + 1) ? podium : undefined;
}

/** One step after the other rises: third, second, first. */
export const STEP_MS = 600;
