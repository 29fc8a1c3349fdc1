import { expect, test } from "vitest";
import { importProgramme } from "../../server/programme/import.ts";
import { fixture, importText, refused, taken } from "../support/programmes/schedules.ts";

const lantern = new TextDecoder().decode(fixture("lantern.xml"));

test("a frab schedule with every place that sessions stand in", () => {
  const { programme, warnings } = taken(importProgramme(fixture("lantern.xml")));
  expect(
    programme.sessions.map(({ id, hall, startsAt, endsAt, type }) => [id, hall, startsAt, endsAt, type]),
  ).toEqual([
    [
      "5a0c9f3e-16a7-4f5e-9d55-0d0a3ad2f601",
      "kleiner-saal",
      "2026-03-27T09:00:00.000Z",
      "2026-03-27T09:45:00.000Z",
      "plenary",
    ],
    [
      "8d6f1a57-8d0b-4f0f-9b57-1f4d8c1f7a02",
      "dachgarten",
      "2026-03-27T23:30:00.000Z",
      "2026-03-28T01:00:00.000Z",
      "forum",
    ],
    ["9", "dachgarten", "2026-03-28T09:00:00.000Z", "2026-03-28T09:30:00.000Z", "other"],
  ]);
  expect(programme.sessions[0]?.abstract).toEqual({ en: "Wicks & oil." });
  expect(programme.sessions[1]?.speakers).toEqual([{ name: "Jürgen Ťok" }]);
  expect(programme.halls.find((hall) => hall.id === "kleiner-saal")?.streamUrl).toBe(
    "https://watch.lantern.example/klein",
  );
  expect(programme.tracks.map((track) => track.id)).toEqual(["ol", "licht-schatten"]);
  expect(programme.timeZone).toBe("Europe/Berlin");
  expect(warnings.map((warning) => warning.path)).toEqual([
    'schedule/day[1]/room[@name="Dachgarten"]/event[1]',
    "schedule/day[2]/event[1]",
    "schedule/day[2]/event[1]",
    "schedule/day[2]/event[1]",
  ]);
});

test("what is not well-formed is named by line and column", () => {
  const { errors } = refused(importText(lantern.replace("</room>", "</rom>")));
  expect(errors).toHaveLength(1);
  expect(errors[0]?.path).toBe("line 25, column 33");
  expect(errors[0]?.message).toContain("is not well-formed XML");
  expect(refused(importText(lantern.slice(0, 900))).errors[0]?.message).toContain("unclosed tag");
});

test("entities of a document type are never expanded, and nothing is fetched for one", () => {
  const bomb =
    '<!DOCTYPE schedule [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>';
  const withType = lantern.replace("<schedule>", `${bomb}<schedule>`);
  const { warnings } = taken(importText(withType));
  expect(warnings.map((warning) => warning.message).join()).toContain("the document type was passed over");
  for (const entity of ["&b;", "&x;"])
    expect(refused(importText(withType.replace("Nachtlicht", entity))).errors[0]?.message).toContain(
      "undefined entity",
    );
});

test("nesting without end is refused", () => {
  expect(refused(importText("<a>".repeat(50_000))).errors[0]?.message).toContain("nested deeper");
});

test("faults are named by XPath", () => {
  const broken = lantern
    .replace("<duration>00:45</duration>", "")
    .replace("<title>Breakfast</title>", "<title/>");
  expect(refused(importText(broken)).errors).toEqual([
    { path: 'schedule/day[1]/room[@name="Kleiner Saal"]/event[1]/duration', message: "has no duration" },
    { path: "schedule/day[2]/event[1]/title", message: "has no title" },
  ]);
});

test("an older FOSDEM: no guid, no date, no time zone, sessions directly under their day", () => {
  const text = `<schedule><conference><title>Lantern</title><day_change>09:00</day_change></conference>
    <day date="2026-03-27" index="1">
      <event id="12"><start>09:30</start><duration>00:25</duration><room>Janson</room><title>One</title></event>
      <room name="Janson"><event id="13"><start>10:00</start><duration>00:25</duration><room>Janson</room><title>Two</title></event></room>
    </day></schedule>`;
  const { programme, warnings } = taken(importText(text));
  expect(programme.sessions.map(({ id, hall, startsAt }) => [id, hall, startsAt])).toEqual([
    ["12", "janson", "2026-03-27T09:30:00.000Z"],
    ["13", "janson", "2026-03-27T10:00:00.000Z"],
  ]);
  expect(warnings.map((warning) => warning.message).join()).toContain("its times were read as UTC");
});
