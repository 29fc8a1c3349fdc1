/**
 * Whether this page still draws. `data-beat` on <html> grows with each drawn frame that is asked for, every two
 * seconds: whoever started the browser looks at it from outside (scripts/kiosk). A page whose timers run and whose
 * frames do not come, or whose view threw, is loaded again by itself, later and later where that does not help.
 */
import type { Faults } from "./faults.ts";

const BEAT_MS = 2_000;
const STALLED_MS = 30_000;
/** Between two loadings of its own; doubled each time that the one before did not last. */
const FIRST_MS = 60_000;
const MOST_MS = 3_600_000;
/** A page that lived for so long was well. */
const LASTED_MS = 600_000;

export interface WatchdogParts {
  readonly faults: Faults;
  readonly loadAgain: () => void;
  /** Over a loading: of this tab. */
  readonly memory: Pick<Storage, "getItem" | "setItem">;
}

export interface Watchdog {
  /** A view could not be drawn. */
  threw(): void;
}

export function watchPage({ faults, loadAgain, memory }: WatchdogParts): Watchdog {
  const startedAt = performance.now();
  let beat = 0;
  let drawnAt = performance.now();
  let isFaulty = false;

  function look(): void {
    if (document.visibilityState !== "visible") drawnAt = performance.now();
    requestAnimationFrame(() => {
      if (isFaulty) return;
      drawnAt = performance.now();
      beat += 1;
      document.documentElement.dataset.beat = String(beat);
    });
    if (performance.now() - drawnAt < STALLED_MS) return;
    faults.raise("stalled");
    tryAgain();
  }

  /** Not more often than a page that cannot be helped may be loaded. */
  function tryAgain(): void {
    const failures = Number(memory.getItem("fanfare.stalls") ?? 0);
    const waitMs = Math.min(MOST_MS, FIRST_MS * 2 ** failures);
    if (performance.now() - startedAt < waitMs && failures > 0) return;
    memory.setItem("fanfare.stalls", String(failures + 1));
    loadAgain();
  }

  if (Number(memory.getItem("fanfare.stalls") ?? 0) > 0) faults.raise("stalled");
  setInterval(look, BEAT_MS);
  setTimeout(() => {
    memory.setItem("fanfare.stalls", "0");
    faults.clear("stalled");
  }, LASTED_MS);
  look();
  return {
    threw: () => {
      isFaulty = true;
    },
  };
}
