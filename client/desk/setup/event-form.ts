/** What stands in the fields of the event's page, and how it becomes the event and back. Pure. */
import type { DeskEvent } from "../../../server/contract/event.ts";
import { venueInstant, venueText } from "../../shared/time.ts";

export type Names = Readonly<Record<string, string>>;

export interface FormPlace {
  /** Made from its name once, and never changed: announcements and sessions refer to it. */
  readonly id: string;
  readonly name: Names;
}
export interface FormZone extends FormPlace {
  /** Empty: at the top. */
  readonly parent: string;
}
export interface FormHall extends FormPlace {
  readonly zone: string;
  readonly streamUrl: string;
}
/** `id` tells rows apart, since a day may have two. */
export interface FormHours {
  readonly id: string;
  readonly date: string;
  readonly opens: string;
  readonly closes: string;
}

export type Careful = "urgent" | "result";

export interface EventForm {
  readonly name: Names;
  readonly theme: Names;
  /** On the venue's clock, as a date and time field writes it. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
  readonly languages: readonly string[];
  readonly zones: readonly FormZone[];
  readonly halls: readonly FormHall[];
  readonly tracks: readonly FormPlace[];
  readonly hours: readonly FormHours[];
  readonly twoPersonApproval: readonly Careful[];
  /** Minutes, as they are typed: `10, 0`. */
  readonly everySession: string;
  readonly plenaryAndFinals: string;
  readonly rehearsal: boolean;
  readonly rehearsalNotice: Names;
}

export function formOf(event: DeskEvent): EventForm {
  const { sessionStarts, twoPersonApproval } = event.policies;
  return {
    name: event.name,
    theme: event.theme ?? {},
    startsAt: venueText(Date.parse(event.startsAt), event.timeZone),
    endsAt: venueText(Date.parse(event.endsAt), event.timeZone),
    timeZone: event.timeZone,
    languages: event.languages,
    zones: event.zones.map(({ id, name, parent = "" }) => ({ id, name, parent })),
    halls: event.halls.map(({ id, name, zone = "", streamUrl = "" }) => ({ id, name, zone, streamUrl })),
    tracks: event.tracks,
    hours: event.openingHours.map((row, at) => ({ id: hoursId(row.date, event.openingHours, at), ...row })),
    twoPersonApproval,
    everySession: sessionStarts.everySession.join(", "),
    plenaryAndFinals: sessionStarts.plenaryAndFinals.join(", "),
    rehearsal: event.rehearsal,
    rehearsalNotice: event.rehearsalNotice ?? {},
  };
}

const hoursId = (date: string, rows: readonly { readonly date: string }[], at: number): string =>
  `${date}.${rows.slice(0, at).filter((row) => row.date === date).length}`;

const filled = (names: Names): Record<string, string> =>
  Object.fromEntries(Object.entries(names).filter(([, text]) => text.trim() !== ""));

/** An optional field that is empty is absent. */
const optional = <K extends string, V extends string | Record<string, string>>(name: K, value: V) =>
  (Object.keys(value).length === 0 ? {} : { [name]: value }) as { [N in K]?: V };

/**
 * The body to send. Lists keep their order, so that a fault at `halls.3.streamUrl` is one at the fourth
 * hall here. What cannot be read as a time or a number is sent as it is: the server says so at that field.
 * Opening and saving moves nothing: an untouched start keeps the milliseconds that no field shows.
 */
export function eventOf(form: EventForm, base: DeskEvent): Record<string, unknown> {
  const before = formOf(base);
  const instant = (name: "startsAt" | "endsAt"): string => {
    if (form[name] === before[name] && form.timeZone === before.timeZone) return base[name];
    return instantOf(form[name], form.timeZone);
  };
  return {
    name: filled(form.name),
    ...optional("theme", filled(form.theme)),
    startsAt: instant("startsAt"),
    endsAt: instant("endsAt"),
    timeZone: form.timeZone,
    languages: form.languages,
    zones: form.zones.map(({ id, name, parent }) => ({
      id,
      name: filled(name),
      ...optional("parent", parent),
    })),
    halls: form.halls.map(({ id, name, zone, streamUrl }) => ({
      id,
      name: filled(name),
      ...optional("zone", zone),
      ...optional("streamUrl", streamUrl.trim()),
    })),
    tracks: form.tracks.map(({ id, name }) => ({ id, name: filled(name) })),
    openingHours: form.hours.map(({ date, opens, closes }) => ({
      date,
      opens: clockOf(opens),
      closes: clockOf(closes),
    })),
    policies: {
      twoPersonApproval: form.twoPersonApproval,
      sessionStarts: {
        everySession: minutesOf(form.everySession),
        plenaryAndFinals: minutesOf(form.plenaryAndFinals),
      },
    },
    rehearsal: form.rehearsal,
    ...optional("rehearsalNotice", filled(form.rehearsalNotice)),
  };
}

/** `9`, `930`, `9.30` and `9：30` are times to a person; what is none stays as it was typed. */
export function clockOf(text: string): string {
  const [, hours, minutes = "00", rest = ""] =
    /^\s*(\d{1,2})(?:[:.h：]?([0-5]\d)(:[0-5]\d)?)?\s*h?\s*$/i.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23) return text;
  return `${hours.padStart(2, "0")}:${minutes}${rest}`;
}

function instantOf(text: string, zone: string): string {
  try {
    const [date = "", time = ""] = text.split("T");
    const atMs = venueInstant(`${date}T${clockOf(time)}`, zone);
    return atMs === undefined ? text : new Date(atMs).toISOString();
  } catch {
    return text; // No such zone: said at the zone's own field.
  }
}

/** `10, 0` as numbers; what is no number stays as it was typed. */
export const minutesOf = (text: string): (number | string)[] =>
  text
    .split(/[\s,;，、；]+/)
    .filter((part) => part !== "")
    .map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : part));

/** Whether nobody has set the event up: it has neither days nor places. */
export const isUnset = (form: EventForm): boolean =>
  form.startsAt.startsWith("1970-") && form.zones.length + form.halls.length + form.tracks.length === 0;

/** The days of the event on the venue's calendar; none where they cannot be read, at most 60. */
export function daysOf({ startsAt, endsAt }: Pick<EventForm, "startsAt" | "endsAt">): string[] {
  const days: string[] = [];
  const last = endsAt.slice(0, 10);
  for (let day = startsAt.slice(0, 10); day <= last && days.length < 60; ) {
    const atMs = Date.parse(`${day}T00:00:00Z`);
    if (Number.isNaN(atMs)) break;
    days.push(day);
    day = new Date(atMs + 86_400_000).toISOString().slice(0, 10);
  }
  return days;
}

/** Opening hours for every day of the event that has none yet, like those of the day before it. */
export function withAllDays(form: EventForm): readonly FormHours[] {
  const have = new Set(form.hours.map(({ date }) => date));
  const last = form.hours.at(-1);
  const { opens, closes } = last ?? { opens: "09:00", closes: "18:00" };
  const missing = daysOf(form).filter((day) => !have.has(day));
  const added = missing.map((date) => ({ id: `${date}.0`, date, opens, closes }));
  return [...form.hours, ...added].toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** Takes a language from the event, and every name in it. The last one stays: an event has one. */
export function withoutLanguage(form: EventForm, language: string): EventForm {
  if (form.languages.length < 2) return form;
  const without = ({ [language]: _, ...names }: Names): Names => names;
  const place = <P extends FormPlace>(item: P): P => ({ ...item, name: without(item.name) });
  return {
    ...form,
    languages: form.languages.filter((tag) => tag !== language),
    name: without(form.name),
    theme: without(form.theme),
    rehearsalNotice: without(form.rehearsalNotice),
    zones: form.zones.map(place),
    halls: form.halls.map(place),
    tracks: form.tracks.map(place),
  };
}

/** The same list with one item a step nearer to its start or its end; the same list where it cannot go. */
export function stepped<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const to = at + by;
  if (at < 0 || to < 0 || to >= list.length) return list;
  const moved = [...list];
  [moved[at], moved[to]] = [moved[to]!, moved[at]!];
  return moved;
}
