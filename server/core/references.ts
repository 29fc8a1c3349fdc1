/** What an announcement says of the event: its languages, zones, tracks, session. Pure checks, field by field. */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import type { DeskEvent } from "../contract/event.ts";
import { fieldError } from "../contract/field-codes.ts";
import type { Session } from "../contract/programme.ts";
import type { FieldError } from "../contract/refusals.ts";

export interface Surroundings {
  readonly event: DeskEvent;
  /** When each of the programme's sessions starts, by its id. */
  readonly sessionStarts: ReadonlyMap<string, number>;
  /** Ids of the venue's screens, where the caller knows them: whoever does not, lets any pass. */
  readonly screens?: ReadonlySet<string> | undefined;
  /**
   * Known urgent announcements, each with the alert that its thread began with, where the caller has looked
   * up what is referred to.
   */
  readonly alerts?: ReadonlyMap<string, string>;
}

export const startsOf = (sessions: readonly Session[]): ReadonlyMap<string, number> =>
  new Map(sessions.map(({ id, startsAt }) => [id, Date.parse(startsAt)]));

export function referenceFaults(written: WrittenAnnouncement, around: Surroundings): FieldError[] {
  return [
    ...languageFaults(written, around),
    ...placeFaults(written, around),
    ...linkFaults(written, around),
  ];
}

export const unknownLanguage = (path: string, language: string): FieldError =>
  fieldError(path, "is not a language of the event", "unknown_language", { language });

function languageFaults({ text, actions }: WrittenAnnouncement, { event }: Surroundings): FieldError[] {
  const [language] = event.languages as [string];
  const unknown = (path: string, words: object) =>
    Object.keys(words)
      .filter((each) => !event.languages.includes(each))
      .map((each) => unknownLanguage(`${path}.${each}`, each));
  const missing = fieldError(
    `text.${language}`,
    "is required: it is the default language",
    "default_language_missing",
    { language },
  );
  return [
    ...(text[language] === undefined ? [missing] : []),
    ...unknown("text", text),
    ...actions.flatMap(({ label }, at) => unknown(`actions.${at}.label`, label)),
  ];
}

function placeFaults(
  { audience, details }: WrittenAnnouncement,
  { event, screens }: Surroundings,
): FieldError[] {
  const unknown = (list: "zones" | "tracks", code: "unknown_zone" | "unknown_track", name: string) => {
    const known = new Set(event[list].map(({ id }) => id));
    return audience[list].flatMap((id, at) =>
      known.has(id)
        ? []
        : [fieldError(`audience.${list}.${at}`, `the event has no ${name} ${id}`, code, { id })],
    );
  };
  const zones = new Set(event.zones.map(({ id }) => id));
  const told = Array.isArray(details?.zoneInstructions) ? details.zoneInstructions : [];
  return [
    ...unknown("zones", "unknown_zone", "zone"),
    ...unknown("tracks", "unknown_track", "track"),
    ...told.flatMap(({ zone }: { zone: string }, at) =>
      zones.has(zone) ? [] : [unknownZone(`details.zoneInstructions.${at}.zone`, zone)],
    ),
    ...(audience.screens ?? []).flatMap((id, at) =>
      screens === undefined || screens.has(id)
        ? []
        : [fieldError(`audience.screens.${at}`, `there is no screen ${id}`, "unknown_kiosk", { id })],
    ),
  ];
}

export const unknownZone = (path: string, id: string): FieldError =>
  fieldError(path, `the event has no zone ${id}`, "unknown_zone", { id });

function linkFaults(
  { sessionId, details }: WrittenAnnouncement,
  { sessionStarts, alerts }: Surroundings,
): FieldError[] {
  const referred = details?.refersTo;
  return [
    ...(sessionId !== undefined && !sessionStarts.has(sessionId)
      ? [unknownSession("sessionId", sessionId)]
      : []),
    ...(typeof referred === "string" && alerts !== undefined && !alerts.has(referred)
      ? [
          fieldError("details.refersTo", "there is no such urgent announcement", "unknown_alert", {
            id: referred,
          }),
        ]
      : []),
  ];
}

export const unknownSession = (path: string, id: string): FieldError =>
  fieldError(path, "the programme has no such session", "unknown_session", { id });

export const past = (path: string): FieldError => fieldError(path, "is in the past", "in_the_past");

/**
 * What updates or ends a notice refers to the alert itself, so that a thread holds together though an update
 * in its middle is withdrawn.
 */
export function inThread(written: WrittenAnnouncement, { alerts }: Surroundings): WrittenAnnouncement {
  const alert = alerts?.get(String(written.details?.refersTo));
  return alert === undefined ? written : { ...written, details: { ...written.details, refersTo: alert } };
}

/** Instants that were past when they were given: nothing can be done then any more. */
export function pastFaults(
  written: WrittenAnnouncement,
  before: WrittenAnnouncement | undefined,
  nowMs: number,
): FieldError[] {
  const fields = ["embargoUntil", "expiresAt"] as const;
  return fields.flatMap((path) => {
    const value = written[path];
    if (value === undefined || value === before?.[path] || Date.parse(value) > nowMs) return [];
    return [past(path)];
  });
}
