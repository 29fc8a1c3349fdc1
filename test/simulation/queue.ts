/**
 * What BullMQ does for us, as little as it promises: a job comes at about its instant by the clock of the worker that
 * has it, or is lost, or comes late, or twice.
 */
import type { PublishJob } from "../../server/contract/jobs.ts";
import type { World } from "./world.ts";

const TRIES = 40;
const AGAIN_MS = 1_500;

export class SimulatedQueue {
  readonly #world: World;
  readonly #known = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  add({ id, revision }: PublishJob, dueMs: number): void {
    const { dice, weather } = this.#world;
    const job = `${id}-r${revision}-${dueMs}`;
    if (this.#known.has(job) || dice.chance(weather.lostJobs)) return;
    this.#known.add(job);
    this.#wait(id, dueMs);
    if (dice.chance(weather.lostJobs)) this.#wait(id, dueMs);
  }

  #wait(id: string, dueMs: number): void {
    const { dice, time, nature, redis, workers } = this.#world;
    // Whose clock releases it: the job's instant is by Redis', as its producer knows it.
    const { skewMs } = dice.pick(workers);
    const releasedAt = dueMs - skewMs - (redis.nowMs - time.now) * Number(dice.chance(0.5));
    time.after(nature, releasedAt - time.now + dice.between(0, 100), () => this.#offer(id, dueMs, TRIES));
  }

  #offer(id: string, dueMs: number, tries: number): void {
    const { dice, time, nature, workers, redis } = this.#world;
    const ready = workers.filter(
      (worker) => worker.takesWakeUps && worker.line.state === "good" && redis.isUp,
    );
    if (ready.length === 0) {
      if (tries > 0) time.after(nature, AGAIN_MS, () => this.#offer(id, dueMs, tries - 1));
      return;
    }
    const putOff = (aheadMs: number) =>
      void time.after(nature, aheadMs, () => this.#offer(id, dueMs, tries - 1));
    dice.pick(ready).wake(id, dueMs, putOff);
  }
}
