/** A seed that failed, as a person reads it. */
import type { Ran } from "./run.ts";

const LAST = 25;

export function inWords({ seed, failure, last }: Ran): string {
  if (failure === undefined) return `seed ${seed} is well`;
  const { rule, what, step } = failure;
  const again = `npm run simulate -- --seed ${seed} --shrink`;
  return [`seed ${seed}, step ${step}: [${rule}] ${what}`, ...last.slice(-LAST), again].join("\n  ");
}
