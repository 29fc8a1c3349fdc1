/** Tells Redis each few seconds how many read at this node; a worker adds the nodes up. */
import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { keys } from "../store/keys.ts";
import type { Presence } from "./presence.ts";

const REPORT_MS = 5_000;

export class PresenceReport {
  readonly #node = randomBytes(9).toString("base64url");
  readonly #redis: Redis;
  readonly #presence: Presence;
  readonly #nowMs: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: Redis, presence: Presence, nowMs: () => number) {
    this.#redis = redis;
    this.#presence = presence;
    this.#nowMs = nowMs;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#report(), REPORT_MS);
  }

  /** [MP9] What is gone in order is not counted any more, at once. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#redis.hdel(keys.readers, this.#node).catch(() => {});
  }

  #report(): void {
    const counts = { ...this.#presence.counts, atMs: this.#nowMs() };
    // A report that cannot be written is followed by another.
    this.#redis.hset(keys.readers, this.#node, JSON.stringify(counts)).catch(() => {});
  }
}
