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
  /** Of each, in their order: why it is not kept; undefined where it is. */
  put(receipts: readonly (readonly [ReceiptKey, ShownRecord])[]): Promise<readonly (Error | undefined)[]>;
  /** In no order. */
  of(announcementId: string): Promise<readonly KnownReceipt[]>;
  /** What one screen has shown of these announcements. */
  ofKiosk(kioskId: string, announcementIds: readonly string[]): Promise<readonly (readonly KnownReceipt[])[]>;
  ofEach(announcementIds: readonly string[]): Promise<readonly (readonly KnownReceipt[])[]>;
  /** All there are; answers how many announcements they were of. */
  forgetAll(): Promise<number>;
}
