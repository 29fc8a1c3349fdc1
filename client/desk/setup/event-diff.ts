/** What differs between two states of the event's form, one line for each thing a person would name. Pure. */
import { clockOf, type EventForm, type FormPlace, type Names } from "./event-form.ts";

export type Section =
  | "names"
  | "dates"
  | "languages"
  | "zones"
  | "halls"
  | "tracks"
  | "hours"
  | "policies"
  | "rehearsal";

export type FieldName = Exclude<keyof EventForm, "zones" | "halls" | "tracks" | "hours"> | ItemField;
type ItemField = "placeName" | "parent" | "zone" | "streamUrl" | "date" | "opens" | "closes";

export interface Change {
  readonly section: Section;
  readonly what: "added" | "removed" | "changed" | "reordered";
  /** Unique among the changes, and the same as long as it is the same change. */
  readonly key: string;
  /** Which hall, zone, track or row of hours; absent: the event itself. */
  readonly item?: { readonly id: string; readonly name: Names };
  readonly field?: FieldName;
  readonly language?: string;
  /** As the form has it; empty: not there. */
  readonly was: string;
  readonly is: string;
}

const scalars = [
  ["dates", "startsAt"],
  ["dates", "endsAt"],
  ["dates", "timeZone"],
  ["policies", "everySession"],
  ["policies", "plenaryAndFinals"],
] as const;

export function changesOf(was: EventForm, is: EventForm): Change[] {
  const gone = new Set(was.languages.filter((language) => !is.languages.includes(language)));
  return [
    ...namesChanged("names", "name", was.name, is.name),
    ...namesChanged("names", "theme", was.theme, is.theme),
    ...scalars.flatMap(([section, field]) => changed(section, field, was[field], is[field])),
    ...languagesChanged(was.languages, is.languages),
    ...listChanged("zones", was.zones, is.zones, ["parent"]),
    ...listChanged("halls", was.halls, is.halls, ["zone", "streamUrl"]),
    ...listChanged("tracks", was.tracks, is.tracks, []),
    ...hoursChanged(was.hours, is.hours),
    ...changed(
      "policies",
      "twoPersonApproval",
      was.twoPersonApproval.toSorted().join(" "),
      is.twoPersonApproval.toSorted().join(" "),
    ),
    ...changed("rehearsal", "rehearsal", String(was.rehearsal), String(is.rehearsal)),
    ...namesChanged("rehearsal", "rehearsalNotice", was.rehearsalNotice, is.rehearsalNotice),
    // That a language goes is said once, not again for every name in it.
  ].filter(({ language, is: now, section }) => section === "languages" || now !== "" || !gone.has(language!));
}

type Item = Change["item"];

function changed(section: Section, field: FieldName, was: string, is: string, item?: Item): Change[] {
  if (was.trim() === is.trim()) return [];
  const key = [section, item?.id, field].filter((part) => part !== undefined).join("/");
  return [{ section, what: "changed", key, field, was, is, ...(item === undefined ? {} : { item }) }];
}

function namesChanged(section: Section, field: FieldName, was: Names, is: Names, item?: Item): Change[] {
  const languages = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return languages.flatMap((language) =>
    changed(section, field, was[language] ?? "", is[language] ?? "", item).map((change) => ({
      ...change,
      key: `${change.key}/${language}`,
      language,
    })),
  );
}

function languagesChanged(was: readonly string[], is: readonly string[]): Change[] {
  const one = (what: Change["what"], language: string): Change => ({
    section: "languages",
    what,
    key: `languages/${language}`,
    field: "languages",
    language,
    was: what === "removed" ? language : "",
    is: what === "added" ? language : "",
  });
  return [
    ...is.filter((language) => !was.includes(language)).map((language) => one("added", language)),
    ...was.filter((language) => !is.includes(language)).map((language) => one("removed", language)),
    ...reordered("languages", was, is),
  ];
}

/** Said only where what is in both stands in another order. */
function reordered(section: Section, was: readonly string[], is: readonly string[]): Change[] {
  const before = was.filter((id) => is.includes(id));
  const after = is.filter((id) => was.includes(id));
  if (before.join("\n") === after.join("\n")) return [];
  return [{ section, what: "reordered", key: `${section}/`, was: before.join(" "), is: after.join(" ") }];
}

function listChanged<F extends "parent" | "zone" | "streamUrl">(
  section: "zones" | "halls" | "tracks",
  was: readonly (FormPlace & Readonly<Record<F, string>>)[],
  is: readonly (FormPlace & Readonly<Record<F, string>>)[],
  fields: readonly F[],
): Change[] {
  const before = new Map(was.map((item) => [item.id, item]));
  const after = new Map(is.map((item) => [item.id, item]));
  const whole = (what: Change["what"], { id, name }: FormPlace): Change => ({
    section,
    what,
    key: `${section}/${id}`,
    item: { id, name },
    was: "",
    is: "",
  });
  const inBoth = is.flatMap((now) => {
    const then = before.get(now.id);
    if (then === undefined) return [whole("added", now)];
    const item = { id: now.id, name: Object.keys(then.name).length > 0 ? then.name : now.name };
    return [
      ...namesChanged(section, "placeName", then.name, now.name, item),
      ...fields.flatMap((field) => changed(section, field, then[field], now[field], item)),
    ];
  });
  const removed = was.filter(({ id }) => !after.has(id)).map((item) => whole("removed", item));
  const order = reordered(section, [...before.keys()], [...after.keys()]);
  return [...inBoth, ...removed, ...(section === "zones" ? [] : order)];
}

/** A row of opening hours is one thing to a person, so its change is one line. */
function hoursChanged(was: EventForm["hours"], is: EventForm["hours"]): Change[] {
  const said = (row: EventForm["hours"][number] | undefined): string =>
    row === undefined ? "" : `${row.date} ${clockOf(row.opens)}–${clockOf(row.closes)}`;
  const before = new Map(was.map((row) => [row.id, row]));
  const after = new Map(is.map((row) => [row.id, row]));
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id) => {
    const [then, now] = [before.get(id), after.get(id)];
    if (said(then) === said(now)) return [];
    const what = then === undefined ? "added" : now === undefined ? "removed" : "changed";
    return [{ section: "hours", what, key: `hours/${id}`, was: said(then), is: said(now) }];
  });
}
