/**
 * The focus goes to the first thing that is chosen in what was just begun. Once it stands there: the composer of
 * what was open goes first, and takes the focus with it; a menu gives it back to its button before that.
 */
export function handsOn(): void {
  const first = () =>
    document.querySelector<HTMLElement>(".write input:checked") ??
    document.querySelector<HTMLElement>(".write textarea");
  requestAnimationFrame(() => requestAnimationFrame(() => first()?.focus()));
}
