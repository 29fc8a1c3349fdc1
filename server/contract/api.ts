/** Bodies and queries of the HTTP interface that are not an announcement, an event or a programme. */
import { z } from "zod";
import { attendanceSchema, kindSchema } from "./announcement.ts";
import { followedSessionSchema, stateSchema } from "./desk-announcement.ts";
import { coded } from "./field-codes.ts";
import {
  addressSchema,
  epochSchema,
  givenInstantSchema,
  idSchema,
  instantSchema,
  languageSchema,
  lineSchema,
  nameSchema,
} from "./forms.ts";
import { roleSchema } from "./people.ts";

export const DIGITS = /^(0|[1-9]\d{0,15})$/;
export const CURSOR_TEXT = /^[A-Za-z0-9_-]{1,64}\.(0|[1-9]\d{0,15})$/;
export const LIST_CURSOR = /^\d{1,16}(-[A-Za-z0-9_-]{1,64})?$/;
export const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** A whole number written in a query: digits only, so `1e3`, `-0` and `0x1` are faults. */
const queryIntSchema = (min: number, max: number) =>
  z
    .string()
    .regex(DIGITS, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= min, coded(`must be from ${min} to ${max}`, "too_small", { min }))
    .refine((value) => value <= max, coded(`must be from ${min} to ${max}`, "too_large", { max }));

export const feedQuerySchema = z.strictObject({
  before: queryIntSchema(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: queryIntSchema(1, 100).default(50),
  kind: kindSchema.optional(),
  attendance: attendanceSchema.optional(),
  zone: idSchema.optional(),
  track: idSchema.optional(),
  q: z.string().min(1).max(200).optional(),
});
export type FeedQuery = z.infer<typeof feedQuerySchema>;

export const framesQuerySchema = z.strictObject({
  epoch: epochSchema,
  after: queryIntSchema(0, Number.MAX_SAFE_INTEGER),
});

/** `<epoch>.<offset>`: the id of a server-sent event, and the cursor in its query. */
export const cursorTextSchema = z
  .string()
  .regex(CURSOR_TEXT, "must be <epoch>.<offset>")
  .transform((text) => {
    const dot = text.lastIndexOf(".");
    return { epoch: text.slice(0, dot), offset: Number(text.slice(dot + 1)) };
  })
  .refine((cursor) => Number.isSafeInteger(cursor.offset), coded("must be <epoch>.<offset>", "bad_cursor"));

export const streamQuerySchema = z.strictObject({
  cursor: cursorTextSchema.optional(),
  /** Counted as a socket's is; changes nothing that is sent. */
  attendance: attendanceSchema.optional(),
});

/** `a,b,c`: ids that a query names, each once. */
const idListSchema = (max: number) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(","))])
    .pipe(z.array(idSchema).max(max));

/** Sessions that overlap `from` (included) to `to` (not included), or those named, or those that are both. */
export const programmeQuerySchema = z
  .strictObject({
    from: givenInstantSchema.optional(),
    to: givenInstantSchema.optional(),
    ids: idListSchema(100).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ["to"],
    ...coded("is not after from", "ends_before_start"),
  });
export type ProgrammeQuery = z.infer<typeof programmeQuerySchema>;

export const calendarQuerySchema = z.strictObject({
  sessions: idListSchema(200).optional(),
  lang: languageSchema.optional(),
});

export const syndicationQuerySchema = z.strictObject({ lang: languageSchema.optional() });

export const idempotencyKeySchema = z.string().min(1).max(200);

export const deskListQuerySchema = z.strictObject({
  state: stateSchema.optional(),
  cursor: z.string().regex(LIST_CURSOR, "is not a cursor of ours").optional(),
  limit: queryIntSchema(1, 200).default(50),
});

export const auditQuerySchema = z.strictObject({
  /** Part of an action's name, of who did it, or of an id; case does not matter. */
  q: z.string().min(1).max(200).optional(),
  action: z.string().min(1).max(64).optional(),
  announcementId: idSchema.optional(),
  cursor: queryIntSchema(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: queryIntSchema(1, 200).default(50),
});

export const importQuerySchema = z.strictObject({ dryRun: z.enum(["0", "1"]).optional() });

export const publishBodySchema = z.strictObject({ undoMs: z.int().min(0).max(10_000).optional() });
/** At an instant, or so long before a session starts, wherever the programme moves it. */
export const scheduleBodySchema = z
  .strictObject({ at: givenInstantSchema.optional(), follows: followedSessionSchema.optional() })
  .refine((body) => (body.at === undefined) !== (body.follows === undefined), {
    path: ["at"],
    ...coded("needs either at or follows", "at_or_follows"),
  });
/** Languages whose text is right although that of the default language changed after it. */
export const markCurrentBodySchema = z.strictObject({ languages: z.array(languageSchema).min(1).max(50) });
/** What stays when a rehearsal ends: event, programme and what was not sent; or nothing. */
export const endRehearsalBodySchema = z.strictObject({ keep: z.enum(["preparation", "nothing"]) });
export const withdrawBodySchema = z.strictObject({ reason: lineSchema(500) });
export const noBodySchema = z.strictObject({});

export const emailSchema = addressSchema(EMAIL, "must be an e-mail address");

/** 12 to 256 characters, none cut, no rule of composition (NIST SP 800-63B). */
export const newPasswordSchema = z.string().min(12).max(256);

export const signInSchema = z.strictObject({ email: emailSchema, password: z.string().min(1).max(256) });
export const acceptInvitationSchema = z.strictObject({
  secret: z.string().min(1).max(200),
  password: newPasswordSchema,
  name: nameSchema(100).optional(),
});

export const whoSchema = z.strictObject({
  id: idSchema,
  role: roleSchema,
  email: emailSchema.optional(),
  name: z.string().optional(),
  expiresAt: instantSchema.optional(),
});

export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z
    .array(
      z.strictObject({
        path: z.string(),
        message: z.string(),
        /** For programs that say it in another language, with the numbers and names that it is about. */
        code: z.string().optional(),
        values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
    )
    .optional(),
});
