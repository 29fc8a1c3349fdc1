/**
 * How long to wait before trying again: full jitter, so that a hall of readers who all lost one node
 * do not all come back in the same second.
 */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** A server that had no room: what the contract asks of every client. */
export const ADMISSION_BACKOFF: Backoff = { firstMs: 20_000, maxMs: 60_000 };

/** A connection that was lost, or must be made again: soon, yet not in step with the others. */
export const DROP_BACKOFF: Backoff = { firstMs: 2_000, maxMs: 60_000 };

/**
 * - [B1] At least 0 and less than `firstMs`, doubled with each earlier attempt, never beyond `maxMs`.
 * - [B2] Any share of that span is equally likely: `random` answers from 0 up to, not including, 1.
 */
export function fullJitterMs(backoff: Backoff, earlierAttempts: number, random: () => number): number {
  const spanMs = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.max(0, earlierAttempts));
  return Math.floor(random() * spanMs);
}
