import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import { dateAfter, instantMs, isDate, writtenTime } from "../zones.ts";
import { type FrabDay, type FrabEvent, fieldPath } from "./frab-schedule.ts";

/**
 * When an event starts, or undefined after naming the fault.
 *
 * Its `date` with time decides. A date alone is that day at `start`. Without one (FOSDEM until 2024) it is
 * the day's date at `start`, or the day after when `start` is earlier than the day itself starts: frab's
 * days run past midnight.
 */
export function eventStart(
  event: FrabEvent,
  day: FrabDay,
  dayChange: string,
  zone: string,
  findings: Findings,
): number | undefined {
  const path = event.date === "" ? fieldPath(event.path, "start") : fieldPath(event.path, "date");
  const wall = wallTime(event, day, dayChange, findings);
  if (typeof wall === "string") {
    findings.error(path, wall);
    return undefined;
  }
  const ms = instantMs(wall, zone);
  if (ms === undefined) findings.error(path, "does not lie within the years 1970 to 9999");
  return ms;
}

function wallTime(event: FrabEvent, day: FrabDay, dayChange: string, findings: Findings) {
  const clock = clockTime(event.start);
  const dated = writtenTime(event.date);
  if (dated !== undefined) {
    if (clock !== undefined && dated.wall.slice(11, 16) !== clock)
      findings.warn(
        "sessions whose start differs from their date",
        fieldPath(event.path, "start"),
        `says ${clock}, but date says ${event.date}, which was taken`,
      );
    return dated;
  }
  if (event.date !== "" && !isDate(event.date))
    return `${quoted(event.date)} is no date such as 2022-11-09T09:00:00+08:00`;
  const started = writtenTime(event.start);
  if (started !== undefined) return started;
  if (clock === undefined)
    return event.start === ""
      ? "has no start"
      : `the start ${quoted(event.start)} is no time of day such as 09:30`;

  const date = event.date || derivedDate(event, clock, day, dayChange, findings);
  const time = date === undefined ? undefined : writtenTime(`${date}T${clock}:00`);
  return time ?? "has no date, and its day has none either";
}

function derivedDate(event: FrabEvent, clock: string, day: FrabDay, dayChange: string, findings: Findings) {
  const dayDate = isDate(day.date) ? day.date : writtenTime(day.start)?.wall.slice(0, 10);
  if (dayDate === undefined) return undefined;
  const opens = writtenTime(day.start)?.wall.slice(11, 16) ?? clockTime(day.start) ?? clockTime(dayChange);
  const afterMidnight = opens !== undefined && clock < opens;
  const date = afterMidnight ? dateAfter(dayDate, 1) : dayDate;
  if (afterMidnight)
    findings.warn(
      "dates derived past midnight",
      event.path,
      `has no date; ${clock} is before its day starts (${opens}), so ${date} was taken`,
    );
  else findings.warn("dates derived", event.path, `has no date; that of its day (${date}) was taken`);
  return date;
}

/** `9:30`, `09:30` and `09:30:00` as `09:30`. */
function clockTime(text: string): string | undefined {
  const parts = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text.trim());
  if (parts === null || Number(parts[1]) > 23 || Number(parts[2]) > 59) return undefined;
  return `${parts[1]!.padStart(2, "0")}:${parts[2]}`;
}
