/** What one server is asked to do in one round, in the same order whoever it is. */
import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "../statistics.ts";
import { broadcasts } from "./broadcasts.ts";
import type { FanOutGround } from "./ground.ts";
import type { MeasuredServer } from "./measured-server.ts";

/** What a server did in one round; what it was not asked, or cannot be, is absent. */
export interface Round {
  readonly cpuUs: number;
  readonly lastMs: number;
  readonly wrong: number;
  readonly memoryKiB?: number;
  readonly stallMs?: number;
  readonly burst?: {
    readonly cpuUs: number;
    readonly sentMs: number;
    readonly acknowledgedMs: number;
    readonly lastMs: number;
    readonly wrong: number;
  };
}

export const STEADY = { count: 20, everyMs: 500 };
export const BURST = { count: 20, everyMs: 0 };
const FIRST = { count: 3, everyMs: 300 };
/** What publishing costs when it has been compiled is what it costs for the rest of the day. */
const WARM_UP = { count: 60, everyMs: 40 };
const WATCHED = { count: 6, everyMs: 500 };
const FORERUNNERS = 200;
export const SETTLE_MS = 1_500;

/** Steady broadcasting alone: what every server can be asked. */
export async function steadyRound(ground: FanOutGround, server: MeasuredServer): Promise<Round> {
  await warmUp(ground, server);
  await gather(ground, server, ground.readers);
  const round = await steady(ground, server);
  await disperse(ground);
  return round;
}

/** With all that a Node can be asked from inside. */
export async function wholeRound(ground: FanOutGround, server: MeasuredServer): Promise<Round> {
  const probe = server.probe!;
  const memoryKiB = await memoryOfReaders(ground, server);
  const round = await steady(ground, server);
  await probe("watch", {});
  const watched = await broadcasts(ground, server, WATCHED);
  const { longestMs } = await probe("stall", {});
  const burst = await broadcasts(ground, server, BURST);
  await disperse(ground);
  return {
    ...round,
    wrong: round.wrong + watched.wrong,
    memoryKiB,
    stallMs: longestMs,
    burst: {
      cpuUs: burst.cpuUs,
      sentMs: burst.sentWithinMs,
      acknowledgedMs: Math.max(...burst.acknowledgedMs),
      lastMs: Math.max(...burst.lastMs),
      wrong: burst.wrong,
    },
  };
}

/** With readers that are there. What else is measured meanwhile begins and ends with what is. */
export async function steady(
  ground: FanOutGround,
  server: MeasuredServer,
  meanwhile?: { begin(): void; end(): void },
): Promise<Round> {
  await broadcasts(ground, server, FIRST);
  meanwhile?.begin();
  const { cpuUs, lastMs, wrong } = await broadcasts(ground, server, STEADY);
  meanwhile?.end();
  return { cpuUs, lastMs: percentile(lastMs, 0.5), wrong };
}

/** A few who come and go before, so that what is compiled and set up once is no reader's. */
async function warmUp(ground: FanOutGround, server: MeasuredServer): Promise<void> {
  const { crowd, signal } = ground;
  await gather(ground, server, FORERUNNERS);
  await broadcasts({ crowd, signal, readers: FORERUNNERS }, server, WARM_UP);
  await disperse(ground);
}

/** Leaves the readers where they are. */
export async function memoryOfReaders(ground: FanOutGround, server: MeasuredServer): Promise<number> {
  const probe = server.probe!;
  const { readers } = ground;
  await warmUp(ground, server);
  const before = await probe("memory", {});
  await gather(ground, server, readers);
  const after = await probe("memory", {});
  return (after.rss - before.rss) / readers / 1_024;
}

export async function gather(
  { crowd, signal }: FanOutGround,
  { ports, dialect }: MeasuredServer,
  readers: number,
): Promise<void> {
  await crowd.ask("gather", { ports, readers, dialect });
  await pause(SETTLE_MS, undefined, { signal });
}

/** Until the server knows that they have gone. */
export async function disperse({ crowd, signal }: FanOutGround): Promise<void> {
  await crowd.ask("disperse", {});
  await pause(SETTLE_MS, undefined, { signal });
}
