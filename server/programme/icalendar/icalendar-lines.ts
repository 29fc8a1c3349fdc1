import type { Findings } from "../findings.ts";
import { quoted } from "../findings.ts";

/** One content line of a calendar (RFC 5545, 3.1). Names are in capitals; the value is as written. */
export interface CalendarProperty {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
  readonly line: number;
}

export interface CalendarComponent {
  readonly name: string;
  readonly line: number;
  readonly properties: CalendarProperty[];
  readonly components: CalendarComponent[];
}

const LONGEST_LINE = 200_000;
const DEEPEST = 20;
const NAME = /[A-Za-z0-9-]+/y;
const PARAMETER = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/y;

/**
 * The calendars of an iCalendar text. Every line that cannot be read is an error that names it, and so is a
 * component that does not end where it should; lines may end in CRLF, LF or CR.
 *
 * Ours rather than ical.js: that stops at the first bad line without saying which, takes a BEGIN without
 * its END, and expands whatever rule a time zone states, to which a file can give no end.
 */
export function readCalendars(text: string, findings: Findings): CalendarComponent[] {
  const calendars: CalendarComponent[] = [];
  const open: CalendarComponent[] = [];
  for (const { content, line } of unfolded(text)) {
    const property = content.length > LONGEST_LINE ? undefined : contentLine(content, line);
    const inner = open.at(-1);
    if (property === undefined) {
      findings.error(`line ${line}`, `is no content line such as SUMMARY:Opening, but ${quoted(content)}`);
    } else if (property.name === "BEGIN") {
      if (open.length === DEEPEST) {
        findings.error(`line ${line}`, `nested deeper than ${DEEPEST} components`);
        return calendars;
      }
      const begun = { name: property.value.trim().toUpperCase(), line, properties: [], components: [] };
      (inner?.components ?? calendars).push(begun);
      open.push(begun);
    } else if (property.name === "END") {
      const ended = open.pop();
      if (ended?.name !== property.value.trim().toUpperCase()) {
        const where =
          ended === undefined
            ? "where nothing is open"
            : `where ${quoted(ended.name)} of line ${ended.line} is open`;
        findings.error(`line ${line}`, `ends ${quoted(property.value)} ${where}`);
        return calendars;
      }
    } else if (inner === undefined)
      findings.error(`line ${line}`, "stands outside BEGIN:VCALENDAR and END:VCALENDAR");
    else inner.properties.push(property);
  }
  for (const { name, line } of open)
    findings.error(`line ${line}`, `${quoted(name)} does not end; is the file cut off?`);
  return calendars;
}

/** Lines with their continuations (RFC 5545, folding), blank ones left out. */
function* unfolded(text: string): Generator<{ content: string; line: number }> {
  let held: { content: string; line: number } | undefined;
  let line = 0;
  for (const written of text.split(/\r\n|\n|\r/)) {
    line += 1;
    if (held !== undefined && /^[ \t]/.test(written)) held.content += written.slice(1);
    else if (written.trim() !== "") {
      if (held !== undefined) yield held;
      held = { content: written, line };
    }
  }
  if (held !== undefined) yield held;
}

function contentLine(content: string, line: number): CalendarProperty | undefined {
  NAME.lastIndex = 0;
  const name = NAME.exec(content)?.[0];
  if (name === undefined) return undefined;
  const parameters = new Map<string, string>();
  let at = name.length;
  while (content[at] === ";") {
    PARAMETER.lastIndex = at;
    const parameter = PARAMETER.exec(content);
    if (parameter === null) return undefined;
    parameters.set(parameter[1]!.toUpperCase(), parameter[2]!.replaceAll('"', ""));
    at = PARAMETER.lastIndex;
  }
  return content[at] === ":"
    ? { name: name.toUpperCase(), parameters, value: content.slice(at + 1), line }
    : undefined;
}

export function propertyOf(component: CalendarComponent, name: string): CalendarProperty | undefined {
  return component.properties.find((property) => property.name === name);
}

/** A TEXT value with its escapes read (RFC 5545, 3.3.11); "" when there is none. */
export function calendarText(property: CalendarProperty | undefined): string {
  const text = property?.value ?? "";
  return text
    .replace(/\\([\\;,nN])/g, (_, char: string) => (char === "n" || char === "N" ? "\n" : char))
    .trim();
}

/** The values of a list of TEXT, such as CATEGORIES. */
export function calendarTexts(property: CalendarProperty | undefined): string[] {
  if (property === undefined) return [];
  const parts = property.value.match(/(?:\\.|[^\\,])+/g) ?? [];
  return parts.map((value) => calendarText({ ...property, value })).filter((text) => text !== "");
}
