import { durationMs } from "../durations.ts";
import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import { firstIdentity } from "../ids.ts";
import type { ProgrammeDraft, SessionDraft } from "../session-draft.ts";
import { instantMs, isTimeZone, writtenTime } from "../zones.ts";
import { streamOf } from "./c3voc-json-v1.ts";
import { JsonFields, type JsonObject } from "./json-fields.ts";

interface Surroundings {
  readonly zone: string;
  readonly language: string;
  readonly baseUrl: string;
  /** Names of rooms and tracks by guid and by slug. */
  readonly rooms: ReadonlyMap<string, string>;
  readonly tracks: ReadonlyMap<string, string>;
  readonly findings: Findings;
}

/**
 * Reads c3voc's schedule JSON of the second version (its hub writes it): a flat list of events, each with
 * start and end as instants, that refer to rooms and tracks by slug or guid.
 */
export function readC3vocJsonV2(schedule: JsonObject, findings: Findings): ProgrammeDraft {
  const root = new JsonFields(schedule, "schedule", findings);
  const conference = root.object("conference");
  const languages = conference.list("languages").filter((item) => typeof item === "string");
  const language = languages[0] ?? "en";
  const timeZone = zoneOf(conference, findings);
  const rooms = conference.objects("rooms");
  const tracks = conference.objects("tracks");
  const around: Surroundings = {
    zone: timeZone ?? "UTC",
    language,
    baseUrl: root.text("base_url"),
    rooms: namesByKey(rooms, language),
    tracks: namesByKey(tracks, language),
    findings,
  };
  const name = conference.localText("title", language);

  return {
    name: name === "" ? undefined : name,
    timeZone,
    startMs: boundOf(conference, "start", around),
    endMs: boundOf(conference, "end", around),
    languages,
    halls: rooms.map((room) => {
      const stream = streamOf(room);
      return {
        path: room.path,
        name: room.localText("name", language),
        stream: stream === "" ? undefined : stream,
      };
    }),
    tracks: tracks.map((track) => track.localText("name", language)),
    sessions: root.objects("events").flatMap((event) => sessionDraft(event, around) ?? []),
  };
}

function zoneOf(conference: JsonFields, findings: Findings): string | undefined {
  const given = conference.text("time_zone_name");
  if (given !== "" && isTimeZone(given)) return given;
  const fault =
    given === "" ? "does not say its time zone" : `${quoted(given)} is no time zone that is known here`;
  findings.warn(
    "time zone",
    `${conference.path}.time_zone_name`,
    `${fault}; times without an offset were read as UTC`,
  );
  return undefined;
}

function namesByKey(items: readonly JsonFields[], language: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const item of items) {
    const name = item.localText("name", language);
    for (const key of [item.text("slug"), item.text("guid")]) if (key !== "") names.set(key, name);
  }
  return names;
}

function boundOf(
  conference: JsonFields,
  bound: "start" | "end",
  { zone, findings }: Surroundings,
): number | undefined {
  const text = conference.text(bound);
  if (text === "") return undefined;
  const time = writtenTime(
    /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T${bound === "start" ? "00:00:00" : "23:59:59"}` : text,
  );
  const ms = time === undefined ? undefined : instantMs(time, zone);
  if (ms === undefined)
    findings.warn(
      "conference dates",
      `${conference.path}.${bound}`,
      `${quoted(text)} is neither a date nor a time; it was left out`,
    );
  return ms;
}

function sessionDraft(event: JsonFields, around: Surroundings): SessionDraft | undefined {
  const { findings, language } = around;
  const title = event.localText("title", language);
  if (title === "") event.fault("title", "has no title");
  const startMs = timeOf(event, "start", around);
  const lengthMs = lengthOf(event, startMs, around);
  if (startMs === undefined || lengthMs === undefined) return undefined;

  const guid = firstIdentity(event.text("guid"));
  const lesserId = firstIdentity(event.text("id"), event.text("code"), event.text("slug"));
  if (guid === "")
    findings.warn(
      "sessions without a guid",
      event.path,
      "has no guid; it is known by its id, code, slug or title",
    );
  const hall = referredName(event, "room", around.rooms, language);
  if (hall === "") findings.warn("sessions outside any room", event.path, "names no room");
  return {
    path: event.path,
    identity: guid || lesserId,
    lesserId,
    title,
    subtitle: event.localText("subtitle", language),
    abstract: event.localText("abstract", language) || event.localText("description", language),
    language: event.text("language"),
    type: event.nameOf("type"),
    hall,
    track: referredName(event, "track", around.tracks, language),
    startMs,
    durationMs: lengthMs,
    speakers: event
      .objects(event.get("participants") === undefined ? "persons" : "participants")
      .map(personName),
    url: event.text("url"),
    baseUrl: around.baseUrl,
    markup: true,
  };
}

function timeOf(
  event: JsonFields,
  name: "start" | "end",
  { zone, findings }: Surroundings,
): number | undefined {
  const text = event.text(name);
  const time = writtenTime(text);
  const ms = time === undefined ? undefined : instantMs(time, zone);
  if (ms === undefined)
    event.fault(
      name,
      text === "" ? `has no ${name}` : `${quoted(text)} is no instant such as 2022-11-09T09:00:00+08:00`,
    );
  else if (time?.offsetMinutes === undefined)
    findings.warn(
      "times without an offset",
      `${event.path}.${name}`,
      `has no offset; it was read in ${zone}`,
    );
  return ms;
}

/** From the end, or where there is none from a duration as in the first version. */
function lengthOf(event: JsonFields, startMs: number | undefined, around: Surroundings): number | undefined {
  if (event.text("end") === "" && event.text("duration") !== "") {
    const lengthMs = durationMs(event.text("duration"));
    if (lengthMs === undefined)
      event.fault("duration", `${quoted(event.get("duration"))} is no duration such as 0:45 or 01:30`);
    return lengthMs;
  }
  const endMs = timeOf(event, "end", around);
  if (endMs === undefined || startMs === undefined) return undefined;
  if (endMs >= startMs) return endMs - startMs;
  event.fault("end", "is before its start");
  return undefined;
}

/** The name of a room or track that an event refers to by slug or guid, or gives itself. */
function referredName(
  event: JsonFields,
  field: "room" | "track",
  names: ReadonlyMap<string, string>,
  language: string,
): string {
  if (typeof event.get(field) === "string" || event.get(field) === undefined) {
    const text = event.text(field);
    return names.get(text) ?? text;
  }
  const reference = event.object(field);
  const [guid, slug] = [reference.text("guid"), reference.text("slug")];
  return names.get(guid) ?? names.get(slug) ?? (reference.localText("name", language) || slug);
}

function personName(person: JsonFields): string {
  const name = person.text("name", "public_name");
  if (name === "") person.fault("name", "has no name");
  return name;
}
