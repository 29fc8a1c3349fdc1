import ICAL from "ical.js";
import { expect, test } from "vitest";
import type { Session } from "../../server/contract/programme.ts";
import { type CalendarExport, programmeToICalendar } from "../../server/programme/icalendar-export.ts";
import { importText, taken } from "../support/programmes/schedules.ts";

const about: CalendarExport = {
  name: "Lantern Days; 2026, evening",
  timeZone: "Europe/Berlin",
  hallName: (id) => (id === "ada" ? "Ada, ground floor" : undefined),
  language: "en",
  publicUrl: "https://feed.lantern.example:8443/x",
  now: new Date("2026-03-01T12:00:00Z"),
  sequence: 4,
};

const sessions: Session[] = [
  {
    id: "s1",
    title: { zh: "互联网发展论坛", en: "Wicks, oil; and \\ more" },
    subtitle: { en: "A keynote" },
    abstract: { en: "First line\nsecond line\r\nthird" },
    type: "plenary",
    hall: "ada",
    startsAt: "2026-03-27T09:00:00.000Z",
    endsAt: "2026-03-27T09:45:00.000Z",
    language: "en",
    speakers: [{ name: "Ines Okafor", affiliation: "Lantern Works" }, { name: "李娜" }],
    url: "https://lantern.example/talk/7?a=b,c;d",
  },
  {
    id: "s2",
    title: { zh: "世界互联网领先科技成果发布活动🏮".repeat(12) },
    type: "release",
    hall: "gone",
    startsAt: "2026-03-27T23:30:00.000Z",
    endsAt: "2026-03-27T23:30:00.000Z",
    speakers: [],
  },
];

const text = programmeToICalendar(sessions, about);

test("another program reads back what was written", () => {
  const root = new ICAL.Component(ICAL.parse(text));
  const events = root.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
  expect(root.getFirstPropertyValue("x-wr-calname")).toBe("Lantern Days\\; 2026\\, evening");
  expect(root.getFirstPropertyValue("refresh-interval")?.toString()).toBe("PT15M");
  expect(events.map((event) => [event.uid, event.summary, event.location, event.sequence])).toEqual([
    ["s1@feed.lantern.example:8443", "Wicks, oil; and \\ more", "Ada, ground floor", 4],
    ["s2@feed.lantern.example:8443", sessions[1]?.title.zh, "gone", 4],
  ]);
  expect(events[0]?.description).toBe(
    "A keynote\n\nInes Okafor (Lantern Works), 李娜\n\nFirst line\nsecond line\nthird",
  );
  expect(events.map((event) => event.startDate.toJSDate().toISOString())).toEqual(
    sessions.map((session) => session.startsAt),
  );
  expect(events.map((event) => event.endDate.toJSDate().toISOString())).toEqual(
    sessions.map((session) => session.endsAt),
  );
  expect(events[0]?.component.getFirstPropertyValue("url")).toBe("https://lantern.example/talk/7?a=b,c;d");
  expect(events[0]?.component.getFirstPropertyValue("dtstamp")?.toString()).toBe("2026-03-01T12:00:00Z");
});

test("our own importer reads it too", () => {
  const { programme } = taken(importText(text));
  expect(programme.name).toBe(about.name);
  expect(programme.timeZone).toBe("Europe/Berlin");
  expect(
    programme.sessions.map((session) => [session.startsAt, session.endsAt, Object.entries(session.title)[0]]),
  ).toEqual([
    [sessions[0]?.startsAt, sessions[0]?.endsAt, ["en", "Wicks, oil; and \\ more"]],
    [sessions[1]?.startsAt, sessions[1]?.endsAt, ["zh", sessions[1]?.title.zh]],
  ]);
});

test("lines end in CRLF, hold 75 octets at most, and are never folded within a character", () => {
  const bytes = Buffer.from(text);
  expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  let start = 0;
  for (let end = bytes.indexOf("\r\n"); end !== -1; end = bytes.indexOf("\r\n", start)) {
    const line = bytes.subarray(start, end);
    expect(line.length).toBeLessThanOrEqual(75);
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(line)).not.toThrow();
    start = end + 2;
  }
});

test("the same programme at the same instant is the same text, and a UID outlives a move", () => {
  expect(programmeToICalendar(sessions, about)).toBe(text);
  const moved = sessions.map((session) => ({
    ...session,
    hall: "ada",
    startsAt: "2026-03-27T08:00:00.000Z",
  }));
  const uids = (of: string) => of.match(/UID:.*/g);
  expect(uids(programmeToICalendar(moved, { ...about, sequence: 5 }))).toEqual(uids(text));
});

test("a backslash is never read as an escape, and a long plain line is folded to the octet", () => {
  const title = `C:\\new\\;${"x".repeat(300)}`;
  const written = programmeToICalendar([{ ...sessions[0]!, title: { en: title } }], about);
  expect(taken(importText(written)).programme.sessions[0]?.title).toEqual({ en: title });
  const lengths = written.split("\r\n").map((line) => Buffer.byteLength(line));
  expect(Math.max(...lengths)).toBe(75);
});

test("an empty programme is a calendar too", () => {
  expect(taken(importText(programmeToICalendar([], about))).programme.sessions).toEqual([]);
});
