/** Times in which a place's screens show nothing but urgent notices, such as a hall's during its keynote. */
import { newId } from "../accounts/secrets.ts";
import type { DeskEvent } from "../contract/event.ts";
import type { Blackout, BlackoutBody } from "../contract/kiosk.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { coversZone } from "../core/audience.ts";
import { unknownSession, unknownZone } from "../core/references.ts";
import type { KioskRecord, KioskStore } from "../store/kiosks.ts";
import { noteOf } from "./notes.ts";
import { unknownHall } from "./settings.ts";

export interface BlackoutsParts {
  readonly store: Pick<KioskStore, "blackouts" | "change">;
  readonly event: () => DeskEvent;
  readonly isSession: (id: string) => boolean;
}

export class Blackouts {
  readonly #parts: BlackoutsParts;

  constructor(parts: BlackoutsParts) {
    this.#parts = parts;
  }

  /** Those that follow a session last, the others by their start. */
  async list(): Promise<readonly Blackout[]> {
    const all = await this.#parts.store.blackouts();
    return [...all].sort(
      (a, b) => (a.startsAt ?? "9").localeCompare(b.startsAt ?? "9") || a.id.localeCompare(b.id),
    );
  }

  async set(body: BlackoutBody, by: Actor): Promise<Result<Blackout>> {
    const errors = this.#faults(body);
    if (errors.length > 0) return refused("invalid", undefined, { errors });
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const blackout: Blackout = { id: newId(), ...given, by: by.name };
    const outcome = await this.#parts.store.change({
      putsBlackout: blackout,
      notes: [noteOf("set-blackout", by, blackout.id, { fields: Object.keys(given) })],
    });
    return outcome === "full"
      ? refused("storage_full", "there are as many blackouts as there may be")
      : granted(blackout);
  }

  async end(id: string, by: Actor): Promise<Result<undefined>> {
    const outcome = await this.#parts.store.change({
      dropsBlackout: id,
      notes: [noteOf("end-blackout", by, id)],
    });
    return outcome === "gone" ? refused("not_found") : granted(undefined);
  }

  #faults({ zone, hall, sessionId }: BlackoutBody) {
    const { zones, halls } = this.#parts.event();
    return [
      ...(zone !== undefined && !zones.some(({ id }) => id === zone) ? [unknownZone("zone", zone)] : []),
      ...(hall !== undefined && !halls.some(({ id }) => id === hall) ? [unknownHall("hall", hall)] : []),
      ...(sessionId !== undefined && !this.#parts.isSession(sessionId)
        ? [unknownSession("sessionId", sessionId)]
        : []),
    ];
  }
}

/** A hall's are those of screens that stand in it or show it. What names no place is everywhere. */
export function concerns(
  { zone, hall }: Blackout,
  { settings }: Pick<KioskRecord, "settings">,
  { zones, halls }: Pick<DeskEvent, "zones" | "halls">,
): boolean {
  const isIn = (place: string): boolean =>
    settings.zone !== undefined && coversZone([place], settings.zone, zones);
  const hallZone = halls.find(({ id }) => id === hall)?.zone;
  const isInHall = settings.hall === hall || (hallZone !== undefined && isIn(hallZone));
  return (zone === undefined || isIn(zone)) && (hall === undefined || isInHall);
}
