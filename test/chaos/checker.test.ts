/** The checks of the chaos harness are themselves checked: what is wrong in a history is said, whatever it is. */
import { expect, test } from "vitest";
import { check } from "../../scripts/chaos/check/check.ts";
import { type Expectations, strict } from "../../scripts/chaos/check/verdict.ts";
import type { HistoryRecord } from "../../scripts/chaos/history.ts";
import { seeded } from "../../scripts/chaos/seeded.ts";
import { madeUpHistory } from "./made-up-history.ts";
import { forkMutants, type Mutant, mutants } from "./mutants.ts";

const SEEDS = 60;
const LEAST = 1_000;
const timed: Expectations = { ...strict, lateMs: 2_000 };
const forked: Expectations = { ...timed, epochChange: true, loss: true };

const flagged = (records: readonly HistoryRecord[], expected: Expectations): Map<string, readonly string[]> =>
  new Map(
    check(records, expected).flatMap(({ check: name, faults }) =>
      faults.length > 0 ? [[name, faults]] : [],
    ),
  );
const histories = (fork: boolean) =>
  Array.from({ length: SEEDS }, (_, seed) => [seed, madeUpHistory(seed, { fork })] as const);

test("[CH1] a history that is as it should be passes every check", () => {
  for (const [seed, records] of histories(false)) {
    expect([seed, flagged(records, timed)]).toEqual([seed, new Map()]);
    expect(records.length).toBeGreaterThan(100);
  }
  for (const [seed, records] of histories(true))
    expect([seed, flagged(records, forked)]).toEqual([seed, new Map()]);
});

function mutated(all: readonly Mutant[], fork: boolean, expected: Expectations): Map<string, number> {
  const made = new Map<string, number>();
  for (const [seed, records] of histories(fork)) {
    for (const [at, { check: name, what, make }] of all.entries()) {
      const random = seeded(seed * 1_000 + at);
      const mutant = make(records, random);
      if (mutant === undefined) continue;
      const found = flagged(mutant, expected);
      expect([what, seed, [...found.keys()]]).toEqual([what, seed, expect.arrayContaining([name])]);
      made.set(what, (made.get(what) ?? 0) + 1);
    }
  }
  return made;
}

test("[CH1] whatever is wrong in it, the check that it is aimed at says so", () => {
  const made = mutated(mutants, false, timed);
  const sum = [...made.values()].reduce((total, count) => total + count, 0);
  expect(sum).toBeGreaterThanOrEqual(LEAST);
  // Each kind, often enough to be by more than one chance.
  expect(mutants.filter(({ what }) => (made.get(what) ?? 0) < 20).map(({ what }) => what)).toEqual([]);
});

test("[CH1] where an epoch may change and something be lost, a silent fork is still one", () => {
  const made = mutated(forkMutants, true, forked);
  expect(forkMutants.filter(({ what }) => (made.get(what) ?? 0) < 20).map(({ what }) => what)).toEqual([]);
});

test("[CH1] what may be excused is excused, and no more", () => {
  const records = madeUpHistory(7);
  const scheduled = records.find(({ f, type }) => f === "schedule" && type === "ok")!;
  const late = records.map((record) =>
    record.f === "log" && record.what === "announcementPublished" && record.id === scheduled.id
      ? { ...record, atMs: scheduled.dueMs! + 6_000 }
      : record,
  );
  const due = scheduled.dueMs!;
  const excused = (toMs: number) => flagged(late, { ...timed, excused: [[due - 10, toMs]] }).get("C7");
  expect(excused(due + 4_500)).toBeUndefined();
  expect(excused(due + 3_500)).toHaveLength(1);
  expect(flagged(late, timed).get("C7")).toHaveLength(1);
});
