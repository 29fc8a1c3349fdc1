/**
 * So many server processes on one port, each a whole node: kept running, and replaced one after another.
 *
 * - [MP3] One that dies is started again after full jitter; the others serve on meanwhile. A faulty configuration
 *   is the end of all, unless others serve: then these are not taken down for it.
 * - [MP4] The first is started alone: what it makes of an empty store, and what it finds wrong, is there once.
 * - [MP5] A roll starts each one's replacement first, and asks the old one to leave once that serves. One that
 *   does not come up ends the roll, and the old ones stay.
 * - [MP7] `stop` ends them all within 6 s.
 */
import { CONFIG_FAULT_EXIT } from "../config.ts";
import { type Backoff, fullJitterMs } from "../core/backoff.ts";
import type { Logger } from "../observe/logger.ts";
import type { End, Forked } from "./forked.ts";

const RESTART: Backoff = { firstMs: 500, maxMs: 30_000 };
/** Whoever lived for so long has not died of how it was started. */
const HEALTHY_MS = 30_000;
const COME_UP_MS = 60_000;
/** A gentle leave takes 30 s at most, and the stop after it 5 s. */
const LEAVE_MOST_MS = 40_000;
/** They have 5 s by themselves. */
const STOP_MOST_MS = 5_500;

export interface SupervisorParts {
  readonly cores: number;
  readonly fork: () => Forked;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  readonly random: () => number;
  readonly nowMs: () => number;
}

/** One of the processes that there are to be, whichever is it now. */
interface Place {
  current: Forked | undefined;
  isServing: boolean;
  deaths: number;
  restart: NodeJS.Timeout | undefined;
}

export class Supervisor {
  readonly #parts: SupervisorParts;
  readonly #places: readonly Place[];
  /** All that run, those that leave and those that are to take their place too. */
  readonly #running = new Set<Forked>();
  readonly #failed = Promise.withResolvers<number>();
  #isStopping = false;
  #isRolling = false;
  #isRollWanted = false;
  #deaths = 0;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#places = Array.from({ length: parts.cores }, () => ({
      current: undefined,
      isServing: false,
      deaths: 0,
      restart: undefined,
    }));
  }

  /** The exit code with which it is of no use to go on; pending for as long as it is. */
  get failed(): Promise<number> {
    return this.#failed.promise;
  }

  /** All that run now, those that leave too. */
  get running(): readonly Forked[] {
    return [...this.#running];
  }

  /** Of the places that there are to be, those whose process takes readers. */
  get serving(): number {
    return this.#places.filter(({ isServing }) => isServing).length;
  }

  /** How many have died, and not because they were told to end. */
  get died(): number {
    return this.#deaths;
  }

  start(): void {
    this.#startAt(this.#places[0]!);
  }

  /** Replaces every process. While it does already, once more after that. */
  async roll(why: string): Promise<void> {
    this.#isRollWanted = true;
    if (this.#isRolling) return;
    this.#isRolling = true;
    while (this.#isRollWanted && !this.#isStopping) {
      this.#isRollWanted = false;
      await this.#rollOnce(why);
    }
    this.#isRolling = false;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { restart } of this.#places) clearTimeout(restart);
    const late = setTimeout(() => this.#forAll((forked) => forked.kill()), STOP_MOST_MS);
    this.#forAll((forked) => forked.stop());
    await Promise.all([...this.#running].map(({ ended }) => ended));
    clearTimeout(late);
  }

  #forAll(work: (forked: Forked) => void): void {
    for (const forked of this.#running) work(forked);
  }

  #startAt(place: Place): void {
    this.#keep(place, this.#begin());
  }

  #begin(): Forked {
    const forked = this.#parts.fork();
    this.#running.add(forked);
    this.#parts.log.info({ process: forked.pid }, "a server process was started");
    void forked.ended.then(() => this.#running.delete(forked));
    return forked;
  }

  /** From now on it is the one of this place. */
  #keep(place: Place, forked: Forked): void {
    clearTimeout(place.restart);
    const sinceMs = this.#parts.nowMs();
    place.current = forked;
    place.isServing = false;
    void forked.listening.then((isServing) => {
      if (place.current !== forked || !isServing) return;
      place.isServing = true;
      if (place === this.#places[0]) this.#startOthers();
    });
    void forked.ended.then((end) => {
      if (place.current !== forked || this.#isStopping) return this.#tellEnd(forked, end);
      place.current = undefined;
      place.isServing = false;
      this.#died(place, forked, end, this.#parts.nowMs() - sinceMs);
    });
  }

  #startOthers(): void {
    if (this.#isStopping) return;
    const isNew = ({ current, deaths }: Place) => current === undefined && deaths === 0;
    for (const place of this.#places.filter(isNew)) this.#startAt(place);
  }

  #died(place: Place, forked: Forked, end: End, livedMs: number): void {
    const { log, random } = this.#parts;
    this.#deaths += 1;
    if (end.code === CONFIG_FAULT_EXIT && !this.#places.some(({ isServing }) => isServing)) {
      this.#tellEnd(forked, end);
      this.#failed.resolve(CONFIG_FAULT_EXIT);
      return;
    }
    if (livedMs >= HEALTHY_MS) place.deaths = 0;
    const restartInMs = fullJitterMs(RESTART, place.deaths, random);
    place.deaths += 1;
    log.error({ process: forked.pid, ...end, restartInMs }, "a server process died; starting another");
    place.restart = setTimeout(() => this.#startAt(place), restartInMs);
  }

  #tellEnd(forked: Forked, end: End): void {
    this.#parts.log.info({ process: forked.pid, ...end }, "a server process ended");
  }

  async #rollOnce(why: string): Promise<void> {
    const { log } = this.#parts;
    log.info({ why, processes: this.#places.length }, "replacing every server process, one after another");
    for (const [at, place] of this.#places.entries()) {
      if (this.#isStopping) return;
      // What is not there comes up from what is on the disk now.
      if (place.current !== undefined && !(await this.#replace(place))) {
        if (this.#isStopping) return;
        log.error(
          { why, replaced: at, left: this.#places.length - at },
          "a new server process did not come up: the old ones go on, and no more are replaced",
        );
        return;
      }
    }
    log.info({ why }, "every server process was replaced");
  }

  async #replace(place: Place): Promise<boolean> {
    const replacement = this.#begin();
    const isUp = await within(COME_UP_MS, replacement.listening);
    if (isUp !== true || this.#isStopping) {
      replacement.kill();
      this.#tellEnd(replacement, await replacement.ended);
      return false;
    }
    // Whoever has the place by now: the old one may have died meanwhile.
    const leaving = place.current;
    place.deaths = 0;
    this.#keep(place, replacement);
    if (leaving === undefined) return true;
    leaving.leave();
    if ((await within(LEAVE_MOST_MS, leaving.ended)) === undefined) leaving.kill();
    await leaving.ended;
    return true;
  }
}

/** Undefined where it takes longer. */
async function within<T>(ms: number, wanted: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), ms);
  try {
    return await Promise.race([wanted, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
