/**
 * Proof of display: the port that Redis and its memory twin both fill.
 *
 * - [KR1] A receipt that comes again, late or out of order changes nothing that a later one said.
 * - [KR2] What is acknowledged is kept, until long after the event or as long as its announcement is.
 */
import type { ShownRecord } from "../core/receipts.ts";

export interface ReceiptKey {
  readonly announcementId: string;
  readonly revision: number;
  readonly kioskId: string;
}

export interface KnownReceipt {
  readonly kioskId: string;
  readonly revision: number;
  readonly shown: ShownRecord;
}

export interface ReceiptStore {
  /** Of each, in their order: on how many screens that revision has been then, or why it is not kept. */
  put(receipts: readonly (readonly [ReceiptKey, ShownRecord])[]): Promise<readonly (number | Error)[]>;
  /** In no order. */
  of(announcementId: string): Promise<readonly KnownReceipt[]>;
  /** What one screen has shown of these announcements. */
  ofKiosk(kioskId: string, announcementIds: readonly string[]): Promise<readonly (readonly KnownReceipt[])[]>;
  /** On how many screens each revision has been. */
  counts(announcementIds: readonly string[]): Promise<readonly ReadonlyMap<number, number>[]>;
  /** All there are; answers how many announcements they were of. */
  forgetAll(): Promise<number>;
}
