/**
 * How the picture stands on the glass: turned as the desk says, whichever way the device believes to be up.
 * Angles as in W3C Screen Orientation: of a screen that lies, upright is a quarter turn, and the other way round.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Orientation } from "../../../server/contract/kiosk.ts";

export type Turn = 0 | 90 | 180 | 270;

export interface Glass {
  readonly width: number;
  readonly height: number;
}

export interface Picture extends Glass {
  readonly turn: Turn;
  readonly isUpright: boolean;
}

export function pictureOf({ width, height }: Glass, orientation: Orientation): Picture {
  const turn = turnOf(width < height, orientation);
  const isTurned = turn === 90 || turn === 270;
  const [across, down] = isTurned ? [height, width] : [width, height];
  return { width: across, height: down, turn, isUpright: across < down };
}

function turnOf(stands: boolean, orientation: Orientation): Turn {
  if (orientation === "natural") return 0;
  const isSecond = orientation.endsWith("-secondary");
  if (orientation.startsWith("portrait") === stands) return isSecond ? 180 : 0;
  return isSecond ? 270 : 90;
}

/** The window's size, as it changes. */
export function watchGlass(): ReadonlySignal<Glass> {
  const size = (): Glass => ({ width: innerWidth, height: innerHeight });
  const glass = signal(size());
  addEventListener("resize", () => {
    glass.value = size();
  });
  return glass;
}

/** How many rows of a board fit: as many as can be read across a hall. */
export const rowsThatFit = ({ width, height }: Glass): number => (width < height ? 4 : 3);

export const watchPicture = (
  glass: ReadonlySignal<Glass>,
  orientation: ReadonlySignal<Orientation>,
): ReadonlySignal<Picture> => computed(() => pictureOf(glass.value, orientation.value));
