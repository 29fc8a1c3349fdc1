import type { Actor } from "../contract/people.ts";
import type { Circumstances } from "./permits.ts";
import type { AnnouncementRecord } from "./record.ts";

/** Everything about a record that a move sets, with who did it. */
export function touched(
  record: AnnouncementRecord,
  { actor, nowMs }: Pick<Circumstances, "actor" | "nowMs">,
  set: Partial<AnnouncementRecord>,
): AnnouncementRecord {
  const next = { ...record, ...set, changedAtMs: nowMs, changedBy: actor.id, changedByName: actor.name };
  // A value that is not there is absent, so what was set to undefined leaves.
  for (const [key, value] of Object.entries(next)) if (value === undefined) Reflect.deleteProperty(next, key);
  return next;
}

/** A cleared field, where the type says that it may be absent. */
export const gone = undefined as never;

export function audit(action: string, record: AnnouncementRecord, next: AnnouncementRecord, actor: Actor) {
  return {
    action,
    by: actor.id,
    byName: actor.name,
    announcementId: record.id,
    revision: next.revision,
    from: record.state,
    to: next.state,
  };
}

export const approvedBy = (actor: Actor) => ({ approvedBy: actor.id, approvedByName: actor.name });
