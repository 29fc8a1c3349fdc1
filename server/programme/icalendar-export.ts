import type { Session } from "../contract/programme.ts";

export interface CalendarExport {
  readonly name: string;
  readonly timeZone: string;
  /** What people call a hall, if it is known. */
  readonly hallName: (id: string) => string | undefined;
  /** The language that is preferred where a session has several. */
  readonly language: string;
  /** Its host makes the UIDs; it must stay the same, or calendars show every session twice. */
  readonly publicUrl: string;
  readonly now: Date;
  /** Grows with every change, as the programme's revision does, so that calendars take the newer of two copies. */
  readonly sequence?: number;
}

const REFRESH = "PT15M";
const OCTETS_PER_LINE = 75;

/**
 * The programme as iCalendar (RFC 5545 and, for its name and refreshing, RFC 7986). A session keeps its UID
 * for as long as it keeps its id, so subscribed calendars move it rather than show it twice. Times are UTC.
 */
export function programmeToICalendar(sessions: readonly Session[], about: CalendarExport): string {
  const host = new URL(about.publicUrl).host;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Fanfare//Programme//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escaped(about.name)}`,
    `X-WR-CALNAME:${escaped(about.name)}`,
    `X-WR-TIMEZONE:${escaped(about.timeZone)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...sessions.flatMap((session) => eventLines(session, host, about)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventLines(session: Session, host: string, about: CalendarExport): string[] {
  const [language, title] = preferred(session.title, about.language) ?? ["", session.id];
  const subtitle = preferred(session.subtitle, language || about.language)?.[1];
  const abstract = preferred(session.abstract, language || about.language)?.[1];
  const description = [subtitle, session.speakers.map(speakerText).join(", "), abstract]
    .filter((text) => text)
    .join("\n\n");
  const location = session.hall === undefined ? undefined : (about.hallName(session.hall) ?? session.hall);
  return [
    "BEGIN:VEVENT",
    `UID:${session.id}@${host}`,
    `DTSTAMP:${utc(about.now)}`,
    `SEQUENCE:${about.sequence ?? 0}`,
    `DTSTART:${utc(new Date(session.startsAt))}`,
    `DTEND:${utc(new Date(session.endsAt))}`,
    `SUMMARY${language === "" || language === "und" ? "" : `;LANGUAGE=${language}`}:${escaped(title)}`,
    ...(description === "" ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...(location === undefined ? [] : [`LOCATION:${escaped(location)}`]),
    ...(session.url === undefined ? [] : [`URL:${new URL(session.url).href}`]),
    "STATUS:CONFIRMED",
    "END:VEVENT",
  ];
}

/** The words in the language asked for, else in any; undefined when there are none. */
function preferred(
  words: Readonly<Record<string, string>> | undefined,
  language: string,
): [string, string] | undefined {
  const entries = Object.entries(words ?? {});
  return entries.find(([tag]) => tag === language) ?? entries[0];
}

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
  let current = "";
  let octets = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (octets + size > OCTETS_PER_LINE) {
      lines.push(current);
      current = " ";
      octets = 1;
    }
    current += char;
    octets += size;
  }
  return [...lines, current].join("\r\n");
}
