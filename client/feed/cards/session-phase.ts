/** Where a session stands at an instant, as its card says it. Pure. */
import type { Session } from "../../../server/contract/programme.ts";

/** `later`: beyond a day nobody counts seconds. */
export type SessionPhase = "later" | "ahead" | "on" | "ended";

const DAY_MS = 86_400_000;

export function phaseOf({ startsAt, endsAt }: Session, now: number): SessionPhase {
  const left = Date.parse(startsAt) - now;
  if (left > DAY_MS) return "later";
  if (left > 0) return "ahead";
  return now < Date.parse(endsAt) ? "on" : "ended";
}

/** In steps of a hundredth, so that it is drawn anew no more often than can be seen. */
export function progressOf({ startsAt, endsAt }: Session, now: number): number {
  const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)];
  return Math.round(100 * Math.min(1, Math.max(0, (now - start) / (end - start || 1))));
}
