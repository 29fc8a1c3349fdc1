/** What one screen is told to do, each once, one after the other, with what it answers. */
import type { Socket } from "socket.io";
import { commandAnswerSchema, type KioskCommand } from "../contract/kiosk-socket.ts";
import type { CommandAnswer, CommandRecord, KioskRecord } from "../store/kiosks.ts";

/** A screen does what it is told at once, or says at once why not. */
const ANSWERS_MS = 20_000;

export interface CommandDoor {
  messageOf(record: CommandRecord): KioskCommand;
  /** Of these, what a screen that has just come is still to do. */
  openCommands(kiosk: KioskRecord, records: readonly CommandRecord[]): Promise<readonly CommandRecord[]>;
  isFor(record: CommandRecord, kiosk: KioskRecord): boolean;
  answered(commandId: string, kioskId: string, answer: Omit<CommandAnswer, "atMs">): Promise<void>;
}

export interface CommandTellerParts {
  readonly socket: Socket;
  readonly door: CommandDoor;
  /** As it is now; undefined while it has not been let in. */
  readonly kiosk: () => KioskRecord | undefined;
  readonly tryInStore: (work: () => Promise<void>) => Promise<void>;
}

export class CommandTeller {
  readonly #parts: CommandTellerParts;
  readonly #told = new Set<string>();
  #isCaughtUp = false;
  #telling: Promise<void> = Promise.resolve();

  constructor(parts: CommandTellerParts) {
    this.#parts = parts;
  }

  /** Whether it was told what it had missed. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** One after the other, so that what it has done already is known before anything new is said. */
  tell(newest: () => Promise<readonly CommandRecord[]>): void {
    this.#telling = this.#telling.then(() => this.#parts.tryInStore(() => this.#tellNow(newest)));
  }

  async #tellNow(newest: () => Promise<readonly CommandRecord[]>): Promise<void> {
    const { door, socket } = this.#parts;
    const kiosk = this.#parts.kiosk();
    if (kiosk === undefined || !socket.connected) return;
    const records = await newest();
    const open = this.#isCaughtUp
      ? records.filter((record) => door.isFor(record, kiosk))
      : await door.openCommands(kiosk, records);
    this.#isCaughtUp = true;
    for (const record of open) this.#tellOne(record, kiosk.id);
    for (const { id } of records) this.#told.add(id);
  }

  #tellOne(record: CommandRecord, kioskId: string): void {
    const { door, socket, tryInStore } = this.#parts;
    if (this.#told.has(record.id) || !socket.connected) return;
    this.#told.add(record.id);
    socket.timeout(ANSWERS_MS).emit("command", door.messageOf(record), (error: unknown, given: unknown) => {
      if (error) return;
      const parsed = commandAnswerSchema.safeParse(given);
      const { ok, code } = parsed.success ? parsed.data : { ok: false, code: "unreadable" };
      const answer = { ok, ...(code === undefined ? {} : { code }) };
      void tryInStore(() => door.answered(record.id, kioskId, answer));
    });
  }
}
