/** Whether an item may go out at a time that was typed on the venue's clock. Pure. */
import { venueText, venueTime } from "../../shared/time.ts";
import { type DeskItem, isSealed } from "./running-order.ts";

export type TimeFault = "unreadable" | "skipped" | "past" | "embargo" | "expired";

export type TypedTime =
  | { readonly ok: true; readonly atMs: number }
  | { readonly ok: false; readonly fault: TimeFault };

interface Around {
  readonly nowMs: number;
  readonly zone: string;
}

const refusedFor = (fault: TimeFault): TypedTime => ({ ok: false, fault });

/** Where the venue's clock shows a time twice, the first one that is still to come. */
export function typedTime(text: string, item: DeskItem, { nowMs, zone }: Around): TypedTime {
  const found = venueTime(text, zone);
  if (found.found === "unreadable") return refusedFor("unreadable");
  if (found.found === "never") return refusedFor("skipped");
  const atMs = found.found === "twice" && found.atMs <= nowMs ? found.laterMs : found.atMs;
  const fault = timeFault(atMs, item, nowMs);
  return fault === undefined ? { ok: true, atMs } : refusedFor(fault);
}

export function timeFault(atMs: number, item: DeskItem, nowMs: number): TimeFault | undefined {
  if (atMs <= nowMs) return "past";
  if (item.embargoUntil !== undefined && atMs < Date.parse(item.embargoUntil)) return "embargo";
  if (!isSealed(item) && item.expiresAt !== undefined && atMs >= Date.parse(item.expiresAt)) return "expired";
  return undefined;
}

const MINUTE_MS = 60_000;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;

const nextFive = (nowMs: number): number =>
  Math.ceil((nowMs + MINUTE_MS) / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;

/** Where the editor begins: where it is now; for what has no time to come, at the next five minutes. */
export function firstTime(item: DeskItem, { nowMs, zone }: Around): string {
  const planned = isSealed(item) || item.scheduledAt === undefined ? 0 : Date.parse(item.scheduledAt);
  const embargoMs = item.embargoUntil === undefined ? 0 : Date.parse(item.embargoUntil);
  return venueText(planned > nowMs ? planned : Math.max(nextFive(nowMs), embargoMs), zone);
}

/** So many minutes on from what is typed, or from now where that is later. */
export function onBy(text: string, minutes: number, { nowMs, zone }: Around): string {
  const found = venueTime(text, zone);
  const typedMs = found.found === "once" || found.found === "twice" ? found.atMs : nowMs;
  return venueText(Math.max(typedMs, Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS) + minutes * MINUTE_MS, zone);
}
