/** About twenty drawings on a grid of 20, always beside a word, so always hidden from screen readers. */
import { drawings } from "./drawings.ts";

export type IconName = keyof typeof drawings;

/** Arrows turn in right-to-left; play, clock and warning do not. */
const turning: ReadonlySet<IconName> = new Set(["fanfare", "arrow"]);

export const Icon = ({ name }: { name: IconName }) => (
  <svg viewBox="0 0 20 20" aria-hidden="true" class={turning.has(name) ? "flip" : undefined}>
    <path d={drawings[name]} />
  </svg>
);

export const Mark = () => (
  <span class="mark" aria-hidden="true">
    <Icon name="fanfare" />
  </span>
);
