import { expect, test } from "vitest";
import { runSeed } from "./run.ts";

test.for([3, 71, 404])(
  "a seed determines everything: the same one twice is the same (seed %i)",
  async (seed) => {
    const one = await runSeed(seed);
    const other = await runSeed(seed);
    expect(other).toEqual(one);
    expect((await runSeed(seed + 1)).hash).not.toBe(one.hash);
  },
);

test("what happened before a step does not depend on how many follow", async () => {
  const [short, long] = [
    await runSeed(5, { steps: 40, lines: 1_000 }),
    await runSeed(5, { steps: 80, lines: 1_000 }),
  ];
  const begun = short.last.slice(
    0,
    short.last.findIndex((line) => line.endsWith("all is well")),
  );
  expect(begun.length).toBeGreaterThan(50);
  expect(long.last.slice(0, begun.length)).toEqual(begun);
});
