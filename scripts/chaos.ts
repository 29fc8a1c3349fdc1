/**
 * `npm run chaos`: kills, cuts, stops and fills things under load, and checks the promises from what everybody saw.
 *
 * A round has two servers, two workers and a Redis of its own, all on this machine; readers of both kinds, some that
 * leave and come back; screens; moderators, who give each write a key and ask again with it while nobody knows what
 * became of it; and somebody without any right who looks for what they must not find. A fault is struck, healed, and
 * everybody comes to the head. Then the history is judged.
 *
 * | Rule | |
 * |---|---|
 * | CH1 | C1 lost · C2 refused and done, or seen and not there · C3 two entries for one offset · C4 a hole in the log · C5 each reader goes up by one · C6 once · C7 not early, not late · C8 no word before its time · C9 one order, one view · C10 the audit accounts for all. Each is tested with histories made wrong on purpose. |
 * | CH2 | What cannot be done here (it needs root, or a tool) is `not run`, with the reason, and never passed. |
 * | CH3 | A round in which too little was done fails (W): fewer writes than it should have, less than 80 % of what was asked in calm times done, a reader that saw nothing. |
 * | CH4 | Everything by chance comes from the seed that is printed. How processes come to share a machine does not: a seed asks for the same again, and need not bring the same. |
 * | CH5 | A new epoch is a fault but where the fault says that it may come; then every reader that was there must have been told. Likewise of what is lost. |
 * | CH6 | Judged by time, in this long form: late by 2 s at most (3 s after a worker died, or once Redis is back), a write answered within 2 s, reads marked stale while Redis is away, nobody behind 15 s after the healing. |
 * | CH7 | It ends with 1 when anything failed, and leaves nothing behind but the histories of rounds that failed, in `.cache/chaos`. |
 * | CH8 | `npm test` plays some faults in one short round, for safety alone. |
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { orderFrom, roundsOf, USAGE } from "./chaos/order.ts";
import { faults } from "./chaos/registry.ts";
import { faultsOf, HEADER, hasPassed, lineOf, type Reported, summaryOf } from "./chaos/report.ts";
import { runRound } from "./chaos/run.ts";
import { findRedis } from "./redis/find.ts";
import { killAllGuarded } from "./start/guarded-process.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  const order = orderFrom(args);
  if (typeof order === "string") {
    process.stderr.write(`${order}\n${USAGE}\n`);
    return 64;
  }
  if (order.list) {
    for (const { name, number, what } of faults) say(`${number.padEnd(4)} ${name.padEnd(20)} ${what}`);
    return 0;
  }
  await findRedis(say);
  say(`seed ${order.seed}\n\n${HEADER}`);
  const folder = join(import.meta.dirname, "../.cache/chaos");
  const all: Reported[] = [];
  for (const round of roundsOf(order)) {
    const reported = await runRound({ ...round, form: "long", signal: stopped.signal, say, folder });
    if (stopped.signal.aborted) break;
    all.push(reported);
    say([lineOf(reported), ...faultsOf(reported)].join("\n"));
  }
  say(summaryOf(all).join("\n"));
  if (order.json !== undefined)
    writeFileSync(order.json, `${JSON.stringify({ seed: order.seed, rounds: all }, null, 2)}\n`);
  return all.every((each) => each.notRun !== undefined || hasPassed(each)) ? 0 : 1;
}

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    stopped.abort();
    setTimeout(() => {
      killAllGuarded();
      process.exit(1);
    }, 10_000).unref();
  });

process.exitCode = await main(process.argv.slice(2));
