import { describe, expect, test } from "vitest";
import { importedProgrammeSchema } from "../../server/contract/programme.ts";
import { importProgramme } from "../../server/programme/import.ts";
import { event, fixture, importText, refused, schedule, taken } from "../support/programmes/schedules.ts";

describe("what a file is, told by its content", () => {
  test.for([
    ["lantern.v1.json", "c3voc-json-v1"],
    ["lantern.v2.json", "c3voc-json-v2"],
    ["lantern.xml", "frab-xml"],
    ["lantern.ics", "icalendar"],
  ])("%s is %s, and what it comes to fits the contract", ([name, format]) => {
    const outcome = taken(importProgramme(fixture(name!)));
    expect(outcome.format).toBe(format);
    expect(importedProgrammeSchema.parse(outcome.programme)).toEqual(outcome.programme);
  });

  test("the four ways to write one session give it one hall, one start and one title", () => {
    const sessions = ["lantern.v1.json", "lantern.v2.json", "lantern.xml", "lantern.ics"].map((name) => {
      const { programme } = taken(importProgramme(fixture(name)));
      return programme.sessions.find((session) => session.title.en === "Who lit the first lantern?");
    });
    for (const session of sessions)
      expect(session).toMatchObject({
        hall: "kleiner-saal",
        startsAt: "2026-03-27T09:00:00.000Z",
        endsAt: "2026-03-27T09:45:00.000Z",
        type: "plenary",
        language: "en",
        url: "https://lantern.example/2026/talk/7/",
      });
  });

  test.for([
    ["a zip or xlsx", [0x50, 0x4b, 3, 4, 20], "ZIP archive"],
    ["an xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1], "older Office document"],
    ["a PDF", [0x25, 0x50, 0x44, 0x46, 0x2d], "PDF"],
    ["a GIF that is a script too", [...new TextEncoder().encode("GIF89a=1;alert(1)")], "GIF"],
    ["a PNG", [0x89, 0x50, 0x4e, 0x47, 13, 10], "PNG"],
    ["a gzip archive", [0x1f, 0x8b, 8, 0], "gzip"],
    ["nothing", [], "is empty"],
    ["blanks", [32, 10, 13], "is empty"],
    ["invalid UTF-8", [0x7b, 0x0a, 0x22, 0xff, 0x22], "is not valid UTF-8 (line 2, column 2)"],
    ["UTF-16 without a mark", [0x7b, 0, 0x7d, 0], "UTF-16 without a byte order mark"],
    ["half a UTF-16 character", [0xff, 0xfe, 0x7b], "is not valid UTF-16"],
    ["a NUL", [0x7b, 0x7d, 0], "NUL character (line 1, column 3)"],
    [
      "a CSV",
      [...new TextEncoder().encode("title;start\nOpening;10:00")],
      "starts with “title;start Opening;10:00”",
    ],
  ] as const)("%s is refused by what it looks like, and told what was expected", ([, bytes, says]) => {
    const { errors } = refused(importProgramme(Uint8Array.from(bytes)));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(says);
    expect(errors[0]?.message).toContain("expected was a programme");
  });

  test.for([
    ["{}", "an empty object"],
    ["[]", "a list"],
    ['{"talks": [], "halls": []}', "“talks”, “halls”"],
    ['{"schedule": []}', "expected was schedule.conference.days"],
    ['{"schedule": {"days": []}}', "“days”"],
    ["<rss><channel/></rss>", "an RSS feed"],
    ["<!DOCTYPE html><html><p>Sign in", "a web page"],
    ["<programme/>", "root element is “programme”"],
    ["<schedule/>", "every frab schedule has one"],
    ["BEGIN:VCARD\nEND:VCARD", "no BEGIN:VCALENDAR"],
  ])("another dialect is refused: %s", ([text, says]) => {
    expect(
      refused(importText(text!))
        .errors.map((error) => error.message)
        .join(),
    ).toContain(says);
  });
});

describe("encodings", () => {
  const text = schedule([event({ title: "Öl für 李娜 🏮" })]);

  test("a byte order mark makes no difference", () => {
    expect(taken(importText(`\ufeff${text}`)).programme).toEqual(taken(importText(text)).programme);
    expect(taken(importProgramme(fixture("lantern.ics"))).programme).toEqual(
      taken(importText(`\ufeff${new TextDecoder().decode(fixture("lantern.ics"))}`)).programme,
    );
  });

  test("UTF-16 with a byte order mark is read, with a warning", () => {
    const bytes = new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
    const { programme, warnings } = taken(importProgramme(bytes));
    expect(programme.sessions[0]?.title).toEqual({ en: "Öl für 李娜 🏮" });
    expect(warnings[0]?.message).toContain("is UTF-16");
    expect(taken(importProgramme(swapped(bytes))).programme).toEqual(programme);
  });

  const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16());
});

describe("JSON", () => {
  test("a fault is named by line and column", () => {
    expect(refused(importText('{\n  "schedule": {,}\n}')).errors).toEqual([
      { path: "line 2, column 16", message: 'is not JSON: a name in "quotes" or } was expected here' },
    ]);
    expect(refused(importText('{"schedule": {"conference": ')).errors[0]?.message).toContain(
      "is it cut off?",
    );
  });

  test("a line break within a text is a fault", () => {
    expect(refused(importText('{"a": "b\nc"}')).errors[0]?.message).toContain("a text with a line break");
  });

  test("comments are passed over with a warning", () => {
    const text = schedule([event()])
      .replace("{", "{ // by hand\n")
      .replace('"version"', '/* "x" */ "version"');
    const { warnings } = taken(importText(text));
    expect(warnings.filter((warning) => warning.message.includes("comments"))).toHaveLength(2);
  });

  test("a room given twice in one day is refused, as the first one's sessions would be lost", () => {
    const text = schedule([event()]).replace('"rooms":{', '"rooms":{"Ada":[],');
    expect(refused(importText(text)).errors[0]?.message).toBe('the name "Ada" stands twice in one object');
  });

  test("nesting without end is refused", () => {
    expect(refused(importText("[".repeat(100_000))).errors[0]?.message).toContain("nested deeper than 200");
  });

  test("names that objects inherit are names like any other", () => {
    const text = schedule([event()]).replaceAll('"Ada"', '"__proto__"');
    const { programme } = taken(importText(text));
    expect(programme.halls.map((hall) => hall.name)).toEqual([{ en: "__proto__" }]);
    expect(programme.sessions[0]?.hall).toBe(programme.halls[0]?.id);
  });
});

test("every fault of a file is listed, up to 200, and the rest are counted", () => {
  const events = Array.from({ length: 150 }, (_, id) =>
    event({ id, guid: undefined, start: "soon", date: "", duration: "long" }),
  );
  const { errors } = refused(importText(schedule(events)));
  expect(errors).toHaveLength(201);
  expect(errors[3]).toEqual({
    path: 'schedule.conference.days[0].rooms["Ada"][1].duration',
    message: "“long” is no duration such as 0:45 or 01:30",
  });
  expect(errors.at(-1)).toEqual({ path: "", message: "and 100 more errors" });
});

test("a warning that many sessions share is listed five times and then counted", () => {
  const events = Array.from({ length: 50 }, (_, id) => event({ id, guid: "none", start: "10:00" }));
  const about = taken(importText(schedule(events))).warnings.map((warning) => warning.message);
  expect(about.filter((message) => message.startsWith("has the guid “none”"))).toHaveLength(5);
  expect(about).toContain("and 45 more: sessions without a guid");
});
