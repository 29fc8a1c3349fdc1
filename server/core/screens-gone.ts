/** Which screens are missed. Pure. */
import { isOpenAt, type OpeningHours } from "./opening.ts";
import { wallAt } from "./wall-clock.ts";

export interface ScreenSeen {
  readonly id: string;
  readonly isConnected: boolean;
  /** It was put out of use: nobody waits for it. */
  readonly isStopped: boolean;
  /** Seen last, or paired where it never came. */
  readonly seenAtMs: number;
}

export const GONE_MS = 120_000;

/**
 * [K8] A screen is gone that has been away for two minutes in which the house was open. What goes off with the
 * lights in the evening is not missed before the house has been open for two minutes again.
 */
export function screensGone(
  screens: readonly ScreenSeen[],
  { openingHours, timeZone }: { readonly openingHours: readonly OpeningHours[]; readonly timeZone: string },
  nowMs: number,
): readonly string[] {
  const wasOpen = [nowMs, nowMs - GONE_MS].every((atMs) => isOpenAt(wallAt(atMs, timeZone), openingHours));
  if (!wasOpen) return [];
  return screens
    .filter(
      ({ isConnected, isStopped, seenAtMs }) => !isConnected && !isStopped && nowMs - seenAtMs >= GONE_MS,
    )
    .map(({ id }) => id);
}
