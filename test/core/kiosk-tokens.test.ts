import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isValid,
  type KioskTokens,
  needsNewer,
  TOKEN_DAY_MS,
  TOKEN_UNUSED_MS,
  used,
  withNewer,
} from "../../server/core/kiosk-tokens.ts";

const first: KioskTokens = [{ hash: "a", issuedAtMs: 0 }];
const DAY = TOKEN_DAY_MS;

describe("a screen's tokens", () => {
  test("[K5] the older dies when the newer has been used, and not before", () => {
    const both = withNewer(used(first, "a", 1), "a", "b", DAY);
    expect(["a", "b"].map((hash) => isValid(both, hash))).toEqual([true, true]);
    // A power cut before it was kept: it comes with the older one, as often as it likes.
    expect(used(both, "a", DAY + 5)).toBe(both);
    const after = used(both, "b", DAY + 10);
    expect(["a", "b"].map((hash) => isValid(after, hash))).toEqual([false, true]);
    expect(used(after, "a", DAY + 20)).toBe(after);
    expect(used(after, "b", DAY + 20)).toBe(after);
  });

  test("[K6] a newer one after a day of use; one that did not arrive is replaced ten minutes later", () => {
    expect(needsNewer(first, "a", DAY)).toBe(false);
    const inUse = used(first, "a", 5);
    expect([DAY - 1, DAY].map((now) => needsNewer(inUse, "a", now))).toEqual([false, true]);
    const both = withNewer(inUse, "a", "b", DAY);
    expect(needsNewer(both, "b", DAY + TOKEN_UNUSED_MS)).toBe(false);
    expect(needsNewer(both, "a", DAY + TOKEN_UNUSED_MS - 1)).toBe(false);
    expect(needsNewer(both, "a", DAY + TOKEN_UNUSED_MS)).toBe(true);
    const again = withNewer(both, "a", "c", DAY + TOKEN_UNUSED_MS);
    expect(["a", "b", "c"].map((hash) => isValid(again, hash))).toEqual([true, false, true]);
    expect(needsNewer(again, "x", 10 * DAY)).toBe(false);
    expect(needsNewer([], "a", 10 * DAY)).toBe(false);
  });

  test("[K5] whatever arrives and whatever is lost, a screen is let in, and never more than two tokens are valid", () => {
    // What a screen holds for sure is what it came with last; a newer one may be lost on the way.
    const steps = fc.array(
      fc.record({
        waitMs: fc.integer({ min: 0, max: 2 * DAY }),
        arrives: fc.boolean(),
        powerCut: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        let [tokens, nowMs, kept, count] = [first, 0, "a", 0];
        for (const { waitMs, arrives, powerCut } of all) {
          nowMs += waitMs;
          expect(isValid(tokens, kept)).toBe(true);
          tokens = used(tokens, kept, nowMs);
          if (!needsNewer(tokens, kept, nowMs)) continue;
          count += 1;
          tokens = withNewer(tokens, kept, `t${count}`, nowMs);
          if (arrives && !powerCut) kept = `t${count}`;
          expect(tokens.length).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
