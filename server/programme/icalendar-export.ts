import type { Hall, Track } from "../contract/event.ts";
import type { Words } from "../contract/forms.ts";
import type { Session } from "../contract/programme.ts";
import { saidIn } from "../core/event-language.ts";

export interface CalendarExport {
  readonly name: Words;
  readonly timeZone: string;
  readonly halls: readonly Hall[];
  readonly tracks: readonly Track[];
  /** Of the languages in which something is said, the first of these is taken. */
  readonly languages: readonly string[];
  /** Its host makes the UIDs; it must stay the same, or calendars show every session twice. */
  readonly publicUrl: string;
  readonly now: Date;
  /** Grows with every change, as the programme's revision does, so that calendars take the newer of two copies. */
  readonly sequence?: number;
  /** Where a calendar that keeps up with it asks again; absent for sessions taken out to be kept. */
  readonly source?: string;
}

export const PRODUCT = "-//Fanfare//Programme//EN";
const REFRESH = "PT15M";
const OCTETS_PER_LINE = 75;

/**
 * The programme as iCalendar (RFC 5545 and, for its name and refreshing, RFC 7986). A session keeps its UID
 * for as long as it keeps its id, so subscribed calendars move it rather than show it twice. Times are UTC.
 *
 * Some sessions to be kept do not carry what makes a calendar of their own of them in most programs.
 */
export const programmeToICalendar = (sessions: readonly Session[], about: CalendarExport): string =>
  calendarOf(calendarEvents(sessions, about), about);

/** The sessions alone, which are the same wherever the calendar is asked for. */
export function calendarEvents(sessions: readonly Session[], about: CalendarExport): string {
  const host = new URL(about.publicUrl).host;
  return textOf(sessions.flatMap((session) => eventLines(session, host, about)));
}

/** A calendar around its sessions. */
export function calendarOf(events: string, about: Omit<CalendarExport, "now">): string {
  const { source, timeZone, languages } = about;
  const name = escaped(saidIn(about.name, languages)?.[1] ?? "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${PRODUCT}`,
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...(name === "" ? [] : [`NAME:${name}`]),
    `X-WR-TIMEZONE:${escaped(timeZone)}`,
    ...(source === undefined ? [] : subscriptionLines(name, source)),
  ];
  return `${textOf(lines)}${events}${textOf(["END:VCALENDAR"])}`;
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${folded(line)}\r\n`).join("");

/** The session's id of a UID of ours, wherever it was made. */
export const sessionIdOfUid = (uid: string): string => uid.slice(0, Math.max(0, uid.lastIndexOf("@"))) || uid;

const subscriptionLines = (name: string, source: string): string[] => [
  `X-WR-CALNAME:${name}`,
  `SOURCE;VALUE=URI:${source}`,
  `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
  `X-PUBLISHED-TTL:${REFRESH}`,
];

function eventLines(session: Session, host: string, about: CalendarExport): string[] {
  const { languages } = about;
  const [language, title] = saidIn(session.title, languages) ?? ["und", session.id];
  const alike = [language, ...languages];
  const subtitle = saidIn(session.subtitle ?? {}, alike)?.[1];
  const abstract = saidIn(session.abstract ?? {}, alike)?.[1];
  const description = [subtitle, session.speakers.map(speakerText).join(", "), abstract]
    .filter((text) => text)
    .join("\n\n");
  const hall = about.halls.find(({ id }) => id === session.hall);
  const location = saidIn(hall?.name ?? {}, languages)?.[1] ?? session.hall;
  const track = about.tracks.find(({ id }) => id === session.track);
  return [
    "BEGIN:VEVENT",
    `UID:${session.id}@${host}`,
    `DTSTAMP:${utc(about.now)}`,
    `SEQUENCE:${about.sequence ?? 0}`,
    `DTSTART:${utc(new Date(session.startsAt))}`,
    `DTEND:${utc(new Date(session.endsAt))}`,
    `SUMMARY${language === "und" ? "" : `;LANGUAGE=${language}`}:${escaped(title)}`,
    ...(description === "" ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...(location === undefined ? [] : [`LOCATION:${escaped(location)}`]),
    ...(track === undefined ? [] : [`CATEGORIES:${categoriesOf(session, track, languages)}`]),
    ...(session.url === undefined ? [] : [`URL:${new URL(session.url).href}`]),
    ...(hall?.streamUrl === undefined
      ? []
      : [`CONFERENCE;VALUE=URI;FEATURE=VIDEO:${new URL(hall.streamUrl).href}`]),
    "STATUS:CONFIRMED",
    "END:VEVENT",
  ];
}

/** The track first, which is what an importer takes for it. */
const categoriesOf = ({ type }: Session, track: Track, languages: readonly string[]): string =>
  [saidIn(track.name, languages)?.[1] ?? track.id, type].map(escaped).join(",");

function speakerText({ name, affiliation }: Session["speakers"][number]): string {
  return affiliation === undefined ? name : `${name} (${affiliation})`;
}

/** `20221109T010000Z` */
function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, "\\$&").replaceAll(/\r\n?|\n/g, "\\n");
}

/** Folds to 75 octets a line, never within a character. */
function folded(line: string): string {
  const lines: string[] = [];
  let start = 0;
  let octets = 0;
  for (let at = 0; at < line.length; ) {
    const code = line.codePointAt(at)!;
    const size = octetsOf(code);
    if (octets + size > OCTETS_PER_LINE) {
      lines.push(line.slice(start, at));
      start = at;
      octets = 1; // the space that a continued line begins with
    }
    octets += size;
    at += code > 0xffff ? 2 : 1;
  }
  return [...lines, line.slice(start)].join("\r\n ");
}

/** In UTF-8. */
const octetsOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
