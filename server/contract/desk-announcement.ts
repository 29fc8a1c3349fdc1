/** An announcement as the desk sees it: its state, its revisions, and the form of one that is sealed. */
import { z } from "zod";
import {
  commonFields,
  correctionSchema,
  detailsSchema,
  kindSchema,
  writtenAnnouncementSchema,
} from "./announcement.ts";
import { idSchema, instantSchema, languageSchema, offsetSchema, revisionSchema } from "./forms.ts";

/**
 * draft › submitted › approved › scheduled (› overdue) › published › corrected, withdrawn. `discarded` is a
 * draft that nobody wants any more: it can be recovered, and nothing of it was ever public.
 */
export const stateSchema = z.enum([
  "draft",
  "submitted",
  "approved",
  "scheduled",
  "overdue",
  "published",
  "corrected",
  "withdrawn",
  "discarded",
]);
export type State = z.infer<typeof stateSchema>;

/** Where an announcement came from when no person wrote it. */
export const originSchema = z.strictObject({
  type: z.enum(["session-start", "programme-change", "sample"]),
  sessionId: idSchema.optional(),
  leadMinutes: z.int().optional(),
  /** What the programme asked for when this was made: lets a later look tell a person's edit from its own. */
  fingerprint: z.string().optional(),
});
export type Origin = z.infer<typeof originSchema>;

/** Why an item waits for a person. */
export const overdueCodeSchema = z.enum([
  "late",
  "expired",
  "not_published",
  "references_gone",
  "second_person",
  "session_removed",
  "session_moved_past",
  "session_moved_embargo",
  "session_moved_expired",
]);
export type OverdueCode = z.infer<typeof overdueCodeSchema>;

/** A correction of what two must agree on, until a second person sends the same. */
export const proposedCorrectionSchema = z.strictObject({
  by: z.string(),
  at: instantSchema,
  correction: correctionSchema,
});

export const deskRevisionSchema = z.strictObject({
  revision: revisionSchema,
  at: instantSchema,
  by: z.string(),
  written: writtenAnnouncementSchema,
});

/** Goes out so long before a session starts, and moves with it. */
export const followedSessionSchema = z.strictObject({
  sessionId: idSchema,
  leadMinutes: z.int().min(0).max(1_440),
});
export type FollowedSession = z.infer<typeof followedSessionSchema>;

/** As the desk sees it. */
export const deskAnnouncementSchema = z.strictObject({
  ...commonFields,
  details: detailsSchema.optional(),
  embargoUntil: instantSchema.optional(),
  expiresAt: instantSchema.optional(),
  id: idSchema,
  revision: revisionSchema,
  state: stateSchema,
  createdAt: instantSchema,
  createdBy: z.string(),
  changedAt: instantSchema,
  changedBy: z.string(),
  submittedBy: z.string().optional(),
  approvedBy: z.string().optional(),
  scheduledAt: instantSchema.optional(),
  /** Set while it is scheduled with a session: `scheduledAt` moves when the session does. */
  follows: followedSessionSchema.optional(),
  /** Languages whose text is older than that of the default language. Absent: none. */
  stale: z.array(languageSchema).optional(),
  /** Set while an item is `overdue`: why it waits for a person, in English, and its code. */
  overdueReason: z.string().optional(),
  overdueCode: overdueCodeSchema.optional(),
  proposedCorrection: proposedCorrectionSchema.optional(),
  origin: originSchema.optional(),
  offset: offsetSchema.optional(),
  publishedAt: instantSchema.optional(),
  correctedAt: instantSchema.optional(),
  revealAt: instantSchema.optional(),
  withdrawnAt: instantSchema.optional(),
  reason: z.string().optional(),
  revisions: z.array(deskRevisionSchema).optional(),
});
export type DeskAnnouncement = z.infer<typeof deskAnnouncementSchema>;

/** An embargoed announcement to whom its text is not shown. */
export const sealedAnnouncementSchema = z.strictObject({
  id: idSchema,
  kind: kindSchema,
  state: stateSchema,
  embargoUntil: instantSchema,
  sealed: z.literal(true),
});
export type SealedAnnouncement = z.infer<typeof sealedAnnouncementSchema>;
