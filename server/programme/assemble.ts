import type { ImportedProgramme } from "../contract/programme.ts";
import type { Findings } from "./findings.ts";
import { quoted } from "./findings.ts";
import { idsOfNames, sessionIds } from "./ids.ts";
import { warnOfOverlaps } from "./overlaps.ts";
import type { ProgrammeDraft } from "./session-draft.ts";
import { sessionOf } from "./session-of.ts";
import { languageTag, UNDETERMINED } from "./text/languages.ts";
import { webLink } from "./text/links.ts";
import { plainLine } from "./text/plain-text.ts";
import { isInRange } from "./zones.ts";

const MOST_SESSIONS = 20_000;
const MOST_NAMES = 2_000;
const NAME_LENGTH = 200;

/**
 * The programme that a draft comes to: ids given, texts cleaned and cut to what the contract allows, halls
 * and tracks collected from wherever they are named. Sessions by start, then id. What exceeds the limits of
 * a programme is an error.
 */
export function assembleProgramme(draft: ProgrammeDraft, findings: Findings): ImportedProgramme {
  const sessions = draft.sessions.filter((session) =>
    withinYears(session.startMs, session.durationMs, session.path, findings),
  );
  const languages = languagesOf(draft, findings);
  const fallbackLanguage = languages.length === 1 ? languages[0]! : UNDETERMINED;

  const name = (text: string) => plainLine(text, NAME_LENGTH).text;
  const hallNames = namesOf([
    ...draft.halls.map((hall) => hall.name),
    ...sessions.map((session) => session.hall),
  ]);
  const trackNames = namesOf([...draft.tracks, ...sessions.map((session) => session.track)]);
  const hallIds = idsOfNames(hallNames, "hall");
  const trackIds = idsOfNames(trackNames, "track");
  checkSize("sessions", sessions.length, MOST_SESSIONS, findings);
  checkSize("halls", hallNames.length, MOST_NAMES, findings);
  checkSize("tracks", trackNames.length, MOST_NAMES, findings);

  const { ids, repeated } = sessionIds(sessions);
  for (const { path, identity, keeper, id } of repeated)
    findings.warn(
      "ids that another session has",
      path,
      identity === ""
        ? `has no id and the title of ${keeper}; it is known as ${id}`
        : `has the id ${quoted(identity)} of ${keeper}; it is known as ${id}`,
    );
  if (sessions.length === 0 && !findings.failed) findings.warn("no sessions", "", "the file has no session");
  warnOfOverlaps(sessions, findings);

  const streams = streamsOf(draft, findings);
  return {
    ...(draft.name === undefined ? {} : optionalName(draft.name)),
    ...(draft.timeZone === undefined ? {} : { timeZone: draft.timeZone }),
    ...(draft.startMs === undefined ? {} : { startsAt: new Date(draft.startMs).toISOString() }),
    ...(draft.endMs === undefined ? {} : { endsAt: new Date(draft.endMs).toISOString() }),
    languages,
    halls: hallNames.map((hall) => {
      const streamUrl = streams.get(hall);
      const known = { id: hallIds.get(hall)!, name: { [fallbackLanguage]: hall } };
      return streamUrl === undefined ? known : { ...known, streamUrl };
    }),
    tracks: trackNames.map((track) => ({ id: trackIds.get(track)!, name: { [fallbackLanguage]: track } })),
    sessions: sessions
      .map((session, index) =>
        sessionOf(session, {
          id: ids[index]!,
          hall: hallIds.get(name(session.hall)),
          track: trackIds.get(name(session.track)),
          fallbackLanguage,
          findings,
        }),
      )
      .sort((a, b) => compare(a.startsAt, b.startsAt) || compare(a.id, b.id)),
  };
}

function withinYears(startMs: number, durationMs: number, path: string, findings: Findings): boolean {
  if (isInRange(startMs) && isInRange(startMs + durationMs)) return true;
  findings.error(path, "does not lie within the years 1970 to 9999");
  return false;
}

/** What the file states for the event, else what its sessions are held in, the most frequent first. */
function languagesOf(draft: ProgrammeDraft, findings: Findings): string[] {
  const stated = draft.languages.flatMap((text) => {
    const tag = languageTag(text);
    if (tag === undefined)
      findings.warn("unreadable languages", "", `${quoted(text)} is not a language tag such as en`);
    return tag === undefined ? [] : [tag];
  });
  if (stated.length > 0) return [...new Set(stated)];
  const held = Map.groupBy(draft.sessions, (session) => languageTag(session.language) ?? "");
  held.delete("");
  return [...held].sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || compare(a, b)).map(([tag]) => tag);
}

function namesOf(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => plainLine(text, NAME_LENGTH).text))].filter((text) => text !== "");
}

function streamsOf(draft: ProgrammeDraft, findings: Findings): Map<string, string> {
  const streams = new Map<string, string>();
  for (const { path, name, stream } of draft.halls) {
    if (stream === undefined) continue;
    const link = webLink(stream);
    if (link !== undefined) streams.set(plainLine(name, NAME_LENGTH).text, link);
    else
      findings.warn("stream addresses left out", path, `${quoted(stream)} is not an http or https address`);
  }
  return streams;
}

function optionalName(text: string): { name?: string } {
  const name = plainLine(text, 300).text;
  return name === "" ? {} : { name };
}

function checkSize(what: string, count: number, most: number, findings: Findings): void {
  if (count > most) findings.error("", `has ${count} ${what}; a programme holds at most ${most}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
