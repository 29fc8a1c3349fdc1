/**
 * Drafts that tell of a changed programme, for a moderator to send: one for what moved, one for what was
 * cancelled, one for what was added. What merely reads otherwise gives none.
 */
import { BODY_MAX, HEADLINE_MAX, type WrittenAnnouncement } from "../contract/announcement.ts";
import type { DeskEvent } from "../contract/event.ts";
import type { Actor } from "../contract/people.ts";
import type { MovedSession, ProgrammeDiff, Session } from "../contract/programme.ts";
import type { AnnouncementChange } from "./change.ts";
import { draftRecord } from "./create.ts";
import { bestIn, clipped, speaks, wordsIn } from "./programme-words.ts";

/** Who made a draft that no person wrote. The person who imported stands in the audit. */
export const newsActor: Actor = { id: "programme-news", role: "moderator", name: "Programme" };

const DETAIL_MAX = 300;

type Group = "moved" | "removed" | "added";
type Told = Session | MovedSession;

export interface NewsInput {
  readonly diff: ProgrammeDiff;
  /** As it is after the change. */
  readonly event: DeskEvent;
  readonly nowMs: number;
  readonly newId: () => string;
}

export function programmeNews({ diff, event, nowMs, newId }: NewsInput): AnnouncementChange[] {
  const groups: [Group, readonly Told[]][] = [
    ["moved", diff.moved],
    ["removed", diff.removed],
    ["added", diff.added],
  ];
  return groups
    .filter(([, sessions]) => sessions.length > 0)
    .map(([group, sessions]) => draftOf(newId(), writeNews(group, sessions, event), nowMs));
}

function draftOf(id: string, written: WrittenAnnouncement, nowMs: number): AnnouncementChange {
  const { sessionId } = written;
  const origin = { type: "programme-change", ...(sessionId === undefined ? {} : { sessionId }) } as const;
  return {
    next: draftRecord(id, written, newsActor, nowMs, origin),
    newRevision: written,
    entries: [],
    notBeforeMs: [],
    audit: {
      action: "create",
      by: newsActor.id,
      byName: newsActor.name,
      announcementId: id,
      revision: 1,
      to: "draft",
    },
  };
}

function writeNews(group: Group, sessions: readonly Told[], event: DeskEvent): WrittenAnnouncement {
  const [defaultLanguage] = event.languages as [string];
  const languages = event.languages.filter((language) => language === defaultLanguage || speaks(language));
  const only = sessions.length === 1 ? sessions[0]! : undefined;
  const textIn = (language: string) => {
    const tell = narrator(event, language);
    const words = wordsIn(language);
    return {
      headline: clipped(
        only === undefined ? words[group].many(sessions.length) : words[group].one(tell.title(only)),
        HEADLINE_MAX,
      ),
      body:
        only === undefined
          ? listed(
              sessions.map((session) => `• ${tell.title(session)}: ${tell.change(session)}`),
              words.more,
            )
          : clipped(tell.change(only), BODY_MAX),
    };
  };
  const isTrackKnown = event.tracks.some((track) => track.id === only?.track);
  return {
    kind: "programme-change",
    text: Object.fromEntries(languages.map((language) => [language, textIn(language)])),
    audience: {
      attendance: "everyone",
      zones: [],
      tracks: isTrackKnown && only?.track !== undefined ? [only.track] : [],
    },
    surfaces: ["feed", "kiosk"],
    actions: [],
    // A session that is gone can be told of, yet not referred to.
    ...(only === undefined || group === "removed" ? {} : { sessionId: only.id }),
    details: only === undefined ? {} : detailsOf(group, only, narrator(event, defaultLanguage)),
    pinned: false,
    key: false,
  };
}

function detailsOf(group: Group, session: Told, tell: Narrator): Record<string, unknown> {
  const place = (each: Session) => clipped(tell.place(each), DETAIL_MAX);
  return {
    sessionId: session.id,
    change: group === "removed" ? "cancelled" : group,
    ...(group === "removed" ? { from: place(session) } : {}),
    ...("before" in session ? { from: place(session.before) } : {}),
    ...(group === "removed" ? {} : { to: place(session) }),
  };
}

type Narrator = ReturnType<typeof narrator>;

function narrator(event: DeskEvent, language: string) {
  const [defaultLanguage] = event.languages as [string];
  const time = new Intl.DateTimeFormat(language, {
    timeZone: event.timeZone,
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const say = (words: Record<string, string>) => bestIn(words, language, defaultLanguage);
  const place = ({ startsAt, hall }: Session): string => {
    const name = event.halls.find((each) => each.id === hall)?.name;
    return [time.format(Date.parse(startsAt)), ...(name === undefined ? [] : [say(name)])].join(", ");
  };
  return {
    title: (session: Session) => say(session.title),
    place,
    change: (session: Told) =>
      "before" in session ? `${place(session.before)} → ${place(session)}` : place(session),
  };
}

/** As many lines as a body holds, and how many more there are. */
function listed(lines: readonly string[], more: (count: number) => string): string {
  const whole = lines.join("\n");
  if (whole.length <= BODY_MAX) return whole;
  const room = BODY_MAX - more(lines.length).length - 1;
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > room) break;
    kept.push(line);
  }
  return [...kept, more(lines.length - kept.length)].join("\n");
}
