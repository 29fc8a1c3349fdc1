/** What BullMQ carries: wake-ups with ids, never text. The truth is the due set. */
import { z } from "zod";
import { epochSchema, idSchema, offsetSchema, revisionSchema } from "./forms.ts";

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
  "forget-push",
  "forget-receipts",
] as const;
export type HousekeepingJobName = (typeof housekeepingJobNames)[number];

/**
 * What is urgent has a queue and hands of its own, so it waits behind nothing else. So have push services that are
 * none of those that browsers use: anybody may name addresses where nobody ever answers.
 */
export const pushQueues = {
  urgent: "push-urgent",
  usual: "push",
  othersUrgent: "push-others-urgent",
  othersUsual: "push-others",
} as const;
export type PushLane = keyof typeof pushQueues;

/** One entry of the log for one batch of subscriptions. */
export const pushJobSchema = z.strictObject({
  epoch: epochSchema,
  /** Of the entry. */
  offset: offsetSchema,
  /** When it was written. */
  atMs: z.int(),
  announcementId: idSchema,
  what: z.enum(["published", "corrected", "withdrawn"]),
  batch: z.int().min(0),
  /** How often it was tried before for those whom it did not reach. */
  tried: z.int().min(0),
});
export type PushJob = z.infer<typeof pushJobSchema>;

export const pushJobId = ({ epoch, offset, batch }: PushJob): string => `${epoch}-${offset}-b${batch}`;
