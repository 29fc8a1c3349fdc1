/** Many at once: a hall that returns, a broadcast meanwhile, readers who do not read, and little memory. */
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { gathered } from "../crowds.ts";
import type { Fault } from "../fault.ts";
import { type PlainGround, plainGround } from "../ground.ts";
import { DESK } from "../real-api.ts";
import { until } from "../until.ts";
import type { World } from "../world.ts";

const HALL = 1_000;
const BACK_MS = 30_000;
/** What each of them has missed. */
const BEHIND = 20;
const DELIVERED_MS = 2_000;

async function storm(world: World, times: number): Promise<void> {
  const crowd = await gathered(world, HALL);
  for (let at = 0; at < times; at += 1) {
    const { backMs, gaps } = await crowd.ask("storm", { behind: BEHIND, withinMs: BACK_MS });
    world.expect(
      `all ${HALL} readers came back within ${BACK_MS / 1_000} s: ${backMs.length} did`,
      backMs.length === HALL,
    );
    world.expect(`none of them had a gap: ${gaps}`, gaps === 0);
  }
  await crowd.close();
}

export const returnStorm: Fault = {
  name: "return-storm",
  number: "F21",
  what: `${HALL} readers dropped at once, and all back at once`,
  alone: true,
  bounds: { answerMs: 3_000 },
  holdsMs: () => 0,
  async strike(world) {
    await storm(world, 1);
    return async () => {};
  },
};

/** What is said while they return reaches those who are there. */
export const broadcastInStorm: Fault = {
  name: "broadcast-in-storm",
  number: "F22",
  what: `news while ${HALL} readers return, three times`,
  alone: true,
  bounds: { answerMs: 3_000 },
  holdsMs: () => 0,
  async strike(world) {
    const from = world.history.nowMs;
    await storm(world, 3);
    const delays = world.history.records
      .filter(
        ({ f, tMonoMs, atMs, proc }) =>
          f === "apply" && atMs !== undefined && tMonoMs >= from && /^reader/.test(proc),
      )
      .map(({ redisTime, atMs = 0 }) => redisTime - atMs)
      .sort((a, b) => a - b);
    const p99 = delays[Math.floor(delays.length * 0.99)] ?? Number.NaN;
    world.expect(
      `99 of 100 deliveries took ${DELIVERED_MS} ms at most: ${Math.round(p99)} ms`,
      p99 <= DELIVERED_MS,
    );
    return async () => {};
  },
};

const SLOW = 10;
const LONG_BODY = "What is said at length, so that much is owed to whoever does not read. ".repeat(140);
const MOST_POSTS = 1_500;
const CUT_MS = 30_000;

/** They take nothing. What they are owed must not grow, and after ten seconds they are cut [O5, O6]. */
export const slowConsumer: Fault = {
  name: "slow-consumer",
  number: "F20",
  what: `${SLOW} readers that stop reading, and megabytes of news`,
  alone: true,
  bounds: { answerMs: 3_000 },
  holdsMs: () => 0,
  async strike(world) {
    const { process: server } = world.servers[0]!;
    const ended = new Set<number>();
    for (let at = 0; at < SLOW; at += 1) {
      const socket = connect({ host: "127.0.0.1", port: server.port });
      socket.on("error", () => {});
      socket.on("close", () => ended.add(at));
      socket.write(
        `GET /api/v1/feed/stream HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAccept: text/event-stream\r\n\r\n`,
      );
      // What it hears of the end it must not read for; so it looks whether it may still write.
      socket.once("data", () => socket.pause());
      const ask = setInterval(() => socket.write("\r\n"), 500);
      world.bench.onCleanUp(() => {
        clearInterval(ask);
        socket.destroy();
      });
    }
    const before = residentBytes(server.pid);
    let posted = 0;
    const post = async () => {
      while (ended.size < SLOW && posted < MOST_POSTS) {
        posted += 1;
        const json = {
          kind: "notice",
          text: { en: { headline: "At length", body: LONG_BODY } },
          publishAt: "now",
        };
        await server.api.ask(DESK, { json, withinMs: 4_000 }).catch(() => undefined);
      }
    };
    await Promise.all([post(), post(), post(), post()]);
    await until(() => ended.size === SLOW, "their end", CUT_MS).catch(() => undefined);
    world.expect(`all ${SLOW} who did not read were cut: ${ended.size} were`, ended.size === SLOW);
    const grownMb = (residentBytes(server.pid) - before) / 2 ** 20;
    world.say(`     ${posted} long announcements; the server grew by ${Math.round(grownMb)} MB`);
    return async () => {};
  },
};

const LITTLE_MB = 128;
const MANY = 2_000;

/** Little memory, many readers and much to say: it may refuse, and must not end. */
export const heapLimit: Fault<PlainGround> = {
  name: "heap-limit",
  number: "F28",
  what: `a server with ${LITTLE_MB} MB of heap, ${MANY} readers and megabytes of news`,
  open: (bench) =>
    plainGround(bench, {
      over: { "server 1": { env: { NODE_OPTIONS: `--max-old-space-size=${LITTLE_MB}` } } },
    }),
  bounds: { answerMs: Number.POSITIVE_INFINITY, lateMs: 3_000 },
  holdsMs: () => 0,
  async strike(world) {
    const [little] = world.servers;
    const crowd = await gathered(world, MANY, [little!.process.port]);
    const json = {
      kind: "notice",
      text: { en: { headline: "At length", body: LONG_BODY } },
      publishAt: "now",
    };
    for (let at = 0; at < 300 && little!.isRunning; at += 1)
      await little!.process.api.ask(DESK, { json, withinMs: 8_000 }).catch(() => undefined);
    world.expect("the server with little memory is there", little!.isRunning);
    await crowd.close();
    return async () => {
      await little!.startAgain();
    };
  },
};

/** Of a process; 0 where the system does not tell. */
function residentBytes(pid: number): number {
  try {
    const [, kb] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kb ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
