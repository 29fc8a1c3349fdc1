import { describe, expect, test } from "vitest";
import type { ImportFinding } from "../../server/contract/programme.ts";
import { day, event, importText, refused, schedule, taken } from "../support/programmes/schedules.ts";

const messages = (findings: readonly ImportFinding[]) =>
  findings.map(({ path, message }) => `${path}: ${message}`).join("\n");
const at = 'schedule.conference.days[0].rooms["Ada"][0]';

/** The one session of a schedule with this event, and the warnings. */
function survived(fields: Record<string, unknown>, conference = {}, ofDay = {}) {
  const { programme, warnings } = taken(importText(schedule([event(fields)], conference, ofDay)));
  expect(programme.sessions).toHaveLength(1);
  return { session: programme.sessions[0]!, programme, warnings: messages(warnings) };
}

test("a sound schedule has no warnings", () => {
  expect(survived({}).warnings).toBe("");
});

describe("when a session starts", () => {
  test("no date: the day's date at its start", () => {
    const { session, warnings } = survived({ date: undefined });
    expect(session.startsAt).toBe("2026-03-27T09:00:00.000Z");
    expect(warnings).toContain("has no date; that of its day (2026-03-27) was taken");
  });

  test("no date and a start before the day's: past midnight", () => {
    const { session, warnings } = survived({ date: undefined, start: "00:30" });
    expect(session.startsAt).toBe("2026-03-27T23:30:00.000Z");
    expect(warnings).toContain("00:30 is before its day starts (09:00), so 2026-03-28 was taken");
  });

  test("no date, and a day that says only when days change", () => {
    const { session } = survived(
      { date: undefined, start: "2:15" },
      { day_change: "04:00:00" },
      { day_start: undefined },
    );
    expect(session.startsAt).toBe("2026-03-28T01:15:00.000Z");
  });

  test("no date, and a day without one: its start has it", () => {
    expect(survived({ date: undefined }, {}, { date: undefined }).session.startsAt).toBe(
      "2026-03-27T09:00:00.000Z",
    );
  });

  test("a date without time is that day at its start, also before the day's", () => {
    expect(survived({ date: "2026-03-28", start: "00:30" }).session.startsAt).toBe(
      "2026-03-27T23:30:00.000Z",
    );
  });

  test("a date without offset is read in the conference's zone, over a change of clocks", () => {
    const late = survived({ date: "2026-03-30T10:00:00" }).session;
    expect(late.startsAt).toBe("2026-03-30T08:00:00.000Z");
  });

  test("a start as an instant, as the published schema has it", () => {
    expect(survived({ date: undefined, start: "2026-03-27T11:00:00+01:00" }).session.startsAt).toBe(
      "2026-03-27T10:00:00.000Z",
    );
  });

  test("a start that contradicts the date: the date is taken", () => {
    const { session, warnings } = survived({ start: "11:30" });
    expect(session.startsAt).toBe("2026-03-27T09:00:00.000Z");
    expect(warnings).toContain(
      `${at}.start: says 11:30, but date says 2026-03-27T10:00:00+01:00, which was taken`,
    );
  });

  test("outside its day's window", () => {
    expect(survived({ date: "2026-03-27T08:00:00+01:00", start: "08:00" }).warnings).toContain(
      "starts before its day does",
    );
    expect(survived({ duration: "20:00" }).warnings).toContain("ends after its day does");
  });
});

describe("time zones", () => {
  test("none, with offsets on the dates: those are right, and times without take the commonest", () => {
    const text = schedule([event(), event({ id: 2, guid: "b", date: undefined, start: "11:00" })], {
      time_zone_name: undefined,
    });
    const { programme, warnings } = taken(importText(text));
    expect(programme.timeZone).toBeUndefined();
    expect(programme.sessions.map((session) => session.startsAt)).toEqual([
      "2026-03-27T09:00:00.000Z",
      "2026-03-27T10:00:00.000Z",
    ]);
    expect(messages(warnings)).toContain("does not say its time zone; its times were read at +01:00");
  });

  test("none, with several offsets: the commonest, and all are named", () => {
    const dates = ["2026-03-29T10:00:00+02:00", "2026-03-29T11:00:00+02:00", "2026-03-29T12:00:00+02:00"];
    const events = dates.map((date, id) => event({ id, guid: `g${id}`, date, start: "" }));
    const text = schedule([...events, event({ id: 9, guid: "b", date: "2026-03-29T20:00:00" })], {
      time_zone_name: "",
    });
    const { programme, warnings } = taken(importText(text));
    expect(programme.sessions.at(-1)?.startsAt).toBe("2026-03-29T18:00:00.000Z");
    expect(messages(warnings)).toContain("its dates carry several offsets: +02:00, +01:00");
  });

  test("none at all: UTC", () => {
    const window = { day_start: undefined, day_end: undefined };
    const { session, warnings } = survived({ date: undefined }, { time_zone_name: undefined }, window);
    expect(session.startsAt).toBe("2026-03-27T10:00:00.000Z");
    expect(warnings).toContain("its times were read as UTC");
  });

  test("UTC while dates carry +01:00: the instants are right, and a person is told", () => {
    const { session, programme, warnings } = survived({}, { time_zone_name: "UTC" });
    expect(session.startsAt).toBe("2026-03-27T09:00:00.000Z");
    expect(programme.timeZone).toBe("UTC");
    expect(warnings).toContain("says UTC, but dates carry +01:00");
  });

  test("dates in UTC under a zone are no contradiction", () => {
    expect(survived({ date: "2026-03-27T09:00:00Z", start: "" }).warnings).toBe("");
  });

  test("one that is none", () => {
    const { programme, warnings } = survived({}, { time_zone_name: "Mitteleuropa" });
    expect(programme.timeZone).toBeUndefined();
    expect(warnings).toContain("“Mitteleuropa” is no time zone that is known here");
  });

  test("the conference's dates are days of its zone", () => {
    const { programme } = survived({}, { start: "2026-03-27", end: "2026-03-29" });
    expect([programme.startsAt, programme.endsAt]).toEqual([
      "2026-03-26T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
    ]);
    expect(survived({}, { start: "spring" }).warnings).toContain("“spring” is neither a date nor a time");
  });
});

describe("ids", () => {
  test.for([[undefined], [null], ["none"], [""], ["00000000-0000-0000-0000-000000000000"]])(
    "guid %j: the id",
    ([guid]) => {
      const { session, warnings } = survived({ guid });
      expect(session.id).toBe("1");
      expect(warnings).toContain("it is known by its id");
    },
  );

  test("a guid that is no UUID is one all the same", () => {
    expect(survived({ guid: "talk_7" }).session.id).toBe("talk_7");
    expect(survived({ guid: "urn:talk:7" }).session.id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  test("repeated guids and ids: every session is kept, and each copy is named", () => {
    const text = schedule([
      event({ id: 9 }),
      event({ id: 4 }),
      event({ id: 4, date: "2026-03-27T15:00:00+01:00", start: "15:00" }),
    ]);
    const { programme, warnings } = taken(importText(text));
    expect(new Set(programme.sessions.map((session) => session.id)).size).toBe(3);
    expect(messages(warnings)).toContain(
      `${at}: has the id “5a0c9f3e-16a7-4f5e-9d55-0d0a3ad2f601” of ${at.slice(0, -3)}[1]`,
    );
  });
});

describe("durations", () => {
  test.for([
    ["0:45", 45],
    ["00:45", 45],
    ["45", 45],
    [45, 45],
    ["01:30:00", 90],
    ["1:02:30", 24 * 60 + 150],
    ["100:00", 6000],
  ] as const)("%j is %i minutes", ([duration, minutes]) => {
    const { session } = survived({ duration });
    expect(Date.parse(session.endsAt) - Date.parse(session.startsAt)).toBe(minutes * 60_000);
  });

  test("none at all: it ends as it starts, with a warning", () => {
    const { session, warnings } = survived({ duration: "0:00" });
    expect(session.endsAt).toBe(session.startsAt);
    expect(warnings).toContain("has no length");
  });

  test.for([
    [undefined, "has no duration"],
    ["0:75", "“0:75” is no duration"],
    ["an hour", "is no duration"],
    [-5, "is no duration"],
    [{}, "must be text, but is an object"],
  ] as const)("%j is an error that names its path", ([duration, says]) => {
    const { errors } = refused(importText(schedule([event({ duration })])));
    expect(errors[0]?.path).toBe(`${at}.duration`);
    expect(errors[0]?.message).toContain(says);
  });

  test("slots of HH:MM:SS are nobody's business", () => {
    expect(survived({}, { timeslot_duration: "00:05:00" }).warnings).toBe("");
  });
});

describe("rooms", () => {
  test("a room field that differs: where the session stands is taken", () => {
    const { session, warnings } = survived({ room: "Assembly" });
    expect(session.hall).toBe("ada");
    expect(warnings).toContain(`${at}.room: says “Assembly”, but stands in “Ada”, which was taken`);
  });

  test("sessions directly under their day", () => {
    const events = [event({ room: "Janson" }), event({ id: 2, guid: "b" })];
    const { programme, warnings } = taken(
      importText(schedule([], { days: [day([], { rooms: undefined, events })] })),
    );
    expect(programme.sessions.map((session) => session.hall).sort()).toEqual(["janson", undefined]);
    expect(messages(warnings)).toContain("stands in no room; its own field says “Janson”");
    expect(messages(warnings)).toContain("stands in no room and names none");
  });

  test("two sessions in one hall at once", () => {
    const { warnings } = taken(importText(schedule([event(), event({ id: 2, guid: "b" })])));
    expect(messages(warnings)).toContain("starts in “Ada” before");
    const next = event({ id: 2, guid: "b", date: "2026-03-27T10:45:00+01:00", start: "10:45" });
    expect(taken(importText(schedule([event(), next]))).warnings).toEqual([]);
  });

  test("a room's stream is taken when it is an http or https address, and a bare stream name is none", () => {
    const rooms = [
      { name: "Ada", stream_url: "https://watch.example/ada" },
      { name: "Borg", stream: "javascript:alert(1)" },
      { name: "Clarke", stream_id: "s1" },
    ];
    const { programme, warnings } = survived({}, { rooms });
    expect(programme.halls).toEqual([
      { id: "ada", name: { en: "Ada" }, streamUrl: "https://watch.example/ada" },
      { id: "borg", name: { en: "Borg" } },
      { id: "clarke", name: { en: "Clarke" } },
    ]);
    expect(warnings).toContain("“javascript:alert(1)” is not an http or https address");
  });
});

describe("words", () => {
  test("an empty language, where others are of several: und", () => {
    const text = schedule([
      event({ language: "" }),
      event({ id: 2, guid: "b", language: "de" }),
      event({ id: 3, guid: "c" }),
    ]);
    const { programme, warnings } = taken(importText(text));
    expect(programme.languages).toEqual(["de", "en"]);
    expect(programme.sessions.map((session) => session.title)).toContainEqual({ und: "Wicks" });
    expect(messages(warnings)).toContain("does not say its language; its words are kept as “und”");
  });

  test("an empty language, where all others are of one: that one", () => {
    const { programme } = taken(
      importText(schedule([event({ language: "" }), event({ id: 2, guid: "b", language: "de" })])),
    );
    expect(programme.sessions.map((session) => session.title)).toEqual([{ de: "Wicks" }, { de: "Wicks" }]);
    expect(programme.sessions.some((session) => session.language === undefined)).toBe(true);
  });

  test.for([
    ["de-informal", "de-informal"],
    ["DE", "de"],
    ["pt_BR", "pt-BR"],
    ["English", "en"],
    ["zh-hans", "zh-Hans"],
  ])("language %s is %s", ([given, tag]) => {
    expect(survived({ language: given }).session.language).toBe(tag);
  });

  test("a language that is none", () => {
    const { session, warnings } = survived({ language: "en/de" });
    expect(session).not.toHaveProperty("language");
    expect(warnings).toContain("“en/de”, which is no language tag");
  });

  test("HTML of an abstract is taken off, what merely looks like it stays", () => {
    const abstract =
      '<p class="x">Wicks &amp; oil<br/>if a < b, Vec<T></p><script>alert(1)</script><ul><li>one</li></ul>';
    expect(survived({ abstract }).session.abstract?.en).toBe(
      "Wicks & oil\nif a < b, Vec<T>\nalert(1)\n\none",
    );
  });

  test("controls, turned directions and halves of characters are taken out, with a warning", () => {
    const { session, warnings } = survived({ title: "Wi\u0007cks\u202e \ud83d lit" });
    expect(session.title.en).toBe("Wicks lit");
    expect(warnings).toContain("its title held control characters");
  });

  test("what is too long is cut, never within a character, with a warning", () => {
    const { session, warnings } = survived({ title: "🏮".repeat(400), abstract: "x".repeat(30_000) });
    expect(session.title.en).toBe(`${"🏮".repeat(249)}…`);
    expect(session.abstract?.en).toHaveLength(20_000);
    expect(warnings).toContain("its title is too long and was cut");
  });

  test.for([
    ["Keynote", "plenary"],
    ["Opening Ceremony", "ceremony"],
    ["grand_final", "final"],
    ["Finalist talk", "talk"],
    ["Podium", "forum"],
    ["lecture", "talk"],
    ["Lunch Break", "other"],
    [null, "talk"],
  ] as const)("type %s is %s", ([type, expected]) => {
    expect(survived({ type }).session.type).toBe(expected);
  });

  test("speakers by whichever name they have; links only to the web", () => {
    const persons = [
      { id: 1, public_name: "Ines Okafor" },
      { code: "ABC12", name: "李娜" },
    ];
    const { session, warnings } = survived({ persons, url: "javascript:alert(1)" });
    expect(session.speakers).toEqual([{ name: "Ines Okafor" }, { name: "李娜" }]);
    expect(session).not.toHaveProperty("url");
    expect(warnings).toContain("its link “javascript:alert(1)” is not an http or https address");
    expect(survived({ url: "talk/7/" }).session.url).toBe("https://lantern.example/talk/7/");
  });
});

test("an empty day, and fewer days than are said", () => {
  const { warnings } = survived({}, { daysCount: 3, days: [day([event()]), day([], { rooms: {} })] });
  expect(warnings).toContain("schedule.conference.days[1]: has no session");
  expect(warnings).toContain("says “3” days, but has 2");
});

describe("faults that refuse a file, each named by its path", () => {
  test.for([
    [{ title: "" }, `${at}.title`, "has no title"],
    [{ title: ["x"] }, `${at}.title`, "must be text, but is a list"],
    [{ date: "", start: "" }, `${at}.start`, "has no start"],
    [{ date: "27.3.2026" }, `${at}.date`, "“27.3.2026” is no date"],
    [{ date: "2026-02-30T10:00:00+01:00" }, `${at}.date`, "is no date"],
    [{ date: "", start: "25:00" }, `${at}.start`, "is no time of day"],
    [{ date: "1066-10-14T09:00:00Z" }, `${at}.date`, "1970 to 9999"],
    [{ date: "9999-12-31T23:30:00Z" }, at, "1970 to 9999"],
    [{ id: "7" }, `${at}.id`, "must be a whole number"],
    [{ persons: [{ id: 1 }] }, `${at}.persons[0].public_name`, "neither public_name nor name"],
    [{ persons: {} }, `${at}.persons`, "must be a list, but is an object"],
  ] as const)("%j", ([fields, path, says]) => {
    const { errors } = refused(importText(schedule([event(fields)])));
    expect(errors.map((error) => error.path)).toContain(path);
    expect(messages(errors)).toContain(says);
  });

  test.for([
    [{ days: {} }, "schedule.conference.days: must be a list"],
    [{ days: [7] }, "schedule.conference.days[0]: must be an object, but is 7"],
    [
      { days: [day([], { rooms: [] })] },
      "schedule.conference.days[0].rooms: must be an object, but is a list",
    ],
    [
      { days: [day([], { rooms: { Ada: {} } })] },
      'schedule.conference.days[0].rooms["Ada"]: must be a list of sessions',
    ],
    [{ days: [day(["x" as never])] }, `${at}: must be an object, but is “x”`],
    [{ rooms: [{}] }, "schedule.conference.rooms[0].name: has no name"],
  ])("%j", ([conference, says]) => {
    expect(
      messages(refused(importText(schedule([event()], conference as Record<string, unknown>))).errors),
    ).toContain(says);
  });
});
