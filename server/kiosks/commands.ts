/**
 * What the desk tells screens to do. A command is kept with its time to live: a screen that comes within it does
 * it, one that comes later does not, and none does it twice.
 */
import { newId } from "../accounts/secrets.ts";
import type { DeskEvent } from "../contract/event.ts";
import type { CommandName, SentCommand } from "../contract/kiosk.ts";
import type { KioskCommand } from "../contract/kiosk-socket.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { coversZone } from "../core/audience.ts";
import { instant } from "../core/record.ts";
import { unknownZone } from "../core/references.ts";
import type { CommandAnswer, CommandRecord, KioskRecord, KioskStore } from "../store/kiosks.ts";
import { noteOf } from "./notes.ts";

/** How many of the newest a node looks at, and a person. */
const NEWEST = 100;
const LISTED = 50;

export interface CommandOrder {
  readonly command: CommandName;
  readonly ttlMs: number;
  /** One, or those of a zone, or all. */
  readonly kioskId?: string | undefined;
  readonly zone?: string | undefined;
}

export interface CommandsParts {
  readonly store: Pick<KioskStore, "kiosk" | "commands" | "answer" | "answers" | "change">;
  readonly clock: { nowMs(): number };
  readonly event: () => DeskEvent;
}

export class KioskCommands {
  readonly #parts: CommandsParts;

  constructor(parts: CommandsParts) {
    this.#parts = parts;
  }

  async send({ command, ttlMs, kioskId, zone }: CommandOrder, by: Actor): Promise<Result<SentCommand>> {
    const { store, clock, event } = this.#parts;
    if (zone !== undefined && !event().zones.some(({ id }) => id === zone))
      return refused("invalid", undefined, { errors: [unknownZone("zone", zone)] });
    if (kioskId !== undefined) {
      const kiosk = await store.kiosk(kioskId);
      if (kiosk === undefined || kiosk.removedAtMs !== undefined) return refused("not_found");
    }
    const nowMs = clock.nowMs();
    const record: CommandRecord = {
      id: newId(),
      command,
      sentAtMs: nowMs,
      expiresAtMs: nowMs + ttlMs,
      byName: by.name,
      ...(kioskId === undefined ? {} : { kioskId }),
      ...(zone === undefined ? {} : { zone }),
    };
    await store.change({
      command: record,
      notes: [noteOf("command-kiosks", by, kioskId ?? zone ?? "all", { to: command })],
    });
    return granted(sentFrom(record, new Map()));
  }

  /** Newest first, with what screens answered. */
  async list(): Promise<readonly SentCommand[]> {
    const { store } = this.#parts;
    const records = await store.commands(LISTED);
    return await Promise.all(records.map(async (record) => sentFrom(record, await store.answers(record.id))));
  }

  /** Those whose time is not over, oldest first. */
  async newest(): Promise<readonly CommandRecord[]> {
    const nowMs = this.#parts.clock.nowMs();
    const records = await this.#parts.store.commands(NEWEST);
    return records.filter(({ expiresAtMs }) => expiresAtMs > nowMs).reverse();
  }

  /** Of these, what a screen that has just come is still to do: what was said to it, and not done before. */
  async openFor(kiosk: KioskRecord, records: readonly CommandRecord[]): Promise<readonly CommandRecord[]> {
    const mine = records.filter(
      (record) => record.sentAtMs >= kiosk.pairedAtMs && isFor(record, kiosk, this.#parts.event()),
    );
    const answers = await Promise.all(mine.map(({ id }) => this.#parts.store.answers(id)));
    return mine.filter((_record, at) => !answers[at]!.has(kiosk.id));
  }

  answered(commandId: string, kioskId: string, answer: Omit<CommandAnswer, "atMs">): Promise<void> {
    return this.#parts.store.answer(commandId, kioskId, { ...answer, atMs: this.#parts.clock.nowMs() });
  }
}

export const messageOf = ({ id, command, expiresAtMs }: CommandRecord): KioskCommand => ({
  id,
  command,
  expiresAt: instant(expiresAtMs),
});

/** A screen without a zone is in none, and does what is said to all or to itself. */
export function isFor(
  { kioskId, zone }: CommandRecord,
  kiosk: Pick<KioskRecord, "id" | "settings">,
  { zones }: Pick<DeskEvent, "zones">,
): boolean {
  if (kioskId !== undefined) return kioskId === kiosk.id;
  if (zone === undefined) return true;
  return kiosk.settings.zone !== undefined && coversZone([zone], kiosk.settings.zone, zones);
}

const sentFrom = (record: CommandRecord, answers: ReadonlyMap<string, CommandAnswer>): SentCommand => {
  const { id, command, kioskId, zone } = record;
  return {
    id,
    command,
    sentAt: instant(record.sentAtMs),
    expiresAt: instant(record.expiresAtMs),
    by: record.byName,
    ...(kioskId === undefined ? {} : { kioskId }),
    ...(zone === undefined ? {} : { zone }),
    results: [...answers].map(([from, { ok, code, atMs }]) => ({
      kioskId: from,
      ok,
      ...(code === undefined ? {} : { code }),
      at: instant(atMs),
    })),
  };
};
