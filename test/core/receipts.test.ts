import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeReceipts, type ShownRecord } from "../../server/core/receipts.ts";

/** What a screen may say of one revision over a day: it counts on, and each time says all that it has counted. */
const told = fc
  .array(fc.record({ visibleMs: fc.integer({ min: 0, max: 60_000 }), isHidden: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((showings) => {
    let visibleMs = 0;
    return showings.map(({ visibleMs: more, isHidden }, at): ShownRecord => {
      visibleMs += more;
      const hiddenAtMs = isHidden ? 1_000_000 + visibleMs : undefined;
      return { receivedAtMs: 900, shownAtMs: 1_000, hiddenAtMs, visibleMs, showings: at + 1 };
    });
  });

test("[K7] receipts that come twice, late and out of order end as the last one says", () => {
  fc.assert(
    fc.property(
      told.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
      ),
      ([all, delivered]) => {
        const held = delivered.reduce<ShownRecord | undefined>(mergeReceipts, undefined);
        expect(held).toEqual(all.at(-1));
      },
    ),
  );
});

test("[K7] the first instants are kept, though a screen forgot and began to count anew", () => {
  const before = { receivedAtMs: 5, shownAtMs: 10, hiddenAtMs: 20, visibleMs: 10, showings: 3 };
  const anew = { receivedAtMs: undefined, shownAtMs: 500, hiddenAtMs: undefined, visibleMs: 1, showings: 1 };
  expect(mergeReceipts(before, anew)).toEqual(before);
  expect(mergeReceipts(anew, before)).toEqual(before);
});
