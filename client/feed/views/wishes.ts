/** What a reader wants to be told of by push. Pure. */
import type { Attendance, Kind } from "../../../server/contract/announcement.ts";
import type { PushOrder } from "../../../server/contract/push.ts";
import { KINDS } from "../../shared/view-model.ts";

export interface Wishes {
  readonly kinds: readonly Kind[];
  /** None chosen: all of them. */
  readonly tracks: readonly string[];
  /** Whatever is about a session that is followed. */
  readonly starred: boolean;
}

/** Urgent ones always come, so nobody is asked about them. */
export const wishableKinds: readonly Kind[] = KINDS.filter((kind) => kind !== "urgent");
export const allWishes: Wishes = { kinds: wishableKinds, tracks: [], starred: true };

export type Order = Omit<PushOrder, "subscription">;

/**
 * [PW1] To the server an empty list means all of it; so who wants
 * no kind is told of urgent ones, which come anyway.
 */
export function orderOf(
  { kinds, tracks, starred }: Wishes,
  language: string,
  attendance: Attendance | undefined,
  followed: Iterable<string>,
): Order {
  const isAll = wishableKinds.every((kind) => kinds.includes(kind));
  const wanted = kinds.length === 0 ? (["urgent"] as const) : kinds;
  return {
    language,
    filters: {
      ...(attendance === undefined ? {} : { attendance }),
      kinds: isAll ? [] : [...wanted],
      tracks: tracks.slice(0, 200),
      sessions: starred ? [...followed] : [],
    },
  };
}

export function readWishes(text: string | null): Wishes | undefined {
  try {
    const { kinds, tracks, starred } = JSON.parse(text ?? "");
    return {
      kinds: wishableKinds.filter((kind) => kinds.includes(kind)),
      tracks: tracks.filter((id: unknown) => typeof id === "string"),
      starred: starred === true,
    };
  } catch {
    return undefined;
  }
}
