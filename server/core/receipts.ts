/** What is known of one showing of a revision on one screen, from all that the screen said of it. Pure. */
export interface ShownRecord {
  readonly receivedAtMs?: number | undefined;
  readonly shownAtMs: number;
  readonly hiddenAtMs?: number | undefined;
  readonly visibleMs: number;
  readonly showings: number;
}

/**
 * [K7] Receipts count from the first showing on, so of two the one that counts more is the later; what is first
 * (received, shown) is the earliest of both. So they may come twice, late and in any order.
 */
export function mergeReceipts(held: ShownRecord | undefined, come: ShownRecord): ShownRecord {
  if (held === undefined) return come;
  const isLater =
    come.showings > held.showings || (come.showings === held.showings && come.visibleMs >= held.visibleMs);
  const later = isLater ? come : held;
  return {
    receivedAtMs: earliest(held.receivedAtMs, come.receivedAtMs),
    shownAtMs: Math.min(held.shownAtMs, come.shownAtMs),
    hiddenAtMs: later.hiddenAtMs,
    visibleMs: later.visibleMs,
    showings: later.showings,
  };
}

const earliest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
