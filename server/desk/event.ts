/** The event as its organisers set it up: read, and replaced as a whole by whoever has its newest revision. */
import type { DeskEvent } from "../contract/event.ts";
import { deskEventSchema } from "../contract/event.ts";
import type { Cursor } from "../contract/feed.ts";
import { type Actor, can } from "../contract/people.ts";
import { granted, type Result, refused, staleRevision } from "../contract/refusals.ts";
import { blankEvent, type Directory } from "../feed/directory.ts";
import { type FeedReader, type FeedWriter, type Once, StoreFailure } from "../store/feed-log.ts";
import { ofWhatWasDone, type Retry, storeRefusal } from "./announcements.ts";

export interface EventRevision {
  /** 0 until an event is set up. */
  readonly revision: number;
  readonly event: DeskEvent;
  /** Of the entry that told readers of it. */
  readonly cursor?: Cursor;
}

export interface EventDeskParts {
  readonly store: Pick<FeedReader, "document"> & FeedWriter;
  readonly directory: Pick<Directory, "refresh">;
}

export class EventDesk {
  readonly #store: EventDeskParts["store"];
  readonly #directory: EventDeskParts["directory"];

  constructor({ store, directory }: EventDeskParts) {
    this.#store = store;
    this.#directory = directory;
  }

  /** From the store itself, since what an editor starts from must be the newest. Throws {@link StoreFailure}. */
  async read(): Promise<EventRevision> {
    const stored = await this.#store.document("event");
    if (stored === undefined) return { revision: 0, event: blankEvent() };
    return { revision: stored.version, event: JSON.parse(stored.value) as DeskEvent };
  }

  /**
   * Zones, tracks and languages may go although something scheduled names them: what cannot be shown
   * any more becomes overdue at its time, and waits for a person.
   */
  async replace(
    event: DeskEvent,
    ifMatch: number,
    actor: Actor,
    retry: Retry,
  ): Promise<Result<EventRevision>> {
    if (!can(actor, "editEvent")) return refused("forbidden", 'needs the right "editEvent"');
    const once: Once = { actor: actor.id, ...retry };
    try {
      const earlier = await this.#earlier(once);
      if (earlier !== undefined) return earlier;
      const before = await this.read();
      if (before.revision !== ifMatch)
        return (await this.#earlier(once)) ?? staleRevision(ifMatch, before.revision);
      const outcome = await this.#store.commit({
        once,
        items: [],
        documents: [{ name: "event", version: before.revision, json: JSON.stringify(event) }],
        entries: [{ type: "eventChanged" }],
        audit: {
          action: "edit-event",
          by: actor.id,
          byName: actor.name,
          revision: before.revision + 1,
          fields: changedFields(before.event, event),
        },
        answer: { id: "event" },
      });
      if (outcome.outcome === "conflict")
        return (await this.#earlier(once)) ?? staleRevision(ifMatch, (await this.read()).revision);
      if (outcome.outcome === "mismatch") return refused("idempotency_mismatch");
      if (outcome.outcome === "early") throw new Error("an event has no time of its own");
      // What is written next may name the new zones already. It is done all the same if this fails:
      // whoever follows the log refreshes too.
      await this.#directory.refresh().catch(() => {});
      return granted({ revision: before.revision + 1, event, ...cursorOf(outcome) });
    } catch (error) {
      if (error instanceof StoreFailure)
        return { ok: false, refusal: storeRefusal(error, retry.key, "event") };
      throw error;
    }
  }

  /** What became of the same request, where it was made before, or is made twice at once. */
  async #earlier(once: Once): Promise<Result<EventRevision> | undefined> {
    const earlier = await this.#store.recall(once);
    if (earlier === undefined) return undefined;
    if (earlier.outcome === "mismatch") return refused("idempotency_mismatch");
    return granted({ ...(await ofWhatWasDone(() => this.read())), ...cursorOf(earlier) });
  }
}

const cursorOf = ({ cursor }: { readonly cursor?: Cursor }) => (cursor === undefined ? {} : { cursor });

function changedFields(before: DeskEvent, after: DeskEvent): string[] {
  const names = Object.keys(deskEventSchema.shape) as (keyof DeskEvent)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
