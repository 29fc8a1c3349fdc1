/** What a run found, in lines for people. */
import type { Campaign } from "./campaign.ts";
import type { Memory } from "./world/inside-asked.ts";

export interface Measured {
  readonly seed: number;
  readonly campaigns: readonly Campaign[];
  /** The worst hold of each campaign. */
  readonly holdsMs: readonly number[];
  readonly before: Memory;
  readonly after: Memory;
  readonly tookMs: number;
  readonly logFaults: readonly string[];
}

export const HOLD_MOST_MS = 200;
/** Over what was held before, with the noise of a heap that is measured twice. */
export const MEMORY_MOST = 1.1;

const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

export function reportLines(measured: Measured): { lines: string[]; isGood: boolean } {
  const { seed, campaigns, holdsMs, before, after, tookMs, logFaults } = measured;
  const faults = campaigns.reduce((sum, { faults }) => sum + faults.length, 0) + logFaults.length;
  const isHeld = holdsMs.some((hold) => hold > HOLD_MOST_MS);
  const isGrown = after.heldBytes > before.heldBytes * MEMORY_MOST;
  const total = campaigns.reduce((sum, { cases }) => sum + cases, 0);
  const lines = campaigns.map(
    ({ door, cases, seen, faults }, at) =>
      `${door.padEnd(8)} ${String(cases).padStart(9)} cases, ${faults.length} faults, worst hold ${holdsMs[at]!.toFixed(0)} ms: ${seenText(seen)}`,
  );
  const isGood = faults === 0 && !isHeld && !isGrown && total > 0;
  return {
    isGood,
    lines: [
      ...lines,
      ...logFaults,
      `memory held ${mb(before.heldBytes)} before, ${mb(after.heldBytes)} after; resident ${mb(before.rss)} before, ${mb(after.rss)} after`,
      `${total} cases in ${(tookMs / 1_000).toFixed(0)} s, seed ${seed}: ${isGood ? "ok" : verdict(faults, isHeld, isGrown)}`,
    ],
  };
}

function verdict(faults: number, isHeld: boolean, isGrown: boolean): string {
  const said = [
    ...(faults > 0 ? [`${faults} faults`] : []),
    ...(isHeld ? [`the event loop was held over ${HOLD_MOST_MS} ms`] : []),
    ...(isGrown ? ["memory grew by more than a tenth"] : []),
  ];
  return `FAILED, ${said.join(", ") || "nothing was sent"}`;
}

const SEEN_MOST = 14;

function seenText(seen: ReadonlyMap<string, number>): string {
  const all = [...seen].sort(([, a], [, b]) => b - a);
  const shown = all.slice(0, SEEN_MOST).map(([what, count]) => `${what} ×${count}`);
  return `${shown.join(", ")}${all.length > SEEN_MOST ? `, ${all.length - SEEN_MOST} more` : ""}`;
}
