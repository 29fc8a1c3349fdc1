/** The programme: as JSON, whole or in part, and as a calendar to subscribe to or to take sessions from. */
import { calendarQuerySchema, type ProgrammeQuery, programmeQuerySchema } from "../contract/api.ts";
import { type Programme, programmeSchema, type Session } from "../contract/programme.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { languageFor } from "../core/event-language.ts";
import { calendarEvents, calendarOf, programmeToICalendar } from "../programme/icalendar-export.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { whenLoaded } from "./loaded.ts";
import { JSON_TYPE, publicRoute, type Reply, type Route } from "./route.ts";

const CALENDAR_TYPE = "text/calendar; charset=utf-8";

type Deps = Pick<HttpDeps, "view" | "directory" | "clock" | "site">;

export function programmeRoutes(deps: Deps): Route[] {
  const { view, directory } = deps;
  const encodings = lastMade<ReadonlyMap<Session, string>>();
  const whole = lastMade<string>();
  const calendars = lastMade<Map<string, string>>();
  return [
    publicRoute({
      method: "get",
      path: "/api/v1/programme",
      summary: "The programme, or the sessions of it that overlap `from` to `to` or that `ids` names",
      query: programmeQuerySchema,
      answers: { 200: { description: "The programme and its revision.", schema: programmeSchema } },
      refusals: ["not_loaded"],
      handle: ({ query }) =>
        whenLoaded(view, () => {
          const { programme } = directory;
          const tag = tagNow(deps);
          const encoded = encodings(tag, () => encodedSessions(programme.sessions));
          if (isEmpty(query))
            return reply(
              JSON_TYPE,
              whole(tag, () => jsonOf(programme, [...encoded.values()])),
              tag,
            );
          const asked = sessionsAsked(programme.sessions, query).map((each) => encoded.get(each)!);
          return reply(JSON_TYPE, jsonOf(programme, asked), tagOf(tag, JSON.stringify(query)));
        }),
    }),
    publicRoute({
      method: "get",
      path: "/programme.ics",
      summary: "The programme as iCalendar, or the sessions that `sessions` names as a file to keep",
      query: calendarQuerySchema,
      answers: { 200: { description: "A calendar.", type: CALENDAR_TYPE } },
      refusals: ["not_loaded", "not_found"],
      handle: ({ query, base }) => {
        const answered = whenLoaded(view, () => calendarReply(deps, { ...query, base }, calendars));
        return answered.ok ? answered.value : answered;
      },
    }),
  ];
}

const isEmpty = (query: object): boolean => Object.values(query).every((value) => value === undefined);

const tagNow = ({ view, directory }: Deps): string =>
  tagOf(view.state.cursor.epoch, directory.programme.revision, directory.eventVersion);

const reply = (type: string, text: string, etag: string): Reply => ({
  type,
  text,
  headers: PUBLIC_CACHE,
  etag,
  revalidates: true,
});

type LastMade<T> = (tag: string, make: () => T) => T;

/** A programme may come to megabytes, so it is encoded once for as long as its tag stays; only the last is kept. */
function lastMade<T>(): LastMade<T> {
  let last: { readonly tag: string; readonly made: T } | undefined;
  return (tag, make) => {
    if (last?.tag !== tag) last = { tag, made: make() };
    return last.made;
  };
}

/** Each on its own, so that a part of the programme costs no more than putting it together. */
const encodedSessions = (sessions: readonly Session[]): Map<Session, string> =>
  new Map(sessions.map((session) => [session, JSON.stringify(session)]));

const jsonOf = ({ revision }: Programme, sessions: readonly string[]): string =>
  `{"revision":${revision},"sessions":[${sessions.join(",")}]}`;

/** In the order of the programme. What has no length is held at its instant. Instants of one form compare as text. */
function sessionsAsked(sessions: readonly Session[], { from, to, ids }: ProgrammeQuery): Session[] {
  const named = ids === undefined ? undefined : new Set(ids);
  return sessions.filter(
    ({ id, startsAt, endsAt }) =>
      (named === undefined || named.has(id)) &&
      (to === undefined || startsAt < to) &&
      (from === undefined || endsAt > from || startsAt >= from),
  );
}

interface CalendarAsked {
  readonly sessions?: string[] | undefined;
  readonly lang?: string | undefined;
  /** What links start with. */
  readonly base: string;
}

/** Of the sessions named those that there are; where none is, the same 404 as for any id that is not known. */
function calendarReply(
  deps: Deps,
  asked: CalendarAsked,
  calendars: LastMade<Map<string, string>>,
): Result<Reply> {
  const { sessions } = deps.directory.programme;
  const tag = tagOf(tagNow(deps), JSON.stringify(asked));
  const about = aboutCalendar(deps, asked);
  if (asked.sessions === undefined) {
    const inLanguages = calendars(tagNow(deps), () => new Map());
    const [language] = about.languages;
    const events = inLanguages.get(language) ?? calendarEvents(sessions, about);
    inLanguages.set(language, events);
    return granted(reply(CALENDAR_TYPE, calendarOf(events, about), tag));
  }
  const named = sessionsAsked(sessions, { ids: asked.sessions });
  if (named.length === 0) return refused("not_found");
  const answer = reply(CALENDAR_TYPE, programmeToICalendar(named, about), tag);
  const file = named.length === 1 ? named[0]!.id : "sessions";
  const kept = { "Content-Disposition": `attachment; filename="${file}.ics"` };
  return granted({ ...answer, headers: { ...PUBLIC_CACHE, ...kept } });
}

function aboutCalendar({ directory, clock, site }: Deps, { sessions, lang, base }: CalendarAsked) {
  const { event, programme } = directory;
  const source = `${base}/programme.ics${lang === undefined ? "" : `?lang=${lang}`}`;
  const language = languageFor(lang, event.languages);
  return {
    ...event,
    languages: [language, ...event.languages] as const,
    publicUrl: site.origin,
    now: new Date(clock.nowMs()),
    sequence: programme.revision,
    ...(sessions === undefined ? { source } : {}),
  };
}
