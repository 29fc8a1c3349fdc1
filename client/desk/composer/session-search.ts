/** Finds a session by title in any language, speaker, hall or time. Pure, and quick with some thousand. */
import type { PublicEvent } from "../../../server/contract/event.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { foldText } from "../../../server/core/visible.ts";
import { clockTime, dayOf, shortDay } from "../../shared/time.ts";

interface Indexed {
  readonly session: Session;
  readonly titles: string;
  readonly words: string;
  readonly startsMs: number;
  readonly endsMs: number;
}

export type SessionIndex = readonly Indexed[];

export function indexSessions(
  sessions: readonly Session[],
  event: Pick<PublicEvent, "halls" | "timeZone" | "languages">,
): SessionIndex {
  const halls = new Map(event.halls.map((hall) => [hall.id, Object.values(hall.name).join(" ")]));
  return sessions.map((session) => {
    const startsMs = Date.parse(session.startsAt);
    const titles = foldText(Object.values(session.title).join("\n"));
    const rest = [
      ...session.speakers.flatMap(({ name, affiliation = "" }) => [name, affiliation]),
      halls.get(session.hall ?? "") ?? "",
      clockTime(startsMs, event.timeZone),
      dayOf(startsMs, event.timeZone),
      ...event.languages.map((language) => shortDay(startsMs, event.timeZone, language)),
    ];
    return {
      session,
      titles,
      words: `${titles}\n${foldText(rest.join("\n"))}`,
      startsMs,
      endsMs: Date.parse(session.endsAt),
    };
  });
}

/**
 * Every word of the search must be found. First what begins with it, then titles, then the rest; among those
 * what runs or comes next before what is over.
 */
export function findSessions(
  index: SessionIndex,
  search: string,
  nowMs: number,
  most = 50,
): readonly Session[] {
  const wanted = foldText(search.trim()).split(/\s+/u).filter(Boolean);
  const whole = wanted.join(" ");
  return index
    .filter(({ words }) => wanted.every((word) => words.includes(word)))
    .map((found) => ({ found, rank: rankOf(found, wanted, whole) }))
    .sort((a, b) => a.rank - b.rank || nearness(a.found, nowMs) - nearness(b.found, nowMs))
    .slice(0, most)
    .map(({ found }) => found.session);
}

function rankOf({ titles }: Indexed, wanted: readonly string[], whole: string): number {
  if (whole === "") return 0;
  if (titles.split("\n").some((title) => title.startsWith(whole))) return 0;
  return wanted.every((word) => titles.includes(word)) ? 1 : 2;
}

const OVER = 1e15;

const nearness = ({ startsMs, endsMs }: Indexed, nowMs: number): number =>
  endsMs >= nowMs ? Math.max(0, startsMs - nowMs) : OVER + nowMs - endsMs;

/** The option that a key leads to in a list of so many; undefined: the key is not for the list. */
export function optionAfterKey(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowUp":
      return at <= 0 ? count - 1 : at - 1;
    case "PageDown":
      return Math.min(count - 1, Math.max(0, at) + 8);
    case "PageUp":
      return Math.max(0, at - 8);
    default:
      return undefined;
  }
}
