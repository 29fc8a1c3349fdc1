import { readFileSync } from "node:fs";
import { type ImportOutcome, importProgramme } from "../../../server/programme/import.ts";

type Fields = Record<string, unknown>;

export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(name, import.meta.url));
}

export function importText(text: string): ImportOutcome {
  return importProgramme(new TextEncoder().encode(text));
}

/** What a file comes to; fails the test with its errors when it is refused. */
export function taken(outcome: ImportOutcome): Extract<ImportOutcome, { ok: true }> {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.errors, null, 1)}`);
  return outcome;
}

/** The errors of a file that must be refused. */
export function refused(outcome: ImportOutcome): Extract<ImportOutcome, { ok: false }> {
  if (outcome.ok) throw new Error("was taken");
  return outcome;
}

/** An event of a v1 schedule, sound but for what is given; undefined leaves a field out. */
export function event(fields: Fields = {}): Fields {
  return {
    id: 1,
    guid: "5a0c9f3e-16a7-4f5e-9d55-0d0a3ad2f601",
    date: "2026-03-27T10:00:00+01:00",
    start: "10:00",
    duration: "0:45",
    title: "Wicks",
    language: "en",
    persons: [],
    ...fields,
  };
}

/** A day of a v1 schedule whose one room, Ada, holds these events. */
export function day(events: readonly Fields[], fields: Fields = {}): Fields {
  return {
    date: "2026-03-27",
    day_start: "2026-03-27T09:00:00+01:00",
    day_end: "2026-03-28T04:00:00+01:00",
    rooms: { Ada: events },
    ...fields,
  };
}

/** A v1 schedule of one day. */
export function schedule(events: readonly Fields[], conference: Fields = {}, ofDay: Fields = {}): string {
  const conferenceFields = {
    title: "Lantern Days",
    time_zone_name: "Europe/Berlin",
    days: [day(events, ofDay)],
    ...conference,
  };
  return JSON.stringify({
    schedule: { version: "1", base_url: "https://lantern.example/", conference: conferenceFields },
  });
}

/** A calendar of these lines within one VEVENT each. */
export function calendar(events: readonly string[], head = "X-WR-TIMEZONE:Europe/Berlin"): string {
  const bodies = events.map((lines) => `BEGIN:VEVENT\n${lines}\nEND:VEVENT\n`).join("");
  return `BEGIN:VCALENDAR\nVERSION:2.0\n${head}\n${bodies}END:VCALENDAR\n`.replaceAll("\n", "\r\n");
}
