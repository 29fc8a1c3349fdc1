/** Why something waits for a person instead of going out: a code for programs, a sentence in English beside it. */
import type { OverdueCode } from "../contract/desk-announcement.ts";

export const overdueReasons: Readonly<Record<OverdueCode, string>> = {
  late: "late",
  expired: "expired",
  not_published: "could not be published",
  references_gone: "refers to what the event no longer has",
  second_person: "a second person must approve it",
  session_removed: "its session was removed",
  session_moved_past: "its session moved: its time is past",
  session_moved_embargo: "its session moved: it is under embargo then",
  session_moved_expired: "its session moved: it has expired by then",
};

/** Of what is kept with a record; undefined for a sentence of another version. */
export const overdueCodeOf = (reason: string | undefined): OverdueCode | undefined =>
  (Object.keys(overdueReasons) as OverdueCode[]).find((code) => overdueReasons[code] === reason);
