/**
 * Readers whose sockets do not take what they were sent. They cost nobody anything: each holds at most what it was last
 * given, is sent nothing more while that is much, and has one catch-up when it has taken it.
 *
 * - [O5] A reader that holds 64 KiB is sent nothing more until its socket has taken it; then what it missed comes in
 *   one frame, or a snapshot where that is too much.
 * - [O6] One that takes nothing at all for 10 s is cut, and comes back with its cursor.
 */

/** Beyond, a socket has had enough. */
export const FULL_BYTES = 65_536;
export const STUCK_MS = 10_000;
const LOOK_MS = 250;

export interface QueueingReader {
  /** What it was given and its socket has not passed on. */
  readonly queuedBytes: number;
  /** Grows with every byte that its socket passes on. */
  readonly takenBytes: number;
  /** Ends the connection at once: what it holds is let go. */
  cut(): void;
}

interface Watched {
  takenBytes: number;
  sinceMs: number;
}

export interface SlowReadersParts<R> {
  /** Called for a reader that takes more again. */
  readonly onRoom: (reader: R) => void;
  readonly stuckMs: number;
}

export class SlowReaders<R extends QueueingReader> {
  readonly #watched = new Map<R, Watched>();
  readonly #parts: SlowReadersParts<R>;
  #timer: NodeJS.Timeout | undefined;
  #cut = 0;

  constructor(parts: SlowReadersParts<R>) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#watched.size;
  }

  /** How many were cut since this was made. */
  get cut(): number {
    return this.#cut;
  }

  /** Something waits to be taken. */
  watch(reader: R): void {
    if (this.#watched.has(reader)) return;
    this.#watched.set(reader, { takenBytes: reader.takenBytes, sinceMs: performance.now() });
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  isFull(reader: R): boolean {
    return this.#watched.has(reader) && reader.queuedBytes >= FULL_BYTES;
  }

  forget(reader: R): void {
    this.#watched.delete(reader);
    if (this.#watched.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const nowMs = performance.now();
    for (const [reader, watched] of this.#watched) {
      const { queuedBytes, takenBytes } = reader;
      if (queuedBytes === 0) {
        this.forget(reader);
        this.#parts.onRoom(reader);
      } else if (takenBytes !== watched.takenBytes) {
        watched.takenBytes = takenBytes;
        watched.sinceMs = nowMs;
        if (queuedBytes < FULL_BYTES) this.#parts.onRoom(reader);
      } else if (nowMs - watched.sinceMs >= this.#parts.stuckMs) {
        this.forget(reader);
        this.#cut += 1;
        reader.cut();
      }
    }
  }
}
