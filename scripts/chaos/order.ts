/** What is asked of `npm run chaos`, and the rounds that it comes to. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import type { Fault } from "./fault.ts";
import { faults } from "./registry.ts";
import { below, pick, seeded } from "./seeded.ts";

export const USAGE = `npm run chaos [-- FAULT … | all | random] [--for 10m] [--seed N] [--json FILE] [--list]

  FAULT …   one or several by name, each in a round of its own; all where none is named
  random    rounds of faults by chance, two to four in each, for as long as --for says (10m)
  --seed    the same choices once more; without it, by chance, and printed
  --json    the report as JSON too
  --list    the faults`;

export interface Order {
  readonly names: readonly string[];
  readonly isRandom: boolean;
  readonly forMs: number;
  readonly seed: number;
  readonly json: string | undefined;
  readonly list: boolean;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const MOST_SEED = 2 ** 31;

/** What was asked for, or the line that says what is wrong with it. */
export function orderFrom(args: readonly string[]): Order | string {
  try {
    const options = {
      for: { type: "string", default: "10m" },
      seed: { type: "string" },
      json: { type: "string" },
      list: { type: "boolean", default: false },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const unknown = positionals.find(
      (name) => name !== "all" && name !== "random" && !faults.some((fault) => fault.name === name),
    );
    if (unknown !== undefined) return `There is no fault "${unknown}". --list names them.`;
    const [, count, unit] = /^(\d+)([smh])$/.exec(values.for) ?? [];
    if (count === undefined) return "--for is like 90s, 10m or 1h.";
    const seed = values.seed === undefined ? randomInt(MOST_SEED) : Number(values.seed);
    if (!Number.isSafeInteger(seed) || seed < 0) return "--seed is a whole number.";
    return {
      names: positionals,
      isRandom: positionals.includes("random"),
      forMs: Number(count) * UNITS[unit!]!,
      seed,
      json: values.json,
      list: values.list,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The rounds of an order, one after another, for as long as it goes on. */
export function* roundsOf({
  names,
  isRandom,
  forMs,
  seed,
}: Order): Generator<{ faults: readonly Fault[]; seed: number }> {
  const random = seeded(seed);
  if (isRandom) {
    const end = performance.now() + forMs;
    const mixable = faults.filter((fault) => fault.open === undefined && fault.alone !== true);
    while (performance.now() < end) {
      const some = Array.from({ length: 2 + below(random, 3) }, () => pick(random, mixable));
      yield { faults: some, seed: below(random, MOST_SEED) };
    }
    return;
  }
  const isAll = names.length === 0 || names.includes("all");
  // A fault alone has the seed itself, so that it can be asked for again by its name.
  for (const fault of faults) if (isAll || names.includes(fault.name)) yield { faults: [fault], seed };
}
