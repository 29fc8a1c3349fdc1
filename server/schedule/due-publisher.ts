/**
 * Publishes what is due: one announcement whose wake-up came, or everything in the due set.
 *
 * - However many wake-ups and sweeps ask for the same announcement here, it is decided once at a time.
 * - What fails three times by a fault of its own leaves the schedule and waits for a person, so that it
 *   neither blocks the others nor fails for ever.
 * - While this process' clock is too far off it does nothing; others do the work.
 */
import type { Actor } from "../contract/people.ts";
import { heldOverdue } from "../core/due.ts";
import type { DueOutcome } from "../desk/announcements.ts";
import type { RedisClock } from "../feed/clock.ts";
import { type FeedReader, type FeedWriter, StoreFailure } from "../store/feed-log.ts";
import { forEachOf } from "./for-each-of.ts";

const AT_ONCE = 25;
const PER_LOOK = 200;
const TRIES = 3;
const MOST_FAILURES = 1_000;
const REFUSED = "not_published";
const MISPLACED = "was not on the schedule";
type TakenOff = typeof REFUSED | typeof MISPLACED;

interface WarnLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface DuePublisherParts {
  readonly announcements: { publishDue(id: string, actor: Actor): Promise<DueOutcome> };
  readonly store: Pick<FeedReader, "due" | "announcement"> & Pick<FeedWriter, "commit">;
  readonly clock: RedisClock;
  readonly actor: Actor;
  readonly log: WarnLog;
  /** Makes sure that the event and programme decided on are those in force. */
  readonly fresh?: () => Promise<void>;
  /** For tests that kill this process at the worst moment. */
  readonly beforePublish?: (id: string) => void | Promise<void>;
}

export interface Drained {
  readonly published: number;
  readonly overdue: number;
}

export class DuePublisher {
  readonly #parts: DuePublisherParts;
  readonly #inFlight = new Map<string, Promise<DueOutcome>>();
  readonly #failures = new Map<string, number>();
  /** What could not even be taken off the schedule. */
  readonly #setAside = new Set<string>();
  #draining: Promise<Drained> | undefined;

  constructor(parts: DuePublisherParts) {
    this.#parts = parts;
  }

  /** Throws {@link StoreFailure} where the store cannot serve. */
  publish(id: string): Promise<DueOutcome> {
    const already = this.#inFlight.get(id);
    if (already !== undefined) return already;
    const publishing = this.#publish(id).finally(() => this.#inFlight.delete(id));
    this.#inFlight.set(id, publishing);
    return publishing;
  }

  /** Everything due by now. A drain under way serves all who ask during it. */
  drain(): Promise<Drained> {
    this.#draining ??= this.drainLate(0).finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  /** Everything that should have been published `graceMs` ago; counts what nobody else here had in hand. */
  async drainLate(graceMs: number): Promise<Drained> {
    const { store, clock } = this.#parts;
    const tally = { published: 0, overdue: 0 };
    while (clock.agrees) {
      const due = await store.due(clock.nowMs() - graceMs, PER_LOOK + this.#setAside.size);
      const before = tally.published + tally.overdue;
      await forEachOf(due, AT_ONCE, async ({ id }) => {
        if (this.#setAside.has(id)) return;
        const isInHand = this.#inFlight.has(id);
        const outcome = await this.publish(id);
        if (isInHand) return;
        if (outcome === "published" || outcome === "overdue") tally[outcome] += 1;
        // Somebody was quicker; or the due set holds what it should not, and will be seen again.
        else if (outcome === "nothing") await this.#failed(id, MISPLACED);
      });
      if (due.length < PER_LOOK || tally.published + tally.overdue === before) break;
    }
    return tally;
  }

  async #publish(id: string): Promise<DueOutcome> {
    const { announcements, clock, actor, fresh, beforePublish } = this.#parts;
    if (!clock.agrees) return "early";
    await fresh?.();
    await beforePublish?.(id);
    try {
      const outcome = await announcements.publishDue(id, actor);
      if (outcome === "published" || outcome === "overdue") this.#failures.delete(id);
      return outcome;
    } catch (error) {
      if (error instanceof StoreFailure) throw error;
      this.#parts.log.error(
        { announcementId: id, error },
        "an announcement that is due could not be published",
      );
      await this.#failed(id, REFUSED);
      return "conflict";
    }
  }

  async #failed(id: string, reason: TakenOff): Promise<void> {
    const failures = (this.#failures.get(id) ?? 0) + 1;
    if (this.#failures.size >= MOST_FAILURES) this.#failures.clear();
    this.#failures.set(id, failures);
    if (failures < TRIES) return;
    this.#failures.delete(id);
    try {
      await this.#takeOff(id, reason);
    } catch (error) {
      if (error instanceof StoreFailure) throw error;
      this.#setAside.add(id);
      this.#parts.log.error(
        { announcementId: id, error },
        "an announcement could not be taken off the schedule",
      );
    }
  }

  async #takeOff(id: string, reason: TakenOff): Promise<void> {
    const { store, clock, actor, log } = this.#parts;
    const stored = await store.announcement(id);
    if (stored === undefined) {
      this.#setAside.add(id);
      log.error({ announcementId: id }, "the schedule names an announcement that is not there");
      return;
    }
    const { version, value } = stored;
    // It may have been put on the schedule, or taken off it, since.
    if ((value.state === "scheduled") !== (reason === REFUSED)) return;
    const held = heldOverdue(value, REFUSED, { nowMs: clock.nowMs(), actor });
    // What is not scheduled keeps its state: only its place in the due set is wrong.
    const change = reason === REFUSED ? held : { ...held, next: value };
    await store.commit({ items: [{ version, previousState: value.state, change }] });
    log.warn(
      { announcementId: id, reason },
      "an announcement was taken off the schedule and waits for a person",
    );
  }
}
