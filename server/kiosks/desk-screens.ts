/** All screens as the desk sees them now: the list, what changed since it was told, how many there are. */
import type { DeskKiosk, KiosksMessage } from "../contract/desk-kiosk.ts";
import type { DeskEvent } from "../contract/event.ts";
import { screensGone } from "../core/screens-gone.ts";
import type { KioskRecord } from "../store/kiosks.ts";
import type { KioskDirectory } from "./kiosk-directory.ts";
import type { KioskWall } from "./kiosk-wall.ts";
import { deskKioskOf, isConnected } from "./told.ts";

export interface DeskScreensParts {
  readonly directory: Pick<KioskDirectory, "all">;
  readonly wall: Pick<KioskWall, "sightingOf">;
  readonly event: () => Pick<DeskEvent, "openingHours" | "timeZone">;
  readonly nowMs: () => number;
}

export interface ScreenCounts {
  readonly paired: number;
  readonly connected: number;
  /** Missed: see core/screens-gone.ts. */
  readonly gone: number;
  /** Two came as each of them. */
  readonly stopped: number;
}

export class DeskScreens {
  readonly #parts: DeskScreensParts;
  readonly #told = new Map<string, string>();

  constructor(parts: DeskScreensParts) {
    this.#parts = parts;
  }

  /** By their names. */
  list(): readonly DeskKiosk[] {
    return this.#parts.directory.all.map((kiosk) => this.shown(kiosk)).sort(byName);
  }

  shown(kiosk: KioskRecord): DeskKiosk {
    const { wall, nowMs } = this.#parts;
    return deskKioskOf(kiosk, wall.sightingOf(kiosk.id), nowMs());
  }

  /** What is another than when this was asked last. That a screen is still there is no news. */
  news(): KiosksMessage {
    const changed: KiosksMessage = [];
    const all = this.list();
    for (const kiosk of all) {
      const { lastSeenAt, ...rest } = kiosk;
      const text = JSON.stringify(kiosk.state === "connected" ? rest : { ...rest, lastSeenAt });
      if (this.#told.get(kiosk.id) === text) continue;
      this.#told.set(kiosk.id, text);
      changed.push(kiosk);
    }
    const there = new Set(all.map(({ id }) => id));
    for (const id of this.#told.keys())
      if (!there.has(id) && this.#told.delete(id)) changed.push({ id, removed: true });
    return changed;
  }

  counts(): ScreenCounts {
    const { directory, wall, event, nowMs } = this.#parts;
    const now = nowMs();
    const all = directory.all.map(({ id, stoppedAtMs, pairedAtMs }) => {
      const sighting = wall.sightingOf(id);
      return {
        id,
        isStopped: stoppedAtMs !== undefined,
        isConnected: isConnected(sighting, now),
        seenAtMs: Math.max(sighting?.atMs ?? 0, pairedAtMs),
      };
    });
    return {
      paired: all.length,
      connected: all.filter((each) => each.isConnected).length,
      gone: screensGone(all, event(), now).length,
      stopped: all.filter((each) => each.isStopped).length,
    };
  }
}

const byName = (a: DeskKiosk, b: DeskKiosk): number => {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
};
