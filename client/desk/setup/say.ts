/** Changes of the event in words: what, of what, was and is. */

import { clockTime } from "../../shared/time.ts";
import { ownNameOf, sayIn } from "../../shared/words/languages.ts";
import type { Change } from "./event-diff.ts";
import { clockOf, type EventForm, type FormPlace, type Names } from "./event-form.ts";
import { savingWords } from "./saving-words.ts";
import { termsWords } from "./terms-words.ts";
import { setupWords } from "./words.ts";

/** A name as whoever reads this page would say it; the id where it has none. */
export const nameOf = (
  item: { readonly id: string; readonly name: Names },
  form: EventForm,
  language: string,
): string => sayIn(item.name, language, form.languages).text || item.id;

/** `2022-11-09T08:00` as "9 Nov 2022, 08:00"; what cannot be read stays as it was typed. */
export function sayMoment(text: string, language: string): string {
  const [date = "", time = ""] = text.split("T");
  const atMs = Date.parse(`${date}T${clockOf(time).slice(0, 5)}Z`);
  if (Number.isNaN(atMs)) return text;
  return `${sayDay(text.slice(0, 10), language)}, ${clockTime(atMs, "UTC")}`;
}

export function sayDay(date: string, language: string): string {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(atMs)) return date;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    numberingSystem: "latn",
  }).format(atMs);
}

/** Where in the event: `["halls", "hall-2", "streamUrl"]` as "Halls · Hall 2 · Stream link". */
export function sayPath([first = "", ...rest]: readonly string[], form: EventForm, language: string): string {
  const { fields } = savingWords.value;
  const { sections } = setupWords.value;
  const label = (name: string): string => {
    if (name === "name") return fields.placeName;
    if (name in fields) return fields[name as keyof typeof fields];
    return form.languages.includes(name) ? ownNameOf(name) : name;
  };
  if (first === "zones" || first === "halls" || first === "tracks") {
    const [id = "", ...inside] = rest;
    const place = form[first].find((found) => found.id === id);
    const name = place === undefined ? id : nameOf(place, form, language);
    return [sections[first], name, ...inside.map(label)].join(" · ");
  }
  if (first === "hours")
    return [sections.hours, rest[0]?.slice(0, 10), ...rest.slice(1).map(label)].join(" · ");
  return [label(first), ...rest.map(label)].join(" · ");
}

export interface SaidChange {
  /** "Hall 4: Stream link" */
  readonly what: string;
  readonly was: string;
  readonly is: string;
}

interface Around {
  readonly before: EventForm;
  readonly form: EventForm;
  readonly language: string;
}

export function sayChange(change: Change, around: Around): SaidChange {
  const words = savingWords.value;
  const { item, field, language } = change;
  const tongue = language === undefined ? "" : ownNameOf(language);
  if (change.section === "languages" && language !== undefined)
    return { what: tongue, was: "", is: change.what === "added" ? words.added : words.removed };
  if (change.what === "reordered")
    return { what: setupWords.value.sections[change.section], was: "", is: words.reordered };
  if (change.section === "hours") return sayHours(change, around.language);
  const of = item === undefined ? "" : nameOf(item, around.form, around.language);
  if (change.what !== "changed")
    return { what: of, was: "", is: change.what === "added" ? words.added : words.removed };
  const label = field === undefined ? "" : words.fields[field];
  return {
    what: [of, label, tongue].filter((part) => part !== "").join(" · "),
    was: sayValue(change, change.was, around.before, around.language),
    is: sayValue(change, change.is, around.form, around.language),
  };
}

function sayHours({ what, was, is }: Change, language: string): SaidChange {
  const words = savingWords.value;
  const day = (row: string): string => (row === "" ? "" : sayDay(row.slice(0, 10), language));
  if (what !== "changed")
    return { what: `${day(was || is)} ${(was || is).slice(11)}`, was: "", is: words[what] };
  const isSameDay = was.slice(0, 10) === is.slice(0, 10);
  const said = (row: string): string => (isSameDay ? row.slice(11) : `${day(row)} ${row.slice(11)}`);
  return { what: day(was), was: said(was), is: said(is) };
}

function sayValue({ field }: Change, value: string, form: EventForm, language: string): string {
  const [words, setup] = [savingWords.value, setupWords.value];
  const zone = (id: string, none: string): string => {
    const found: FormPlace | undefined = form.zones.find((known) => known.id === id);
    return id === "" ? none : found === undefined ? id : nameOf(found, form, language);
  };
  switch (field) {
    case "startsAt":
    case "endsAt":
      return sayMoment(value, language);
    case "parent":
      return zone(value, setup.top);
    case "zone":
      return zone(value, setup.noZone);
    case "rehearsal":
      return value === "true" ? words.yes : words.no;
    case "twoPersonApproval":
      return value === ""
        ? words.no
        : value
            .split(" ")
            .map((kind) => termsWords.value.careful[kind as "urgent" | "result"])
            .join(", ");
    default:
      return value === "" ? words.empty : value;
  }
}
