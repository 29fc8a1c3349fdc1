/**
 * How a screen that nobody knows comes to its token: it shows a code, and asks until somebody has claimed it.
 *
 * - [PD1] There is always a code to show once a server is there: one that has run out is followed by another.
 * - [PD2] It never asks sooner than it was told, and later each time that it was too soon.
 * - [PD3] An answer that did not arrive may have been the token: it asks `again`.
 * - [PD4] A code outlives a power cut: it may have been claimed in between.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Paired, Pairing } from "../../../server/contract/kiosk.ts";
import { DROP_BACKOFF, fullJitterMs } from "../../../server/core/backoff.ts";
import { type Kept, readJson } from "../device/kept.ts";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterMs?: number | undefined;
}

export interface PairingParts {
  readonly kept: Pick<Kept, "read" | "write">;
  /** Undefined where no answer came. */
  readonly post: (address: string, body: object) => Promise<Answer | undefined>;
  readonly after: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly screen: () => { readonly width: number; readonly height: number };
  readonly onPaired: (paired: Paired) => void;
}

export interface ShownCode {
  readonly userCode: string;
  readonly expiresAtMs: number;
  /** Somebody at the desk looks at it now. */
  readonly isLookedAt: boolean;
}

export interface PairingAtDoor {
  readonly code: ReadonlySignal<ShownCode | undefined>;
  /** How many codes nobody has claimed in time. */
  readonly ranOut: ReadonlySignal<number>;
  /** Asks until it is paired or stopped; once, however often it is called. */
  start(): void;
  stop(): void;
}

const ADDRESS = "/api/v1/kiosk/pairings";
/** RFC 8628, 3.5: by so much later from then on. */
const SLOWER_MS = 5_000;
const KEPT_AS = "pairing";

export function createPairing({ kept, post, after, random, screen, onPaired }: PairingParts): PairingAtDoor {
  const code = signal<ShownCode | undefined>(undefined);
  const ranOut = signal(0);
  let open = readJson<Pairing>(kept, KEPT_AS);
  let slowerMs = 0;
  /** What was kept may have been asked for already. */
  let again = open !== undefined;
  let failures = 0;
  let round = 0;
  let isGoing = false;

  function hold(next: Pairing | undefined): void {
    open = next;
    kept.write(KEPT_AS, next === undefined ? undefined : JSON.stringify(next));
    show(false);
  }

  function show(isLookedAt: boolean): void {
    code.value = open && {
      userCode: open.userCode,
      expiresAtMs: Date.parse(open.expiresAt),
      isLookedAt,
    };
  }

  const laterMs = (answer: Answer | undefined): number =>
    Math.max(answer?.retryAfterMs ?? 0, 1_000) + fullJitterMs(DROP_BACKOFF, failures++, random);

  /** Each answers how long to wait before the next question; undefined once there is nothing more to ask. */
  async function askForCode(isCurrent: () => boolean): Promise<number | undefined> {
    const answer = await post(ADDRESS, { screen: screen() });
    if (!isCurrent()) return undefined;
    if (answer?.status !== 201) return laterMs(answer);
    [again, slowerMs, failures] = [false, 0, 0];
    const given = answer.body as Pairing;
    hold(given);
    return given.intervalMs;
  }

  async function askForToken(
    { deviceCode, intervalMs }: Pairing,
    isCurrent: () => boolean,
  ): Promise<number | undefined> {
    const answer = await post(`${ADDRESS}/token`, { deviceCode, ...(again && { again }) });
    if (!isCurrent()) return undefined;
    if (answer?.status === 200) {
      isGoing = false;
      hold(undefined);
      onPaired(answer.body as Paired);
      return undefined;
    }
    again = answer?.status !== 400;
    if (again) return laterMs(answer);
    failures = 0;
    const { code: said, isLookedAt } = (answer?.body ?? {}) as { code?: unknown; isLookedAt?: unknown };
    if (said === "slow_down") slowerMs += SLOWER_MS;
    else if (said === "authorization_pending") show(isLookedAt === true);
    else {
      ranOut.value += 1;
      hold(undefined);
      return fullJitterMs(DROP_BACKOFF, 0, random);
    }
    return intervalMs + slowerMs;
  }

  async function go(mine: number): Promise<void> {
    const isCurrent = () => mine === round;
    show(false);
    while (isCurrent()) {
      const waitMs = await (open === undefined ? askForCode(isCurrent) : askForToken(open, isCurrent));
      if (waitMs === undefined) return;
      await after(waitMs);
    }
  }

  return {
    code,
    ranOut,
    start: () => {
      if (isGoing) return;
      isGoing = true;
      round += 1;
      void go(round);
    },
    stop: () => {
      isGoing = false;
      round += 1;
      code.value = undefined;
    },
  };
}
