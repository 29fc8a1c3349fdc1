/** The way from a fault to its field: controls say in `data-path` where the server has what stands in them. */

/**
 * Of all paths on the page, the one that a fault is shown at: itself, else the nearest that holds it, else the
 * first that lies within it.
 */
export function nearestPath(path: string, paths: readonly string[]): string | undefined {
  if (paths.includes(path)) return path;
  const holding = paths.filter((each) => each !== "" && path.startsWith(`${each}.`));
  if (holding.length > 0) return holding.reduce((a, b) => (b.length > a.length ? b : a));
  return paths.find((each) => each.startsWith(`${path}.`));
}

export function fieldAt(page: Document, path: string): HTMLElement | undefined {
  const controls = [...page.querySelectorAll<HTMLElement>("[data-path]")];
  const nearest = nearestPath(
    path,
    controls.map((control) => control.dataset.path ?? ""),
  );
  return nearest === undefined ? undefined : controls.find((control) => control.dataset.path === nearest);
}

/** Opens what it is folded away in, brings it into sight and puts the focus there. */
export function focusField(page: Document, path: string): void {
  const field = fieldAt(page, path);
  if (field === undefined) return;
  for (let up = field.parentElement?.closest("details"); up; up = up.parentElement?.closest("details"))
    up.open = true;
  const inside = "input, select, textarea, button, [tabindex]";
  const control = field.matches(inside) ? field : (field.querySelector<HTMLElement>(inside) ?? field);
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: "center" });
}
