/** One round: a world, people in it, a fault or several one after another, healing, quiet, and the verdict. */
import { randomBytes } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { keys } from "../../server/store/keys.ts";
import type { Actor, Stage } from "./actors/cast.ts";
import { Moderator } from "./actors/moderator.ts";
import { Prober } from "./actors/prober.ts";
import { RunReader } from "./actors/reader.ts";
import { Screen } from "./actors/screen.ts";
import { Words } from "./actors/words.ts";
import { isWrite } from "./check/facts.ts";
import { type Fault, type Form, LEAST_OPS, type Random } from "./fault.ts";
import { plainGround } from "./ground.ts";
import { History } from "./history.ts";
import { lookAsNewcomers, lookAtStore } from "./last-look.ts";
import { Bench } from "./real-processes.ts";
import { PATIENCE_MS, type Recovery, type Watched, watchRecovery, workerBackMs } from "./recovery.ts";
import { seeded } from "./seeded.ts";
import { until } from "./until.ts";
import { openWorld, type World } from "./world.ts";

export interface RoundOrder {
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly form: Form;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** After so long no more faults are begun: on a slow machine there are fewer. At least one is. */
  readonly strikesWithinMs?: number;
}

/** By Redis' clock. */
export interface Outage {
  readonly fault: Fault;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Played {
  readonly history: History;
  /** How long the harness itself was kept from its work at most: a machine too busy to measure on. */
  readonly heldUpMs: number;
  readonly outages: readonly Outage[];
  readonly recoveries: readonly Recovery[];
}

interface Scale {
  readonly moderators: number;
  readonly readersEach: number;
  readonly screens: number;
  readonly pausesMs: readonly [number, number];
  readonly aheadMs: readonly [number, number];
  readonly beforeMs: number;
  readonly afterMs: number;
  /** So many writes must have been acknowledged before the first fault, and in all: on a slow machine it takes longer. */
  readonly leastBefore: number;
  readonly leastOps: number;
}

/** How long a slow machine is waited for. */
const SLOWEST_MS = 60_000;

const SCALES: Readonly<Record<Form, Scale>> = {
  short: {
    moderators: 3,
    readersEach: 1,
    screens: 1,
    pausesMs: [10, 70],
    aheadMs: [300, 1_500],
    beforeMs: 500,
    afterMs: 300,
    leastBefore: 15,
    leastOps: LEAST_OPS.short,
  },
  long: {
    moderators: 4,
    readersEach: 2,
    screens: 2,
    pausesMs: [30, 150],
    aheadMs: [400, 4_000],
    beforeMs: 3_000,
    afterMs: 4_000,
    leastBefore: 50,
    leastOps: LEAST_OPS.long,
  },
};

/** Everything that it started is gone when it resolves, also when it fails. */
export async function playRound(order: RoundOrder): Promise<Played> {
  const bench = new Bench();
  try {
    return await played(order, bench);
  } finally {
    await bench.cleanUp();
  }
}

async function played(order: RoundOrder, bench: Bench): Promise<Played> {
  const { faults, seed, form, signal, say, strikesWithinMs = Number.POSITIVE_INFINITY } = order;
  const random = seeded(seed);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const [first] = faults;
  const ground = await (first?.open === undefined ? plainGround(bench) : first.open(bench));
  let offsetMs = 0;
  const history = new History(() => performance.timeOrigin + performance.now() + offsetMs);
  const world = await openWorld({ bench, ground, form, history, signal, say });
  offsetMs = await clockOffset(world);
  const stage: Stage = { world, history, words: new Words(randomBytes(3).toString("hex")), items: new Map() };
  const cast = await gather(stage, SCALES[form], random);
  bench.onCleanUp(() => {
    for (const { reader } of cast.readers) reader.end();
  });
  await until(() => cast.readers.every(({ reader }) => reader.state !== undefined), "the readers", 20_000);
  const scale = SCALES[form];
  await world.pause(scale.beforeMs);
  await acknowledged(history, scale.leastBefore);

  const outages: Outage[] = [];
  const watched: Watched[] = [];
  const strikesUntil = history.nowMs + strikesWithinMs;
  for (const fault of faults) {
    if (outages.length > 0 && history.nowMs > strikesUntil) break;
    const { outage, recovery } = await struck(fault, {
      stage,
      random: seeded(Math.floor(random() * 2 ** 32)),
      cast,
    });
    outages.push(outage);
    watched.push(recovery);
    await world.pause(scale.afterMs);
  }
  await acknowledged(history, scale.leastOps);
  await settle(cast, stage, random);
  history.end();
  return {
    history,
    heldUpMs: delay.max / 1e6,
    outages,
    recoveries: watched.map(({ recovery, healedAt }) => {
      const workerMs = workerBackMs(history.records, healedAt);
      return { ...recovery, workerMs };
    }),
  };
}

/** A round in which little was done says little: whether it was enough is judged later. */
async function acknowledged({ records }: History, least: number): Promise<void> {
  const isEnough = () => records.filter((each) => isWrite(each) && each.type === "ok").length >= least;
  await until(isEnough, "enough writes", SLOWEST_MS).catch(() => undefined);
}

interface Cast {
  readonly moderators: readonly Moderator[];
  readonly screens: readonly Screen[];
  readonly probers: readonly Prober[];
  /** Those of the screens too. */
  readonly readers: readonly RunReader[];
}

async function gather(stage: Stage, scale: Scale, random: Random): Promise<Cast> {
  const { world } = stage;
  const chance = () => seeded(Math.floor(random() * 2 ** 32));
  const anywhere = () => world.servers.map(({ process }) => process.base);
  const readers: RunReader[] = [];
  const join = (
    name: string,
    transport: "socket" | "stream",
    bases: () => readonly string[],
    wanders = false,
  ) => readers.push(new RunReader(stage, { name, transport, bases, wanders, random: chance() }));
  for (let at = 1; at <= scale.readersEach; at += 1) {
    for (const transport of ["socket", "stream"] as const) {
      for (const { name, front } of world.servers) {
        join(`reader ${at} by ${transport} through ${name}`, transport, () => [front.base]);
      }
      join(`reader ${at} by ${transport}`, transport, anywhere);
      join(`wanderer ${at} by ${transport}`, transport, anywhere, true);
    }
  }
  const screens: Screen[] = [];
  for (let at = 1; at <= scale.screens; at += 1)
    screens.push(await Screen.paired(stage, `screen ${at}`, chance()));
  const { pausesMs, aheadMs } = scale;
  const moderators = Array.from(
    { length: scale.moderators },
    (_, at) => new Moderator(stage, { name: `moderator ${at + 1}`, random: chance(), pausesMs, aheadMs }),
  );
  return {
    moderators,
    screens,
    probers: [new Prober(stage, "prober 1", chance())],
    readers: [...readers, ...screens.map(({ reader }) => reader)],
  };
}

async function struck(
  fault: Fault,
  { stage, random, cast }: { stage: Stage; random: Random; cast: Cast },
): Promise<{ outage: Outage; recovery: Watched }> {
  const { world, history } = stage;
  const holdsMs = fault.holdsMs(world.form, random);
  const note = (what: string) =>
    history.tell({ proc: "nemesis", f: "nemesis", type: "ok", what: `${what} ${fault.name}` });
  const { redisTime: fromMs } = note("strike");
  const heal = await fault.strike(world, random);
  await world.pause(holdsMs);
  await heal();
  const { redisTime: toMs } = note("heal");
  const recovery = await watchRecovery(fault.name, history, cast.readers);
  return { outage: { fault, fromMs, toMs }, recovery };
}

/** Nobody asks for more; what is under way comes to its end, everybody to the head; then all is looked at. */
async function settle(
  { moderators, screens, probers, readers }: Cast,
  stage: Stage,
  random: Random,
): Promise<void> {
  const { world, history } = stage;
  const impatient = setTimeout(() => {
    for (const each of [...moderators, ...screens]) each.giveUp();
  }, PATIENCE_MS);
  const actors: readonly Actor[] = [...moderators, ...probers, ...readers];
  await Promise.all(actors.map((actor) => actor.stop()));
  await world.withRedis(async (redis) => {
    const lastDueMs = Math.max(0, ...[...stage.items.values()].map(({ dueMs = 0 }) => dueMs));
    // In this order: once nothing is due any more, the head stays where it is.
    const isQuiet = async () => {
      if (history.redisNowMs() < lastDueMs + 50) return false;
      if ((await redis.zcount(keys.due, 0, lastDueMs)) > 0) return false;
      const head = Number(await redis.hget(keys.head, "offset"));
      return readers.every(({ reader }) => reader.cursor?.offset === head);
    };
    await until(isQuiet, "quiet", PATIENCE_MS).catch(() => undefined);
    await Promise.all(screens.map((screen) => screen.stop()));
    clearTimeout(impatient);
    history.tell({ proc: "nemesis", f: "nemesis", type: "ok", what: "quiet" });
    for (const reader of readers) reader.end();
    await lookAsNewcomers(stage, random);
    await lookAtStore(stage, redis, screens);
  });
  for (const { name, process } of [...world.servers, ...world.workers])
    for (const seen of stage.words.in(process.log()))
      history.tell({ proc: name, f: "see", type: "ok", ...seen, what: "again: its log" });
}

/** How far Redis' clock is ahead of ours, by the quickest of some round trips. */
async function clockOffset(world: World): Promise<number> {
  return await world.withRedis(async (redis) => {
    let [best, offsetMs] = [Infinity, 0];
    for (let n = 0; n < 5; n += 1) {
      const from = performance.now();
      const [seconds, micros] = await redis.time();
      const tookMs = performance.now() - from;
      if (tookMs >= best) continue;
      best = tookMs;
      offsetMs =
        Number(seconds) * 1_000 + Number(micros) / 1_000 - (performance.timeOrigin + from + tookMs / 2);
    }
    return offsetMs;
  });
}
