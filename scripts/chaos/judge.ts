/** What a round comes to: the checks of its history, whether enough was done, and, in the long form, the times. */
import { check } from "./check/check.ts";
import { factsOf, isWrite } from "./check/facts.ts";
import { lateness } from "./check/timely.ts";
import type { Expectations, Verdict } from "./check/verdict.ts";
import { type Fault, type Form, LEAST_OPS } from "./fault.ts";
import type { HistoryRecord } from "./history.ts";
import type { Recovery } from "./recovery.ts";
import type { Outage, Played } from "./round.ts";

export interface Counts {
  readonly ops: number;
  readonly ok: number;
  readonly failed: number;
  readonly unknown: number;
}

export interface Judged {
  readonly counts: Counts;
  /** Of what was asked for while nothing was the matter, how much was done. */
  readonly okShare: number;
  readonly entries: number;
  readonly verdicts: readonly Verdict[];
  /** Of scheduled publications, beyond what an outage excuses; undefined where there were none. */
  readonly worstLateMs: number | undefined;
  readonly slowestAnswerMs: number;
  /** How long the harness itself was kept from its work. */
  readonly heldUpMs: number;
  readonly recoveries: readonly Recovery[];
  readonly passed: boolean;
}

/** After a healing, clients and processes come back for so long before what fails counts. */
const COMING_BACK_MS = 3_000;
const OK_SHARE = 0.8;
/** How long a node may take to know that it has lost Redis. */
const KNOWN_LOST_MS = 6_000;
const LATE_MS = 2_000;
const ANSWER_MS = 2_000;

export function judge({ history: { records }, outages, recoveries, heldUpMs }: Played, form: Form): Judged {
  const faults = outages.map(({ fault }) => fault);
  const expected = expectationsOf(outages, form);
  const facts = factsOf(records);
  const late = lateness(facts, expected).map(({ lateMs }) => lateMs);
  const counts = countsOf(facts.ops.map(({ type }) => type));
  const okShare = calmShare(records, outages);
  const slowestAnswerMs = Math.max(0, ...records.map((each) => (isWrite(each) ? (each.tookMs ?? 0) : 0)));
  const verdicts = [
    ...check(records, expected),
    { check: "E", what: "what the fault had to bring about", faults: unmet(records) },
    {
      check: "W",
      what: "too little was done",
      faults: tooLittle(records, { counts, okShare, form, faults }),
    },
    ...(form === "long"
      ? [
          { check: "B", what: "behind 15 s after the healing", faults: behind(recoveries) },
          {
            check: "A",
            what: "answered late, or not stale",
            faults: answers(records, outages, slowestAnswerMs),
          },
        ]
      : []),
  ];
  return {
    counts,
    okShare,
    entries: facts.log.length,
    verdicts,
    worstLateMs: late.length === 0 ? undefined : Math.max(...late),
    slowestAnswerMs,
    heldUpMs,
    recoveries,
    passed: verdicts.every(({ faults: found }) => found.length === 0),
  };
}

const allows = (faults: readonly Fault[], what: keyof NonNullable<Fault["allows"]>): boolean =>
  faults.some((fault) => fault.allows?.[what] === true);

function expectationsOf(outages: readonly Outage[], form: Form): Expectations {
  const faults = outages.map(({ fault }) => fault);
  return {
    epochChange: allows(faults, "epochChange"),
    loss: allows(faults, "loss"),
    excused: outages
      .filter(({ fault }) => fault.allows?.dueWaits === true)
      .map(({ fromMs, toMs }) => [fromMs, toMs] as const),
    ...(form === "long"
      ? { lateMs: Math.max(LATE_MS, ...faults.map(({ bounds }) => bounds?.lateMs ?? 0)) }
      : {}),
  };
}

function countsOf(types: readonly ("ok" | "fail" | "info")[]): Counts {
  const of = (type: string) => types.filter((each) => each === type).length;
  return { ops: types.length, ok: of("ok"), failed: of("fail"), unknown: of("info") };
}

/** Refusals that are the moderator's own doing (somebody was quicker) are no failures. */
const OWN_DOING = new Set(["not_allowed_in_state", "stale_revision", "not_found", "invalid"]);

function calmShare(records: readonly HistoryRecord[], outages: readonly Outage[]): number {
  const isCalm = ({ redisTime }: HistoryRecord) =>
    !outages.some(({ fromMs, toMs }) => redisTime >= fromMs && redisTime < toMs + COMING_BACK_MS);
  const writes = records.filter(isWrite);
  const calm = new Set(writes.filter((each) => each.type === "invoke" && isCalm(each)).map(keyOf));
  const ends = writes.filter(
    (each) =>
      each.type !== "invoke" &&
      calm.has(keyOf(each)) &&
      !(each.type === "fail" && OWN_DOING.has(each.what ?? "")),
  );
  return ends.length === 0 ? 0 : ends.filter(({ type }) => type === "ok").length / ends.length;
}

const keyOf = ({ proc, op }: HistoryRecord): string => `${proc}#${op}`;

const unmet = (records: readonly HistoryRecord[]): string[] =>
  records.filter(({ f, type }) => f === "expect" && type === "fail").map(({ what = "" }) => what);

interface Done {
  readonly counts: Counts;
  readonly okShare: number;
  readonly form: Form;
  readonly faults: readonly Fault[];
}

function tooLittle(records: readonly HistoryRecord[], { counts, okShare, form, faults }: Done): string[] {
  const least = Math.max(LEAST_OPS[form], ...faults.map(({ leastOps = 0 }) => leastOps));
  const has = (f: string) => records.some((each) => each.f === f);
  const sawNothing = [
    ...Map.groupBy(
      records.filter(({ f }) => f === "apply" || f === "snapshot"),
      ({ proc }) => proc,
    ),
  ]
    .filter(([proc, all]) => !proc.startsWith("newcomer") && !all.some(({ f }) => f === "apply"))
    .map(([proc]) => `${proc} saw nothing`);
  return [
    ...(counts.ok < least
      ? [`${counts.ok} writes were acknowledged, at least ${least} should have been`]
      : []),
    ...(okShare < OK_SHARE
      ? [`of what was asked in calm times ${Math.round(okShare * 100)} % was done`]
      : []),
    ...["schedule", "receipt", "see", "read", "audit"].filter((f) => !has(f)).map((f) => `there was no ${f}`),
    ...sawNothing,
  ];
}

const behind = (recoveries: readonly Recovery[]): string[] =>
  recoveries.flatMap(({ fault, behind: names, firstWriteMs }) => [
    ...(firstWriteMs === undefined ? [`after ${fault} no write was acknowledged`] : []),
    ...names.map((name) => `after ${fault}: ${name}`),
  ]);

function answers(records: readonly HistoryRecord[], outages: readonly Outage[], slowestMs: number): string[] {
  const found: string[] = [];
  const bound = Math.max(ANSWER_MS, ...outages.map(({ fault }) => fault.bounds?.answerMs ?? 0));
  if (slowestMs > bound) found.push(`a write was answered after ${Math.round(slowestMs)} ms`);
  for (const { fault, fromMs, toMs } of outages) {
    if (fault.allows?.stale !== true) continue;
    const reads = records.filter(
      ({ f, redisTime }) => f === "read" && redisTime >= fromMs + KNOWN_LOST_MS && redisTime < toMs,
    );
    for (const { what, note } of reads)
      if (what !== "stale") found.push(`while ${fault.name} held ${note} answered a read with ${what}`);
  }
  return [...new Set(found)];
}
