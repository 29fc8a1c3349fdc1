/** What travels over `/kiosk` beside what readers get: receipts, health, commands. */
import { z } from "zod";
import { cursorSchema } from "./feed.ts";
import { givenInstantSchema, idSchema, instantSchema, revisionSchema } from "./forms.ts";
import { commandNameSchema } from "./kiosk.ts";

export const kioskAuthSchema = z.strictObject({
  protocol: z.int(),
  token: z.string().min(1).max(256),
  cursor: cursorSchema.optional(),
});
export type KioskAuth = z.infer<typeof kioskAuthSchema>;

/** `command`; what the screen did of it is the answer. */
export const kioskCommandSchema = z.strictObject({
  id: idSchema,
  command: commandNameSchema,
  expiresAt: instantSchema,
});
export type KioskCommand = z.infer<typeof kioskCommandSchema>;

/** What a screen answers to a command. */
export const commandAnswerSchema = z.looseObject({ ok: z.boolean(), code: z.string().max(64).optional() });

/** `token`: a newer one, once it is kept the screen comes again with it. */
export const newTokenMessageSchema = z.strictObject({ token: z.string() });

/** At most so many at once; 16 KB hold fewer of the longest. */
export const RECEIPTS_MOST = 200;

/**
 * That a screen showed a revision. Counted on the device over all the times that it was shown, so that the same
 * receipt again, or a later one, only adds to what is known.
 */
export const receiptSchema = z.strictObject({
  announcementId: idSchema,
  revision: revisionSchema,
  receivedAt: givenInstantSchema.optional(),
  /** When it was painted first. */
  shownAt: givenInstantSchema,
  /** When it was taken down last; absent while it is to be seen. */
  hiddenAt: givenInstantSchema.optional(),
  /** In all. */
  visibleMs: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  /** How often it came up. */
  showings: z.int().min(1).max(1_000_000_000).optional(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Read one by one: what is no receipt gets its own refusal, and the others theirs. */
export const receiptsMessageSchema = z.array(z.unknown()).max(RECEIPTS_MOST);

const text = (max: number) => z.string().max(max).optional().catch(undefined);
const whole = z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);
const signed = z.int().optional().catch(undefined);

/** What is wrong on a device, by code; the desk has words for those it knows. */
export const faultSchema = z.object({
  code: z.string().max(40),
  since: z.string().max(40).optional().catch(undefined),
  detail: text(200),
});
export type KioskFault = z.infer<typeof faultSchema>;

/**
 * `health`: what a screen says of itself, each half a minute and when something changes. Read tolerantly: it may
 * run a newer page or an older one, and what cannot be read is passed over.
 */
export const healthSchema = z.object({
  build: text(64),
  startedAt: text(40),
  showing: z
    .object({
      screen: z.string().max(40),
      announcementId: text(64),
      revision: whole,
      since: text(40),
    })
    .optional()
    .catch(undefined),
  screen: z
    .object({ width: whole, height: whole, scale: z.number().min(0).max(100).optional().catch(undefined) })
    .optional()
    .catch(undefined),
  storage: z
    .object({ usedBytes: whole, quotaBytes: whole, isKept: z.boolean().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  clock: z
    .object({ offsetMs: signed, roundTripMs: whole, isTrusted: z.boolean().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  memoryBytes: whole,
  /** Receipts that the server does not have yet, and those that it would not have. */
  queued: whole,
  setAside: whole,
  faults: z
    .array(faultSchema.catch({ code: "unreadable" }))
    .max(20)
    .optional()
    .catch(undefined),
});
export type KioskHealth = z.infer<typeof healthSchema>;
