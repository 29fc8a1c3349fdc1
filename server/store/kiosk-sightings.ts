/**
 * Where each screen was seen last, and what it said of itself: the port that Redis and its memory twin fill. What
 * is here is told again every few seconds, so that losing some of it does no harm.
 */
import type { KioskHealth } from "../contract/kiosk-socket.ts";

export interface Sighting {
  /** Of the node that saw it. */
  readonly node: string;
  /** When it was seen last. */
  readonly atMs: number;
  /** Whether it was connected then. */
  readonly isConnected: boolean;
  /** Connected or gone since then. */
  readonly sinceMs: number;
  readonly health?: KioskHealth;
}

export interface KioskSightings {
  /** By the ids of screens. */
  all(): Promise<ReadonlyMap<string, Sighting>>;
  say(sightings: ReadonlyMap<string, Sighting>): Promise<void>;
  forget(kioskIds: readonly string[]): Promise<void>;
}

/** A node tells of its screens every ten seconds; a sighting this old is of a node that is gone. */
export const SIGHTING_TRUST_MS = 25_000;
