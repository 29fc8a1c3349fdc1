/** A connection between a device and a server: in order each way, until it is cut or falls silent. */
import type { Dice } from "./dice.ts";
import type { Weather } from "./line.ts";
import type { Process, VirtualTime } from "./time.ts";

/** When a server notices that nobody is at the other end any more: `pingInterval` and `pingTimeout`. */
const PING_MS = 60_000;

export interface WireParts {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly weather: Weather;
  readonly device: Process;
  readonly server: Process;
}

type Side = "device" | "server";

export class Wire {
  readonly #parts: WireParts;
  readonly #last = { device: 0, server: 0 };
  readonly #onEnd: Partial<Record<Side, () => void>> = {};
  #isSilent = false;
  isOpen = true;
  /** What the device does not take. */
  #held: { readonly bytes: number; readonly run: () => void }[] | undefined;
  takenBytes = 0;

  constructor(parts: WireParts) {
    this.#parts = parts;
  }

  onEnd(side: Side, ended: () => void): void {
    this.#onEnd[side] = ended;
  }

  send(to: Side, run: () => void, bytes = 0): void {
    if (!this.isOpen || this.#isSilent) return;
    if (to === "device" && this.#held !== undefined) {
      this.#held.push({ bytes, run });
      return;
    }
    if (to === "device") this.takenBytes += bytes;
    const { time, dice, weather } = this.#parts;
    this.#last[to] = Math.max(this.#last[to], time.now + dice.between(0.1, 1) * weather.readerMs);
    time.after(this.#parts[to], this.#last[to] - time.now, () => {
      if (this.isOpen && !this.#isSilent) run();
    });
  }

  get queuedBytes(): number {
    return this.#held?.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  }

  /** The device takes nothing for a while. */
  clog(): void {
    this.#held ??= [];
  }

  unclog(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { bytes, run } of held) this.send("device", run, bytes);
  }

  /** From now on nothing passes. Whoever ends it knows; the other one is told, or is not. */
  end(by?: Side): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { time, dice, weather, device, server } = this.#parts;
    const told = this.#isSilent ? PING_MS : dice.between(0, 1) * weather.readerMs;
    if (by !== "server") time.after(server, told, () => this.#onEnd.server?.());
    if (by !== "device" && !this.#isSilent) time.after(device, told, () => this.#onEnd.device?.());
  }

  /** Nothing passes any more and nobody is told. */
  fallSilent(): void {
    this.#isSilent = true;
    const { time, server, dice } = this.#parts;
    time.after(server, dice.between(0.5, 1) * PING_MS, () => {
      this.isOpen = false;
      this.#onEnd.server?.();
    });
  }
}
