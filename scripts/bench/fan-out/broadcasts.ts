/** Sends announcements to a crowd that listens, and says what became of them and what that cost. */
import { setTimeout as pause } from "node:timers/promises";
import { wallMs } from "../wall-clock.ts";
import type { FanOutGround } from "./ground.ts";
import type { MeasuredServer } from "./measured-server.ts";

export interface Broadcasts {
  /** Of the whole server, publishing and waiting included: µs for each announcement and reader. */
  readonly cpuUs: number;
  /** For each announcement, from before its request until the last reader had it. */
  readonly lastMs: readonly number[];
  readonly acknowledgedMs: readonly number[];
  /** Until the last of the requests was on its way. */
  readonly sentWithinMs: number;
  /** Lost, twice, out of order, or a connection that ended. */
  readonly wrong: number;
}

export interface BroadcastPlan {
  readonly count: number;
  /** By the clock, whether or not the one before has been answered; 0: all at once. */
  readonly everyMs: number;
}

const PATIENCE_MS = 60_000;
/** What a server still does after the last reader has been told. */
const AFTER_MS = 300;
let named = 0;

export async function broadcasts(
  { crowd, readers, signal }: Pick<FanOutGround, "crowd" | "readers" | "signal">,
  server: MeasuredServer,
  { count, everyMs }: BroadcastPlan,
): Promise<Broadcasts> {
  named += 1;
  const name = `fan-out ${named} `;
  await crowd.ask("listen", { wakeful: true });
  const cpuBeforeMs = server.cpuMs();
  const sentAtMs: number[] = [];
  const answers = [];
  const startedAt = performance.now();
  for (let n = 0; n < count; n += 1) {
    const waitMs = startedAt + n * everyMs - performance.now();
    if (everyMs > 0) await pause(Math.max(0, waitMs), undefined, { signal });
    const calledMs = performance.now() - startedAt;
    sentAtMs.push(wallMs());
    answers.push(
      server
        .announce(`${name} ${n}`)
        .then((exchange) => ({ ...exchange, sentMs: calledMs + exchange.sentMs })),
    );
  }
  const exchanged = await Promise.all(answers);
  const { arrivals, gaps, lost } = await crowd.ask("heard", {
    announcements: count,
    withinMs: PATIENCE_MS,
    named: name,
  });
  await pause(AFTER_MS, undefined, { signal });
  const cpuUs = ((server.cpuMs() - cpuBeforeMs) * 1_000) / (count * readers);
  const deliveries = arrivals.reduce((sum, each) => sum + each.count, 0);
  return {
    cpuUs,
    lastMs: arrivals.map(({ headline, lastMs }) => lastMs - sentAtMs[Number(headline.split(" ").at(-1))]!),
    acknowledgedMs: exchanged.map(({ answeredMs }) => answeredMs),
    sentWithinMs: Math.max(...exchanged.map(({ sentMs }) => sentMs)),
    wrong: Math.abs(count * readers - deliveries) + gaps + lost,
  };
}
