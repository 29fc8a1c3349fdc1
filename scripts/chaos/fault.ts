/** What a fault is: how it is brought about and healed, what it may do, and what must hold all the same. */
import type { Ground } from "./ground.ts";
import type { Bench } from "./real-processes.ts";
import type { World } from "./world.ts";

/** Of the seed: 0 ≤ x < 1. */
export type Random = () => number;

/** `short` is what `npm test` runs: seconds, and safety alone. */
export type Form = "short" | "long";

/** A round in which fewer writes were acknowledged shows nothing. */
export const LEAST_OPS: Readonly<Record<Form, number>> = { short: 60, long: 120 };

/** Ends the fault; resolves when nothing of it is left. */
export type Heal = () => Promise<void>;

export interface Allowances {
  /** The log may go on under a new epoch. Then every reader that was there must have been reset. */
  readonly epochChange?: true;
  /** What was acknowledged may be gone, with a new epoch and only then. */
  readonly loss?: true;
  /** Writes may fail or stay unknown from the strike until some seconds after it is healed. */
  readonly writesFail?: true;
  /** What falls due meanwhile may wait until it is healed. */
  readonly dueWaits?: true;
  /** Redis is away for everybody: reads must be answered all the same, and after some seconds say `stale`. */
  readonly stale?: true;
  /** Processes may end by themselves; what that means is for the fault to check. */
  readonly exits?: true;
}

/** Judged in the long form alone. */
export interface Bounds {
  /** How late a publication may be, ms; where `dueWaits`, after the healing. 2,000 where absent. */
  readonly lateMs?: number;
  /** In how many ms a write must be answered, also by a refusal. 2,000 where absent, `Infinity` for no bound. */
  readonly answerMs?: number;
}

export interface Fault<G extends Ground = Ground> {
  /** `redis-kill` */
  readonly name: string;
  /** Its number in the list of faults: `F3`. */
  readonly number: string;
  /** One line, for people. */
  readonly what: string;
  /** Why it cannot be done on this machine. It is then `not run`, and never passed. */
  missing?(): string | undefined | Promise<string | undefined>;
  /**
   * A ground of its own. Without one it stands on the plain ground (ground.ts), and may be mixed with others that do.
   * What it opens is closed by `bench.onCleanUp`.
   */
  open?(bench: Bench): Promise<G>;
  /** Not to be struck together with others: it has more of its own than its ground. */
  readonly alone?: true;
  readonly allows?: Allowances;
  readonly bounds?: Bounds;
  /** How many writes must have been acknowledged in a round with it, where that is more than usual. */
  readonly leastOps?: number;
  /** For how long it holds, in ms. 0 where the strike is all of it. */
  holdsMs(form: Form, random: Random): number;
  /** Brings it about; resolves when it holds. Everything by chance is by `random`. */
  strike(world: World<G>, random: Random): Promise<Heal>;
}

/** A whole number from `least` to `most`. */
export const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));
