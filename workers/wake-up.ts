/**
 * What a worker does when it is woken for an announcement. What is decided is decided from the record, so a
 * wake-up that is late, early, doubled or about what was cancelled does no harm, and none is ever retried: the
 * sweep is the net below it.
 */
import type { RedisClock } from "../server/feed/clock.ts";
import type { DuePublisher } from "../server/schedule/due-publisher.ts";
import { StoreFailure } from "../server/store/feed-log.ts";

/** Early by less than this waits here: another round through Redis would only wake it early again. */
const WAIT_HERE_MS = 1_500;
const EARLY_TRIES = 5;

export interface WakeUp {
  readonly id: string;
  readonly dueMs: number;
  /** Comes again after so long: it throws what ends this one. */
  readonly putOff: (aheadMs: number) => Promise<never>;
}

export interface WakeUpParts {
  readonly publisher: Pick<DuePublisher, "publish" | "drain">;
  readonly clock: RedisClock;
  readonly log: { debug(fields: object, message: string): void };
}

/** Throws what `putOff` throws, and bugs; a store that cannot serve is none. */
export async function answerWakeUp(wakeUp: WakeUp, parts: WakeUpParts): Promise<void> {
  try {
    const publishing = publish(wakeUp, parts);
    // Others may be due at this very instant: one wake-up is enough for all of them.
    const draining = parts.publisher.drain();
    draining.catch(() => {});
    await publishing;
    await draining;
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    parts.log.debug(
      { announcementId: wakeUp.id, error: error.message },
      "left to the sweep: the store cannot serve",
    );
  }
}

async function publish({ id, dueMs, putOff }: WakeUp, { publisher, clock }: WakeUpParts): Promise<void> {
  for (let attempt = 0; attempt < EARLY_TRIES; attempt += 1) {
    const aheadMs = dueMs - clock.nowMs();
    if (aheadMs > WAIT_HERE_MS) await putOff(aheadMs);
    if (aheadMs > 0) await pause(aheadMs);
    if ((await publisher.publish(id)) !== "early" || !clock.agrees) return;
    // A hair before its time by Redis' clock; or moved, and then it has a job of its own.
    await pause(2);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
