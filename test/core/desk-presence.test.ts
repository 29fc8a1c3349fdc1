import { describe, expect, test } from "vitest";
import { pick, seeded } from "../../scripts/chaos/seeded.ts";
import { type Claim, presenceOf } from "../../server/core/desk-presence.ts";

const claim = (who: string, sinceMs: number, over: Partial<Claim> = {}): Claim => ({
  socketId: who,
  accountId: who,
  who,
  announcementId: "a",
  sinceMs,
  ...over,
});
const shown = (claims: readonly Claim[]) =>
  presenceOf(claims).map(({ announcementId, who, holds }) => `${announcementId} ${who}${holds ? "*" : ""}`);

describe("who holds what", () => {
  test("[M4] who opened it first", () => {
    expect(shown([claim("b", 2), claim("a", 1), claim("c", 3)])).toEqual(["a a*", "a b", "a c"]);
  });

  test("[M4] who took it over last, until they leave; then who held it before", () => {
    const claims = [claim("a", 1), claim("b", 2, { takenAtMs: 5 }), claim("c", 3, { takenAtMs: 9 })];
    expect(shown(claims)).toEqual(["a c*", "a b", "a a"]);
    expect(shown(claims.slice(0, 2))).toEqual(["a b*", "a a"]);
    expect(shown(claims.slice(0, 1))).toEqual(["a a*"]);
  });

  test("[M4] each announcement has a holder of its own, and one person may have two windows", () => {
    const claims = [
      claim("mei", 1, { socketId: "s1" }),
      claim("mei", 2, { socketId: "s2" }),
      claim("ana", 3, { announcementId: "b" }),
    ];
    expect(shown(claims)).toEqual(["a mei*", "a mei", "b ana*"]);
    expect(shown([])).toEqual([]);
  });

  test.for([1, 7, 42])("[M4] in whatever order nodes hear of it, all name the same (seed %i)", (seed) => {
    const random = seeded(seed);
    const claims = Array.from({ length: 12 }, (_, n) =>
      claim(`w${n}`, pick(random, [1, 2, 3]), {
        announcementId: pick(random, ["a", "b"]),
        takenAtMs: pick(random, [undefined, undefined, 4, 5]),
      }),
    );
    const shuffled = claims
      .map((each) => [random(), each] as const)
      .sort(([a], [b]) => a - b)
      .map(([, each]) => each);
    expect(presenceOf(shuffled)).toEqual(presenceOf(claims));
    expect(presenceOf(claims).filter(({ holds }) => holds)).toHaveLength(2);
  });
});
