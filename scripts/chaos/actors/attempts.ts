/**
 * One request as a careful program makes it: with a key of its own, once more with the same key while nobody knows
 * what became of it, at whichever server answers; and what is known of it in the end.
 */
import type { Random } from "../fault.ts";
import type { Answer, RealApi } from "../real-api.ts";
import { pick } from "../seeded.ts";
import { breath } from "./cast.ts";

/** Longer than any answer may take. */
const WITHIN_MS = 4_000;

export interface Outcome {
  /** `fail`: not done, for certain. `info`: nobody knows. */
  readonly type: "ok" | "fail" | "info";
  /** The last that came. */
  readonly answer: Answer | undefined;
  readonly attempts: number;
  /** The slowest that was answered. */
  readonly tookMs: number;
}

export interface Attempting {
  readonly random: Random;
  readonly servers: () => readonly { readonly api: RealApi }[];
  /** False once it is no use to go on. */
  readonly mayGoOn: () => boolean;
}

const CODES_OF_NOTHING_DONE = new Set([
  "redis_unavailable",
  "storage_full",
  "not_loaded",
  "too_many_requests",
  "shutting_down",
]);

export async function attempted(
  send: (api: RealApi, withinMs: number) => Promise<Answer>,
  { random, servers, mayGoOn }: Attempting,
): Promise<Outcome> {
  let isKnown = true;
  let answer: Answer | undefined;
  let tookMs = 0;
  for (let attempts = 1; ; attempts += 1) {
    const { api } = pick(random, servers());
    const last = await send(api, WITHIN_MS).catch((error: unknown) => {
      if (!neverArrived(error)) isKnown = false;
      return undefined;
    });
    if (last !== undefined) {
      answer = last;
      tookMs = Math.max(tookMs, last.tookMs);
      if (last.status < 300) return { type: "ok", answer, attempts, tookMs };
      const isNothingDone = CODES_OF_NOTHING_DONE.has(last.json?.code);
      if (last.status >= 500 && !isNothingDone) isKnown = false;
      // What was refused when it was tried again may still have been done the time before.
      if (last.status < 500 && last.status !== 429)
        return { type: isKnown ? "fail" : "info", answer, attempts, tookMs };
      // Some give up what was not done; what nobody knows of, everybody wants to know.
      if (isNothingDone && isKnown && random() < 0.4) return { type: "fail", answer, attempts, tookMs };
    }
    if (!mayGoOn()) return { type: isKnown ? "fail" : "info", answer, attempts, tookMs };
    await breath(random, 40, 250);
  }
}

/** Nobody took the connection, so nobody read the request. */
function neverArrived(error: unknown): boolean {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code === "ECONNREFUSED" || cause?.code === "EHOSTUNREACH";
}
