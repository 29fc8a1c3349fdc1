import { expect, test } from "vitest";
import { type Measured, mostly, never, tableOf, verdictOn } from "../../scripts/bench/results.ts";
import { percentile, spreadOf } from "../../scripts/bench/statistics.ts";

const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);

test.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
  [0, 1],
])("of 1 to 100, the percentile %f is %i", (share, value) => {
  expect(percentile(hundred, share)).toBe(value);
});

test("a percentile of one value is that value, and of none no number", () => {
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

test("several runs have a median and a range", () => {
  expect(spreadOf([9, 1, 4])).toEqual({ median: 4, lowest: 1, highest: 9 });
  expect(spreadOf([9, 1, 4, 6])).toEqual({ median: 5, lowest: 1, highest: 9 });
});

const measured = (more: Partial<Measured>): Measured => ({
  what: "w",
  unit: "ms",
  runs: [1, 2, 30],
  ...more,
});

test("noise of one run does not miss a goal, but one thing lost does", () => {
  expect(verdictOn(measured({ goal: mostly(2) }))).toBe("pass");
  expect(verdictOn(measured({ goal: mostly(1.9) }))).toBe("MISS");
  expect(verdictOn(measured({ goal: never, runs: [0, 0, 1] }))).toBe("MISS");
  expect(verdictOn(measured({ goal: never, runs: [0, 0, 0] }))).toBe("pass");
});

test("what was not measured passes nothing", () => {
  expect(verdictOn(measured({ goal: mostly(2), runs: [] }))).toBe("not run");
  expect(verdictOn(measured({ goal: mostly(2), runs: [Number.NaN] }))).toBe("MISS");
  expect(verdictOn(measured({}))).toBe("");
});

test("the table has one line for each and its columns stand below each other", () => {
  const lines = tableOf([
    measured({ what: "short", goal: mostly(2) }),
    measured({ what: "a longer one", runs: [0.123, 12.34, 1234.5] }),
    measured({ what: "none", runs: [] }),
  ]).split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/^short {9}≤ 2 ms {2}2 ms .* 1 – 30 .* 3 .* pass$/);
  expect(lines[2]).toMatch(/12\.3 ms .*0\.12 – 1235/);
  expect(lines[3]).toMatch(/^none .*not run$/);
  expect(new Set(lines.slice(0, 3).map((line) => line.search(/median|2 ms {2,}1 –|12\.3 ms/))).size).toBe(1);
});
