/**
 * The time as a screen can best tell it before the server has told it, after a power cut without a network. Pure.
 *
 * - [BT1] A device whose clock is wrong, though by a day, was told by how much, and reckons with that.
 * - [BT2] A device whose clock was set back while it was off (many have no battery) knows that it is later than it
 *         was told last: time never runs back. It does not know how much later, and says no time then.
 */
export interface KeptTime {
  /** The server's time when this was kept. */
  readonly serverMs: number;
  /** By how much the device's clock was behind it. */
  readonly lagMs: number;
}

export interface BestTime {
  readonly nowMs: number;
  /** Whether it is more than the least that it can be. */
  readonly isTrusted: boolean;
}

export function bestTime(kept: KeptTime | undefined, deviceMs: number): BestTime {
  if (kept === undefined) return { nowMs: deviceMs, isTrusted: false };
  const reckonedMs = deviceMs + kept.lagMs;
  return reckonedMs >= kept.serverMs
    ? { nowMs: reckonedMs, isTrusted: true }
    : { nowMs: kept.serverMs, isTrusted: false };
}
