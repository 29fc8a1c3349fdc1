/**
 * Two people changed the same announcement. A form is a tree of fields; what is no record (a text, a switch,
 * a list) is one leaf of it, and is taken whole. Pure.
 */
export type Path = readonly string[];

export interface Difference {
  readonly path: Path;
  /** Undefined: it is not there. */
  readonly was: unknown;
  readonly is: unknown;
}

export interface Clash {
  readonly path: Path;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merge {
  /** Where both changed a leaf differently, mine stands in it until a person has decided. */
  readonly merged: Tree;
  readonly clashes: readonly Clash[];
}

export type Tree = Readonly<Record<string, unknown>>;

export const keyOf = (path: Path): string => path.join("/");

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, at) => isSame(each, b[at]));
  return isTree(a) && isTree(b) && namesOf(a, b).every((name) => isSame(a[name], b[name]));
}

const namesOf = (...trees: Tree[]): string[] => [...new Set(trees.flatMap((tree) => Object.keys(tree)))];

/** The leaves that differ. A branch that only one side has is followed down, its leaves against nothing. */
export function differences(was: unknown, is: unknown, path: Path = []): Difference[] {
  if (isSame(was, is)) return [];
  const [old, now] = [was === undefined ? {} : was, is === undefined ? {} : is];
  if ((isTree(was) || isTree(is)) && isTree(old) && isTree(now))
    return namesOf(old, now).flatMap((name) => differences(old[name], now[name], [...path, name]));
  return [{ path, was, is }];
}

/**
 * - [M1] What only one of the two changed is as that one left it.
 * - [M2] What both left alike is as both left it.
 * - [M3] What both changed differently is a clash, and nothing else is.
 * - [M4] Every leaf of mine that is not in the result is one that I had not changed, or stands in a clash.
 *
 * Without a base, which is so when the revision is not kept any more, every difference is a clash.
 */
export function mergeThree(base: Tree | undefined, mine: Tree, theirs: Tree): Merge {
  const clashes: Clash[] = [];
  const merged = merge(base ?? NOTHING_KNOWN, mine, theirs, []) as Tree;
  return { merged, clashes };

  function merge(from: unknown, left: unknown, right: unknown, path: Path): unknown {
    if (isSame(left, right)) return left;
    if (from !== NOTHING_KNOWN) {
      if (isSame(left, from)) return right;
      if (isSame(right, from)) return left;
    }
    if (isTree(left) && isTree(right)) {
      const known = from === NOTHING_KNOWN ? undefined : isTree(from) ? from : {};
      return mergeNames(known, left, right, path);
    }
    clashes.push({ path, base: from === NOTHING_KNOWN ? undefined : from, mine: left, theirs: right });
    return left;
  }

  function mergeNames(from: Tree | undefined, left: Tree, right: Tree, path: Path): Tree {
    const made = namesOf(left, right).map((name) => {
      const value = merge(from ? from[name] : NOTHING_KNOWN, left[name], right[name], [...path, name]);
      return [name, value] as const;
    });
    return Object.fromEntries(made.filter(([, value]) => value !== undefined));
  }
}

const NOTHING_KNOWN = Symbol("nothing known");

/** The tree with another value at one place; undefined takes the place away. */
export function withValue(tree: Tree, [name, ...rest]: Path, value: unknown): Tree {
  if (name === undefined) return tree;
  const { [name]: held, ...others } = tree;
  const next = rest.length === 0 ? value : withValue(isTree(held) ? held : {}, rest, value);
  return next === undefined ? others : { ...tree, [name]: next };
}
