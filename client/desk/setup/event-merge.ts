/**
 * Two people changed the event at once: what either changed is kept, and where both changed the same
 * field mine stays, and is listed with theirs. Pure.
 */
import type { EventForm } from "./event-form.ts";

/** Names of fields and ids of list items, from the form inwards: `["halls", "hall-4", "name", "en"]`. */
export type Path = readonly string[];

export interface Clash {
  readonly path: Path;
  readonly mine: unknown;
  /** Undefined where they removed it. */
  readonly theirs: unknown;
}

export interface Merged {
  readonly form: EventForm;
  readonly clashes: readonly Clash[];
}

export function mergeForms(base: EventForm, mine: EventForm, theirs: EventForm): Merged {
  const clashes: Clash[] = [];
  return { form: merge(base, mine, theirs, [], clashes) as EventForm, clashes };
}

type Fields = Readonly<Record<string, unknown>>;
type Item = Fields & { readonly id: string };

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** An empty list of items looks like an empty list of words; it merges the same way. */
const isItems = (value: unknown): value is readonly Item[] =>
  Array.isArray(value) && value.every((item) => isFields(item) && typeof item.id === "string");
const isSame = (a: unknown, b: unknown): boolean => sortedJson(a) === sortedJson(b);

/** Fields in any order are the same fields. */
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, held) =>
    isFields(held) ? Object.fromEntries(Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1))) : held,
  ) ?? "";

function merge(base: unknown, mine: unknown, theirs: unknown, path: Path, clashes: Clash[]): unknown {
  if (isSame(mine, theirs) || isSame(theirs, base)) return mine;
  if (isSame(mine, base)) return theirs;
  if (isItems(base) && isItems(mine) && isItems(theirs)) return mergeItems(base, mine, theirs, path, clashes);
  if (isFields(mine) && isFields(theirs))
    return mergeFields(isFields(base) ? base : {}, mine, theirs, path, clashes);
  clashes.push({ path, mine, theirs });
  return mine;
}

function mergeFields(base: Fields, mine: Fields, theirs: Fields, path: Path, clashes: Clash[]): Fields {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const fields: Record<string, unknown> = {};
  for (const name of names) {
    const value = merge(base[name], mine[name], theirs[name], [...path, name], clashes);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

function mergeItems(
  base: readonly Item[],
  mine: readonly Item[],
  theirs: readonly Item[],
  path: Path,
  clashes: Clash[],
): readonly unknown[] {
  const byId = (items: readonly Item[]) => new Map(items.map((item) => [item.id, item]));
  const [were, ours, others] = [byId(base), byId(mine), byId(theirs)];
  const [lead, rest] = isSame([...were.keys()], [...ours.keys()]) ? [theirs, mine] : [mine, theirs];
  const ids = [...new Set([...lead, ...rest].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const merged = merge(were.get(id), ours.get(id), others.get(id), [...path, id], clashes);
    return merged === undefined ? [] : [merged];
  });
}

/** The form with one field as they have it. */
export const taking = (form: EventForm, { path, theirs }: Clash): EventForm =>
  withValue(form, path, theirs) as EventForm;

function withValue(held: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (isItems(held) && (held.length > 0 || isFields(value))) {
    const next = withValue(
      held.find(({ id }) => id === name),
      rest,
      value,
    );
    const isThere = held.some(({ id }) => id === name);
    if (!isThere) return next === undefined ? held : [...held, next];
    return held.flatMap((item) => (item.id !== name ? [item] : next === undefined ? [] : [next]));
  }
  const { [name]: was, ...others } = (held ?? {}) as Fields;
  const next = withValue(was, rest, value);
  return next === undefined ? others : { ...(held as Fields), [name]: next };
}
