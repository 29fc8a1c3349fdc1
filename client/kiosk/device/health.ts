/** What a screen says of itself to the desk: twice a minute, and soon after something has changed. */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { KioskFault, KioskHealth } from "../../../server/contract/kiosk-socket.ts";
import type { Faults } from "./faults.ts";

const SAY_MS = 30_000;
/** What changes at once is told at once, together. */
const SOON_MS = 500;
const MEMORY_HIGH_BYTES = 400_000_000;
/** A window of its own has a frame; a picture that is scaled is not exact to the pixel. */
const FRAME_PX = 8;

export interface Showing {
  readonly screen: string;
  readonly announcementId?: string;
  readonly revision?: number;
  readonly since: string;
}

export interface HealthParts {
  readonly build: string | undefined;
  readonly startedAt: string;
  readonly showing: ReadonlySignal<Showing>;
  readonly clock: () => NonNullable<KioskHealth["clock"]>;
  readonly receipts: ReadonlySignal<{ readonly queued: number; readonly setAside: number }>;
  readonly faults: Faults;
  /** False while there is nobody to say it to. */
  readonly isJoined: ReadonlySignal<boolean>;
  readonly say: (event: string, payload: unknown) => boolean;
}

export function tellHealth(parts: HealthParts): void {
  const { faults, isJoined, showing, say } = parts;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function tell(): Promise<void> {
    timer = undefined;
    const memoryBytes = memoryInUse();
    if (memoryBytes !== undefined && memoryBytes > MEMORY_HIGH_BYTES) faults.raise("memory_high");
    else faults.clear("memory_high");
    if (isFullScreen()) faults.clear("not_full_screen");
    else faults.raise("not_full_screen", `${innerWidth}×${innerHeight}`);
    const storage = await storageInUse();
    const { queued, setAside } = parts.receipts.peek();
    say("health", {
      build: parts.build,
      startedAt: parts.startedAt,
      showing: showing.peek(),
      screen: { width: innerWidth, height: innerHeight, scale: devicePixelRatio },
      storage,
      clock: parts.clock(),
      memoryBytes,
      queued,
      setAside,
      faults: faults.all.peek().slice(0, 20) as KioskFault[],
    } satisfies KioskHealth);
  }

  const soon = (): void => {
    if (timer === undefined && isJoined.peek()) timer = setTimeout(tell, SOON_MS);
  };
  effect(() => {
    void [showing.value, faults.all.value, isJoined.value];
    soon();
  });
  setInterval(soon, SAY_MS);
}

const isFullScreen = (): boolean =>
  Math.abs(screen.width - innerWidth) <= FRAME_PX && Math.abs(screen.height - innerHeight) <= FRAME_PX;

/** Where the browser says (Chromium). */
const memoryInUse = (): number | undefined =>
  (performance as { memory?: { usedJSHeapSize?: number } }).memory?.usedJSHeapSize;

async function storageInUse(): Promise<KioskHealth["storage"]> {
  try {
    const [{ usage, quota }, isKept] = await Promise.all([
      navigator.storage.estimate(),
      navigator.storage.persisted(),
    ]);
    return {
      ...(usage === undefined ? {} : { usedBytes: Math.round(usage) }),
      ...(quota === undefined ? {} : { quotaBytes: Math.round(quota) }),
      isKept,
    };
  } catch {
    // Without HTTPS nobody says.
    return undefined;
  }
}
