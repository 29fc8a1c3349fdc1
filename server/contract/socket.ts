/** What travels over Socket.IO beside snapshots and frames. */
import { z } from "zod";
import { attendanceSchema } from "./announcement.ts";
import { cursorSchema } from "./feed.ts";
import { idSchema, instantSchema } from "./forms.ts";
import { roleSchema } from "./people.ts";

export const readerAuthSchema = z.strictObject({
  protocol: z.int(),
  cursor: cursorSchema.optional(),
  attendance: attendanceSchema.optional(),
});
export type ReaderAuth = z.infer<typeof readerAuthSchema>;

export const helloSchema = z.strictObject({
  protocol: z.int(),
  serverAt: instantSchema,
  rehearsal: z.boolean(),
  /** The build of the pages that this node serves: a page of another build reloads when it may. */
  pages: z.string().optional(),
  stale: z.literal(true).optional(),
});
export type Hello = z.infer<typeof helloSchema>;

export const socketRefusalSchema = z.strictObject({
  code: z.string(),
  action: z.enum(["retry", "reset", "stop"]),
  retryAfterMs: z.int().min(0).optional(),
  message: z.string().optional(),
});
export type SocketRefusal = z.infer<typeof socketRefusalSchema>;

export const attendanceMessageSchema = z.strictObject({ attendance: attendanceSchema });

export const deskAuthSchema = z.strictObject({ protocol: z.int(), token: z.string().max(256).optional() });

/** What the desk is told of a change: ids and states, never text. */
export const changedSchema = z.strictObject({
  announcementId: z.string(),
  revision: z.int(),
  state: z.string(),
  by: z.string(),
});
export type Changed = z.infer<typeof changedSchema>;

/** First on `/desk`, and again when a policy changes, or the role or name of who sits there. */
export const deskHelloSchema = z.strictObject({
  protocol: z.int(),
  serverAt: instantSchema,
  /** Kinds that nobody may publish alone. */
  twoPersonApproval: z.array(z.string()),
  /** Of who sits here, as it is now. */
  role: roleSchema.optional(),
});
export type DeskHello = z.infer<typeof deskHelloSchema>;

/** Who writes what, now. Of those who have the same one open, one holds it: the first, or who took it over. */
export const presenceSchema = z.array(
  z.strictObject({
    announcementId: z.string(),
    /** As colleagues call them. */
    who: z.string(),
    /** Of the account or token. */
    accountId: z.string(),
    /** Of the socket: one person may have two windows. */
    socketId: z.string(),
    holds: z.boolean(),
    since: instantSchema,
  }),
);
export type Presence = z.infer<typeof presenceSchema>;

/** How many would get something sent now. Nobody is counted twice; nobody is named. */
export const deskStatsSchema = z.strictObject({
  online: z.int(),
  inPerson: z.int(),
  undeclared: z.int(),
  kiosks: z.strictObject({ connected: z.int(), paired: z.int() }),
  /** Devices that asked for push. They may be among the readers too. */
  push: z.int().optional(),
});
export type DeskStats = z.infer<typeof deskStatsSchema>;

export const alarmCodeSchema = z.enum([
  "no_worker",
  "clocks_disagree",
  "redis_unavailable",
  "storage_full",
  "overdue_item",
  "kiosk_gone",
  "kiosk_cloned",
  "storage_nearly_full",
  "would_evict",
  "not_durable",
  "no_replica",
  "redis_loading",
]);
export type AlarmCode = z.infer<typeof alarmCodeSchema>;

/** `alarm` tells of one as it begins; `alarms` lists all that hold, on every change and after `hello`. */
export const alarmSchema = z.strictObject({
  code: alarmCodeSchema,
  since: instantSchema,
  /** Of overdue items, or of kiosks. */
  count: z.int().optional(),
});
export type DeskAlarm = z.infer<typeof alarmSchema>;

/**
 * From the desk: what this window has open for writing; absent:
 * nothing. `takeOver` takes the lock from who holds it.
 */
export const editingMessageSchema = z.strictObject({
  announcementId: idSchema.optional(),
  takeOver: z.boolean().optional(),
});
export type EditingMessage = z.infer<typeof editingMessageSchema>;
