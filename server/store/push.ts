/**
 * Who asked for web push, and how far each message has come: the port that Redis and its memory twin fill.
 *
 * A subscription's number is that of its device: it stays when the device subscribes anew, and 512 numbers
 * in a row are a batch. Endpoints and keys are kept as they came, the secret as its hash.
 */
import type { Cursor } from "../contract/feed.ts";
import type { PushJob } from "../contract/jobs.ts";
import type { PushFilters } from "../contract/push.ts";

export const BATCH_SIZE = 512;
export const SUBSCRIPTIONS_MOST = 200_000;
/** Of all that is kept about them, filters included. */
export const SUBSCRIPTIONS_MOST_BYTES = 256 * 1024 * 1024;

export interface PushSubscriber {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** Where the browser said so. */
  readonly expiresAtMs?: number;
  readonly language?: string;
  readonly filters: PushFilters;
  /** When the device first subscribed. */
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  readonly secretHash: string;
  /** Its push service is none of those that browsers use. */
  readonly isOther?: true;
  /** How often in a row its push service would not take a message from us. */
  readonly refusals?: number;
}

export interface NumberedSubscriber {
  readonly number: number;
  readonly subscriber: PushSubscriber;
}

export interface PushStore {
  /** Made, or put in the place of what its endpoint had: then `createdAtMs` stays that of before. */
  put(subscriber: PushSubscriber): Promise<PushSubscriber | "full">;
  bySecret(secretHash: string): Promise<PushSubscriber | undefined>;
  /** Answers `changed`, and does nothing, where it is not as it was any more. */
  replace(before: PushSubscriber, after: PushSubscriber): Promise<"done" | "changed" | "full">;
  forget(before: PushSubscriber): Promise<"done" | "changed">;
  count(): Promise<number>;
}

/** Which entry of the log a message is about. */
export type PushEntry = Pick<PushJob, "epoch" | "offset" | "announcementId">;

/** Their numbers, by whose push services are asked. */
export interface PushBatches {
  readonly browsers: readonly number[];
  readonly others: readonly number[];
}

/** What a worker needs beside: batches, and the marks by which nothing is sent again. */
export interface PushProgress {
  /** Those that anybody is in. However many come and go, no others are looked through. */
  batches(): Promise<PushBatches>;
  /** Who is in a batch and has not been dealt with for this entry yet, each with whether it was told before. */
  waiting(
    entry: PushEntry,
    batch: number,
  ): Promise<readonly (NumberedSubscriber & { readonly wasTold: boolean })[]>;
  /** From now on these count as told of the announcement. */
  markTold(entry: PushEntry, numbers: readonly number[]): Promise<void>;
  /** These are dealt with, for this entry. */
  settle(entry: PushEntry, numbers: readonly number[]): Promise<void>;
}

/** How far workers have come in the log, whichever of them it was. */
export interface PushCursor {
  cursor(): Promise<Cursor | undefined>;
  /** Does nothing, and answers false, where another worker has moved it meanwhile. */
  moveTo(to: Cursor, from: Cursor | undefined): Promise<boolean>;
}
