/** What of the programme is shown: by day, and what was asked for among it. Pure. */
import type { Session } from "../../../server/contract/programme.ts";
import { foldText } from "../../../server/core/visible.ts";
import { dayOf } from "../../shared/time.ts";

export interface Day {
  /** `2022-11-09` */
  readonly day: string;
  readonly atMs: number;
  /** In the order of time. */
  readonly sessions: readonly Session[];
}

export function daysOf(sessions: readonly Session[], zone: string): Day[] {
  const days = new Map<string, { day: string; atMs: number; sessions: Session[] }>();
  const inOrder = sessions
    .map((session) => ({ session, atMs: Date.parse(session.startsAt) }))
    .sort((a, b) => a.atMs - b.atMs);
  for (const { session, atMs } of inOrder) {
    const day = dayOf(atMs, zone);
    const held = days.get(day);
    if (held === undefined) days.set(day, { day, atMs, sessions: [session] });
    else held.sessions.push(session);
  }
  return [...days.values()];
}

/** The day that is opened first: today, else the next one with sessions, else the first. */
export const dayToOpen = (days: readonly Day[], today: string): string | undefined =>
  (days.find(({ day }) => day >= today) ?? days[0])?.day;

export interface Choice {
  readonly track?: string | undefined;
  readonly hall?: string | undefined;
  /** Ids; absent means all. */
  readonly among?: { has(id: string): boolean } | undefined;
  /** As it was typed: each of its words is somewhere in the title, the abstract or a speaker's name. */
  readonly find?: string | undefined;
}

export function chosenFrom(
  sessions: readonly Session[],
  { track, hall, among, find = "" }: Choice,
): Session[] {
  const words = foldText(find).split(/\s+/u).filter(Boolean);
  return sessions.filter(
    (session) =>
      (track === undefined || session.track === track) &&
      (hall === undefined || session.hall === hall) &&
      (among === undefined || among.has(session.id)) &&
      (words.length === 0 || holdsAll(session, words)),
  );
}

const folded = new WeakMap<Session, string>();

function holdsAll(session: Session, words: readonly string[]): boolean {
  let text = folded.get(session);
  if (text === undefined) {
    const { title, subtitle = {}, abstract = {}, speakers } = session;
    const people = speakers.flatMap(({ name, affiliation = "" }) => [name, affiliation]);
    text = foldText(
      [title, subtitle, abstract]
        .flatMap((said) => Object.values(said))
        .concat(people)
        .join("\n"),
    );
    folded.set(session, text);
  }
  return words.every((word) => text.includes(word));
}
