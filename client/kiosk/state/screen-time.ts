/**
 * The time that a screen goes by: the server's, kept over power cuts, reckoned from the page's own monotonic clock.
 * It moves in whole seconds of the server, so that screens side by side change together.
 *
 * - [BT3] Nobody who sets the device's clock moves anything here while the page runs. Where that happens without a
 *         server to ask, or the device has slept, the time is no longer said until the server is heard.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { ServerClock } from "../../shared/link/server-clock.ts";
import { bestTime, type KeptTime } from "../device/best-time.ts";
import { type Kept, readJson } from "../device/kept.ts";

const KEEP_MS = 30_000;
/** More than a clock is ever slewed between two looks. */
const JUMP_MS = 5_000;

export interface ScreenTime {
  /** What stands in for the device's clock: it cannot be set. */
  readonly deviceNow: () => number;
  readonly now: ReadonlySignal<number>;
  readonly isTrusted: ReadonlySignal<boolean>;
  start(parts: TimeParts): void;
  /** The server has told the time. */
  heard(): void;
}

export interface TimeParts {
  readonly clock: Pick<ServerClock, "now">;
  readonly isLive: () => boolean;
  /** When something is to change that does not wait for a whole second. */
  readonly nextTurn: (after: number) => number | undefined;
}

export function createScreenTime(kept: Kept): ScreenTime {
  const keptTime = readJson<KeptTime>(kept, "time");
  const best = bestTime(keptTime, Date.now());
  const baseMs = best.nowMs - performance.now();
  const deviceNow = (): number => performance.now() + baseMs;
  const now = signal(best.nowMs);
  const isTrusted = signal(best.isTrusted);
  const lead = (): number => Date.now() - performance.now();
  let leadMs = lead();
  let lagMs = keptTime?.lagMs ?? 0;

  function start({ clock, isLive, nextTurn }: TimeParts): void {
    function tick(): void {
      const at = clock.now();
      now.value = at;
      const secondMs = 1_000 - (at % 1_000);
      const turnMs = (nextTurn(at) ?? Number.POSITIVE_INFINITY) - at;
      setTimeout(tick, Math.max(1, Math.min(secondMs, turnMs)));
    }
    function keep(): void {
      const jumpedMs = Math.abs(lead() - leadMs);
      leadMs = lead();
      if (jumpedMs > JUMP_MS && !isLive()) isTrusted.value = false;
      if (isTrusted.peek()) lagMs = clock.now() - Date.now();
      kept.write("time", JSON.stringify({ serverMs: clock.now(), lagMs } satisfies KeptTime));
    }
    tick();
    setInterval(keep, KEEP_MS);
    document.addEventListener("visibilitychange", keep);
  }

  return {
    deviceNow,
    now,
    isTrusted,
    start,
    heard: () => {
      isTrusted.value = true;
    },
  };
}
