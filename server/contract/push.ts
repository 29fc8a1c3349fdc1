/** Web push (RFC 8030, 8291, 8292): who asked for what, and what a device is told. */
import { z } from "zod";
import { attendanceSchema, kindSchema } from "./announcement.ts";
import { idSchema, instantSchema, languageSchema } from "./forms.ts";

const BASE64URL = /^[A-Za-z0-9_-]+={0,2}$/;

/** An address that a push service gave out. Whether it is one of the public net is judged apart. */
const endpointSchema = z.url({ protocol: /^https$/, error: "must be an https address" }).max(2_000);

/** As `PushSubscription.toJSON()` of a browser has it. */
export const browserSubscriptionSchema = z.strictObject({
  endpoint: endpointSchema,
  expirationTime: z.number().nullable().optional(),
  keys: z.strictObject({
    /** An uncompressed point on P-256: 65 bytes. */
    p256dh: z.string().regex(BASE64URL).min(86).max(90),
    /** 16 bytes. */
    auth: z.string().regex(BASE64URL).min(21).max(24),
  }),
});

/**
 * What is wanted: each list empty means all of it. Urgent notices for the attendance always come. What the
 * event does not know is taken too: the programme moves.
 */
export const pushFiltersSchema = z.strictObject({
  attendance: attendanceSchema.optional(),
  kinds: z.array(kindSchema).max(6).default([]),
  tracks: z.array(idSchema).max(200).default([]),
  /** Starred sessions: what is about one of them comes whatever kind or track it is. */
  sessions: z.array(idSchema).max(500).default([]),
});
export type PushFilters = z.infer<typeof pushFiltersSchema>;

/** `POST /api/v1/push`. The same endpoint again replaces what was there. */
export const pushOrderSchema = z.strictObject({
  subscription: browserSubscriptionSchema,
  language: languageSchema.optional(),
  filters: pushFiltersSchema.prefault({}),
});
export type PushOrder = z.infer<typeof pushOrderSchema>;

/** `PUT /api/v1/push/:secret`: other wishes, the same device. */
export const pushWishesSchema = pushOrderSchema.pick({ language: true, filters: true });
export type PushWishes = z.infer<typeof pushWishesSchema>;

/** All that is kept about a device, as `GET /api/v1/push/:secret` tells it: of the endpoint only whose it is. */
export const pushKeptSchema = z.strictObject({
  service: z.string(),
  createdAt: instantSchema,
  changedAt: instantSchema,
  language: languageSchema.optional(),
  filters: pushFiltersSchema,
});
export type PushKept = z.infer<typeof pushKeptSchema>;

/** Whoever has the secret may see, change and forget what is kept. It is told once. */
export const pushSubscribedSchema = pushKeptSchema.extend({ secret: z.string() });
export type PushSubscribed = z.infer<typeof pushSubscribedSchema>;

/** `GET /api/v1/push`: what `PushManager.subscribe` needs. */
export const pushKeySchema = z.strictObject({ publicKey: z.string() });

/** What a device is sent, encrypted for it alone; its service worker shows it. */
export const pushMessageSchema = z.strictObject({
  announcementId: idSchema,
  revision: z.int(),
  kind: kindSchema.optional(),
  title: z.string(),
  body: z.string(),
  language: languageSchema,
  direction: z.enum(["ltr", "rtl"]),
  /** A path of ours. */
  path: z.string(),
  urgent: z.boolean(),
  /** Stands where a shown one was taken back. */
  withdrawn: z.literal(true).optional(),
});
export type PushMessage = z.infer<typeof pushMessageSchema>;
