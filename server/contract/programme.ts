/** The conference plan as readers get it, and as an importer makes it from a file. */
import { z } from "zod";
import { kindSchema } from "./announcement.ts";
import {
  idSchema,
  instantSchema,
  languageSchema,
  lineSchema,
  linkSchema,
  offsetSchema,
  proseSchema,
  timeZoneSchema,
  wordsSchema,
} from "./forms.ts";

/** What a session is to the event: plenaries and finals are announced ten minutes ahead as well. */
export const sessionTypeSchema = z.enum([
  "plenary",
  "final",
  "ceremony",
  "release",
  "forum",
  "exhibition",
  "talk",
  "other",
]);
export type SessionType = z.infer<typeof sessionTypeSchema>;

export const speakerSchema = z.strictObject({
  name: lineSchema(300),
  affiliation: lineSchema(300).optional(),
});

/** One item of the programme. `hall` and `track` are ids of the event's halls and tracks. */
export const sessionSchema = z.strictObject({
  id: idSchema,
  title: wordsSchema(500),
  subtitle: wordsSchema(500).optional(),
  abstract: z.record(languageSchema, proseSchema(20_000)).optional(),
  type: sessionTypeSchema,
  hall: idSchema.optional(),
  track: idSchema.optional(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  language: languageSchema.optional(),
  speakers: z.array(speakerSchema).max(200),
  url: linkSchema.optional(),
});
export type Session = z.infer<typeof sessionSchema>;

export const programmeSchema = z.strictObject({
  revision: offsetSchema,
  sessions: z.array(sessionSchema).max(20_000),
});
export type Programme = z.infer<typeof programmeSchema>;

/** One thing that a person should know about a programme file: where it stands there, and what it is. */
export const importFindingSchema = z.strictObject({ path: z.string(), message: z.string() });
export type ImportFinding = z.infer<typeof importFindingSchema>;

/** A draft that tells of a changed programme: with its id once it is made, without while it is only looked at. */
export const proposedAnnouncementSchema = z.strictObject({
  id: idSchema.optional(),
  kind: kindSchema,
  /** By language. */
  headline: wordsSchema(200),
  /** Where it is about one session, also one that is gone. */
  sessionId: idSchema.optional(),
});
export type ProposedAnnouncement = z.infer<typeof proposedAnnouncementSchema>;

/**
 * What an importer makes of a file: the plan and what the file says of the event around it.
 * `timeZone`, `startsAt`, `endsAt` and `languages` are absent where the file does not say.
 */
export const importedProgrammeSchema = z.strictObject({
  name: z.string().max(300).optional(),
  timeZone: timeZoneSchema.optional(),
  startsAt: instantSchema.optional(),
  endsAt: instantSchema.optional(),
  languages: z.array(languageSchema),
  halls: z
    .array(z.strictObject({ id: idSchema, name: wordsSchema(200), streamUrl: linkSchema.optional() }))
    .max(2_000),
  tracks: z.array(z.strictObject({ id: idSchema, name: wordsSchema(200) })).max(2_000),
  sessions: z.array(sessionSchema).max(20_000),
});
export type ImportedProgramme = z.infer<typeof importedProgrammeSchema>;

/** Lists of sessions; moved = start or hall differs, changed = anything else. */
export interface ProgrammeDiff {
  readonly added: readonly Session[];
  readonly removed: readonly Session[];
  /** As they now are; `before` in {@link MovedSession} has what was. */
  readonly moved: readonly MovedSession[];
  readonly changed: readonly MovedSession[];
}

/** A session as it now is, with what it was. */
export interface MovedSession extends Session {
  readonly before: Session;
}
