/** The programme as a board: sessions by day and time, filtered, each with its announcements. Pure. */
import type { Session } from "../../../server/contract/programme.ts";
import { dayOf } from "../../shared/time.ts";
import { type DeskItem, isSealed, timeOf } from "../order/running-order.ts";

export interface BoardFilter {
  readonly query: string;
  /** Empty: every one. */
  readonly hall: string;
  readonly track: string;
  readonly day: string;
}

export interface BoardDay {
  /** `2022-11-09` on the venue's calendar. */
  readonly day: string;
  readonly sessions: readonly Session[];
}

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** In any language: titles, speakers and where they come from, and the hall as it is called. */
export function sessionText(session: Session, hallNames: readonly string[]): string {
  const speakers = session.speakers.flatMap(({ name, affiliation = "" }) => [name, affiliation]);
  const titles = [...Object.values(session.title), ...Object.values(session.subtitle ?? {})];
  return fold([...titles, ...speakers, ...hallNames, session.id].join(" "));
}

/** `textOf` is asked once for each session. Every word of the query must be found somewhere. */
export function filtered(
  sessions: readonly Session[],
  { query, hall, track }: BoardFilter,
  textOf: (session: Session) => string,
): Session[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return sessions.filter((session) => {
    if (hall !== "" && session.hall !== hall) return false;
    if (track !== "" && session.track !== track) return false;
    if (words.length === 0) return true;
    const text = textOf(session);
    return words.every((word) => text.includes(word));
  });
}

/** By start, then by hall in the order of the event, so that rows never change places by themselves. */
export function byDay(sessions: readonly Session[], zone: string, halls: readonly string[]): BoardDay[] {
  const rank = new Map(halls.map((hall, at) => [hall, at]));
  const rankOf = ({ hall }: Session): number => rank.get(hall ?? "") ?? halls.length;
  const sorted = sessions.toSorted((a, b) => {
    if (a.startsAt !== b.startsAt) return a.startsAt < b.startsAt ? -1 : 1;
    return rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1);
  });
  const days = new Map<string, Session[]>();
  for (const session of sorted) {
    const day = dayOf(Date.parse(session.startsAt), zone);
    const list = days.get(day);
    if (list === undefined) days.set(day, [session]);
    else list.push(session);
  }
  return [...days].map(([day, list]) => ({ day, sessions: list }));
}

/** The day that is looked at first: today, else the next one, else the last. */
export const dayToShow = (days: readonly string[], today: string): string =>
  days.find((day) => day >= today) ?? days.at(-1) ?? "";

/** Everything that is about a session, by its time; what was discarded is not. */
export function announcementsBySession(items: Iterable<DeskItem>): ReadonlyMap<string, readonly DeskItem[]> {
  const found = new Map<string, DeskItem[]>();
  for (const item of items) {
    if (isSealed(item) || item.state === "discarded") continue;
    const ids = new Set([item.sessionId, item.origin?.sessionId, item.follows?.sessionId]);
    for (const id of ids) {
      if (id === undefined) continue;
      const list = found.get(id);
      if (list === undefined) found.set(id, [item]);
      else list.push(item);
    }
  }
  const late = Number.MAX_SAFE_INTEGER;
  for (const list of found.values()) list.sort((a, b) => (timeOf(a) ?? late) - (timeOf(b) ?? late));
  return found;
}
