/** How many messages a socket may send: ten a second, twenty at once (token bucket). */
const PER_SECOND = 10;
const BURST = 20;
/** Refusals after which the socket is closed: it does not listen. */
const STRIKES = 5;

export class MessageRate {
  #tokens = BURST;
  #atMs: number;
  #strikes = 0;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  take(nowMs: number): "taken" | "refused" | "close" {
    this.#tokens = Math.min(BURST, this.#tokens + ((nowMs - this.#atMs) / 1_000) * PER_SECOND);
    this.#atMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return "taken";
    }
    this.#strikes += 1;
    return this.#strikes >= STRIKES ? "close" : "refused";
  }
}
