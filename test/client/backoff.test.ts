import fc from "fast-check";
import { expect, test } from "vitest";
import { ADMISSION_BACKOFF, DROP_BACKOFF, fullJitterMs } from "../../server/core/backoff.ts";

test("[B1] waits stay within the span, which doubles up to its most", () => {
  const spans = [0, 1, 2, 3, 9].map((earlier) => fullJitterMs(ADMISSION_BACKOFF, earlier, () => 0.999_999));
  expect(spans).toEqual([19_999, 39_999, 59_999, 59_999, 59_999]);
});

test("[B2] any share of the span may be drawn, none of it to begin with", () => {
  expect(fullJitterMs(DROP_BACKOFF, 0, () => 0)).toBe(0);
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (earlier, share) => {
        const waitMs = fullJitterMs(DROP_BACKOFF, earlier, () => share);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(DROP_BACKOFF.maxMs);
      },
    ),
  );
});
