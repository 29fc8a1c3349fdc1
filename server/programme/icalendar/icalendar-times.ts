import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import type { CalendarComponent, CalendarProperty } from "./icalendar-lines.ts";
import { type Clock, clockIn, clockOfTzid, ianaZone, writtenWall } from "./icalendar-zones.ts";

/** A time of a calendar: where its clock stands, and whether it is a day rather than an instant. */
export interface CalendarTime {
  readonly wall: string;
  readonly clock: Clock;
  readonly ms: number;
  readonly isDay: boolean;
}

/** What times without a zone of their own are read by, and the clocks of the zones that were named so far. */
export interface CalendarClocks {
  readonly timeZone: string | undefined;
  readonly calendar: CalendarComponent;
  readonly byTzid: Map<string, Clock | undefined>;
}

/**
 * Floating times belong to whoever looks at them (RFC 5545); a conference has one place, so they are read in
 * the calendar's X-WR-TIMEZONE, else in its only VTIMEZONE, else in UTC.
 */
export function clocksOf(calendar: CalendarComponent, findings: Findings): CalendarClocks {
  const textOf = (component: CalendarComponent, name: string) =>
    component.properties.find((property) => property.name === name)?.value.trim() ?? "";
  const stated = textOf(calendar, "X-WR-TIMEZONE") || textOf(calendar, "TIMEZONE-ID");
  const defined = calendar.components
    .filter((component) => component.name === "VTIMEZONE")
    .map((zone) => textOf(zone, "TZID"));
  const timeZone = ianaZone(stated) ?? (defined.length === 1 ? ianaZone(defined[0]!) : undefined);
  if (stated !== "" && ianaZone(stated) === undefined)
    findings.warn(
      "time zone",
      "VCALENDAR/X-WR-TIMEZONE",
      `${quoted(stated)} is no time zone that is known here`,
    );
  else if (timeZone === undefined)
    findings.warn(
      "time zone",
      "VCALENDAR/X-WR-TIMEZONE",
      "does not say its time zone; times without a zone are read as UTC",
    );
  return { timeZone, calendar, byTzid: new Map() };
}

/** The times of a property, which may list several; those that cannot be read are errors. */
export function timesOf(
  property: CalendarProperty,
  path: string,
  clocks: CalendarClocks,
  findings: Findings,
): CalendarTime[] {
  const at = `${path}/${property.name} (line ${property.line})`;
  const tzid = property.parameters.get("TZID");
  return property.value.split(",").flatMap((value) => {
    const wall = writtenWall(value);
    if (wall === undefined) {
      findings.error(at, `${quoted(value)} is no time such as 20221109T090000Z`);
      return [];
    }
    const isDay = !value.includes("T");
    const clock = value.trim().endsWith("Z")
      ? clockIn("UTC")
      : tzid === undefined || isDay
        ? clockIn(clocks.timeZone ?? "UTC")
        : clockNamed(tzid, clocks);
    if (clock === undefined) {
      findings.error(at, `the time zone ${quoted(tzid)} is neither known here nor defined in the file`);
      return [];
    }
    if (tzid === undefined && !isDay && !value.trim().endsWith("Z"))
      findings.warn(
        "times without a zone",
        at,
        `has no time zone; it was read in ${clocks.timeZone ?? "UTC"}`,
      );
    const ms = clock(wall);
    if (ms !== undefined) return [{ wall, clock, ms, isDay }];
    findings.error(at, "does not lie within the years 1970 to 9999");
    return [];
  });
}

function clockNamed(tzid: string, clocks: CalendarClocks): Clock | undefined {
  if (!clocks.byTzid.has(tzid)) clocks.byTzid.set(tzid, clockOfTzid(tzid, clocks.calendar));
  return clocks.byTzid.get(tzid);
}
