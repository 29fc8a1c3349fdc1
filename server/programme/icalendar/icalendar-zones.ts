import { instantMs, isTimeZone, writtenTime } from "../zones.ts";
import { type CalendarComponent, propertyOf } from "./icalendar-lines.ts";

/** The instant at which a clock of some zone shows `2022-11-09T09:00:00`, if it ever does. */
export type Clock = (wall: string) => number | undefined;

/** One rule of a VTIMEZONE: from its onset on, clocks differ from UTC by this much. */
interface Observance {
  readonly fromMinutes: number;
  readonly toMinutes: number;
  /** By the clock that it ends. */
  readonly onset: string;
  readonly yearly: YearlyDay | undefined;
  readonly until: string | undefined;
  readonly dates: readonly string[];
}

/** Such as the last Sunday in March. */
interface YearlyDay {
  readonly month: number;
  readonly ordinal: number;
  readonly weekday: number;
}

export const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/**
 * The clock that a TZID means: an IANA zone, also behind a prefix (`/example.org/Europe/Berlin`), else what
 * the calendar's own VTIMEZONE of that name defines. Undefined for neither, and for a definition with rules
 * other than "each year, the n-th weekday of a month", which no zone in use has.
 */
export function clockOfTzid(tzid: string, calendar: CalendarComponent): Clock | undefined {
  const zone = ianaZone(tzid);
  if (zone !== undefined) return clockIn(zone);
  const defined = calendar.components.find(
    (component) => component.name === "VTIMEZONE" && propertyOf(component, "TZID")?.value.trim() === tzid,
  );
  return defined === undefined ? undefined : clockOfDefinition(defined);
}

export function clockIn(zone: string): Clock {
  return (wall) => instantMs({ wall, offsetMinutes: undefined }, zone);
}

export function ianaZone(tzid: string): string | undefined {
  const tail = /^\/.*?([A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){1,2})$/.exec(tzid.slice(0, 200))?.[1];
  return [tzid, tail, tail?.slice(tail.indexOf("/") + 1)].find((name) => name && isTimeZone(name));
}

function clockOfDefinition(zone: CalendarComponent): Clock | undefined {
  const observances = zone.components.map(observanceOf);
  if (observances.length === 0 || observances.includes(undefined)) return undefined;
  const known = observances
    .filter((observance) => observance !== undefined)
    .sort((a, b) => (a.onset < b.onset ? -1 : 1));

  return (wall) => {
    let offsetMinutes = known[0]!.fromMinutes;
    let latest = "";
    for (const observance of known) {
      const onset = latestOnset(observance, wall);
      if (onset === undefined || onset < latest) continue;
      latest = onset;
      offsetMinutes = observance.toMinutes;
    }
    return instantMs({ wall, offsetMinutes }, "UTC");
  };
}

function observanceOf(component: CalendarComponent): Observance | undefined {
  const fromMinutes = offsetOf(propertyOf(component, "TZOFFSETFROM")?.value);
  const toMinutes = offsetOf(propertyOf(component, "TZOFFSETTO")?.value);
  const onset = writtenWall(propertyOf(component, "DTSTART")?.value ?? "");
  if (fromMinutes === undefined || toMinutes === undefined || onset === undefined) return undefined;

  const rule = propertyOf(component, "RRULE")?.value;
  const yearly = rule === undefined ? undefined : yearlyDay(rule);
  if (rule !== undefined && yearly === undefined) return undefined;
  const until = /UNTIL=(\d{8}T\d{6})/.exec(rule ?? "")?.[1];
  const dates = component.properties
    .filter((property) => property.name === "RDATE")
    .flatMap((property) => property.value.split(",").flatMap((value) => writtenWall(value) ?? []));
  return {
    fromMinutes,
    toMinutes,
    onset,
    yearly,
    dates,
    until: until === undefined ? undefined : writtenWall(until),
  };
}

function yearlyDay(rule: string): YearlyDay | undefined {
  const parts = new Map(
    rule
      .toUpperCase()
      .split(";")
      .map((part) => part.split("=", 2) as [string, string]),
  );
  const day = /^([+-]?[1-5])(SU|MO|TU|WE|TH|FR|SA)$/.exec(parts.get("BYDAY") ?? "");
  const month = Number(parts.get("BYMONTH"));
  const isPlain = [...parts.keys()].every((name) =>
    ["FREQ", "BYDAY", "BYMONTH", "UNTIL", "INTERVAL", "WKST"].includes(name),
  );
  if (!isPlain || parts.get("FREQ") !== "YEARLY" || (parts.get("INTERVAL") ?? "1") !== "1") return undefined;
  if (day === null || !(month >= 1 && month <= 12)) return undefined;
  return { month, ordinal: Number(day[1]), weekday: WEEKDAYS.indexOf(day[2]!) };
}

/** When an observance last began at or before a time of the clock. */
function latestOnset(observance: Observance, wall: string): string | undefined {
  const { onset, yearly, until, dates } = observance;
  const year = Number(wall.slice(0, 4));
  const yearlyOnsets =
    yearly === undefined ? [] : [year, year - 1].map((of) => `${dateOf(yearly, of)}${onset.slice(10)}`);
  return [onset, ...dates, ...yearlyOnsets]
    .filter((at) => at >= onset && at <= wall && (until === undefined || at <= until || at === onset))
    .sort()
    .at(-1);
}

function dateOf({ month, ordinal, weekday }: YearlyDay, year: number): string {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let day = 1 + ((weekday - first + 7) % 7) + 7 * (ordinal > 0 ? ordinal - 1 : 4);
  while (day > days) day -= 7;
  if (ordinal < 0) day += 7 * (ordinal + 1);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** Minutes of `+0100`; seconds, which only clocks before 1900 had, are left off. */
function offsetOf(text: string | undefined): number | undefined {
  const parts = /^([+-])(\d{2})([0-5]\d)(?:\d{2})?$/.exec(text?.trim() ?? "");
  if (parts === null || Number(parts[2]) > 18) return undefined;
  return (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

/** `20221109T090000` as `2022-11-09T09:00:00`, a DATE as its midnight; undefined for what is no time. */
export function writtenWall(text: string): string | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00"] = parts;
  // RFC 5545 allows the 60th second, of which no clock here knows.
  return writtenTime(`${year}-${month}-${day}T${hour}:${minute}:${second === "60" ? "59" : second}`)?.wall;
}
