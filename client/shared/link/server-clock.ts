/**
 * The server's time as this device can best tell it. Reckoned from the page's own monotonic clock, so
 * that somebody who sets the device's clock moves no countdown and no reveal.
 */
export interface ClockSample {
  /** On the page's monotonic clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly serverAtMs: number;
}

export const roundTripMs = ({ sentAt, receivedAt }: ClockSample): number => receivedAt - sentAt;

/** The sample with the least round trip is wrong by the least: by at most half of it. */
export const bestSample = (samples: readonly ClockSample[]): ClockSample | undefined =>
  samples.reduce<ClockSample | undefined>(
    (best, sample) => (best && roundTripMs(best) <= roundTripMs(sample) ? best : sample),
    undefined,
  );

export const offsetOf = (sample: ClockSample): number =>
  sample.serverAtMs - (sample.sentAt + sample.receivedAt) / 2;

export interface ServerClock {
  now(): number;
  add(sample: ClockSample): void;
  /**
   * After a sleep the monotonic clock may have stood still, and what was measured is worth nothing. Until
   * the server is asked again the device's clock, corrected as it was before, has to do.
   */
  forget(): void;
}

/** Until a sample comes, the device's own clock has to do. */
export function createServerClock(monotonic: () => number, deviceNow: () => number): ServerClock {
  let offset = deviceNow() - monotonic();
  /** How much the device's own clock is behind. */
  let lag = 0;
  let samples: ClockSample[] = [];
  return {
    now: () => monotonic() + offset,
    add: (sample) => {
      samples = [...samples.slice(-7), sample];
      offset = offsetOf(bestSample(samples)!);
      lag = monotonic() + offset - deviceNow();
    },
    forget: () => {
      samples = [];
      offset = deviceNow() + lag - monotonic();
    },
  };
}
