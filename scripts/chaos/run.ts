/** A round with what becomes of it: played, judged, and its history kept where it failed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Fault, Form } from "./fault.ts";
import { judge } from "./judge.ts";
import type { Reported } from "./report.ts";
import { playRound } from "./round.ts";

export interface RunOrder {
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly form: Form;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Where histories of rounds that failed go. */
  readonly folder: string;
}

export async function runRound(order: RunOrder): Promise<Reported> {
  const { faults, seed, form, folder } = order;
  const about = {
    name: faults.map(({ name }) => name).join(" "),
    numbers: faults.length === 1 ? faults[0]!.number : "mix",
    what: faults.map(({ what }) => what).join("; "),
    seed,
  };
  for (const { name, missing } of faults) {
    const why = await missing?.();
    if (why !== undefined) return { ...about, notRun: faults.length === 1 ? why : `${name}: ${why}` };
  }
  try {
    const played = await playRound(order);
    const judged = judge(played, form);
    if (judged.passed) return { ...about, judged };
    mkdirSync(folder, { recursive: true });
    const history = join(folder, `${about.name.replaceAll(" ", "+").slice(0, 60)}-${seed}.jsonl`);
    played.history.keep(history);
    return { ...about, judged, history };
  } catch (error) {
    return { ...about, broke: error instanceof Error ? error.message.slice(0, 2_000) : String(error) };
  }
}
