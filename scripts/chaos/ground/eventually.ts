/** Looks again and again, also where looking fails, until it is so. Rejects after `patienceMs`. */
import { setTimeout as pause } from "node:timers/promises";

export async function eventually(
  what: string,
  isSo: () => Promise<boolean>,
  patienceMs = 15_000,
): Promise<void> {
  const end = performance.now() + patienceMs;
  let last: unknown = "it is not so";
  while (performance.now() < end) {
    try {
      if (await isSo()) return;
    } catch (error) {
      last = error;
    }
    await pause(50);
  }
  throw new Error(`waited ${patienceMs} ms for ${what}`, { cause: last });
}
