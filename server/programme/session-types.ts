import type { SessionType } from "../contract/programme.ts";

/**
 * What organisers call the kinds of their sessions, first match wins. Words are looked for anywhere in the
 * type's name, so that "Opening Ceremony" is a ceremony and "Grand Final" a final, but "finalist" is not.
 */
const NAMED: readonly (readonly [SessionType, RegExp])[] = [
  ["ceremony", /\b(ceremony|ceremonies|award|awards|closing)\b/],
  ["plenary", /\b(plenary|plenum|keynote|keynotes|opening)\b/],
  ["final", /\b(final|finals|finale)\b/],
  ["release", /\b(release|launch|premiere)\b/],
  ["exhibition", /\b(exhibition|expo|exhibit|demo|demos|poster|posters)\b/],
  ["forum", /\b(forum|sub-forum|panel|podium|podiumsdiskussion|round ?table|discussion)\b/],
  [
    "other",
    /\b(other|break|pause|lunch|coffee|registration|meetup|social|party|concert|performance|screening)\b/,
  ],
];

/** A talk, unless the type's name says otherwise. */
export function sessionType(name: string | undefined): SessionType {
  const words = (name ?? "").toLowerCase().replaceAll("_", " ");
  return NAMED.find(([, pattern]) => pattern.test(words))?.[0] ?? "talk";
}
