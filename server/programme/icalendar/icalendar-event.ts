import { icalendarDurationMs } from "../durations.ts";
import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import { type CalendarComponent, calendarText, propertyOf } from "./icalendar-lines.ts";
import { type CalendarClocks, type CalendarTime, timesOf } from "./icalendar-times.ts";

const DAY_MS = 24 * 60 * 60_000;

/** One VEVENT, its times read. */
export interface CalendarEvent {
  readonly path: string;
  readonly uid: string;
  readonly component: CalendarComponent;
  readonly start: CalendarTime;
  readonly durationMs: number;
  /** Which occurrence of a recurring event this one stands in for. */
  readonly replaces: number | undefined;
  readonly cancelled: boolean;
}

/** Undefined after naming what cannot be read. A cancelled event is told of here. */
export function calendarEvent(
  component: CalendarComponent,
  path: string,
  clocks: CalendarClocks,
  findings: Findings,
): CalendarEvent | undefined {
  const uid = propertyOf(component, "UID")?.value.trim() ?? "";
  if (uid === "")
    findings.warn(
      "sessions without a UID",
      path,
      "has no UID; it is known by its title, and is another session to us if that changes",
    );
  if (calendarText(propertyOf(component, "SUMMARY")) === "")
    findings.error(`${path}/SUMMARY`, "has no title");
  const dtstart = propertyOf(component, "DTSTART");
  if (dtstart === undefined) findings.error(`${path}/DTSTART`, "has no start");
  const start = dtstart && timesOf(dtstart, path, clocks, findings)[0];
  if (start === undefined) return undefined;
  if (start.isDay)
    findings.warn("sessions that last whole days", path, "has no time of day; it starts at midnight");

  const durationMs = lengthOf(component, start, path, clocks, findings);
  const recurrenceId = propertyOf(component, "RECURRENCE-ID");
  const replaces = recurrenceId && timesOf(recurrenceId, path, clocks, findings)[0]?.ms;
  const cancelled = propertyOf(component, "STATUS")?.value.trim().toUpperCase() === "CANCELLED";
  if (cancelled) findings.warn("cancelled sessions", path, "is cancelled; it was left out");
  return durationMs === undefined
    ? undefined
    : { path, uid, component, start, durationMs, replaces, cancelled };
}

/** From DTEND, else DURATION, else a day for a day and nothing for an instant (RFC 5545, 3.6.1). */
function lengthOf(
  component: CalendarComponent,
  start: CalendarTime,
  path: string,
  clocks: CalendarClocks,
  findings: Findings,
) {
  const dtend = propertyOf(component, "DTEND");
  const duration = propertyOf(component, "DURATION");
  if (dtend !== undefined) {
    const end = timesOf(dtend, path, clocks, findings)[0];
    if (end === undefined || end.ms >= start.ms) return end && end.ms - start.ms;
    findings.error(`${path}/DTEND (line ${dtend.line})`, "is before DTSTART");
    return undefined;
  }
  if (duration === undefined) return start.isDay ? DAY_MS : 0;
  const lengthMs = icalendarDurationMs(duration.value.trim());
  if (lengthMs === undefined)
    findings.error(
      `${path}/DURATION (line ${duration.line})`,
      `${quoted(duration.value)} is no duration such as PT45M`,
    );
  return lengthMs;
}
