/** A screen as it is told of itself, and as the desk is told of it. */
import type { DeskKiosk, KioskState } from "../contract/desk-kiosk.ts";
import type { DeskEvent } from "../contract/event.ts";
import type { Blackout, KioskConfig } from "../contract/kiosk.ts";
import { instant } from "../core/record.ts";
import { SIGHTING_TRUST_MS, type Sighting } from "../store/kiosk-sightings.ts";
import type { KioskRecord } from "../store/kiosks.ts";
import { concerns } from "./blackouts.ts";

export interface Surroundings {
  readonly event: DeskEvent;
  readonly blackouts: readonly Blackout[];
  /** Where the public reaches the feed. */
  readonly feedUrl: string;
}

export const configOf = (kiosk: KioskRecord, { event, blackouts, feedUrl }: Surroundings): KioskConfig => ({
  id: kiosk.id,
  ...kiosk.settings,
  openingHours: event.openingHours,
  blackouts: blackouts
    .filter((blackout) => concerns(blackout, kiosk, event))
    .map(({ by: _by, ...blackout }) => blackout),
  feedUrl,
});

/** Whether a screen is at a node now: one that has said so lately. */
export const isConnected = (sighting: Sighting | undefined, nowMs: number): boolean =>
  sighting?.isConnected === true && nowMs - sighting.atMs < SIGHTING_TRUST_MS;

export function deskKioskOf(kiosk: KioskRecord, sighting: Sighting | undefined, nowMs: number): DeskKiosk {
  const { id, settings, revision, pairedAtMs, pairedByName } = kiosk;
  const [state, sinceMs] = stateOf(kiosk, sighting, nowMs);
  return {
    id,
    ...settings,
    revision,
    state,
    pairedAt: instant(pairedAtMs),
    pairedBy: pairedByName,
    since: instant(sinceMs),
    ...(sighting === undefined ? {} : { lastSeenAt: instant(sighting.atMs) }),
    ...(sighting?.health === undefined ? {} : { health: sighting.health }),
  };
}

function stateOf(
  { stoppedAtMs, pairedAtMs }: KioskRecord,
  sighting: Sighting | undefined,
  nowMs: number,
): readonly [state: KioskState, sinceMs: number] {
  if (stoppedAtMs !== undefined) return ["stopped", stoppedAtMs];
  // What was seen before a screen took this place was another one.
  if (sighting === undefined || sighting.atMs < pairedAtMs) return ["waiting", pairedAtMs];
  if (isConnected(sighting, nowMs)) return ["connected", sighting.sinceMs];
  return ["offline", sighting.isConnected ? sighting.atMs : sighting.sinceMs];
}
