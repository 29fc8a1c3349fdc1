/**
 * A deterministic world: two servers, two workers, a Redis, readers, a screen and desks, in virtual time. A seed
 * determines all that happens in it.
 */
import type { Announcements } from "../../server/desk/announcements.ts";
import type { Replica } from "../../server/feed/replica.ts";
import type { Tail } from "../../server/feed/tail.ts";
import type { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import type { Follower } from "../../server/store/redis-follower.ts";
import { event } from "../support/written.ts";
import { Desks } from "./desk.ts";
import { Device } from "./device.ts";
import { Dice, seedOf } from "./dice.ts";
import { Judge } from "./judge.ts";
import type { Line, Weather } from "./line.ts";
import { LogJudge } from "./log-judge.ts";
import { SimulatedQueue } from "./queue.ts";
import { SimulatedRedis } from "./redis.ts";
import { ServerProcess } from "./server-process.ts";
import { Process, VirtualTime } from "./time.ts";
import { Trace } from "./trace.ts";
import { WorkerProcess } from "./worker-process.ts";

const theEvent = event();
const START = Date.UTC(2022, 10, 9, 1);

/** Parts of the world that may be replaced by worse ones, to see that it notices. */
export interface Parts {
  readonly replica?: typeof Replica;
  readonly tail?: typeof Tail;
  readonly announcements?: typeof Announcements;
  readonly follower?: (follower: Follower) => Follower;
  readonly feedLog?: typeof MemoryFeedLog;
  /** Redis loses writes though all believe that it cannot. */
  readonly losesSilently?: boolean;
}

export class World {
  readonly seed: number;
  readonly time = new VirtualTime(START);
  readonly dice: Dice;
  readonly trace: Trace;
  readonly logJudge: LogJudge;
  readonly judge: Judge;
  readonly parts: Parts;
  readonly redis: SimulatedRedis;
  /** What happens by itself. */
  readonly nature = new Process("nature");
  readonly weather: Weather;
  readonly mayLoseWrites: boolean;
  readonly isRehearsal: boolean;
  readonly servers: readonly ServerProcess[];
  readonly workers: readonly WorkerProcess[];
  readonly devices: readonly Device[];
  readonly desks: Desks;
  readonly queue: SimulatedQueue;
  #slow: { readonly storeMs: number; readonly untilMs: number }[] = [];
  /** How many headlines were written. */
  headlines = 0;
  /** How far the clock of Redis' machine is ahead. */
  redisAheadMs = 0;
  /** Writes by which Redis can be put back: no further than to where the event was set up. */
  #settledWrites = 0;
  #calm: Weather;

  constructor(seed: number, parts: Parts = {}) {
    this.seed = seed;
    this.parts = parts;
    const dice = new Dice(seedOf(seed, 0));
    this.dice = dice;
    this.trace = new Trace(() => this.time.now);
    this.mayLoseWrites = dice.chance(0.5);
    this.isRehearsal = dice.chance(0.4);
    this.#calm = {
      storeMs: dice.between(0.5, 4),
      readerMs: dice.between(1, 80),
      lostReplies: 0,
      lostFrames: 0,
      lostJobs: 0,
    };
    this.weather = { ...this.#calm };
    this.redis = new SimulatedRedis({
      nowMs: () => this.time.now + this.redisAheadMs,
      entries: dice.chance(0.5) ? 10 + dice.whole(40) : 100_000,
      mayLoseWrites: this.mayLoseWrites && parts.losesSilently !== true,
      onWritten: async (written) => {
        await this.logJudge.written(written);
        for (const { line } of this.servers) line.written();
      },
      onLost: (left) => this.logJudge.lost(left),
      ...(parts.feedLog === undefined ? {} : { FeedLog: parts.feedLog }),
    });
    this.logJudge = new LogJudge({
      trace: this.trace,
      log: () => this.redis.log,
      nowMs: () => this.time.now,
      storeAheadMs: () => this.redisAheadMs,
    });
    this.judge = new Judge(this.trace, this.logJudge);
    this.desks = new Desks(this);
    this.queue = new SimulatedQueue(this);
    this.servers = ["server-1", "server-2"].map((name) => new ServerProcess(this, name));
    this.workers = ["worker-1", "worker-2"].map((name) => new WorkerProcess(this, name));
    this.devices = ["reader-1", "reader-2", "reader-3", "screen"].map(
      (name) => new Device(this, name, name === "screen"),
    );
  }

  /** Publishing that fails by a fault of its own is a fault of ours. */
  readonly log = {
    debug: () => {},
    warn: () => {},
    error: (fields: object, message: string) =>
      this.trace.fail(
        "log",
        `${message}: ${JSON.stringify(fields, (_, value) => (value instanceof Error ? value.stack : value))}`,
      ),
  };

  /** How a process sets wake-ups, where its line to Redis is good. */
  readonly alarm = (line: Line) => ({
    wakeAt: (job: { id: string; revision: number }, dueMs: number) => {
      if (line.state === "good" && this.redis.isUp) this.queue.add(job, dueMs);
    },
  });

  /** What one way to Redis takes at most, also of what was sent before the weather changed. */
  get slowestMs(): number {
    this.#slow = this.#slow.filter(({ untilMs }) => untilMs > this.time.now);
    return Math.max(this.weather.storeMs, ...this.#slow.map(({ storeMs }) => storeMs)) + 1;
  }

  changeWeather(weather: Weather): void {
    const { storeMs } = this.weather;
    this.#slow.push({ storeMs, untilMs: this.time.now + 2 * storeMs + 1 });
    Object.assign(this.weather, weather);
  }

  get processes(): readonly (ServerProcess | WorkerProcess)[] {
    return [...this.servers, ...this.workers];
  }

  again(start: () => void): void {
    this.time.after(this.nature, this.dice.between(300, 1_500), start);
  }

  /** Everything is started, and the event is set up. */
  async begin(): Promise<void> {
    const by = { name: "admin", nowMs: this.time.now, runId: this.redis.runId };
    await this.redis.newEpoch("", by);
    await this.redis.commit(
      {
        items: [],
        documents: [
          { name: "event", version: 0, json: JSON.stringify({ ...theEvent, rehearsal: this.isRehearsal }) },
          { name: "programme", version: 0, json: "[]" },
        ],
        entries: [{ type: "eventChanged" }],
        audit: { action: "event", by: "admin", byName: "admin" },
      },
      by,
    );
    this.#settledWrites = this.redis.written;
    for (const process of [...this.processes, ...this.devices]) process.start();
    await this.time.pass(500);
  }

  /** The most writes that Redis may lose. */
  get losable(): number {
    return this.mayLoseWrites ? this.redis.written - this.#settledWrites : 0;
  }

  redisDown(): void {
    this.redis.isUp = false;
    for (const { line } of this.processes) line.drop();
  }

  async redisUp(lost: number): Promise<void> {
    if (this.redis.isUp) return;
    await this.redis.restart(lost);
  }

  /** All is well again: everything runs, every clock is right, and every way is open. */
  async heal(): Promise<void> {
    this.changeWeather(this.#calm);
    this.redisAheadMs = 0;
    this.redis.isFull = false;
    if (this.redis.process.isAsleep) this.time.wake(this.redis.process);
    await this.redisUp(0);
    for (const each of this.processes) {
      each.skewMs = 0;
      each.line.state = "good";
      if (each.process.isAsleep) this.time.wake(each.process);
      if (!each.isUp && each.process.isGone) each.start();
    }
    for (const device of this.devices) {
      device.isOffline = false;
      device.skewMs = 0;
      if (device.process.isAsleep) this.time.wake(device.process);
      if (!device.isUp) device.start();
      else device.watch?.networkBack();
      device.wire?.unclog();
    }
  }
}
