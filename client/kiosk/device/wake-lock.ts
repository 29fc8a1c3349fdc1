/** Keeps the screen lit for as long as the page is seen. A browser takes it away when the page is hidden. */
import type { Faults } from "./faults.ts";

const AGAIN_MS = 60_000;

export function keepAwake(faults: Faults): void {
  let lock: WakeLockSentinel | undefined;

  async function ask(): Promise<void> {
    if (document.visibilityState !== "visible" || lock?.released === false) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      faults.clear("no_wake_lock");
    } catch (error) {
      // Without HTTPS there is none; a device that never sleeps needs none, and says so here all the same.
      faults.raise("no_wake_lock", error instanceof Error ? error.name : undefined);
    }
  }

  document.addEventListener("visibilitychange", () => void ask());
  setInterval(() => void ask(), AGAIN_MS);
  void ask();
}
