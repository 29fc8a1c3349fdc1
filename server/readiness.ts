/** Why a node is not ready for new traffic: what `GET /readyz` says, and nothing else. */
import type { AlarmCode } from "./contract/socket.ts";
import type { RedisClock } from "./feed/clock.ts";
import type { Replica } from "./feed/replica.ts";

/** A tail hears from Redis every two seconds at least; twice that is an outage. */
const SILENCE_MS = 5_000;

/** Alarms about Redis under which nobody should deploy, or count on what is acknowledged. */
const UNREADY: readonly AlarmCode[] = [
  "storage_full",
  "would_evict",
  "not_durable",
  "no_replica",
  "redis_loading",
];
/** Nothing is wrong yet. */
const WARNED: readonly AlarmCode[] = ["storage_nearly_full"];

export class Readiness {
  readonly #replica: Replica;
  readonly #clock: RedisClock;
  readonly #connected: () => boolean;
  readonly #alarms: () => readonly { readonly code: AlarmCode }[];
  #heardAt = Number.NEGATIVE_INFINITY;
  #draining = false;

  constructor(parts: {
    replica: Replica;
    clock: RedisClock;
    connected: () => boolean;
    alarms: () => readonly { readonly code: AlarmCode }[];
  }) {
    this.#replica = parts.replica;
    this.#clock = parts.clock;
    this.#connected = parts.connected;
    this.#alarms = parts.alarms;
  }

  /** The tail has read up to the head. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  drain(): void {
    this.#draining = true;
  }

  reasons(): string[] {
    const reasons: string[] = [];
    if (this.#draining) reasons.push("shutting_down");
    if (!this.#replica.loaded) reasons.push("not_loaded");
    if (this.#replica.stale || !this.#connected()) reasons.push("redis_unavailable");
    else if (this.#replica.loaded && performance.now() - this.#heardAt > SILENCE_MS) reasons.push("behind");
    if (!this.#clock.agrees) reasons.push("clock_differs");
    return [...reasons, ...this.#holding(UNREADY)];
  }

  warnings(): string[] {
    return this.#holding(WARNED);
  }

  #holding(codes: readonly AlarmCode[]): AlarmCode[] {
    return this.#alarms().flatMap(({ code }) => (codes.includes(code) ? [code] : []));
  }
}
