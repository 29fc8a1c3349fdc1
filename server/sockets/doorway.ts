/**
 * Who comes in, and when: a hall that returns at once must neither keep out who publishes nor lose its own way in.
 *
 * - [AD1] A node takes 4,000 handshakes a second, and none while the first of those who wait has waited for 4 s. The rest
 *   are turned away with a bare 503, which is cheaper than a connection that times out; they come back with jitter.
 * - [AD2] Handshakes hold the event loop for 8 ms at a time, in the order in which they came: whatever else there is to
 *   do, a publication first, waits no longer than that for its turn.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

export const HANDSHAKES_PER_SECOND = 4_000;
const LONGEST_WAIT_MS = 4_000;
const SLICE_MS = 8;

export interface Visitor {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

interface Waiting extends Visitor {
  readonly sinceMs: number;
  readonly leave: () => void;
}

export class Doorway {
  readonly #open: (visitor: Visitor) => void;
  readonly #nowMs: () => number;
  readonly #waiting = new Set<Waiting>();
  /** Of this turn of the event loop. */
  #usedMs = 0;
  #nextTurn: NodeJS.Immediate | undefined;
  #second = 0;
  #taken = 0;

  constructor(open: (visitor: Visitor) => void, nowMs: () => number = () => performance.now()) {
    this.#open = open;
    this.#nowMs = nowMs;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** False where there is no room: nothing was done with the socket then. */
  take(visitor: Visitor): boolean {
    const nowMs = this.#nowMs();
    if (!this.#hasRoom(nowMs)) return false;
    if (this.#waiting.size === 0 && this.#usedMs < SLICE_MS) this.#letIn(visitor);
    else this.#queue(visitor, nowMs);
    this.#nextTurn ??= setImmediate(() => this.#turn());
    return true;
  }

  #hasRoom(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#taken = 0;
    }
    this.#taken += 1;
    if (this.#taken > HANDSHAKES_PER_SECOND) return false;
    const [first] = this.#waiting;
    return first === undefined || nowMs - first.sinceMs < LONGEST_WAIT_MS;
  }

  #queue({ request, socket, head }: Visitor, sinceMs: number): void {
    const leave = () => {
      this.#waiting.delete(waiting);
    };
    const waiting: Waiting = { request, socket, head, sinceMs, leave };
    socket.on("error", leave);
    socket.on("close", leave);
    this.#waiting.add(waiting);
  }

  #turn(): void {
    this.#nextTurn = undefined;
    this.#usedMs = 0;
    for (const waiting of this.#waiting) {
      if (this.#usedMs >= SLICE_MS) break;
      this.#waiting.delete(waiting);
      waiting.socket.off("error", waiting.leave);
      waiting.socket.off("close", waiting.leave);
      this.#letIn(waiting);
    }
    if (this.#waiting.size > 0) this.#nextTurn = setImmediate(() => this.#turn());
  }

  #letIn(visitor: Visitor): void {
    const startedMs = this.#nowMs();
    this.#open(visitor);
    this.#usedMs += this.#nowMs() - startedMs;
  }
}
