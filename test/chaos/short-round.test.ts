/** The short form of `npm run chaos`: several faults in one round, and whether all that must hold held. */
import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { LEAST_OPS } from "../../scripts/chaos/fault.ts";
import { redisMute } from "../../scripts/chaos/faults/half-open.ts";
import { redisKill } from "../../scripts/chaos/faults/redis-kill.ts";
import { replyLost } from "../../scripts/chaos/faults/replies.ts";
import { serverKill } from "../../scripts/chaos/faults/server-kill.ts";
import { workerKill } from "../../scripts/chaos/faults/worker-kill.ts";
import { judge } from "../../scripts/chaos/judge.ts";
import { playRound } from "../../scripts/chaos/round.ts";

const seed = randomInt(2 ** 31);
const all = [serverKill, workerKill, replyLost, redisKill, redisMute];
// Another one first each time: a slow machine comes to some of them alone.
const first = seed % all.length;
const faults = [...all.slice(first), ...all.slice(0, first)];

test(`[CH8] [P1] [P2] [P4] [R3] [S3] [T1] killed, cut and mute, nothing is lost, done twice, early or in another order (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  const { signal } = new AbortController();
  const played = await playRound({
    faults,
    seed,
    form: "short",
    strikesWithinMs: 25_000,
    signal,
    say: () => {},
  });
  const { verdicts, counts } = judge(played, "short");
  for (const { check, what, faults: found } of verdicts)
    expect([seed, check, what, found]).toEqual([seed, check, what, []]);
  expect(counts.ok).toBeGreaterThanOrEqual(LEAST_OPS.short);
  expect(played.recoveries.flatMap(({ behind }) => behind)).toEqual([]);
});
