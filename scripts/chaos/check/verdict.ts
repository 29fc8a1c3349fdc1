/** What a history is judged by, and what comes of it. */
import type { Facts } from "./facts.ts";

export interface Expectations {
  /** A new epoch is no fault, if every reader that was there was told. */
  readonly epochChange: boolean;
  /** What was acknowledged may be gone where the epoch is a new one. */
  readonly loss: boolean;
  /** How late a publication may be, ms; where absent, nothing is judged by time. */
  readonly lateMs?: number;
  /** While these lasted nothing could be published: lateness counts from their ends. By Redis' clock. */
  readonly excused: readonly (readonly [fromMs: number, toMs: number])[];
}

export const strict: Expectations = { epochChange: false, loss: false, excused: [] };

/** Each fault as a sentence; empty where there is none. */
export type Check = (facts: Facts, expected: Expectations) => string[];

export interface Verdict {
  /** `C1` … `C10` */
  readonly check: string;
  readonly what: string;
  readonly faults: readonly string[];
}
