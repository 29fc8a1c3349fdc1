/** Which sessions are in another hall than was said before, so that it is seen where they stand: 3 → 6. Pure. */
import type { Announcement } from "../../../server/contract/announcement.ts";
import type { Hall } from "../../../server/contract/event.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { sessionIdOf } from "../../shared/view-model.ts";
import { HOLDS_MS, saidAt } from "./places.ts";

export interface Move {
  /** The number of the hall where it was to be. */
  readonly from: string;
  readonly to: string;
}

/** The only number in a text; undefined where there is none, or more than one. */
export function numberIn(text: string): string | undefined {
  const numbers = text.match(/\d+/g) ?? [];
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** The one number that a hall's name has in every language. */
export function hallNumber({ name }: Pick<Hall, "name">): string | undefined {
  const numbers = new Set(Object.values(name).map(numberIn));
  const [only] = numbers;
  return numbers.size === 1 ? only : undefined;
}

/** Only where the programme says so too: a change that was changed again is not one any more. */
export function movesAt(
  items: readonly Announcement[],
  {
    now,
    sessions,
    halls,
  }: { readonly now: number; readonly sessions: readonly Session[]; readonly halls: readonly Hall[] },
): ReadonlyMap<string, Move> {
  const moves = new Map<string, Move>();
  for (const item of items) {
    const { kind, details } = item;
    if (kind !== "programme-change" || details === undefined || !("from" in details || "to" in details))
      continue;
    const id = sessionIdOf(item);
    const session = sessions.find((each) => each.id === id);
    const hall = halls.find((each) => each.id === session?.hall);
    const [from, to] = [numberIn(details.from ?? ""), numberIn(details.to ?? "")];
    const isStill = hall !== undefined && to !== undefined && hallNumber(hall) === to;
    if (id === undefined || from === undefined || from === to || !isStill) continue;
    if (now - saidAt(item) < HOLDS_MS && !moves.has(id)) moves.set(id, { from, to });
  }
  return moves;
}
