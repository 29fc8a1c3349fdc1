/** The rows of a podium: moved, added, removed; places follow the order, and those who tie share one. Pure. */
import { emptyRow } from "./composer-form.ts";
import type { PodiumRow } from "./form-details.ts";

export const PODIUM_MAX = 100;

/**
 * Whether a row has the place of the one before it, and so ties with it.
 */
export const tiesWithPrevious = (rows: readonly PodiumRow[], at: number): boolean =>
  at > 0 && rows[at]!.place.trim() !== "" && rows[at]!.place === rows[at - 1]!.place;

/**
 * Places as they are given in competitions: 1, 2, 2, 4. Who tied before the change ties after it with whoever
 * now stands before them.
 */
function placed(rows: readonly PodiumRow[], ties: readonly boolean[]): PodiumRow[] {
  const done: PodiumRow[] = [];
  for (const [at, row] of rows.entries()) {
    const isTie = at > 0 && ties[at] === true;
    done.push({ ...row, place: isTie ? done[at - 1]!.place : String(at + 1) });
  }
  return done;
}

const tiesOf = (rows: readonly PodiumRow[]): boolean[] => rows.map((_, at) => tiesWithPrevious(rows, at));

/** The people change places; how the places are given stays as it is. */
export function moveRow(rows: readonly PodiumRow[], from: number, to: number): readonly PodiumRow[] {
  if (from === to || rows[from] === undefined || rows[to] === undefined) return rows;
  const places = rows.map(({ place }) => place);
  const order = [...rows];
  const [moved] = order.splice(from, 1);
  order.splice(to, 0, moved!);
  return order.map((row, at) => ({ ...row, place: places[at]! }));
}

export function addRow(rows: readonly PodiumRow[]): readonly PodiumRow[] {
  if (rows.length >= PODIUM_MAX) return rows;
  return [...rows, emptyRow(rows.length + 1)];
}

export function removeRow(rows: readonly PodiumRow[], at: number): readonly PodiumRow[] {
  const ties = tiesOf(rows).filter((_, index) => index !== at);
  return placed(
    rows.filter((_, index) => index !== at),
    ties,
  );
}

/** Ties a row with the one before it, or parts them. */
export function tie(rows: readonly PodiumRow[], at: number, isTie: boolean): readonly PodiumRow[] {
  return placed(
    rows,
    tiesOf(rows).map((was, index) => (index === at ? isTie : was)),
  );
}

export const writeRow = (
  rows: readonly PodiumRow[],
  at: number,
  change: Partial<PodiumRow>,
): readonly PodiumRow[] => rows.map((row, index) => (index === at ? { ...row, ...change } : row));
