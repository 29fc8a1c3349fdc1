/** What is said of a run: a line for each round, and what was wrong with it. */
import type { Judged } from "./judge.ts";

export interface Reported {
  readonly name: string;
  readonly numbers: string;
  readonly what: string;
  readonly seed: number;
  /** Why it was not run, or could not be played to its end. */
  readonly notRun?: string;
  readonly broke?: string;
  readonly judged?: Judged;
  /** Where its history is, of a round that failed. */
  readonly history?: string;
}

const MOST_FAULTS = 6;
const ms = (value: number | undefined): string => (value === undefined ? "–" : String(Math.round(value)));

export const hasPassed = ({ judged, broke }: Reported): boolean =>
  broke === undefined && judged?.passed === true;

export function lineOf(reported: Reported): string {
  const { name, numbers, judged, notRun, broke } = reported;
  const head = `${numbers.padEnd(4)} ${name.padEnd(20)}`;
  if (notRun !== undefined) return `${head} not run: ${notRun}`;
  if (judged === undefined) return `${head} FAILED: ${broke}`;
  const { counts, recoveries, worstLateMs } = judged;
  const worst = (pick: (each: (typeof recoveries)[number]) => number | undefined): string => {
    const all = recoveries.map(pick).filter((each) => each !== undefined);
    return all.length === 0 ? "–" : ms(Math.max(...all));
  };
  return [
    head,
    judged.passed ? "ok    " : "FAILED",
    `${counts.ok}/${counts.failed}/${counts.unknown}`.padStart(11),
    ms(worstLateMs).padStart(7),
    worst(({ firstWriteMs }) => firstWriteMs).padStart(8),
    worst(({ readersAtHeadMs }) => readersAtHeadMs).padStart(8),
    worst(({ workerMs }) => workerMs).padStart(8),
    String(new Set(recoveries.flatMap(({ behind }) => behind)).size).padStart(7),
  ].join(" ");
}

export const HEADER =
  "     fault                       ok/failed/?    late   write  readers   worker  behind";

const BUSY_MS = 500;

export function faultsOf({ judged, history, broke, seed, name }: Reported): string[] {
  const found = (judged?.verdicts ?? []).filter(({ faults }) => faults.length > 0);
  const lines = found.flatMap(({ check, what, faults }) => [
    `     ${check} ${what}:`,
    ...faults.slice(0, MOST_FAULTS).map((fault) => `       ${fault}`),
    ...(faults.length > MOST_FAULTS ? [`       and ${faults.length - MOST_FAULTS} more`] : []),
  ]);
  if (lines.length === 0 && broke === undefined) return [];
  const heldUpMs = judged?.heldUpMs ?? 0;
  return [
    ...lines,
    ...(heldUpMs > BUSY_MS
      ? [
          `     (the harness itself was kept waiting for ${ms(heldUpMs)} ms: the machine was busy with something else)`,
        ]
      : []),
    `     again: npm run chaos -- ${name} --seed ${seed}`,
    ...(history === undefined ? [] : [`     its history: ${history}`]),
  ];
}

export function summaryOf(all: readonly Reported[]): string[] {
  const ran = all.filter(({ notRun }) => notRun === undefined);
  const sum = (of: (judged: Judged) => number) =>
    ran.reduce((total, { judged }) => total + (judged === undefined ? 0 : of(judged)), 0);
  const broken = (check: string) =>
    sum(({ verdicts }) => verdicts.find((each) => each.check === check)?.faults.length ?? 0);
  const late = ran.flatMap(({ judged }) => judged?.worstLateMs ?? []);
  return [
    "",
    `rounds: ${ran.filter(hasPassed).length} passed, ${ran.filter((each) => !hasPassed(each)).length} failed, ${all.length - ran.length} not run`,
    `writes: ${sum(({ counts }) => counts.ops)}: ${sum(({ counts }) => counts.ok)} acknowledged, ${sum(({ counts }) => counts.failed)} refused, ${sum(({ counts }) => counts.unknown)} unknown; ${sum(({ entries }) => entries)} entries in the logs`,
    `acknowledged and lost ${broken("C1")} · refused and done ${broken("C2")} · two entries for one offset ${broken("C3")} · holes ${broken("C4")}`,
    `gaps and repetitions for readers ${broken("C5")} · done twice ${broken("C6")} · early or too late ${broken("C7")} · leaks ${broken("C8")}`,
    `disagreements ${broken("C9")} · audit ${broken("C10")}${late.length === 0 ? "" : ` · latest ${ms(Math.max(...late))} ms after its time`}`,
  ];
}
