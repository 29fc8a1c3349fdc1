/** The end of a rehearsal: what readers saw of it is gone in one step, and the event itself begins. */
import type { DeskEvent } from "../contract/event.ts";
import { type Actor, can } from "../contract/people.ts";
import { granted, type Result, refused, staleRevision } from "../contract/refusals.ts";
import { blankEvent, type Directory } from "../feed/directory.ts";
import {
  type FeedReader,
  type FeedWriter,
  type Once,
  type Restarter,
  StoreFailure,
} from "../store/feed-log.ts";
import { ofWhatWasDone, type Retry, storeRefusal } from "./announcements.ts";
import type { EventRevision } from "./event.ts";

/** `preparation`: event, programme and what was not sent stay. `nothing`: a blank event. */
export type Keep = "preparation" | "nothing";

export interface RehearsalParts {
  readonly store: Pick<FeedReader, "document"> & Pick<FeedWriter, "recall"> & Restarter;
  /** Refreshed after. */
  readonly directory: Pick<Directory, "refresh">;
}

export interface EndOrder {
  readonly keep: Keep;
  readonly actor: Actor;
  /** The event's revision that the caller has; absent: whichever is in force. */
  readonly ifMatch?: number;
  readonly retry?: Retry;
}

/**
 * [X1] Everything that was ever published goes with its text, and every reader starts again in a new epoch.
 * People, tokens, kiosks and the audit stay. An event that is no rehearsal cannot be ended by mistake: only
 * whoever has the machine empties that, and `force` is theirs.
 */
export async function endRehearsal(
  { store, directory }: RehearsalParts,
  { keep, actor, ifMatch, retry }: EndOrder,
  force = false,
): Promise<Result<EventRevision>> {
  if (!can(actor, "editEvent")) return refused("forbidden", 'needs the right "editEvent"');
  const once: Once | undefined = retry === undefined ? undefined : { actor: actor.id, ...retry };
  try {
    const earlier = await endedEarlier(store, once);
    if (earlier !== undefined) return earlier;
    const { event, revision } = await eventIn(store);
    if (ifMatch !== undefined && ifMatch !== revision)
      return (await endedEarlier(store, once)) ?? staleRevision(ifMatch, revision);
    if (!event.rehearsal && !force) {
      const none = refused("not_allowed_in_state", "the event is no rehearsal: there is none to end");
      return (await endedEarlier(store, once)) ?? none;
    }

    const next = keep === "nothing" ? blankEvent() : inEarnest(event);
    const outcome = await store.startOver({
      ...(once === undefined ? {} : { once, answer: { id: "event" } }),
      keep: keep === "nothing" ? "none" : "unsent",
      event: { version: revision, json: JSON.stringify(next) },
      emptiesProgramme: keep === "nothing",
      audit: {
        action: "end-rehearsal",
        by: actor.id,
        byName: actor.name,
        revision: revision + 1,
        about: `keep-${keep}`,
      },
    });
    if (outcome.outcome === "conflict")
      return (await endedEarlier(store, once)) ?? staleRevision(ifMatch ?? revision, revision + 1);
    if (outcome.outcome === "mismatch") return refused("idempotency_mismatch");
    if (outcome.outcome === "early") throw new Error("the end of a rehearsal has no time of its own");
    // Done all the same if this fails: whoever follows the log refreshes too.
    await directory.refresh().catch(() => {});
    return granted({
      event: next,
      revision: revision + 1,
      ...(outcome.cursor && { cursor: outcome.cursor }),
    });
  } catch (error) {
    if (error instanceof StoreFailure)
      return { ok: false, refusal: storeRefusal(error, retry?.key ?? "", "event") };
    throw error;
  }
}

async function eventIn(store: RehearsalParts["store"]): Promise<EventRevision> {
  const held = await store.document("event");
  const event = held === undefined ? blankEvent() : (JSON.parse(held.value) as DeskEvent);
  return { event, revision: held?.version ?? 0 };
}

/** What became of the same request, where it was made before, or is made twice at once. */
async function endedEarlier(
  store: RehearsalParts["store"],
  once: Once | undefined,
): Promise<Result<EventRevision> | undefined> {
  const earlier = once && (await store.recall(once));
  if (earlier === undefined) return undefined;
  if (earlier.outcome === "mismatch") return refused("idempotency_mismatch");
  const { cursor } = earlier;
  return granted({ ...(await ofWhatWasDone(() => eventIn(store))), ...(cursor && { cursor }) });
}

function inEarnest({ rehearsalNotice: _notice, ...event }: DeskEvent): DeskEvent {
  return { ...event, rehearsal: false };
}
