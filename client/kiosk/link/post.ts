import { retryAfterMs } from "../../shared/link/retry-after.ts";
import type { Answer } from "./pairing.ts";

const ANSWERS_MS = 10_000;

/** Undefined where no answer came, or none that can be read. */
export async function post(address: string, body: object): Promise<Answer | undefined> {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWERS_MS),
    });
    return { status: answer.status, body: await answer.json(), retryAfterMs: retryAfterMs(answer) };
  } catch {
    return undefined;
  }
}
