import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { importedProgrammeSchema, type Session } from "../../server/contract/programme.ts";
import { diffProgrammes } from "../../server/core/programme-diff.ts";
import { programmeToICalendar } from "../../server/programme/icalendar-export.ts";
import { importProgramme } from "../../server/programme/import.ts";
import { refused, taken } from "../support/programmes/schedules.ts";

/** Programmes of real events, which are not ours to ship: beside the repository, where there are any. */
const data = new URL("../../../shared/data/", import.meta.url);
const absent = !existsSync(data);
const read = (name: string) => readFileSync(new URL(name, data));

describe("real programmes", () => {
  test.skipIf(absent).for([
    ["36c3-stages.v1.schedule.json", 465, 12, "c3voc-json-v1"],
    ["36c3-stages.v2.schedule.json", 474, 12, "c3voc-json-v1"],
    ["36c3-stages.v3.schedule.json", 481, 12, "c3voc-json-v1"],
    ["fosdem-2026.schedule.xml", 883, 30, "frab-xml"],
    ["pretalx-democon.json", 36, 2, "c3voc-json-v1"],
    ["hub-schedule2.json", 2, 5, "c3voc-json-v2"],
  ] as const)("%s: %i sessions in %i halls", ([name, sessions, halls, format]) => {
    const before = process.cpuUsage();
    const outcome = taken(importProgramme(read(name)));
    // The processor's time, not the clock's: others may have the machine meanwhile.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(3_000);
    expect(outcome.format).toBe(format);
    expect(outcome.programme.sessions).toHaveLength(sessions);
    expect(outcome.programme.halls).toHaveLength(halls);
    expect(importedProgrammeSchema.parse(outcome.programme)).toEqual(outcome.programme);
  });

  test
    .skipIf(absent)
    .for([
      "36c3-stages.v3.schedule.json",
      "fosdem-2026.schedule.xml",
      "pretalx-democon.json",
      "hub-schedule2.json",
    ])(
    "[G2] %s: our calendar of it gives the same sessions back, in the same halls at the same times",
    (name) => {
      const { programme } = taken(importProgramme(read(name)));
      const { sessions, halls, tracks, timeZone = "UTC" } = programme;
      const written = programmeToICalendar(sessions, {
        ...{ name: { en: "Event" }, timeZone, halls, tracks, languages: ["en"] },
        ...{ publicUrl: "https://feed.example.org", now: new Date("2026-01-01T00:00:00Z") },
      });
      const known = ({ id, title, startsAt, endsAt, hall, track }: Session) =>
        [id, Object.values(title)[0], startsAt, endsAt, hall, track].join("\n");
      const back = taken(importProgramme(Buffer.from(written))).programme.sessions;
      expect(back.map(known)).toEqual(sessions.map(known));
    },
  );

  test.skipIf(absent)("the invalid example is refused, each of its faults named", () => {
    const at = 'schedule.conference.days[0].rooms["Winterchaos"][0]';
    const { errors } = refused(importProgramme(read("invalid-example.json")));
    expect(errors.map((error) => error.path)).toEqual([
      "schedule.rooms",
      `${at}.id`,
      `${at}.persons[0].id`,
      `${at}.persons[0].code`,
    ]);
  });

  test.skipIf(absent)("36C3: what its versions change", () => {
    const [v1, v2, v3] = [1, 2, 3].map(
      (version) => taken(importProgramme(read(`36c3-stages.v${version}.schedule.json`))).programme.sessions,
    );
    const counts = (diff: ReturnType<typeof diffProgrammes>) =>
      Object.fromEntries(Object.entries(diff).map(([name, list]) => [name, list.length]));
    expect(counts(diffProgrammes(v1!, v2!))).toEqual({ added: 11, removed: 2, moved: 2, changed: 22 });
    expect(counts(diffProgrammes(v2!, v3!))).toEqual({ added: 7, removed: 0, moved: 0, changed: 8 });
  });
});
