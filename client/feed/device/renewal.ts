/**
 * Loading the page anew when it is not of the server's build any more, or when its cursor is worth nothing.
 *
 * - [NV1] A new build is loaded by itself at a quiet moment alone: connected, and out of sight, or at the top and
 *         untouched for a minute. A reset does not wait for one.
 * - [NV2] By itself at most once in ten minutes, however often it is asked for and by whatever, over every reload
 *         and in all tabs. Where the device cannot remember when, never.
 * - [NV3] What may not be loaded by itself, or found no quiet moment for ten minutes, is offered in a line.
 */
import { signal } from "@preact/signals";

export const RESTS_MS = 600_000;
const UNTOUCHED_MS = 60_000;
const NAME = "renewedAt";

export type Cause = "pages" | "reset";

export interface Moment {
  readonly isLive: boolean;
  readonly isHidden: boolean;
  readonly isAtTop: boolean;
  readonly touchedAt: number;
}

export interface Wanted {
  readonly cause: Cause;
  readonly since: number;
}

/** Of `renewedAt` NaN means never. */
export function decide(
  { cause, since }: Wanted,
  { isLive, isHidden, isAtTop, touchedAt }: Moment,
  renewedAt: number,
  now: number,
): "reload" | "wait" | "offer" {
  const hasRested = !(Math.abs(now - renewedAt) < RESTS_MS);
  const isQuiet = isLive && (isHidden || (isAtTop && now - touchedAt >= UNTOUCHED_MS));
  if (hasRested && (isQuiet || cause === "reset")) return "reload";
  return now - since >= RESTS_MS ? "offer" : "wait";
}

/** What a page is to its renewal. */
export interface Around {
  now(): number;
  read(name: string): string | null;
  write(name: string, text: string): void;
  moment(): Moment;
  /** Whatever fails in it, the page is loaded. */
  prepare(cause: Cause): Promise<void>;
  load(): void;
}

export function createRenewal(around: Around) {
  const offered = signal(false);
  let wanted: Wanted | undefined;
  let isLeaving = false;

  function renew(): void {
    if (isLeaving) return;
    isLeaving = true;
    around.prepare(wanted?.cause ?? "pages").then(around.load, around.load);
  }

  function isRemembered(now: number): boolean {
    around.write(NAME, String(now));
    return around.read(NAME) === String(now);
  }

  /** To be called now and then. */
  function look(): void {
    if (wanted === undefined || isLeaving) return;
    const now = around.now();
    const renewedAt = Number.parseInt(around.read(NAME) ?? "", 10);
    const step = decide(wanted, around.moment(), renewedAt, now);
    if (step === "reload" && isRemembered(now)) renew();
    else if (step !== "wait") offered.value = true;
  }

  return {
    offered,
    look,
    want(cause: Cause): void {
      if (wanted?.cause !== "reset") wanted = { cause, since: wanted?.since ?? around.now() };
      look();
    },
    /** The server is of this build again. */
    settle(): void {
      if (wanted?.cause !== "pages") return;
      wanted = undefined;
      offered.value = false;
    },
    /** By its reader's wish, whenever that is. */
    renew,
  };
}
