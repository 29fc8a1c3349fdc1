/**
 * What the server refused, and what is wrong at a field, said in the language of the interface. Checks that a
 * page makes by itself say the same words, by the same codes.
 */
import { signal } from "@preact/signals";
import type { FieldCode, fieldCodes } from "../../../server/contract/field-codes.ts";
import type { RefusalCode } from "../../../server/contract/refusals.ts";
import { clockTime, shortDay } from "../../shared/time.ts";
import { isSameLanguage, ownNameOf } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { FieldProblem, Problem } from "../state/desk-api.ts";
import { deskWords } from "../words.ts";
import { en } from "./fault-words-en.ts";
import { fr } from "./fault-words-fr.ts";
import { zh } from "./fault-words-zh.ts";

/** Not the server's: it could not be reached, or it answered what we do not know. */
type OwnCode = "unreachable" | "unknown";

type Same<T> = T extends string
  ? string
  : T extends readonly unknown[]
    ? readonly [string, string]
    : Words<T>;
type Words<T> = { readonly [K in keyof T]: Same<T[K]> };
export type FaultWords = Omit<Words<typeof en>, "refusals" | "faults"> & {
  readonly refusals: Readonly<Record<RefusalCode | OwnCode, readonly [title: string, todo: string]>>;
  readonly faults: Readonly<Record<FieldCode, string>>;
};

export type FieldNames = Pick<FaultWords, "fields" | "items">;

export const faultWords = deskWords<FaultWords>({ en, zh, fr });

/** The zone in which instants are said; the desk sets it to the event's. */
export const venueZone = signal("UTC");

type Values = Readonly<Record<string, string | number>>;

/** `{name}` in a phrase, filled in. */
export const filledIn = (phrase: string, values: Values): string =>
  phrase.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export function sayRefusal({ code }: Pick<Problem, "code">): {
  readonly title: string;
  readonly todo: string;
} {
  const { refusals } = faultWords.value;
  const [title, todo] =
    (Object.hasOwn(refusals, code) ? refusals[code as RefusalCode] : undefined) ?? refusals.unknown;
  return { title, todo };
}

/** A code that this page does not know yet leaves the server's own English. */
export function sayFault({ code, values = {}, message }: Omit<FieldProblem, "path">): string {
  const { faults } = faultWords.value;
  if (code === undefined || !Object.hasOwn(faults, code)) return message;
  return filledIn(faults[code as FieldCode], said(values));
}

/** Instants on the venue's clock, languages and types of value by their names, large numbers in groups. */
function said(values: Values): Values {
  const tag = language.value;
  const { types } = faultWords.value;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === "number") return [name, value.toLocaleString(`${tag}-u-nu-latn`)];
      if (name === "language") return [name, nameOf(value, tag)];
      if (name === "expected") return [name, types[value as keyof typeof types] ?? value];
      const atMs = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
      if (Number.isNaN(atMs)) return [name, value];
      return [name, `${shortDay(atMs, venueZone.value, tag)} ${clockTime(atMs, venueZone.value)}`];
    }),
  );
}

function nameOf(tag: string, inLanguage: string): string {
  try {
    return new Intl.DisplayNames([inLanguage], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/**
 * A path as its field is called: `text.zh.headline` is "Headline, 中文", `halls.2.name` is "Hall 3, Name".
 * What it does not know is said as it stands.
 */
export function labelOf(path: string): string {
  const { fields, items } = faultWords.value;
  const names: string[] = [];
  let tongue = "";
  const segments = path.split(".").filter((segment) => segment !== "");
  for (const [at, segment] of segments.entries()) {
    const next = segments[at + 1];
    const isLast = at === segments.length - 1;
    if (/^\d+$/.test(segment)) continue;
    if (next !== undefined && /^\d+$/.test(next) && at + 2 < segments.length && Object.hasOwn(items, segment))
      names.push(`${items[segment as keyof typeof items]} ${Number(next) + 1}`);
    else if (Object.hasOwn(fields, segment)) {
      if (isLast || !isGroup(segment)) names.push(fields[segment as keyof typeof fields]);
    } else if (at > 0 && /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(segment)) tongue = ownName(segment);
    else names.push(segment);
  }
  return [...names, tongue].filter(Boolean).join(isSameLanguage(language.value, "zh") ? "，" : ", ");
}

/** What is written in a path need not be a language, whatever it looks like. */
function ownName(tag: string): string {
  try {
    return ownNameOf(tag);
  } catch {
    return tag;
  }
}

/** They say nothing once the field within them is named. */
const isGroup = (segment: string): boolean => ["text", "details", "audience", "policies"].includes(segment);

/** The faults at a field, and at what lies within it, each said once. */
export const faultsAt = (problem: Problem | undefined, path: string): string[] => [
  ...new Set(
    (problem?.errors ?? [])
      .filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`))
      .map(sayFault),
  ),
];

type Needed<C extends FieldCode> = Readonly<Record<(typeof fieldCodes)[C][number], string | number>>;
type Given<C extends FieldCode> = (typeof fieldCodes)[C] extends readonly [] ? [] : [values: Needed<C>];

/** A fault that the page finds by itself, before it asks. */
export const ownFault = <C extends FieldCode>(
  path: string,
  code: C,
  ...[values]: Given<C>
): FieldProblem => ({
  path,
  message: filledIn(en.faults[code], values ?? {}),
  code,
  ...(values === undefined ? {} : { values }),
});

/** Faults that the page found by itself, as if the server had refused. */
export const ownRefusal = (errors: readonly FieldProblem[]): Problem => ({
  code: "invalid",
  detail: en.refusals.invalid[0],
  status: 0,
  errors,
});
