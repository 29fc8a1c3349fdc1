/** An announcement: as a person writes it, as readers get it, as the desk sees it. */
import { z } from "zod";
import { coded } from "./field-codes.ts";
import {
  givenInstantSchema,
  idSchema,
  instantSchema,
  languageSchema,
  lineSchema,
  linkSchema,
  offsetSchema,
  proseSchema,
  revisionSchema,
  wordsSchema,
} from "./forms.ts";

export const kindSchema = z.enum([
  "session-start",
  "release",
  "result",
  "programme-change",
  "notice",
  "urgent",
]);
export type Kind = z.infer<typeof kindSchema>;

export const attendanceSchema = z.enum(["online", "in-person"]);
export type Attendance = z.infer<typeof attendanceSchema>;

export const surfaceSchema = z.enum(["feed", "kiosk"]);

export const HEADLINE_MAX = 200;
export const BODY_MAX = 10_000;

const writtenSchema = z.strictObject({
  headline: lineSchema(HEADLINE_MAX),
  body: proseSchema(BODY_MAX).default(""),
});
export const textSchema = z
  .record(languageSchema, writtenSchema)
  .refine((text) => Object.keys(text).length > 0, coded("needs at least one language", "needs_a_language"));
export type Text = z.infer<typeof textSchema>;

export const audienceSchema = z.strictObject({
  attendance: z.enum(["everyone", "online", "in-person"]).default("everyone"),
  zones: z.array(idSchema).max(2_000).default([]),
  tracks: z.array(idSchema).max(2_000).default([]),
  /** Of the venue's screens these alone show it; changes nothing for people. Absent: all that it concerns. */
  screens: z.array(idSchema).min(1).max(500).optional(),
});
export type Audience = z.infer<typeof audienceSchema>;

/** What a reader may do about it. One on site may have no address: "Hall 2, gate B". */
export const actionSchema = z.strictObject({
  for: z.enum(["everyone", "online", "in-person"]),
  label: wordsSchema(120),
  url: linkSchema.optional(),
});
export type Action = z.infer<typeof actionSchema>;

export const releaseDetailsSchema = z.strictObject({
  document: lineSchema(300).optional(),
  publisher: lineSchema(300).optional(),
  url: linkSchema.optional(),
});
export const resultDetailsSchema = z.strictObject({
  competition: lineSchema(300).optional(),
  podium: z
    .array(
      z.strictObject({
        place: z.int().min(1).max(100),
        name: lineSchema(200),
        affiliation: lineSchema(200).optional(),
        country: lineSchema(100).optional(),
      }),
    )
    .max(100),
});
export const programmeChangeDetailsSchema = z.strictObject({
  sessionId: idSchema.optional(),
  change: lineSchema(100).optional(),
  from: lineSchema(300).optional(),
  to: lineSchema(300).optional(),
});
export const urgentDetailsSchema = z.strictObject({
  status: z.enum(["actual", "exercise", "test"]),
  severity: lineSchema(40).optional(),
  instruction: wordsSchema(500).or(lineSchema(500)).optional(),
  /** What people do in some zones instead: the nearest one's holds. */
  zoneInstructions: z
    .array(z.strictObject({ zone: idSchema, instruction: wordsSchema(500) }))
    .max(100)
    .optional(),
  messageType: z.enum(["alert", "update", "all-clear"]),
  /** The urgent announcement that this one updates or ends. */
  refersTo: idSchema.optional(),
});
const noDetailsSchema = z.strictObject({});

/** Which details a kind carries; `null` would be a value, so a kind without any has an empty object. */
export const detailsSchemas = {
  "session-start": noDetailsSchema,
  release: releaseDetailsSchema,
  result: resultDetailsSchema,
  "programme-change": programmeChangeDetailsSchema,
  notice: noDetailsSchema,
  urgent: urgentDetailsSchema,
} as const satisfies Record<Kind, z.ZodType>;

export const detailsSchema = z.union([
  resultDetailsSchema,
  urgentDetailsSchema,
  releaseDetailsSchema,
  programmeChangeDetailsSchema,
]);
export type Details = z.infer<typeof detailsSchema>;
export type ResultDetails = z.infer<typeof resultDetailsSchema>;
export type UrgentDetails = z.infer<typeof urgentDetailsSchema>;

/** What is written, read and seen at the desk alike. */
export const commonFields = {
  kind: kindSchema,
  text: textSchema,
  audience: audienceSchema.default({ attendance: "everyone", zones: [], tracks: [] }),
  surfaces: z.array(surfaceSchema).max(2).default(["feed", "kiosk"]),
  actions: z.array(actionSchema).max(10).default([]),
  sessionId: idSchema.optional(),
  pinned: z.boolean().default(false),
  key: z.boolean().default(false),
};

interface Detailed {
  readonly kind: Kind;
  readonly details?: unknown;
  readonly expiresAt?: string | undefined;
}

/** Details must be those of the kind; an urgent notice must end, and refer to what it updates. */
function checkKind(written: Detailed, ctx: z.RefinementCtx): void {
  const parsed = detailsSchemas[written.kind].safeParse(written.details ?? {});
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      ctx.addIssue({ ...issue, path: ["details", ...issue.path] });
    }
    return;
  }
  if (written.kind !== "urgent") return;
  const urgent = parsed.data as UrgentDetails;
  const { messageType } = urgent;
  if (messageType !== "alert" && urgent.refersTo === undefined) {
    const said = coded(`is required for ${messageType}`, "refers_to_missing", { messageType });
    ctx.addIssue({ code: "custom", path: ["details", "refersTo"], ...said });
  }
  if (written.expiresAt === undefined) {
    const said = coded("is required for every urgent announcement", "urgent_must_expire");
    ctx.addIssue({ code: "custom", path: ["expiresAt"], ...said });
  }
}

const writtenFields = {
  ...commonFields,
  details: z.record(z.string(), z.unknown()).optional(),
  embargoUntil: givenInstantSchema.optional(),
  expiresAt: givenInstantSchema.optional(),
};

/** The whole announcement as a new revision: `PUT`, and what every revision keeps. */
export const writtenAnnouncementSchema = z.strictObject(writtenFields).superRefine(checkKind);
export type WrittenAnnouncement = z.infer<typeof writtenAnnouncementSchema>;

/** A new announcement: `POST`. */
export const newAnnouncementSchema = z
  .strictObject({ ...writtenFields, publishAt: z.literal("now").or(givenInstantSchema).optional() })
  .superRefine(checkKind);
export type NewAnnouncement = z.infer<typeof newAnnouncementSchema>;

const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

/** As {@link writtenSchema} without its default: what is not said stays as it was. */
const rewrittenSchema = z.strictObject({
  headline: lineSchema(HEADLINE_MAX).optional(),
  body: proseSchema(BODY_MAX).optional(),
});

/** A correction: a field given replaces, `text` merges by language, null removes. */
export const correctionSchema = z.strictObject({
  text: z.record(languageSchema, rewrittenSchema.nullable()).optional(),
  audience: audienceSchema.optional(),
  surfaces: z.array(surfaceSchema).max(2).optional(),
  actions: orNull(z.array(actionSchema).max(10)),
  sessionId: orNull(idSchema),
  details: orNull(z.record(z.string(), z.unknown())),
  expiresAt: orNull(givenInstantSchema),
  pinned: z.boolean().optional(),
  key: z.boolean().optional(),
  removePrevious: z.boolean().optional(),
});
export type Correction = z.infer<typeof correctionSchema>;

/** As readers get it. Tolerant of fields that a newer server adds: clients never parse this strictly. */
export const announcementSchema = z.strictObject({
  id: idSchema,
  revision: revisionSchema,
  offset: offsetSchema,
  publishedAt: instantSchema,
  correctedAt: instantSchema.optional(),
  revealAt: instantSchema.optional(),
  kind: kindSchema,
  text: textSchema,
  audience: audienceSchema,
  surfaces: z.array(surfaceSchema),
  actions: z.array(actionSchema),
  sessionId: idSchema.optional(),
  details: detailsSchema.optional(),
  embargoUntil: instantSchema.optional(),
  expiresAt: instantSchema.optional(),
  pinned: z.boolean(),
  key: z.boolean(),
});
export type Announcement = z.infer<typeof announcementSchema>;

/** What stands where a withdrawn announcement stood. */
export const tombstoneSchema = z.strictObject({
  id: idSchema,
  offset: offsetSchema,
  withdrawnAt: instantSchema,
  reason: z.string(),
});
export type Tombstone = z.infer<typeof tombstoneSchema>;

export const feedItemSchema = z.union([announcementSchema, tombstoneSchema]);
export type FeedItem = Announcement | Tombstone;
