/** Fields of a form in words: what they are called, and what stands in them. Pure. */
import type { Kind } from "../../../server/contract/announcement.ts";
import type { PublicEvent } from "../../../server/contract/event.ts";
import type { Programme } from "../../../server/contract/programme.ts";
import { clockTime, shortDay, venueInstant } from "../../shared/time.ts";
import { sayIn } from "../../shared/words/languages.ts";
import type { ZoneInstruction } from "../composer/form-details.ts";
import type { FieldWords } from "./field-names.ts";
import type { Path } from "./merge.ts";

export interface SayContext {
  readonly words: FieldWords;
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly event: PublicEvent | undefined;
  readonly programme: Programme | undefined;
  readonly zone: string;
  /** The names of the screens on site. */
  readonly screens: ReadonlyMap<string, string>;
  /** Of the interface. */
  readonly language: string;
}

/** Fields in which a person wrote freely: their words are compared, and may be edited. */
const FREE: ReadonlySet<string> = new Set(["text", "instruction", "release", "change", "competition"]);
const PER_LANGUAGE: ReadonlySet<string> = new Set(["text", "instruction"]);

export const isFree = ([name]: Path): boolean => FREE.has(name ?? "");
export const languageOf = ([name, language]: Path): string | undefined =>
  PER_LANGUAGE.has(name ?? "") ? language : undefined;

/** In the order of a form. Fields that this page does not know come last, under their own name. */
export function sortedByField<T extends { readonly path: Path }>(rows: readonly T[], words: FieldWords): T[] {
  const names = Object.keys(words.fields);
  const rank = ({ path }: T): number => {
    const at = names.indexOf(path[0] ?? "");
    return (at === -1 ? names.length : at) * 2 + (path.at(-1) === "body" ? 1 : 0);
  };
  const tongue = ({ path }: T): string => languageOf(path) ?? "";
  return [...rows].sort((a, b) => {
    if (a.path[0] === b.path[0] && tongue(a) !== tongue(b)) return tongue(a) < tongue(b) ? -1 : 1;
    return rank(a) - rank(b);
  });
}

export function nameOfField(path: Path, words: FieldWords): string {
  const [name = "", ...rest] = path;
  const inner = rest.at(-1) ?? "";
  if (name === "text") return words.parts[inner] ?? words.fields.text!;
  if (!PER_LANGUAGE.has(name) && inner !== "") return words.parts[inner] ?? inner;
  return words.fields[name] ?? name;
}

export function sayField(path: Path, value: unknown, context: SayContext): string {
  const { words } = context;
  const [name = "", inner = ""] = path;
  if (value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  switch (name) {
    case "kind":
      return context.kinds[value as Kind] ?? String(value);
    case "attendance":
      return sayChoice(value, words);
    case "zones":
    case "tracks":
      return sayPlaces(name, value as readonly string[], context);
    case "screens":
      return (value as readonly string[]).map((id) => context.screens.get(id) ?? id).join(", ") || words.all;
    case "zoneInstructions":
      return (value as readonly ZoneInstruction[]).map((row) => sayZone(row, context)).join("\n");
    case "surfaces":
      return (value as readonly string[]).map((each) => sayChoice(each, words)).join(", ") || words.nowhere;
    case "sessionId":
      return saySession(String(value), context);
    case "embargoUntil":
    case "expiresAt":
      return sayTime(String(value), context);
    case "actions":
      return (value as readonly SaidAction[]).map((action) => sayAction(action, context)).join("\n");
    case "podium":
      return (value as readonly Record<string, string>[]).map(sayPlace).filter(Boolean).join("\n");
    case "urgent":
      return inner === "status" || inner === "messageType" ? sayChoice(value, words) : String(value);
    default:
      return sayAny(value);
  }
}

const sayChoice = (value: unknown, words: FieldWords): string =>
  words.choices[String(value)] ?? String(value);

function sayPlaces(name: "zones" | "tracks", ids: readonly string[], context: SayContext): string {
  if (ids.length === 0) return context.words.all;
  const places = context.event?.[name] ?? [];
  const nameOf = (id: string): string => {
    const place = places.find((each) => each.id === id);
    return sayIn(place?.name, context.language, context.event?.languages ?? []).text || id;
  };
  return ids.map(nameOf).join(", ");
}

/** "Hall 2: Stay inside · 请留在室内" */
const sayZone = ({ zone, instruction }: ZoneInstruction, context: SayContext): string =>
  `${sayPlaces("zones", [zone], context)}: ${Object.values(instruction).filter(Boolean).join(" · ")}`;

function saySession(id: string, { programme, event, zone, language }: SayContext): string {
  const session = programme?.sessions.find((each) => each.id === id);
  if (session === undefined) return id;
  const title = sayIn(session.title, language, event?.languages ?? []).text;
  return `${clockTime(Date.parse(session.startsAt), zone)} ${title}`;
}

function sayTime(text: string, { zone, language }: SayContext): string {
  const atMs = venueInstant(text, zone);
  return atMs === undefined ? text : `${shortDay(atMs, zone, language)} ${clockTime(atMs, zone)}`;
}

interface SaidAction {
  readonly for: string;
  readonly label: Readonly<Record<string, string>>;
  readonly url: string;
}

const sayAction = ({ for: whom, label, url }: SaidAction, { words }: SayContext): string =>
  [`${sayChoice(whom, words)}:`, [...Object.values(label), url].filter((part) => part !== "").join(" · ")]
    .filter(Boolean)
    .join(" ");

const sayPlace = ({ place, name, affiliation, country }: Record<string, string>): string =>
  [name, affiliation, country].some(Boolean)
    ? `${place}. ${[name, affiliation, country].filter(Boolean).join(", ")}`
    : "";

/** A branch of the form that is not there on the other side, such as a whole language. */
function sayAny(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.values(value).map(sayAny).filter(Boolean).join("\n");
}
