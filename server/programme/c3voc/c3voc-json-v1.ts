import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import { draftOfFrab } from "../frab/frab-draft.ts";
import type { FrabDay, FrabEvent, FrabRoom, FrabSchedule } from "../frab/frab-schedule.ts";
import type { ProgrammeDraft } from "../session-draft.ts";
import { isObject, JsonFields, type JsonObject } from "./json-fields.ts";

/** What a room's address to watch it at is called in the files that have one. */
const STREAM_FIELDS = ["stream_url", "streamUrl", "stream", "stream_id"] as const;

/**
 * Reads c3voc's schedule JSON of the first version, as frab, pretalx and c3voc write it. Where its published
 * schema and all its writers differ (`start` as HH:MM, `do_not_record` as a boolean, empty logos), the
 * writers are followed.
 */
export function readC3vocJsonV1(schedule: JsonObject, findings: Findings): ProgrammeDraft {
  const root = new JsonFields(schedule, "schedule", findings);
  if (root.get("rooms") !== undefined)
    root.fault("rooms", "rooms belong in schedule.conference.rooms, and have no place here");
  const conference = root.object("conference");
  const frab: FrabSchedule = {
    path: conference.path,
    title: conference.text("title"),
    timeZone: conference.text("time_zone_name"),
    start: conference.text("start"),
    end: conference.text("end"),
    daysCount: conference.text("daysCount"),
    dayChange: conference.text("day_change"),
    baseUrl: root.text("base_url"),
    rooms: conference.objects("rooms").map(namedRoom),
    tracks: conference.objects("tracks").map((track) => track.nameOf("name")),
    days: conference.objects("days").map((day) => dayOf(day, findings)),
  };
  return draftOfFrab(frab, findings);
}

function namedRoom(room: JsonFields): FrabRoom {
  const name = room.nameOf("name");
  if (name === "") room.fault("name", "has no name");
  return { path: room.path, name, stream: streamOf(room) };
}

/** The `stream_id` of c3voc is a name within its own streaming; it is an address only when it looks like one. */
export function streamOf(room: JsonFields): string {
  const texts = STREAM_FIELDS.map((name) => room.text(name));
  return texts.find((text, index) => text.includes("://") || (index < 3 && text !== "")) ?? "";
}

function dayOf(day: JsonFields, findings: Findings): FrabDay {
  const rooms =
    day.get("rooms") === undefined && day.get("events") !== undefined ? undefined : day.object("rooms");
  return {
    path: day.path,
    date: day.text("date"),
    start: day.text("day_start", "start"),
    end: day.text("day_end", "end"),
    events: day.objects("events").map(eventOf),
    rooms: (rooms?.entries() ?? []).map(([name, events]) => {
      const path = `${rooms?.path}[${JSON.stringify(name)}]`;
      return { path, name: name.trim(), stream: "", events: eventsOf(events, path, findings) };
    }),
  };
}

function eventsOf(events: unknown, path: string, findings: Findings): FrabEvent[] {
  if (!Array.isArray(events)) {
    findings.error(path, `must be a list of sessions, but is ${quoted(events)}`);
    return [];
  }
  return events.flatMap((event: unknown, index) => {
    if (isObject(event)) return [eventOf(new JsonFields(event, `${path}[${index}]`, findings))];
    findings.error(`${path}[${index}]`, `must be an object, but is ${quoted(event)}`);
    return [];
  });
}

function eventOf(event: JsonFields): FrabEvent {
  faultUnlessInteger(event, "id");
  return {
    path: event.path,
    guid: event.text("guid"),
    id: event.text("id"),
    code: event.text("code"),
    slug: event.text("slug"),
    date: event.text("date"),
    start: event.text("start"),
    duration: event.text("duration"),
    room: event.nameOf("room"),
    title: event.text("title"),
    subtitle: event.text("subtitle"),
    track: event.nameOf("track"),
    type: event.nameOf("type"),
    language: event.text("language"),
    abstract: event.text("abstract"),
    description: event.text("description"),
    persons: event.objects("persons").map(personName),
    url: event.text("url"),
  };
}

function personName(person: JsonFields): string {
  faultUnlessInteger(person, "id");
  const code = person.text("code");
  if (code !== "" && !/^[A-Z0-9]+$/.test(code))
    person.fault("code", `${quoted(code)} is no code, which is made of A-Z and 0-9`);
  const name = person.text("public_name", "name", "full_public_name");
  if (name === "") person.fault("public_name", "has neither public_name nor name");
  return name;
}

/** Ids of this version are integers; a text there is another dialect, and would not match its next export. */
function faultUnlessInteger(fields: JsonFields, name: string): void {
  const value = fields.get(name);
  if (value === undefined || Number.isSafeInteger(value)) return;
  fields.fault(name, `must be a whole number, but is ${quoted(value)}`);
}
