import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { type Session, sessionSchema } from "../../server/contract/programme.ts";
import { type CalendarExport, programmeToICalendar } from "../../server/programme/icalendar-export.ts";
import { importText, taken } from "../support/programmes/schedules.ts";

const about: CalendarExport = {
  name: { de: "Laternentage", en: "Lantern Days; 2026, evening" },
  timeZone: "Europe/Berlin",
  halls: [
    {
      id: "ada",
      name: { de: "Ada, Erdgeschoss", en: "Ada, ground floor" },
      streamUrl: "https://live.example/ada",
    },
  ],
  tracks: [{ id: "craft", name: { en: "Craft; and trade" } }],
  languages: ["en", "de"],
  publicUrl: "https://feed.lantern.example:8443/x",
  now: new Date("2026-03-01T12:00:00Z"),
  sequence: 4,
  source: "https://feed.lantern.example:8443/programme.ics",
};

const sessions: Session[] = [
  {
    id: "s1",
    title: { zh: "互联网发展论坛", en: "Wicks, oil; and \\ more" },
    subtitle: { en: "A keynote" },
    abstract: { en: "First line\nsecond line\r\nthird" },
    type: "plenary",
    hall: "ada",
    track: "craft",
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
  expect(programme.name).toBe("Lantern Days; 2026, evening");
  expect(programme.timeZone).toBe("Europe/Berlin");
  expect(programme.sessions.map(({ id, type }) => [id, type])).toEqual([
    ["s1", "plenary"],
    ["s2", "talk"],
  ]);
  expect(programme.tracks.map(({ name }) => Object.values(name))).toEqual([["Craft; and trade"]]);
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

test("the titles are in the language asked for, else in the next one, and say which", () => {
  const inGerman = programmeToICalendar(sessions, { ...about, languages: ["de", "zh", "en"] });
  expect(inGerman).toContain("NAME:Laternentage\r\n");
  expect(inGerman).toContain("SUMMARY;LANGUAGE=zh:互联网发展论坛\r\n");
  expect(inGerman).toContain("LOCATION:Ada\\, Erdgeschoss\r\n");
});

test("what a calendar and each event must have stands there once (RFC 5545, 3.6 and 3.6.1)", () => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const timesOf = (component: ICAL.Component, name: string) => component.getAllProperties(name).length;
  for (const name of ["prodid", "version", "calscale", "method"])
    expect([name, timesOf(calendar, name)]).toEqual([name, 1]);
  const events = calendar.getAllSubcomponents("vevent");
  for (const event of events) {
    for (const name of ["uid", "dtstamp", "dtstart", "dtend", "sequence", "status", "summary"])
      expect([name, timesOf(event, name)]).toEqual([name, 1]);
    for (const name of ["url", "description", "location", "conference"])
      expect(timesOf(event, name)).toBeLessThan(2);
  }
  const uids = events.map((event) => event.getFirstPropertyValue("uid"));
  expect(new Set(uids).size).toBe(sessions.length);
});

test("who attends online finds the stream (RFC 7986, 5.11)", () => {
  const [event] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
  const conference = event!.getFirstProperty("conference")!;
  expect([conference.getParameter("feature"), conference.getFirstValue()]).toEqual([
    "VIDEO",
    "https://live.example/ada",
  ]);
});

test("sessions taken out to be kept neither refresh nor become a calendar of their own", () => {
  const { source: _source, ...kept } = about;
  const written = programmeToICalendar(sessions, kept);
  expect(written).not.toMatch(/REFRESH-INTERVAL|X-PUBLISHED-TTL|X-WR-CALNAME|SOURCE/);
  expect(written.match(/UID:.*/g)).toEqual(text.match(/UID:.*/g));
});

test("whatever the ids and words, our importer gives them back", () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
  const words = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 120 })
    .filter((title) => sessionSchema.shape.title.safeParse({ en: title }).success);
  const drafts = fc.uniqueArray(fc.record({ id, title: words, abstract: words }), {
    selector: (draft) => draft.id,
    maxLength: 5,
  });
  const plain = (title: string) => title.replaceAll(/\s+/g, " ").trim();
  fc.assert(
    fc.property(drafts, (all) => {
      const given = all.map(({ id, title, abstract }): Session => {
        const lines = `${abstract}\r\n${abstract}`;
        return { ...sessions[0]!, id, title: { en: title }, abstract: { en: lines } };
      });
      const written = programmeToICalendar(given, about);
      const root = new ICAL.Component(ICAL.parse(written));
      expect(
        root.getAllSubcomponents("vevent").map((event) => event.getFirstPropertyValue("summary")),
      ).toEqual(given.map(({ title }) => title.en));
      const back = taken(importText(written)).programme.sessions;
      expect(new Map(back.map((session) => [session.id, plain(session.title.en!)]))).toEqual(
        new Map(given.map((session) => [session.id, plain(session.title.en!)])),
      );
    }),
    { numRuns: 60 },
  );
});

test("only a calendar of our own making has our ids in its UIDs", () => {
  const others = text.replace("PRODID:-//Fanfare//Programme//EN", "PRODID:-//Other//Calendar//EN");
  expect(taken(importText(others)).programme.sessions.map(({ id }) => id)).not.toContain("s1");
});

test("an empty programme is a calendar too", () => {
  expect(taken(importText(programmeToICalendar([], about))).programme.sessions).toEqual([]);
});
