/** What a round comes to: that nothing passes for having been too little, not been possible, or broken down. */
import { expect, test } from "vitest";
import type { Fault } from "../../scripts/chaos/fault.ts";
import { History } from "../../scripts/chaos/history.ts";
import { type Judged, judge } from "../../scripts/chaos/judge.ts";
import { type Order, orderFrom, roundsOf } from "../../scripts/chaos/order.ts";
import { faults } from "../../scripts/chaos/registry.ts";
import { faultsOf, hasPassed, lineOf } from "../../scripts/chaos/report.ts";
import { runRound } from "../../scripts/chaos/run.ts";
import { madeUpHistory } from "./made-up-history.ts";

const START = 1_800_000_000_000;
const fault: Fault = {
  name: "nothing",
  number: "F99",
  what: "nothing at all",
  holdsMs: () => 0,
  strike: async () => async () => {},
};

function judged(
  change: (history: History) => void = () => {},
  {
    outage = [0, 0],
    of = fault,
    steps = 200,
  }: { outage?: [number, number]; of?: Fault; steps?: number } = {},
): Judged {
  const history = new History(() => START);
  history.records.push(...madeUpHistory(3, { steps }));
  history.tell({ proc: "prober 1", f: "read", type: "ok", what: "200" });
  change(history);
  const outages = [{ fault: of, fromMs: START + outage[0], toMs: START + outage[1] }];
  const recoveries = [{ fault: of.name, firstWriteMs: 5, readersAtHeadMs: 9, workerMs: 7, behind: [] }];
  return judge({ history, outages, recoveries, heldUpMs: 1 }, "long");
}

const flagged = ({ verdicts }: Judged): string[] =>
  verdicts.filter(({ faults: found }) => found.length > 0).map(({ check }) => check);

test("[CH3] a round that did enough passes; one that did too little does not, though nothing in it is wrong", () => {
  const enough = judged();
  expect([flagged(enough), enough.passed]).toEqual([[], true]);
  expect(enough.okShare).toBeGreaterThan(0.8);
  const little = judged(undefined, { steps: 40 });
  expect([flagged(little), little.passed]).toEqual([["W"], false]);
});

test("[CH3] what fails in calm times counts, and what fails while a fault may keep it from being done does not", () => {
  const failing = (history: History): void => {
    for (let op = 5_000; op < 5_100; op += 1)
      for (const type of ["invoke", "fail"] as const)
        history.tell({
          proc: "moderator 2",
          f: "publish",
          type,
          op,
          item: op,
          revision: 1,
          what: "redis_unavailable",
        });
  };
  expect(flagged(judged(failing, { outage: [-9_000, -8_000] }))).toEqual(["W"]);
  expect(flagged(judged(failing, { outage: [-500, 500] }))).not.toContain("W");
});

test("[CH6] a late answer, a read that does not say stale, and who stays behind", () => {
  const slow = (history: History): void => {
    history.tell({
      proc: "moderator 2",
      f: "publish",
      type: "fail",
      op: 1,
      item: 999,
      revision: 1,
      tookMs: 2_100,
    });
  };
  expect(flagged(judged(slow))).toEqual(["A"]);
  const away: Fault = { ...fault, allows: { stale: true } };
  const outage: [number, number] = [-20_000, 1];
  expect(
    judged(undefined, { of: away, outage }).verdicts.find(({ check }) => check === "A")!.faults,
  ).toHaveLength(1);
});

test("[CH2] what cannot be done is not run, and has not passed", async () => {
  const { signal } = new AbortController();
  const order = { seed: 1, form: "long", signal, say: () => {}, folder: "nowhere" } as const;
  const reported = await runRound({ ...order, faults: [{ ...fault, missing: () => "it needs a moon" }] });
  expect(reported.notRun).toBe("it needs a moon");
  expect([hasPassed(reported), lineOf(reported)]).toEqual([
    false,
    expect.stringMatching(/not run: it needs a moon$/),
  ]);
  const open = () => Promise.reject(new Error("no ground to stand on"));
  const broken = await runRound({ ...order, faults: [{ ...fault, open }] });
  expect([hasPassed(broken), lineOf(broken)]).toEqual([false, expect.stringMatching(/FAILED: no ground/)]);
  expect(faultsOf(broken).join()).toContain("npm run chaos -- nothing --seed 1");
});

test("[CH4] faults are known by one name each, and an order is one of them or says what is wrong with it", () => {
  const names = faults.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(names.filter((name) => /^[a-z0-9-]+$/.test(name)));
  for (const args of [["earthquake"], ["--for", "soon"], ["--seed", "x"], ["--seed", "-1"], ["--loud"]])
    expect([args, orderFrom(args)]).toEqual([args, expect.any(String)]);
  const of = (...args: string[]) => [...roundsOf(orderFrom(args) as Order)];
  expect(of().map((round) => round.faults[0]!.name)).toEqual(names);
  expect(
    of("redis-kill", "server-kill", "--seed", "7").map((round) => [
      round.faults.map(({ name }) => name),
      round.seed,
    ]),
  ).toEqual([["server-kill"], ["redis-kill"]].map((each) => [each, 7]));
  // By chance: the same seed asks for the same, and for nothing that needs a ground of its own.
  const firstOf = (seed: string) =>
    roundsOf(orderFrom(["random", "--seed", seed]) as Order).next().value as {
      faults: readonly Fault[];
      seed: number;
    };
  expect(firstOf("11")).toEqual(firstOf("11"));
  expect(firstOf("11").faults.every(({ open, alone }) => open === undefined && alone === undefined)).toBe(
    true,
  );
});
