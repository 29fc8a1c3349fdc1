import { dateAfter } from "../zones.ts";
import { WEEKDAYS, writtenWall } from "./icalendar-zones.ts";

/** A conference is over long before; what goes on is cut here. */
const LAST_DAY = 366;
const MOST = 400;

export interface Recurrence {
  /** Starts by the clock of the event's zone, the first among them. */
  readonly walls: readonly string[];
  /** Whether the rule goes on past what was expanded. */
  readonly cut: boolean;
}

/**
 * The starts that a recurrence rule gives, at most 400 within 366 days, whatever the rule says; undefined for
 * rules other than daily and weekly ones, which no session of a conference needs. The event's own start
 * always counts as the first.
 */
export function expandRule(
  start: string,
  rule: string,
  instantOf: (wall: string) => number | undefined,
): Recurrence | undefined {
  const parts = new Map(
    rule
      .toUpperCase()
      .split(";")
      .map((part) => part.split("=", 2) as [string, string | undefined]),
  );
  const weekly = parts.get("FREQ") === "WEEKLY";
  if (!weekly && parts.get("FREQ") !== "DAILY") return undefined;
  if (
    [...parts.keys()].some(
      (name) => !["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", ""].includes(name),
    )
  )
    return undefined;
  const interval = wholeNumber(parts.get("INTERVAL"), 1);
  const count = wholeNumber(parts.get("COUNT"), Number.POSITIVE_INFINITY);
  const days = (parts.get("BYDAY") ?? "").split(",").filter((day) => day !== "");
  const isPast = untilOf(parts.get("UNTIL"), instantOf);
  if (interval === undefined || count === undefined || isPast === undefined) return undefined;
  if (days.some((day) => !WEEKDAYS.includes(day))) return undefined;

  const weekStart = Math.max(WEEKDAYS.indexOf(parts.get("WKST") ?? "MO"), 0);
  const firstDay = weekdayOf(start);
  const dayOfWeek = (firstDay - weekStart + 7) % 7;
  const wanted = days.length > 0 ? days : weekly ? [WEEKDAYS[firstDay]!] : WEEKDAYS;

  const walls = [start];
  for (let day = 1; walls.length < count; day += 1) {
    const date = dateAfter(start.slice(0, 10), day);
    const wall = `${date}${start.slice(10)}`;
    if (date === undefined || isPast(wall)) return { walls, cut: false };
    if (day > LAST_DAY || walls.length === MOST) return { walls, cut: true };
    const periods = weekly ? Math.floor((day + dayOfWeek) / 7) : day;
    if (periods % interval === 0 && wanted.includes(WEEKDAYS[(firstDay + day) % 7]!)) walls.push(wall);
  }
  return { walls, cut: false };
}

/** Tells whether a start lies past UNTIL; undefined when that cannot be read. */
function untilOf(text: string | undefined, instantOf: (wall: string) => number | undefined) {
  if (text === undefined) return () => false;
  const wall = writtenWall(text);
  if (wall === undefined) return undefined;
  if (!text.includes("T")) return (at: string) => at.slice(0, 10) > wall.slice(0, 10);
  if (!text.endsWith("Z")) return (at: string) => at > wall;
  const untilMs = Date.parse(`${wall}Z`);
  return (at: string) => (instantOf(at) ?? Number.POSITIVE_INFINITY) > untilMs;
}

function wholeNumber(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function weekdayOf(wall: string): number {
  return new Date(`${wall.slice(0, 10)}T00:00:00Z`).getUTCDay();
}
