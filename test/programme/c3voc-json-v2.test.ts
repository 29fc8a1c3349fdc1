import { describe, expect, test } from "vitest";
import { importProgramme } from "../../server/programme/import.ts";
import { fixture, importText, refused, taken } from "../support/programmes/schedules.ts";

const lantern = JSON.parse(new TextDecoder().decode(fixture("lantern.v2.json")));

function withEvent(fields: Record<string, unknown>, conference: Record<string, unknown> = {}): string {
  const [first] = lantern.schedule.events;
  const { schedule } = lantern;
  return JSON.stringify({
    schedule: {
      ...schedule,
      conference: { ...schedule.conference, ...conference },
      events: [{ ...first, ...fields }],
    },
  });
}

test("rooms and tracks by guid or slug, words by language, streams that are addresses", () => {
  const { programme, warnings } = taken(importProgramme(fixture("lantern.v2.json")));
  expect(programme).toMatchObject({
    name: "Lantern Days 2026",
    timeZone: "Europe/Berlin",
    startsAt: "2026-03-27T09:00:00.000Z",
    languages: ["en", "de"],
    halls: [
      { id: "kleiner-saal", name: { und: "Kleiner Saal" } },
      { id: "dachgarten", name: { und: "Dachgarten" }, streamUrl: "https://watch.lantern.example/dach" },
    ],
    tracks: [{ id: "licht-schatten" }],
  });
  expect(programme.sessions).toMatchObject([
    {
      hall: "kleiner-saal",
      track: "licht-schatten",
      type: "plenary",
      speakers: [{ name: "Ines Okafor" }],
      abstract: { en: "Wicks and oil." },
    },
    { hall: "dachgarten", type: "other", title: { de: "Nachtlicht" }, endsAt: "2026-03-28T01:00:00.000Z" },
  ]);
  expect(warnings).toEqual([]);
});

test("times without an offset are read in the stated zone, with a warning", () => {
  const { programme, warnings } = taken(importText(withEvent({ start: "2026-03-27T10:00:00" })));
  expect(programme.sessions[0]?.startsAt).toBe("2026-03-27T09:00:00.000Z");
  expect(warnings[0]).toMatchObject({
    path: "schedule.events[0].start",
    message: "has no offset; it was read in Europe/Berlin",
  });
});

test("no zone and no room are told", () => {
  const { programme, warnings } = taken(
    importText(withEvent({ room: null, guid: null }, { time_zone_name: "" })),
  );
  expect(programme.sessions[0]).toMatchObject({ id: "ABC" });
  expect(programme.sessions[0]).not.toHaveProperty("hall");
  expect(warnings.map((warning) => warning.message).join()).toMatch(/time zone.*no guid.*names no room/);
});

describe("faults", () => {
  test.for([
    [{ end: "2026-03-27T09:00:00+01:00" }, "end", "is before its start"],
    [{ end: null }, "end", "has no end"],
    [{ end: null, duration: "soon" }, "duration", "is no duration"],
    [{ start: "10:00" }, "start", "is no instant"],
    [{ title: null }, "title", "has no title"],
    [{ participants: [{}] }, "participants[0].name", "has no name"],
    [{ room: 7.5, track: [] }, "track", "must be an object"],
  ] as const)("%j", ([fields, path, says]) => {
    const { errors } = refused(importText(withEvent(fields)));
    expect(errors.map((error) => error.path)).toContain(`schedule.events[0].${path}`);
    expect(errors.map((error) => error.message).join()).toContain(says);
  });
});
