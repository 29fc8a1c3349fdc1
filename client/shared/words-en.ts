import type { Kind } from "../../server/contract/announcement.ts";
import { plural } from "./plural.ts";

/** What each announcement is called above its headline, and each kind in a list of kinds. */
const kind: Record<Kind, string> = {
  "session-start": "Starting",
  release: "Released",
  result: "Result",
  "programme-change": "Programme change",
  notice: "Notice",
  urgent: "Urgent",
};
const kinds: Record<Kind, string> = {
  "session-start": "Session starts",
  release: "Releases",
  result: "Results",
  "programme-change": "Programme changes",
  notice: "Notices",
  urgent: "Urgent",
};

export const words = {
  kind,
  kinds,
  rehearsal: "Rehearsal.",
  rehearsalNotice: "What you see is not a record.",
  live: "Live",
  liveStale: "Live, may be behind",
  connecting: "Connecting",
  catchingUp: "Catching up",
  offlineSince: "Offline since",
  offline: "Not connected",
  offlineHint: "This is what had arrived by then. Trying again.",
  stopped: "This page was refused. Load it again.",
  countOf: (read: number, all: number) => `${read} of ${all}`,
  venueTime: "Venue time",
  yourTime: (time: string) => `${time} where you are`,
  whereAreYou: "Where are you?",
  online: "Online",
  inPerson: "In person",
  show: "Show",
  everything: "Everything",
  tracks: "Tracks",
  allTracks: "All tracks",
  languageWord: "Language",
  nowAndNext: "Now and next",
  allHalls: "All halls",
  fewerHalls: "Fewer",
  now: "Now",
  next: "Next",
  until: "until",
  stream: "Stream",
  pinned: "Pinned",
  allTimes: "All times are those of the venue",
  newCount: plural("en", { one: "# new", other: "# new" }),
  newWith: (count: string, headline: string) => `${count}: ${headline}`,
  older: "Older announcements",
  olderFailed: "They could not be fetched. Try again",
  nothing: "Nothing here yet.",
  nothingYet: "The first announcement will appear here by itself.",
  keyMoments: "Key moments today",
  forInPerson: "For those on site",
  forOnline: "For those online",
  toFollow: "English to follow",
  corrected: "Corrected at",
  correctedFrom: "Before it said:",
  correctedGone: "What it said before is no longer public.",
  withdrawn: "Withdrawn at",
  was: "was",
  is: "is",
  podiumSoon: "The podium follows in a moment.",
  actual: "Urgent",
  exercise: "Exercise",
  test: "Test",
  allClear: "All clear",
  lastHeard: "Last heard",
  skip: "Skip to the announcements",
};

type Phrase<T> = T extends (...args: infer A) => string
  ? (...args: A) => string
  : T extends Record<string, string>
    ? T
    : string;
/** What every language must say. */
export type InterfaceWords = { readonly [Name in keyof typeof words]: Phrase<(typeof words)[Name]> };
