/**
 * The icons of a page that has all drawings in itself once, see
 * sprite.tsx: in the feed's build they stand for icon.tsx.
 */
import type { IconName } from "./icon.tsx";

/** Arrows turn in right-to-left; play, clock and warning do not. */
const TURNING = ["fanfare", "arrow"];

export const Icon = ({ name }: { name: IconName }) => (
  <svg viewBox="0 0 20 20" aria-hidden="true" class={TURNING.includes(name) ? "flip" : undefined}>
    <use href={`#i-${name}`} />
  </svg>
);

export const Mark = () => (
  <span class="mark" aria-hidden="true">
    <Icon name="fanfare" />
  </span>
);
