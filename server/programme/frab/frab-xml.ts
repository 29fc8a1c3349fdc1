import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";
import type { ProgrammeDraft } from "../session-draft.ts";
import { draftOfFrab } from "./frab-draft.ts";
import type { FrabDay, FrabEvent, FrabRoom, FrabSchedule } from "./frab-schedule.ts";
import { attribute, childrenOf, childText, type XmlElement } from "./xml-tree.ts";

/**
 * Reads the schedule XML of frab, pretalx and FOSDEM: `schedule` with `conference` and `day` › `room` ›
 * `event`, and also events that stand directly in their day (FOSDEM 2012). Paths are XPath, counted from 1.
 */
export function readFrabXml(root: XmlElement, findings: Findings): ProgrammeDraft | undefined {
  const conference = childrenOf(root, "conference")[0];
  const days = childrenOf(root, "day");
  if (conference === undefined)
    findings.error("schedule/conference", "is missing; every frab schedule has one");
  if (days.length === 0)
    findings.error("schedule/day", "is missing; a frab schedule has a day for each day of the event");
  if (conference === undefined || days.length === 0) return undefined;

  const named = (list: string, item: string) =>
    childrenOf(root, list)
      .concat(childrenOf(conference, list))
      .flatMap((element) => childrenOf(element, item));
  const frab: FrabSchedule = {
    path: "schedule/conference",
    title: childText(conference, "title"),
    timeZone: childText(conference, "time_zone_name"),
    start: childText(conference, "start"),
    end: childText(conference, "end"),
    daysCount: childText(conference, "days"),
    dayChange: childText(conference, "day_change"),
    baseUrl: childText(conference, "base_url"),
    rooms: named("rooms", "room").flatMap((room, index) => roomOf(room, `schedule/rooms/room[${index + 1}]`)),
    tracks: [...named("tracks", "track"), ...childrenOf(conference, "track")].map(nameOf),
    days: days.map((day, index) => dayOf(day, `schedule/day[${index + 1}]`, findings)),
  };
  return draftOfFrab(frab, findings);
}

function dayOf(day: XmlElement, path: string, findings: Findings): FrabDay {
  return {
    path,
    date: attribute(day, "date"),
    start: attribute(day, "start"),
    end: attribute(day, "end"),
    events: eventsOf(day, path),
    rooms: childrenOf(day, "room").map((room, index) => {
      const name = nameOf(room);
      const roomPath = `${path}/room[${name === "" ? index + 1 : `@name=${JSON.stringify(name)}`}]`;
      if (name === "")
        findings.warn(
          "rooms without a name",
          roomPath,
          "has no name; its sessions' own fields name their room",
        );
      return { path: roomPath, name, stream: streamOf(room), events: eventsOf(room, roomPath) };
    }),
  };
}

function eventsOf(parent: XmlElement, path: string): FrabEvent[] {
  return childrenOf(parent, "event").map((event, index) => eventOf(event, `${path}/event[${index + 1}]`));
}

/** What is an attribute to one writer is an element to another. */
function eventOf(event: XmlElement, path: string): FrabEvent {
  const either = (name: string) => attribute(event, name) || childText(event, name);
  return {
    path,
    guid: either("guid"),
    id: either("id"),
    code: either("code"),
    slug: childText(event, "slug"),
    date: childText(event, "date"),
    start: childText(event, "start"),
    duration: childText(event, "duration"),
    room: childText(event, "room"),
    title: childText(event, "title"),
    subtitle: childText(event, "subtitle"),
    track: childText(event, "track"),
    type: childText(event, "type"),
    language: childText(event, "language"),
    abstract: childText(event, "abstract"),
    description: childText(event, "description"),
    persons: childrenOf(event, "persons").flatMap((persons) => childrenOf(persons, "person").map(personName)),
    url: childText(event, "url"),
  };
}

function personName(person: XmlElement): string {
  return (
    person.text.trim() ||
    childText(person, "name") ||
    childText(person, "public_name") ||
    attribute(person, "name")
  );
}

function roomOf(room: XmlElement, path: string): FrabRoom[] {
  const name = nameOf(room);
  return name === "" ? [] : [{ path, name, stream: streamOf(room) }];
}

function nameOf(element: XmlElement): string {
  return attribute(element, "name") || childText(element, "name") || element.text.trim();
}

function streamOf(room: XmlElement): string {
  return attribute(room, "stream_url") || attribute(room, "stream") || childText(room, "stream_url");
}

/** Names what an XML document is, when it is no frab schedule. */
export function refuseXmlDialect(root: XmlElement, findings: Findings): void {
  const known: Readonly<Record<string, string>> = {
    html: "a web page",
    rss: "an RSS feed",
    feed: "an Atom feed",
    svg: "a picture",
  };
  const what = Object.hasOwn(known, root.name)
    ? `${known[root.name]} (its root element is ${quoted(root.name)})`
    : `XML whose root element is ${quoted(root.name)}`;
  findings.error("", `is ${what}; expected was a frab or pretalx schedule, whose root element is “schedule”`);
}
