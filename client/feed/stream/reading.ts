/** How far the reader is: what is held back above them, and how much of the stream is drawn below. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

/** How far down still counts as the top of the page. */
const TOP_PX = 60;
/** So many announcements does the stream have at first, and so many more each time the end comes near. */
export const STEP = 20;

export interface Reading {
  /** Newest offset shown; Infinity while the page is at its top and everything appears as it comes. */
  readonly shownUpTo: ReadonlySignal<number>;
  readonly limit: ReadonlySignal<number>;
  /** Older ones are on their way. */
  readonly isFetching: Signal<boolean>;
  /** New announcements wait, wherever the reader is, until they are asked for. */
  readonly paused: ReadonlySignal<boolean>;
  pause(isPaused: boolean): void;
  /** Shows what was held back. */
  catchUp(): void;
  grow(): void;
  start(): void;
}

/**
 * `atTop`: what was fetched for who reads far back is of no use to anybody any more. `served` is how many the
 * page came with.
 */
export function createReading(newestOffset: () => number, atTop: () => void, served = 0): Reading {
  const shownUpTo = signal(Number.POSITIVE_INFINITY);
  const limit = signal(Math.max(STEP, served));
  const paused = signal(false);
  const isOpen = (): boolean => shownUpTo.peek() === Number.POSITIVE_INFINITY;

  /** [P1] Away from the top nothing is put in above the reader; at the top, all that came is shown. */
  function follow(): void {
    const isAtTop = scrollY <= TOP_PX;
    if (isAtTop) {
      limit.value = STEP;
      atTop();
    }
    if (isAtTop && !paused.peek()) shownUpTo.value = Number.POSITIVE_INFINITY;
    else if (isOpen()) shownUpTo.value = newestOffset();
  }

  return {
    shownUpTo,
    limit,
    isFetching: signal(false),
    paused,
    pause(isPaused) {
      paused.value = isPaused;
      follow();
    },
    catchUp() {
      shownUpTo.value = newestOffset();
    },
    grow() {
      limit.value += STEP;
    },
    start() {
      follow();
      addEventListener("scroll", follow, { passive: true });
    },
  };
}
