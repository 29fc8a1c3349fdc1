/** What BullMQ carries: wake-ups with ids, never text. The truth is the due set. */
import { z } from "zod";
import { idSchema, revisionSchema } from "./forms.ts";

export const PUBLISH_QUEUE = "publish";
export const HOUSEKEEPING_QUEUE = "housekeeping";

export const publishJobSchema = z.strictObject({ id: idSchema, revision: revisionSchema });
export type PublishJob = z.infer<typeof publishJobSchema>;

/** BullMQ refuses ids with `:` and ignores an add whose id it still holds, so the id says all three. */
export const publishJobId = (job: PublishJob, dueMs: number): string => `${job.id}-r${job.revision}-${dueMs}`;

export const housekeepingJobNames = [
  "reconcile-session-starts",
  "trim-audit",
  "seal-audit",
  "sum-readers",
] as const;
export type HousekeepingJobName = (typeof housekeepingJobNames)[number];
