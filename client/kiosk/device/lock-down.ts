/** A screen has no visitors: nothing that a key, a finger or a mouse may do leads away from it. */
const TAKEN = [
  "contextmenu",
  "keydown",
  "keypress",
  "wheel",
  "touchstart",
  "touchmove",
  "pointerdown",
  "mousedown",
  "click",
  "auxclick",
  "dblclick",
  "dragstart",
  "dragover",
  "drop",
  "selectstart",
  "gesturestart",
] as const;

export function lockDown(): void {
  for (const name of TAKEN)
    addEventListener(
      name,
      (event) => {
        if (event.cancelable) event.preventDefault();
        event.stopPropagation();
      },
      { capture: true, passive: false },
    );
}
