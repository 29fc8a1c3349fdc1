/**
 * [MP6] How a node that has a successor sends its readers away: some at a time, so that those who take them
 * have no more to do than usual, each asked to come back within half a second, and everybody else served on.
 */
import type { FanOut } from "./fan-out.ts";

const READERS_PER_SECOND = 1_000;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 30_000;
const SLICE_MS = 50;
/** So that those of one slice do not come in the same instant. */
const RETRY_WITHIN_MS = 500;

type Leaving = Pick<FanOut, "size" | "dismissSome">;

/** Over how long so many are sent. */
export const leaveMs = (readers: number): number =>
  Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (readers / READERS_PER_SECOND) * 1_000));

/** Resolves once the time is over and nobody is left; whoever comes in between, on a connection of before, too. */
export function dismissOverTime(fanOut: Leaving, random: () => number): Promise<void> {
  const slices = Math.ceil(leaveMs(fanOut.size) / SLICE_MS);
  let slice = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      slice += 1;
      // A share may be less than one reader: then one goes in some of the slices.
      const share = fanOut.size / (slices - slice + 1);
      fanOut.dismissSome(Math.floor(share + random()), RETRY_WITHIN_MS, random);
      if (slice < slices) return;
      clearInterval(timer);
      resolve();
    }, SLICE_MS);
  });
}
