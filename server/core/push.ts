/** Web push, the part that decides: who is told of what, in which words, and for how long that is news. */
import type { Announcement, Kind, Tombstone, UrgentDetails } from "../contract/announcement.ts";
import type { Words } from "../contract/forms.ts";
import type { PushJob } from "../contract/jobs.ts";
import type { PushFilters, PushMessage } from "../contract/push.ts";
import { directionOf } from "./direction.ts";
import { bestIn, clipped, inLanguage } from "./programme-words.ts";
import { type PushWords, pushWordsIn } from "./push-words.ts";
import { matches } from "./visible.ts";

/** A worker that comes later than this no longer tells what has only happened. */
export const NEWS_FOR_MS = 30 * 60_000;
/** How far the clocks of who takes a subscription and of the log may part. */
const CLOCKS_PART_MS = 1_000;
const TTL_S = 4 * 3_600;
/** Push services keep nothing longer than this. */
const MOST_TTL_S = 28 * 86_400;
const BODY_SHOWN = 240;

/**
 * [U1] Whether an announcement concerns a device. Attendance always counts, as in the feed; then urgent ones
 * and those about a starred session come in any case, others where kind and track each match.
 */
export function concerns(item: Announcement, filters: PushFilters): boolean {
  const { attendance, kinds, tracks, sessions } = filters;
  if (!matches(item, { attendance }, [])) return false;
  if (item.kind === "urgent" || sessionsOf(item).some((id) => sessions.includes(id))) return true;
  if (kinds.length > 0 && !kinds.includes(item.kind)) return false;
  return tracks.length === 0 || tracks.some((track) => matches(item, { track }, []));
}

function sessionsOf({ sessionId, details }: Announcement): string[] {
  const moved = details !== undefined && "sessionId" in details ? details.sessionId : undefined;
  return [sessionId, moved].filter((id) => id !== undefined);
}

/** Whether it may go to a device now: shown in the feed, and neither over nor under an embargo. */
export function isSendable(item: Announcement, nowMs: number): boolean {
  const { surfaces, embargoUntil, expiresAt } = item;
  if (!surfaces.includes("feed")) return false;
  if (embargoUntil !== undefined && Date.parse(embargoUntil) > nowMs) return false;
  return expiresAt === undefined || Date.parse(expiresAt) > nowMs;
}

/** What is known of an announcement, withdrawn or not, to tell how soon it must be told and until when. */
export interface Weight {
  readonly kind: Kind;
  readonly expiresAt?: string | undefined;
}

/** [U2] Whether it is too late to tell of an entry: of an urgent one, when it is over; of others after 30 minutes. */
export function isOldNews(writtenAtMs: number, { kind, expiresAt }: Weight, nowMs: number): boolean {
  if (kind === "urgent" && expiresAt !== undefined) return Date.parse(expiresAt) <= nowMs;
  return nowMs - writtenAtMs > NEWS_FOR_MS;
}

/** How long a push service keeps it for a device that is away. */
export function ttlSeconds({ kind, expiresAt }: Weight, nowMs: number): number {
  const leftS =
    expiresAt === undefined ? MOST_TTL_S : Math.max(0, Math.floor((Date.parse(expiresAt) - nowMs) / 1_000));
  return Math.min(leftS, kind === "urgent" ? MOST_TTL_S : TTL_S);
}

/** One device, before one message. */
export interface Device {
  readonly filters: PushFilters;
  readonly createdAtMs: number;
  /** Something about this announcement went to it before. */
  readonly wasTold: boolean;
}

/** What an entry is about, as it is public now. */
export type Subject =
  | { readonly what: "withdrawn" }
  | { readonly what: "published"; readonly item: Announcement; readonly writtenAtMs: number }
  | {
      readonly what: "corrected";
      readonly item: Announcement;
      /** The revision before, where it is public still. */
      readonly before: Announcement | undefined;
    };

/**
 * [U3] A publication goes to whom it concerns and who asked before it; a correction to who was told, and to
 * whom it concerns only since; a withdrawal to who was told.
 */
export function isAddressed(subject: Subject, { filters, createdAtMs, wasTold }: Device): boolean {
  switch (subject.what) {
    case "published":
      return createdAtMs <= subject.writtenAtMs + CLOCKS_PART_MS && concerns(subject.item, filters);
    case "corrected": {
      const { item, before } = subject;
      return wasTold || (before !== undefined && concerns(item, filters) && !concerns(before, filters));
    }
    case "withdrawn":
      return wasTold;
  }
}

/** In what a device is told, and around what. */
export interface Telling {
  /** As the device asked. */
  readonly language: string | undefined;
  /** The event's, the default first. */
  readonly languages: readonly string[];
  readonly isRehearsal: boolean;
}

/** Headline and the start of the body; never the podium of a result. */
export function pushMessage(
  what: Exclude<PushJob["what"], "withdrawn">,
  item: Announcement,
  telling: Telling,
): PushMessage {
  const language = languageOf(Object.keys(item.text), telling);
  const { headline, body } = item.text[language] ?? { headline: "", body: "" };
  const words = pushWordsIn(language);
  const correction = what === "corrected" ? words.correction : "";
  return {
    announcementId: item.id,
    revision: item.revision,
    kind: item.kind,
    title: `${markOf(item, telling, words)}${correction}${headline}`,
    body: shown([instructionOf(item, language), body].join(" ")),
    ...written(item.id, language),
    urgent: item.kind === "urgent",
  };
}

/** Stands where a shown one was taken back: nothing of what it said. */
export function withdrawalMessage(
  { id, reason }: Tombstone,
  revision: number,
  kind: Kind,
  telling: Telling,
): PushMessage {
  const language = telling.language ?? telling.languages[0] ?? "en";
  return {
    announcementId: id,
    revision,
    title: pushWordsIn(language).withdrawn,
    body: shown(reason),
    ...written(id, language),
    urgent: kind === "urgent",
    withdrawn: true,
  };
}

const written = (id: string, language: string) => ({
  language,
  direction: directionOf(language),
  path: `/a/${id}`,
});

const shown = (text: string): string => clipped(text.replaceAll(/\s+/g, " ").trim(), BODY_SHOWN);

/** An exercise or a test says so first, whatever else it says. */
function markOf({ kind, details }: Announcement, { isRehearsal }: Telling, words: PushWords): string {
  const status = kind === "urgent" ? (details as UrgentDetails).status : "actual";
  if (status !== "actual") return words[status];
  return isRehearsal ? words.rehearsal : "";
}

function instructionOf({ kind, details }: Announcement, language: string): string {
  const instruction = kind === "urgent" ? (details as UrgentDetails).instruction : undefined;
  if (instruction === undefined || typeof instruction === "string") return instruction ?? "";
  return bestIn(instruction as Words, language, language);
}

/** The device's own, else the event's in their order, else whichever there is; `zh` serves `zh-Hans`. */
function languageOf(offered: readonly string[], { language, languages }: Telling): string {
  const tags = Object.fromEntries(offered.map((tag) => [tag, tag]));
  const wanted = [...(language === undefined ? [] : [language]), ...languages];
  for (const each of wanted) {
    const found = inLanguage(tags, each);
    if (found !== undefined) return found;
  }
  return offered[0] ?? "en";
}
