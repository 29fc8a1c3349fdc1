/** The memory twin of {@link KioskStore}, for tests. */
import type { Blackout } from "../contract/kiosk.ts";
import type { AuditNote } from "../core/change.ts";
import {
  BLACKOUTS_MOST,
  COMMANDS_KEPT,
  type CommandAnswer,
  type CommandRecord,
  KIOSKS_MOST,
  type KioskRecord,
  type KioskStore,
  type KiosksChange,
  type KiosksOutcome,
  type PairingRecord,
} from "./kiosks.ts";

interface Kept<T> {
  value: T;
  readonly untilMs: number;
}

export class MemoryKiosks implements KioskStore {
  readonly #now: () => number;
  readonly #audit: (note: AuditNote) => void;
  readonly #kiosks = new Map<string, KioskRecord>();
  readonly #blackouts = new Map<string, Blackout>();
  readonly #pairings = new Map<string, Kept<PairingRecord>>();
  readonly #codes = new Map<string, Kept<string>>();
  readonly #polled = new Map<string, number>();
  readonly #lookedAt = new Map<string, number>();
  #commands: CommandRecord[] = [];
  readonly #answers = new Map<string, Map<string, CommandAnswer>>();

  /** What `audit` cannot take, and throws for, is not done. */
  constructor(now: () => number, audit: (note: AuditNote) => void = () => {}) {
    this.#now = now;
    this.#audit = audit;
  }

  async kiosk(id: string) {
    return this.#kiosks.get(id);
  }

  async kiosks() {
    return [...this.#kiosks.values()];
  }

  async blackouts() {
    return [...this.#blackouts.values()];
  }

  async openPairing(hash: string, pairing: PairingRecord, keepMs: number) {
    if (this.#living(this.#codes, pairing.userCode) !== undefined) return "taken";
    const untilMs = this.#now() + keepMs;
    this.#codes.set(pairing.userCode, { value: hash, untilMs });
    this.#pairings.set(hash, { value: pairing, untilMs });
    return "done";
  }

  async pairing(hash: string) {
    return this.#living(this.#pairings, hash)?.value;
  }

  async pairingByCode(userCode: string) {
    const hash = this.#living(this.#codes, userCode)?.value;
    const pairing = hash === undefined ? undefined : await this.pairing(hash);
    return pairing && { hash: hash!, pairing };
  }

  async mayPoll(hash: string, intervalMs: number) {
    const nowMs = this.#now();
    if ((this.#polled.get(hash) ?? Number.NEGATIVE_INFINITY) + intervalMs > nowMs) return false;
    this.#polled.set(hash, nowMs);
    return true;
  }

  async lookAt(hash: string, keepMs: number) {
    this.#lookedAt.set(hash, this.#now() + keepMs);
  }

  async isLookedAt(hash: string) {
    return (this.#lookedAt.get(hash) ?? 0) > this.#now();
  }

  async commands(limit: number) {
    return this.#commands.slice(0, limit);
  }

  async answer(commandId: string, kioskId: string, answer: CommandAnswer) {
    const answers = this.#answers.get(commandId) ?? new Map<string, CommandAnswer>();
    this.#answers.set(commandId, answers.set(kioskId, answer));
  }

  async answers(commandId: string) {
    return this.#answers.get(commandId) ?? new Map<string, CommandAnswer>();
  }

  async change(change: KiosksChange): Promise<KiosksOutcome> {
    const outcome = this.#wrongWith(change);
    if (outcome !== undefined) return outcome;
    const { kiosk, pairing, closesCode, command, putsBlackout, dropsBlackout, notes } = change;
    for (const note of notes) this.#audit(note);
    if (kiosk !== undefined) this.#kiosks.set(kiosk.after.id, kiosk.after);
    if (pairing !== undefined) this.#pairings.get(pairing.hash)!.value = pairing.after;
    if (closesCode !== undefined) this.#codes.delete(closesCode);
    if (command !== undefined) this.#commands = [command, ...this.#commands].slice(0, COMMANDS_KEPT);
    if (putsBlackout !== undefined) this.#blackouts.set(putsBlackout.id, putsBlackout);
    if (dropsBlackout !== undefined) this.#blackouts.delete(dropsBlackout);
    return "done";
  }

  async forgetRemoved(beforeMs: number) {
    const gone = [...this.#kiosks.values()].filter(({ removedAtMs = beforeMs }) => removedAtMs < beforeMs);
    for (const { id } of gone) this.#kiosks.delete(id);
    return gone.length;
  }

  #wrongWith({ kiosk, pairing, putsBlackout, dropsBlackout }: KiosksChange): KiosksOutcome | undefined {
    if (kiosk !== undefined && !isSame(this.#kiosks.get(kiosk.after.id), kiosk.before)) return "changed";
    if (kiosk !== undefined && kiosk.before === undefined && this.#kiosks.size >= KIOSKS_MOST) return "full";
    if (pairing !== undefined && !isSame(this.#living(this.#pairings, pairing.hash)?.value, pairing.before))
      return "changed";
    if (dropsBlackout !== undefined && !this.#blackouts.has(dropsBlackout)) return "gone";
    return putsBlackout !== undefined && this.#blackouts.size >= BLACKOUTS_MOST ? "full" : undefined;
  }

  #living<T>(kept: ReadonlyMap<string, Kept<T>>, name: string): Kept<T> | undefined {
    const found = kept.get(name);
    return found !== undefined && found.untilMs > this.#now() ? found : undefined;
  }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
