/** A worker of the world: the real publisher, sweep and watches, woken by a simulated queue. */
import type { Actor } from "../../server/contract/people.ts";
import { Announcements } from "../../server/desk/announcements.ts";
import { RedisClock } from "../../server/feed/clock.ts";
import { Directory } from "../../server/feed/directory.ts";
import { ClockWatch } from "../../server/schedule/clock-watch.ts";
import { DuePublisher } from "../../server/schedule/due-publisher.ts";
import { Nudge } from "../../server/schedule/nudge.ts";
import { Sweep, WORKER_GRACE_MS } from "../../server/schedule/sweep.ts";
import { DirectoryKeeper } from "../../workers/directory-keeper.ts";
import { answerWakeUp } from "../../workers/wake-up.ts";
import { Line } from "./line.ts";
import { SimulatedStore } from "./store.ts";
import { Process } from "./time.ts";
import type { World } from "./world.ts";

const actor: Actor = { id: "worker", role: "moderator", name: "worker" };
const PUT_OFF = new Error("put off");

export class WorkerProcess {
  readonly name: string;
  readonly #world: World;
  process: Process;
  line: Line;
  skewMs = 0;
  #publisher: DuePublisher | undefined;
  #clock: RedisClock | undefined;

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
    this.process = new Process(name);
    this.line = this.#newLine();
  }

  #newLine(): Line {
    const { time, dice, redis, weather } = this.#world;
    return new Line({ time, dice, redis, weather, process: this.process, nowMs: this.nowMs });
  }

  nowMs = (): number => Math.floor(this.#world.time.now + this.skewMs);

  get isUp(): boolean {
    return this.#publisher !== undefined;
  }

  /** Whether it takes wake-ups: one whose clock is off stands down. */
  get takesWakeUps(): boolean {
    return this.isUp && !this.process.isAsleep && this.#clock!.agrees;
  }

  start(): void {
    this.process = new Process(this.name);
    const { state } = this.line;
    this.line = this.#newLine();
    this.line.state = state;
    this.#world.time.after(this.process, 0, () => void this.#open(this.process));
  }

  async #open(process: Process): Promise<void> {
    const { alarm, log, parts } = this.#world;
    const store = new SimulatedStore(this.line);
    const clock = new RedisClock(this.nowMs);
    const directory = new Directory(store);
    const announcements = new (parts.announcements ?? Announcements)({
      store,
      directory,
      clock,
      alarm: alarm(this.line),
    });
    const keeper = new DirectoryKeeper({ store, directory, onChange: () => {} });
    const fresh = () => keeper.fresh();
    const publisher = new DuePublisher({ announcements, store, clock, actor, log, fresh });
    const sweep = new Sweep({ publisher, clock, graceMs: WORKER_GRACE_MS, log });
    const nudge = new Nudge({ store, clock, ping: () => store.nowMs(), drain: () => publisher.drain() });
    const watch = new ClockWatch({ store, clock, now: this.nowMs });
    try {
      await watch.measure();
      await keeper.fresh(0);
    } catch {
      process.isGone = true;
      this.#world.again(() => this.start());
      return;
    }
    for (const timer of [watch, keeper, sweep, nudge]) timer.start();
    this.#publisher = publisher;
    this.#clock = clock;
  }

  crash(): void {
    this.process.isGone = true;
    this.#publisher = undefined;
  }

  /** A job comes to it; it answers when, where it was too early. */
  wake(id: string, dueMs: number, putOff: (aheadMs: number) => void): void {
    const { time, log } = this.#world;
    const [publisher, clock] = [this.#publisher!, this.#clock!];
    time.after(this.process, 0, () => {
      const later = (aheadMs: number): Promise<never> => {
        putOff(aheadMs);
        return Promise.reject(PUT_OFF);
      };
      answerWakeUp({ id, dueMs, putOff: later }, { publisher, clock, log }).catch((error: unknown) => {
        if (error !== PUT_OFF) throw error;
      });
    });
  }
}
