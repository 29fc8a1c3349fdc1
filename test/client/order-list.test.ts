import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countChanges, isSameOrder } from "../../client/desk/order/held-lines.ts";
import { neighbour, range, stepFrom, stillShown } from "../../client/desk/order/selection.ts";
import { itemLine, type Line } from "../../client/desk/order/timetable.ts";
import { lineAt, piecesOf, topsOf } from "../../client/desk/order/window.ts";
import { deskItem, sealed } from "./desk-items.ts";

describe("held still", () => {
  const lines = (...ids: string[]) => ids.map((id) => itemLine(deskItem({ id })));
  test.for([
    ["abc", "abc", 0],
    ["abc", "abcd", 1],
    ["abc", "ac", 1],
    ["abc", "cab", 1],
    ["abcd", "dxcba", 4],
    ["", "ab", 2],
  ] as const)("from %s to %s: %i changes", ([before, after, count]) => {
    expect(countChanges(lines(...before), lines(...after))).toBe(count);
  });
  test("the line of now going by is no change, and yet another order", () => {
    const [a, b] = [itemLine(deskItem({ id: "a" })), itemLine(deskItem({ id: "b" }))];
    const now = { is: "now", key: "now" } as const;
    expect([countChanges([a, now, b], [a, b, now]), isSameOrder([a, now, b], [a, b, now])]).toEqual([
      0,
      false,
    ]);
  });
});

describe("choosing and walking", () => {
  const lines: Line[] = [
    { is: "day", key: "day", atMs: 0 },
    itemLine(deskItem({ id: "a" })),
    itemLine(sealed("s", "17:00")),
    { is: "now", key: "now" },
    itemLine(deskItem({ id: "b" })),
    itemLine(deskItem({ id: "c" })),
  ];
  test("a range takes what lies between, in either direction, and nothing sealed", () => {
    expect([range(lines, "a", "c"), range(lines, "c", "b"), range(lines, undefined, "b")]).toEqual([
      ["a", "b", "c"],
      ["b", "c"],
      ["b"],
    ]);
  });
  test("what a filter hides is no longer chosen", () => {
    expect([...stillShown(new Set(["a", "c", "gone"]), lines.slice(0, 3))]).toEqual(["a"]);
  });
  test("keys begin after now, stop at the ends, and pass over days", () => {
    expect(stepFrom(lines, undefined, 1)).toBe("b");
    expect([stepFrom(lines, "a", 1), stepFrom(lines, "a", -1), stepFrom(lines, "b", Infinity)]).toEqual([
      "s",
      "a",
      "c",
    ]);
  });
  test("the focus of a line that goes away falls to the next one, or to the last", () => {
    const without = (id: string) => lines.filter(({ key }) => key !== id);
    expect([neighbour(lines, without("b"), "b"), neighbour(lines, without("c"), "c")]).toEqual(["c", "b"]);
  });
});

describe("a piece at a time", () => {
  test("what is drawn and what is left out are as high as everything, whatever is in sight", () => {
    const heights = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(
        heights,
        fc.integer({ min: -500, max: 20_000 }),
        fc.array(fc.integer({ min: -1, max: 210 })),
        (all, top, kept) => {
          const tops = topsOf(all);
          const pieces = piecesOf(tops, { top, bottom: top + 900 }, kept);
          const high = pieces.reduce(
            (sum, piece) => sum + (piece.is === "gap" ? piece.height : all[piece.at]!),
            0,
          );
          expect(high).toBe(tops.at(-1));
          const drawn = pieces.filter(({ is }) => is === "line").map((piece) => piece.at);
          for (const each of kept) if (each >= 0 && each < all.length) expect(drawn).toContain(each);
          expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
          for (const [line, height] of all.entries())
            if (tops[line]! < top + 900 && tops[line]! + height > top) expect(drawn).toContain(line);
        },
      ),
    );
  });
  test("the line at a height", () => {
    const tops = topsOf([10, 20, 30]);
    expect([-5, 0, 9, 10, 29, 30, 59, 60, 999].map((height) => lineAt(tops, height))).toEqual([
      0, 0, 0, 1, 1, 2, 2, 2, 2,
    ]);
  });
});
