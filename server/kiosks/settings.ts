/** How a screen is set up: what is not said of a new one, what a change makes of it, what the event does not know. */
import type { DeskEvent } from "../contract/event.ts";
import { fieldError } from "../contract/field-codes.ts";
import type { KioskChange, KioskSettings } from "../contract/kiosk.ts";
import type { FieldError } from "../contract/refusals.ts";
import { unknownLanguage, unknownZone } from "../core/references.ts";

/** A foyer's list in the event's first two languages, on as the house is open. */
export const newSettings = (name: string, event: DeskEvent): KioskSettings => ({
  name,
  layout: "foyer",
  orientation: "natural",
  languages: event.languages.slice(0, 2),
  languageMode: "together",
  hours: "event",
  dayParts: [],
});

/** What is not said stays; null takes away. */
export function changedSettings(before: KioskSettings, change: KioskChange): KioskSettings {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const after = { ...before, ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null)) as KioskSettings;
}

export const changedFields = (before: KioskSettings, after: KioskSettings): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isSame(before[name as keyof KioskSettings], after[name as keyof KioskSettings]),
  );

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const unknownHall = (path: string, id: string): FieldError =>
  fieldError(path, `the event has no hall ${id}`, "unknown_hall", { id });

/** Of what is given, since the event may have lost since what was set before. */
export function settingFaults({ zone, hall, languages = [] }: KioskChange, event: DeskEvent): FieldError[] {
  return [
    ...(zone != null && !event.zones.some(({ id }) => id === zone) ? [unknownZone("zone", zone)] : []),
    ...(hall != null && !event.halls.some(({ id }) => id === hall) ? [unknownHall("hall", hall)] : []),
    ...languages.flatMap((language, at) =>
      event.languages.includes(language) ? [] : [unknownLanguage(`languages.${at}`, language)],
    ),
  ];
}
