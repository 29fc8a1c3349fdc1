import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import { PRODUCT, sessionIdOfUid } from "../icalendar-export.ts";
import { hashedId } from "../ids.ts";
import type { ProgrammeDraft, SessionDraft } from "../session-draft.ts";
import { type CalendarEvent, calendarEvent } from "./icalendar-event.ts";
import {
  type CalendarComponent,
  calendarText,
  calendarTexts,
  propertyOf,
  readCalendars,
} from "./icalendar-lines.ts";
import { expandRule } from "./icalendar-recurrence.ts";
import { type CalendarClocks, clocksOf, timesOf } from "./icalendar-times.ts";

/** Past the most that a programme holds, rules are expanded no further. */
const ENOUGH_SESSIONS = 20_001;

/**
 * Reads iCalendar (RFC 5545): each VEVENT is a session, LOCATION its hall, the first of CATEGORIES its
 * track. Recurring events become one session for each time, known by UID and start, so that moving one
 * occurrence by RECURRENCE-ID leaves the others alone. Cancelled events are left out. In a calendar of our own
 * making the UIDs hold our ids, and these stay.
 */
export function readICalendar(text: string, findings: Findings): ProgrammeDraft | undefined {
  const calendars = readCalendars(text, findings);
  const calendar = calendars.find((component) => component.name === "VCALENDAR");
  if (calendar === undefined) {
    findings.error("", "has no BEGIN:VCALENDAR");
    return undefined;
  }
  if (calendars.length > 1)
    findings.error(
      `line ${calendars[1]!.line}`,
      "is a second calendar; a file must hold one, to be clear which is the programme",
    );
  const clocks = clocksOf(calendar, findings);
  warnOfOthers(calendar, findings);
  const isOurs = propertyOf(calendar, "PRODID")?.value.trim() === PRODUCT;
  const events = calendar.components
    .filter((component) => component.name === "VEVENT")
    .flatMap(
      (component, index) =>
        calendarEvent(component, `VCALENDAR/VEVENT[${index + 1}]`, clocks, findings) ?? [],
    )
    .map((event) => (isOurs ? { ...event, uid: sessionIdOfUid(event.uid) } : event));
  const name =
    calendarText(propertyOf(calendar, "X-WR-CALNAME")) || calendarText(propertyOf(calendar, "NAME"));

  return {
    name: name === "" ? undefined : name,
    timeZone: clocks.timeZone,
    startMs: undefined,
    endMs: undefined,
    languages: [],
    halls: [],
    tracks: [],
    sessions: sessionsOf(events, clocks, findings),
  };
}

function sessionsOf(
  events: readonly CalendarEvent[],
  clocks: CalendarClocks,
  findings: Findings,
): SessionDraft[] {
  const replaced = new Map<string, Set<number>>();
  for (const { uid, replaces } of events) {
    if (replaces === undefined) continue;
    if (!replaced.has(uid)) replaced.set(uid, new Set());
    replaced.get(uid)!.add(replaces);
  }
  const sessions: SessionDraft[] = [];
  for (const event of events) {
    if (event.cancelled) continue;
    if (event.replaces !== undefined)
      sessions.push(sessionOf(event, event.start.ms, occurrenceId(event.uid, event.replaces)));
    else if (!recurs(event)) sessions.push(sessionOf(event, event.start.ms, event.uid));
    else if (sessions.length < ENOUGH_SESSIONS) {
      const starts = startsOf(event, clocks, findings).filter((ms) => !replaced.get(event.uid)?.has(ms));
      for (const ms of starts) {
        if (sessions.length >= ENOUGH_SESSIONS) break;
        sessions.push(sessionOf(event, ms, occurrenceId(event.uid, ms)));
      }
    }
  }
  return sessions;
}

function recurs({ component }: CalendarEvent): boolean {
  return propertyOf(component, "RRULE") !== undefined || propertyOf(component, "RDATE") !== undefined;
}

/** The instants of a recurring event: its rule and dates, less its exceptions. */
function startsOf(event: CalendarEvent, clocks: CalendarClocks, findings: Findings): number[] {
  const { component, start, path } = event;
  const rule = propertyOf(component, "RRULE");
  const expanded = rule && expandRule(start.wall, rule.value.trim(), start.clock);
  if (rule !== undefined && expanded === undefined)
    findings.warn(
      "recurrence rules",
      path,
      `its rule ${quoted(rule.value)} is not a daily or weekly one; only its first time was taken`,
    );
  else if (expanded?.cut)
    findings.warn(
      "recurrence rules",
      path,
      `its rule goes on; only ${expanded.walls.length} times within a year were taken`,
    );

  const listed = (name: string) =>
    component.properties
      .filter((property) => property.name === name)
      .flatMap((property) => timesOf(property, path, clocks, findings).map((time) => time.ms));
  const starts = [
    ...(expanded?.walls ?? [start.wall]).flatMap((wall) => start.clock(wall) ?? []),
    ...listed("RDATE"),
  ];
  const exceptions = new Set(listed("EXDATE"));
  return [...new Set(starts)].filter((ms) => !exceptions.has(ms));
}

function occurrenceId(uid: string, originalMs: number): string {
  return hashedId(uid, new Date(originalMs).toISOString());
}

function sessionOf(event: CalendarEvent, startMs: number, identity: string): SessionDraft {
  const { component, path, durationMs } = event;
  const text = (name: string) => calendarText(propertyOf(component, name));
  const summary = propertyOf(component, "SUMMARY");
  return {
    path,
    identity,
    lesserId: "",
    title: calendarText(summary),
    subtitle: "",
    abstract: text("DESCRIPTION"),
    language: summary?.parameters.get("LANGUAGE") ?? "",
    type: calendarTexts(propertyOf(component, "CATEGORIES")).join(" "),
    hall: text("LOCATION"),
    track: calendarTexts(propertyOf(component, "CATEGORIES"))[0] ?? "",
    startMs,
    durationMs,
    speakers: [],
    url: propertyOf(component, "URL")?.value.trim() ?? "",
    baseUrl: "",
    markup: false,
  };
}

function warnOfOthers(calendar: CalendarComponent, findings: Findings): void {
  for (const { name, line } of calendar.components)
    if (name === "VTODO" || name === "VJOURNAL" || name === "VFREEBUSY")
      findings.warn(
        "components that are no sessions",
        `line ${line}`,
        `a ${name} is no session; it was left out`,
      );
}
