/** What travels over Socket.IO beside snapshots and frames. */
import { z } from "zod";
import { attendanceSchema } from "./announcement.ts";
import { cursorSchema } from "./feed.ts";
import { instantSchema } from "./forms.ts";

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
