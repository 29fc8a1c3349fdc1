/** What an announcement says of the event: its languages, zones, tracks, session. Pure checks, field by field. */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import type { DeskEvent } from "../contract/event.ts";
import type { FieldError } from "../contract/refusals.ts";

export interface Surroundings {
  readonly event: DeskEvent;
  /** Ids of the programme's sessions. */
  readonly sessionIds: ReadonlySet<string>;
  /**
   * Known urgent announcements, each with the alert that its thread began with, where the caller has looked
   * up what is referred to.
   */
  readonly alerts?: ReadonlyMap<string, string>;
}

export function referenceFaults(
  written: WrittenAnnouncement,
  { event, sessionIds, alerts }: Surroundings,
): FieldError[] {
  const faults: FieldError[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  const [defaultLanguage] = event.languages as [string];
  if (written.text[defaultLanguage] === undefined)
    fault(`text.${defaultLanguage}`, "is required: it is the default language");
  for (const language of Object.keys(written.text)) {
    if (!event.languages.includes(language)) fault(`text.${language}`, "is not a language of the event");
  }
  const zones = new Set(event.zones.map((zone) => zone.id));
  for (const [at, id] of written.audience.zones.entries()) {
    if (!zones.has(id)) fault(`audience.zones.${at}`, `the event has no zone ${id}`);
  }
  const tracks = new Set(event.tracks.map((track) => track.id));
  for (const [at, id] of written.audience.tracks.entries()) {
    if (!tracks.has(id)) fault(`audience.tracks.${at}`, `the event has no track ${id}`);
  }
  for (const [at, action] of written.actions.entries()) {
    for (const language of Object.keys(action.label)) {
      if (!event.languages.includes(language))
        fault(`actions.${at}.label.${language}`, "is not a language of the event");
    }
  }
  if (written.sessionId !== undefined && !sessionIds.has(written.sessionId)) {
    fault("sessionId", "the programme has no such session");
  }
  const referred = written.details?.refersTo;
  if (typeof referred === "string" && alerts !== undefined && !alerts.has(referred)) {
    fault("details.refersTo", "there is no such urgent announcement");
  }
  return faults;
}

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
    return [{ path, message: "is in the past" }];
  });
}
