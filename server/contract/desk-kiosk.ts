/** Screens as the desk sees them: set up, alive or gone, and what each has shown. */
import { z } from "zod";
import { DIGITS } from "./api.ts";
import { idSchema, instantSchema, revisionSchema } from "./forms.ts";
import { kioskSettingsSchema } from "./kiosk.ts";
import { healthSchema } from "./kiosk-socket.ts";

/**
 * - `connected`: at a node now. `offline`: it was.
 * - `waiting`: paired, and not come yet.
 * - `stopped`: two screens came with its identity. Neither is let in; another takes its place by `replaces`.
 */
export const kioskStateSchema = z.enum(["connected", "offline", "waiting", "stopped"]);
export type KioskState = z.infer<typeof kioskStateSchema>;

export const deskKioskSchema = z.strictObject({
  id: idSchema,
  ...kioskSettingsSchema.shape,
  /** Of the settings: counts their changes. */
  revision: revisionSchema,
  state: kioskStateSchema,
  pairedAt: instantSchema,
  pairedBy: z.string(),
  /** Absent where it never came. */
  lastSeenAt: instantSchema.optional(),
  /** Connected, offline, waiting or stopped since then. */
  since: instantSchema,
  /** What it said of itself last. */
  health: healthSchema.optional(),
});
export type DeskKiosk = z.infer<typeof deskKioskSchema>;

/** `kiosks` on `/desk`: those that changed, and those that are there no more. */
export const kiosksMessageSchema = z.array(
  z.union([deskKioskSchema, z.strictObject({ id: idSchema, removed: z.literal(true) })]),
);
export type KiosksMessage = z.infer<typeof kiosksMessageSchema>;

/**
 * `shown` on `/desk`: on how many screens the newest revision that any has shown has been, and how many of those that
 * it concerns lack it, where either changed. A screen that was paired after it went out is not missing.
 */
export const shownMessageSchema = z.array(
  z.strictObject({
    announcementId: idSchema,
    revision: revisionSchema,
    screens: z.int().min(0),
    missing: z.int().min(0),
  }),
);
export type ShownMessage = z.infer<typeof shownMessageSchema>;

export const kioskListQuerySchema = z.strictObject({
  cursor: idSchema.optional(),
  limit: z
    .string()
    .regex(DIGITS, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .default(200),
});

const shownFields = {
  revision: revisionSchema,
  receivedAt: instantSchema.optional(),
  shownAt: instantSchema,
  hiddenAt: instantSchema.optional(),
  visibleMs: z.int().optional(),
  showings: z.int().optional(),
};

/** Of one announcement: where it was shown, each revision by itself, and which screens lack the newest. */
export const announcementReceiptsSchema = z.strictObject({
  shown: z.array(z.strictObject({ kioskId: idSchema, name: z.string(), ...shownFields })),
  missing: z.array(
    z.strictObject({ kioskId: idSchema, name: z.string(), lastSeenAt: instantSchema.optional() }),
  ),
});
export type AnnouncementReceipts = z.infer<typeof announcementReceiptsSchema>;

/** Of one screen: what it has shown of late, newest first. */
export const kioskReceiptsSchema = z.strictObject({
  items: z.array(z.strictObject({ announcementId: idSchema, ...shownFields })),
});
