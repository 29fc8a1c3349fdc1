import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import {
  dateAfter,
  instantMs,
  isDate,
  isTimeZone,
  offsetMinutesAt,
  offsetText,
  type WrittenTime,
  writtenTime,
} from "../zones.ts";
import { eventsOfDay, type FrabSchedule, fieldPath } from "./frab-schedule.ts";

export interface SettledZone {
  /** The zone that the file states, if it is one. */
  readonly stated: string | undefined;
  /** Where times without offset are read: that zone, else the offset of the file's other times, else UTC. */
  readonly readIn: string;
}

/** Settles where the clocks of a schedule stand, and warns of what it leaves unsaid or contradicts. */
export function settleZone(schedule: FrabSchedule, findings: Findings): SettledZone {
  const path = fieldPath(schedule.path, "time_zone_name");
  const times = schedule.days
    .flatMap((day) => [...eventsOfDay(day).map(({ event }) => event.date), day.start, day.end])
    .flatMap((text) => writtenTime(text) ?? []);
  const offsets = Map.groupBy(
    times.filter((time) => time.offsetMinutes !== undefined),
    (time) => time.offsetMinutes!,
  );

  const given = schedule.timeZone.trim();
  if (isTimeZone(given) && given !== "") {
    warnOfContradiction(given, times, path, findings);
    return { stated: given, readIn: given };
  }
  const commonest = [...offsets].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
  const readIn = commonest === undefined ? "UTC" : offsetText(commonest);
  const read =
    commonest === undefined
      ? "its times were read as UTC"
      : `its times were read at ${readIn}, as most of its dates say`;
  const fault =
    given === "" ? "does not say its time zone" : `${quoted(given)} is no time zone that is known here`;
  findings.warn("time zone", path, `${fault}; ${read}`);
  if (offsets.size > 1)
    findings.warn(
      "time zone",
      path,
      `its dates carry several offsets: ${[...offsets.keys()].map(offsetText).slice(0, 8).join(", ")}`,
    );
  return { stated: undefined, readIn };
}

/** Times written in UTC are no contradiction: that is how many programs write them in any zone. */
function warnOfContradiction(
  zone: string,
  times: readonly WrittenTime[],
  path: string,
  findings: Findings,
): void {
  const strange = times.find((time) => {
    const ms = instantMs(time, zone);
    return time.offsetMinutes && ms !== undefined && offsetMinutesAt(zone, ms) !== time.offsetMinutes;
  });
  if (strange === undefined) return;
  const offset = offsetText(strange.offsetMinutes!);
  findings.warn(
    "time zone",
    path,
    `says ${zone}, but dates carry ${offset}; the instants are right in either case, the zone that clocks are shown in may not be`,
  );
}

/** When the conference starts or ends. A date alone is the first or last instant of that day. */
export function eventBound(
  schedule: FrabSchedule,
  bound: "start" | "end",
  zone: string,
  findings: Findings,
): number | undefined {
  const text = schedule[bound].trim();
  if (text === "") return undefined;
  const midnight = isDate(text) ? (bound === "start" ? text : dateAfter(text, 1)) : undefined;
  const time = midnight === undefined ? writtenTime(text) : writtenTime(`${midnight}T00:00:00`);
  const ms = time === undefined ? undefined : instantMs(time, zone);
  if (ms === undefined)
    findings.warn(
      "conference dates",
      fieldPath(schedule.path, bound),
      `${quoted(text)} is neither a date nor a time; it was left out`,
    );
  return ms;
}
