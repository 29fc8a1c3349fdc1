/** What a session start says: where to go for those on site, what to watch for those at home. */
import { type Action, BODY_MAX, HEADLINE_MAX, type WrittenAnnouncement } from "../contract/announcement.ts";
import type { DeskEvent, Hall } from "../contract/event.ts";
import type { Session } from "../contract/programme.ts";
import { bestIn, clipped, inLanguage, wordsIn } from "./programme-words.ts";

const LABEL_MAX = 120;
const SPEAKERS_NAMED = 5;

interface Start {
  readonly session: Session;
  readonly leadMinutes: number;
  readonly dueMs: number;
}

/** In every language of the event that the session has a title in, and in its default language always. */
export function writeSessionStart(start: Start, event: DeskEvent): WrittenAnnouncement {
  const { session, dueMs } = start;
  const [defaultLanguage] = event.languages as [string];
  const languages = event.languages.filter(
    (language) => language === defaultLanguage || inLanguage(session.title, language) !== undefined,
  );
  const hall = event.halls.find((each) => each.id === session.hall);
  const text = languages.map((language) => [language, textIn(language, start, hall, defaultLanguage)]);
  const isTrackKnown = event.tracks.some((track) => track.id === session.track);
  return {
    kind: "session-start",
    text: Object.fromEntries(text),
    audience: {
      attendance: "everyone",
      zones: [],
      tracks: isTrackKnown && session.track !== undefined ? [session.track] : [],
    },
    surfaces: ["feed", "kiosk"],
    actions: hall === undefined ? [] : actionsTo(hall, languages),
    sessionId: session.id,
    ...(Date.parse(session.endsAt) > dueMs ? { expiresAt: session.endsAt } : {}),
    pinned: false,
    key: false,
  };
}

function textIn(
  language: string,
  { session, leadMinutes }: Start,
  hall: Hall | undefined,
  defaultLanguage: string,
) {
  const words = wordsIn(language);
  const title = bestIn(session.title, language, defaultLanguage);
  const headline = leadMinutes === 0 ? words.now(title) : words.inMinutes(leadMinutes, title);
  const place = hall === undefined ? [] : [bestIn(hall.name, language, defaultLanguage)];
  return {
    headline: clipped(headline, HEADLINE_MAX),
    body: clipped([...place, ...speakersOf(session)].join(" · "), BODY_MAX),
  };
}

function speakersOf({ speakers }: Session): string[] {
  if (speakers.length === 0) return [];
  const named = speakers.slice(0, SPEAKERS_NAMED).map(({ name }) => name);
  const others = speakers.length - named.length;
  return [named.join(", ") + (others > 0 ? ` +${others}` : "")];
}

function actionsTo(hall: Hall, languages: readonly string[]): Action[] {
  const [defaultLanguage] = languages as [string];
  const labels = (say: (language: string) => string) =>
    Object.fromEntries(languages.map((language) => [language, clipped(say(language), LABEL_MAX)]));
  const walk: Action = {
    for: "in-person",
    label: labels((language) => bestIn(hall.name, language, defaultLanguage)),
  };
  if (hall.streamUrl === undefined) return [walk];
  return [
    walk,
    { for: "online", label: labels((language) => wordsIn(language).watchLive), url: hall.streamUrl },
  ];
}
