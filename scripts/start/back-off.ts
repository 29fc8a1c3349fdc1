/**
 * How long to wait before starting again what died: doubling from `firstMs` to `mostMs`, and from the
 * beginning once it has lived for `healthyMs`.
 */
export interface BackOff {
  /** The pause before the next start, given how long the last one lived. */
  after(livedMs: number): number;
}

export function backOff({ firstMs = 250, mostMs = 10_000, healthyMs = 30_000 } = {}): BackOff {
  let nextMs = firstMs;
  return {
    after(livedMs) {
      if (livedMs >= healthyMs) nextMs = firstMs;
      const pauseMs = nextMs;
      nextMs = Math.min(nextMs * 2, mostMs);
      return pauseMs;
    },
  };
}
