import { durationMs } from "../durations.ts";
import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import { firstIdentity } from "../ids.ts";
import type { ProgrammeDraft, SessionDraft } from "../session-draft.ts";
import { instantMs, writtenTime } from "../zones.ts";
import { eventStart } from "./frab-event-start.ts";
import {
  eventsOfDay,
  type FrabDay,
  type FrabEvent,
  type FrabRoom,
  type FrabSchedule,
  fieldPath,
} from "./frab-schedule.ts";
import { eventBound, settleZone } from "./frab-zone.ts";

/** What a frab schedule comes to, with every quirk that was survived among the warnings. */
export function draftOfFrab(schedule: FrabSchedule, findings: Findings): ProgrammeDraft {
  const zone = settleZone(schedule, findings);
  const sessions = schedule.days.flatMap((day) => {
    const events = eventsOfDay(day);
    if (events.length === 0) findings.warn("days without sessions", day.path, "has no session");
    return events.flatMap(({ event, room }) => {
      const session = sessionDraft(event, room, day, schedule, zone.readIn, findings);
      return session === undefined ? [] : [session];
    });
  });
  warnOfDays(schedule, findings);

  return {
    name: schedule.title === "" ? undefined : schedule.title,
    timeZone: zone.stated,
    startMs: eventBound(schedule, "start", zone.readIn, findings),
    endMs: eventBound(schedule, "end", zone.readIn, findings),
    languages: [],
    halls: [...schedule.rooms, ...schedule.days.flatMap((day) => day.rooms)].map(
      ({ path, name, stream }) => ({
        path,
        name,
        stream: stream === "" ? undefined : stream,
      }),
    ),
    tracks: schedule.tracks,
    sessions,
  };
}

function sessionDraft(
  event: FrabEvent,
  room: FrabRoom | undefined,
  day: FrabDay,
  schedule: FrabSchedule,
  zone: string,
  findings: Findings,
): SessionDraft | undefined {
  const startMs = eventStart(event, day, schedule.dayChange, zone, findings);
  const lengthMs = durationMs(event.duration);
  if (event.title === "") findings.error(fieldPath(event.path, "title"), "has no title");
  if (lengthMs === undefined)
    findings.error(fieldPath(event.path, "duration"), durationFault(event.duration));
  if (startMs === undefined || lengthMs === undefined) return undefined;

  warnOfRoom(event, room, findings);
  warnOfWindow(event.path, startMs, startMs + lengthMs, day, zone, findings);
  const guid = firstIdentity(event.guid);
  if (guid === "") findings.warn("sessions without a guid", event.path, guidFault(event));
  return {
    path: event.path,
    identity: guid || firstIdentity(event.id, event.code, event.slug),
    lesserId: firstIdentity(event.id, event.code, event.slug),
    title: event.title,
    subtitle: event.subtitle,
    abstract: event.abstract || event.description,
    language: event.language,
    type: event.type,
    hall: room?.name || event.room,
    track: event.track,
    startMs,
    durationMs: lengthMs,
    speakers: event.persons,
    url: event.url,
    baseUrl: schedule.baseUrl,
    markup: true,
  };
}

function durationFault(text: string): string {
  return text === "" ? "has no duration" : `${quoted(text)} is no duration such as 0:45 or 01:30`;
}

function guidFault(event: FrabEvent): string {
  const known = firstIdentity(event.id, event.code, event.slug) === "" ? "its title" : "its id";
  const guid = event.guid === "" ? "has no guid" : `has the guid ${quoted(event.guid)}`;
  return `${guid}; it is known by ${known}, and is another session to us if that changes`;
}

function warnOfRoom(event: FrabEvent, room: FrabRoom | undefined, findings: Findings): void {
  if (room === undefined) {
    const where = event.room === "" ? " and names none" : `; its own field says ${quoted(event.room)}`;
    findings.warn("sessions outside any room", event.path, `stands in no room${where}`);
  } else if (event.room !== "" && event.room.trim() !== room.name.trim()) {
    findings.warn(
      "sessions whose room field differs",
      fieldPath(event.path, "room"),
      `says ${quoted(event.room)}, but stands in ${quoted(room.name)}, which was taken`,
    );
  }
}

function warnOfWindow(
  path: string,
  startMs: number,
  endMs: number,
  day: FrabDay,
  zone: string,
  findings: Findings,
): void {
  const [opens, closes] = [writtenTime(day.start), writtenTime(day.end)];
  const early = opens !== undefined && startMs < (instantMs(opens, zone) ?? 0);
  const late = closes !== undefined && endMs > (instantMs(closes, zone) ?? Number.POSITIVE_INFINITY);
  if (early) findings.warn("sessions outside their day", path, `starts before its day does (${day.start})`);
  else if (late) findings.warn("sessions outside their day", path, `ends after its day does (${day.end})`);
}

function warnOfDays(schedule: FrabSchedule, findings: Findings): void {
  const count = Number(schedule.daysCount);
  if (schedule.daysCount === "" || count === schedule.days.length) return;
  findings.warn(
    "days missing",
    schedule.path,
    `says ${quoted(schedule.daysCount)} days, but has ${schedule.days.length}`,
  );
}
