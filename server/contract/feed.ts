/** The feed as it travels: cursor, entry, frame, snapshot. */
import { z } from "zod";
import { announcementSchema, feedItemSchema } from "./announcement.ts";
import { epochSchema, idSchema, instantSchema, offsetSchema } from "./forms.ts";

/** How far a reader has come in which log. */
export const cursorSchema = z.strictObject({ epoch: epochSchema, offset: offsetSchema });
export type Cursor = z.infer<typeof cursorSchema>;

const entryFields = { offset: offsetSchema.min(1), at: instantSchema };
const about = { ...entryFields, announcementId: idSchema };

export const programmeCountsSchema = z.strictObject({
  added: offsetSchema,
  removed: offsetSchema,
  moved: offsetSchema,
  changed: offsetSchema,
});
export type ProgrammeCounts = z.infer<typeof programmeCountsSchema>;

/** One appended fact, in the past tense. A reader skips a type that it does not know and moves its cursor. */
export const entrySchema = z.discriminatedUnion("type", [
  z.strictObject({
    ...entryFields,
    type: z.literal("announcementPublished"),
    announcement: announcementSchema,
  }),
  z.strictObject({
    ...entryFields,
    type: z.literal("announcementCorrected"),
    announcement: announcementSchema,
  }),
  z.strictObject({
    ...about,
    type: z.literal("announcementWithdrawn"),
    /** Where it stood, so that a reader who never held it has the same tombstone as one who did. */
    announcementOffset: offsetSchema,
    reason: z.string(),
  }),
  z.strictObject({
    ...about,
    type: z.literal("announcementPinned"),
    /** Whole, so that a pin from long ago reaches a reader who never held it. */
    announcement: announcementSchema,
  }),
  z.strictObject({ ...about, type: z.literal("announcementUnpinned") }),
  z.strictObject({ ...about, type: z.literal("announcementRedacted") }),
  z.strictObject({
    ...entryFields,
    type: z.literal("programmeChanged"),
    programmeRevision: offsetSchema,
    counts: programmeCountsSchema,
    sessionIds: z.array(idSchema).max(50),
  }),
  z.strictObject({ ...entryFields, type: z.literal("eventChanged") }),
]);
export type Entry = z.infer<typeof entrySchema>;

/** One delivery: entries after `after`, dense, up to `upTo`. Empty (`after` = `upTo`) it is the heartbeat. */
export const frameSchema = z.strictObject({
  epoch: epochSchema,
  after: offsetSchema,
  upTo: offsetSchema,
  entries: z.array(entrySchema),
  /** The node has lost Redis: what it holds may be behind. */
  stale: z.literal(true).optional(),
});
export type Frame = z.infer<typeof frameSchema>;

export const snapshotReasonSchema = z.enum(["new", "epoch", "horizon"]);
export type SnapshotReason = z.infer<typeof snapshotReasonSchema>;

/** Where a reader without a usable cursor starts: newest first. */
export const snapshotSchema = z.strictObject({
  reason: snapshotReasonSchema,
  cursor: cursorSchema,
  announcements: z.array(feedItemSchema),
  programmeRevision: offsetSchema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What `GET /api/v1/feed/frames` says when no frame leads from the cursor to the head. */
export const resetSchema = z.strictObject({ reset: z.enum(["epoch", "horizon"]) });
