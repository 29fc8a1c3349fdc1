import { describe, expect, test } from "vitest";
import { importProgramme } from "../../server/programme/import.ts";
import { calendar, fixture, importText, refused, taken } from "../support/programmes/schedules.ts";

const OPENING = "UID:a\nDTSTART:20260327T090000Z\nDTEND:20260327T100000Z\nSUMMARY:Opening";
const starts = (text: string) =>
  taken(importText(text)).programme.sessions.map((session) => session.startsAt);
const warned = (text: string) =>
  taken(importText(text))
    .warnings.map((warning) => warning.message)
    .join("\n");

test("a calendar with zones of its own, recurrence, an exception, a moved occurrence and a cancellation", () => {
  const { programme, warnings } = taken(importProgramme(fixture("lantern.ics")));
  expect(programme.name).toBe("Lantern Days, 2026");
  expect(programme.timeZone).toBe("Europe/Berlin");
  expect(programme.sessions.map((session) => [Object.values(session.title)[0], session.startsAt])).toEqual([
    ["Who lit the first lantern?", "2026-03-27T09:00:00.000Z"],
    ["Morning walk", "2026-03-28T08:00:00.000Z"],
    ["Floating lanterns", "2026-03-28T19:00:00.000Z"],
    ["Morning walk", "2026-03-29T07:00:00.000Z"],
    ["Late morning walk", "2026-03-31T09:00:00.000Z"],
  ]);
  expect(programme.sessions[0]?.abstract?.en).toBe(
    "Wicks, oil;\nand a long line that somebody's program has folded in the middle of a word.",
  );
  expect(programme.halls.map((hall) => hall.id)).toEqual(["kleiner-saal", "dachgarten"]);
  expect(programme.sessions[0]?.track).toBe("keynote");
  const about = warnings.map((warning) => warning.message);
  expect(about).toContain("is cancelled; it was left out");
  expect(about).toContain("has no time zone; it was read in Europe/Berlin");
});

test("moving one occurrence leaves the ids of the others, and its own, as they were", () => {
  const text = new TextDecoder().decode(fixture("lantern.ics"));
  const before = taken(importText(text))
    .programme.sessions.map((session) => session.id)
    .sort();
  const after = taken(importText(text.replace("20260331T110000", "20260331T150000"))).programme.sessions;
  expect(after.map((session) => session.id).sort()).toEqual(before);
});

describe("lengths", () => {
  test.for([
    ["DURATION:PT45M", 45],
    ["DURATION:P1DT2H", 26 * 60],
    ["DURATION:P1W", 7 * 24 * 60],
    ["X-NOTHING:1", 0],
  ] as const)("%s is %i minutes", ([line, minutes]) => {
    const text = calendar([`UID:a\nSUMMARY:x\nDTSTART:20260327T090000Z\n${line}`]);
    const session = taken(importText(text)).programme.sessions[0]!;
    expect(Date.parse(session.endsAt) - Date.parse(session.startsAt)).toBe(minutes * 60_000);
  });

  test("a day without end lasts the day", () => {
    const text = calendar(["UID:a\nSUMMARY:x\nDTSTART;VALUE=DATE:20260327"]);
    expect(taken(importText(text)).programme.sessions[0]).toMatchObject({
      startsAt: "2026-03-26T23:00:00.000Z",
      endsAt: "2026-03-27T23:00:00.000Z",
    });
    expect(warned(text)).toContain("it starts at midnight");
  });
});

describe("zones", () => {
  test("a TZID behind a prefix, or quoted", () => {
    for (const tzid of ["/lantern.example/2026/Europe/Berlin", '"Europe/Berlin"'])
      expect(starts(calendar([`UID:a\nSUMMARY:x\nDTSTART;TZID=${tzid}:20260727T100000`]))).toEqual([
        "2026-07-27T08:00:00.000Z",
      ]);
  });

  test("floating times of a calendar that names no zone are UTC, with a warning", () => {
    const text = calendar(["UID:a\nSUMMARY:x\nDTSTART:20260727T100000"], "X-A:b");
    expect(starts(text)).toEqual(["2026-07-27T10:00:00.000Z"]);
    expect(warned(text)).toContain("times without a zone are read as UTC");
  });

  test("the zone of a calendar's own definition, on both sides of its changes", () => {
    const head = new TextDecoder()
      .decode(fixture("lantern.ics"))
      .match(/BEGIN:VTIMEZONE.*END:VTIMEZONE/s)![0]
      .replaceAll("\r\n", "\n");
    const events = [
      "20260329T013000",
      "20260329T033000",
      "20261025T013000",
      "20261025T033000",
      "20260101T000000",
    ].map((at, index) => `UID:${index}\nSUMMARY:x\nDTSTART;TZID=Lantern Standard Time:${at}`);
    expect(starts(calendar(events, head)).sort()).toEqual([
      "2025-12-31T23:00:00.000Z",
      "2026-03-29T00:30:00.000Z",
      "2026-03-29T01:30:00.000Z",
      "2026-10-24T23:30:00.000Z",
      "2026-10-25T02:30:00.000Z",
    ]);
  });

  test.for([
    ["2SU", "20260308", "20260307"],
    ["-2SU", "20260322", "20260321"],
    ["-1SU", "20260329", "20260328"],
    ["5MO", "20260330", "20260329"],
  ])("clocks that change on BYDAY=%s of March", ([day, first, before]) => {
    const head = `BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0500\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:19700308T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=${day}\nEND:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:19701101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\nEND:VTIMEZONE`;
    const at = (date: string) =>
      starts(calendar([`UID:a\nSUMMARY:x\nDTSTART;TZID=Z:${date}T120000`], head))[0];
    expect(at(first!)).toContain("T16:00");
    expect(at(before!)).toContain("T17:00");
  });

  test("a zone that nobody knows is an error, never a guess", () => {
    const { errors } = refused(
      importText(calendar(["UID:a\nSUMMARY:x\nDTSTART;TZID=Lantern Time:20260727T100000"])),
    );
    expect(errors[0]?.message).toBe(
      "the time zone “Lantern Time” is neither known here nor defined in the file",
    );
  });

  test("a zone that changes every second is not expanded", () => {
    const head =
      "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE";
    expect(
      refused(importText(calendar(["UID:a\nSUMMARY:x\nDTSTART;TZID=Z:20260727T100000"], head))).errors[0]
        ?.message,
    ).toContain("“Z”");
  });
});

describe("recurrence", () => {
  const of = (rule: string) => calendar([`${OPENING}\nRRULE:${rule}`]);

  test.for([
    ["FREQ=DAILY;COUNT=3", ["27", "28", "29"]],
    ["FREQ=DAILY;INTERVAL=2;UNTIL=20260331T080000Z", ["27", "29"]],
    ["FREQ=DAILY;UNTIL=20260329", ["27", "28", "29"]],
    ["FREQ=WEEKLY;BYDAY=FR,SA;COUNT=3", ["27", "28", "03"]],
    ["FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["27", "10"]],
  ] as const)("%s", ([rule, days]) => {
    expect(starts(of(rule)).map((start) => start.slice(8, 10))).toEqual(days);
  });

  test("a rule without end, or with too many times, is cut with a warning", () => {
    for (const rule of ["FREQ=DAILY", "FREQ=DAILY;COUNT=100000"]) {
      expect(starts(of(rule))).toHaveLength(367);
      expect(warned(of(rule))).toContain("only 367 times within a year were taken");
    }
  });

  test.for([["FREQ=SECONDLY"], ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"], ["FREQ=DAILY;COUNT=0"], ["=;=;"]])(
    "%s: the first time only, with a warning",
    ([rule]) => {
      expect(starts(of(rule!))).toHaveLength(1);
      expect(warned(of(rule!))).toContain("only its first time was taken");
    },
  );

  test("dates of its own", () => {
    expect(starts(calendar([`${OPENING}\nRDATE:20260401T090000Z,20260402T090000Z`]))).toHaveLength(3);
  });
});

describe("faults, each with its line", () => {
  test("all of them at once", () => {
    const { errors } = refused(
      importText(
        calendar([
          `${OPENING}\nno content line`,
          "UID:b\nSUMMARY:x",
          "UID:c\nDTSTART:20260230T100000Z",
          "UID:d\nSUMMARY:x\nDTSTART:20260327T090000Z\nDTEND:20260326T090000Z",
          "UID:e\nSUMMARY:x\nDTSTART:20260327T090000Z\nDURATION:-PT5M",
        ]),
      ),
    );
    expect(errors.map((error) => error.path)).toEqual([
      "line 9",
      "VCALENDAR/VEVENT[2]/DTSTART",
      "VCALENDAR/VEVENT[3]/SUMMARY",
      "VCALENDAR/VEVENT[3]/DTSTART (line 17)",
      "VCALENDAR/VEVENT[4]/DTEND (line 23)",
      "VCALENDAR/VEVENT[5]/DURATION (line 29)",
    ]);
  });

  test.for([
    ["BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "ends “VCALENDAR” where “VEVENT” of line 2 is open"],
    ["BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "does not end; is the file cut off?"],
    ["BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR", "is a second calendar"],
    ["BEGIN:VCALENDAR\nEND:VCALENDAR\nSUMMARY:x", "stands outside"],
    ["BEGIN:X\n".repeat(100), "nested deeper"],
  ])("%j", ([text, says]) => {
    expect(
      refused(importText(text!))
        .errors.map((error) => error.message)
        .join(),
    ).toContain(says);
  });
});
