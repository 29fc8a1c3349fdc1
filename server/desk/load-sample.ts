/**
 * Loads the sample event into an empty store, in one commit: event, programme, what is out already, what is
 * scheduled and what is under embargo. So it is there or it is not; a start that was killed while it loaded
 * has loaded nothing, and of two nodes that start at once one does it.
 */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import type { Actor } from "../contract/people.ts";
import type { Result } from "../contract/refusals.ts";
import type { AnnouncementChange } from "../core/change.ts";
import { draftRecord } from "../core/create.ts";
import { decide } from "../core/decide.ts";
import type { Circumstances } from "../core/permits.ts";
import type { AnnouncementRecord } from "../core/record.ts";
import { referenceFaults, startsOf } from "../core/references.ts";
import type { RedisClock } from "../feed/clock.ts";
import type { Directory } from "../feed/directory.ts";
import type { SampleAnnouncement, SampleEvent } from "../sample/sample-event.ts";
import type { FeedLog } from "../store/feed-log.ts";
import { type Alarm, newId } from "./announcements.ts";

const author: Actor = { id: "sample", role: "admin", name: "Sample", skipsFreshSignIn: true };
/** Another than the author, since some kinds may need two. */
const approver: Actor = { ...author, id: "sample-approver" };

export interface LoadSampleParts {
  readonly store: Pick<FeedLog, "commit" | "document" | "nowMs">;
  /** Refreshed after the load. */
  readonly directory: Directory;
  readonly clock: RedisClock;
  readonly alarm: Alarm;
}

/**
 * Answers whether it loaded: not where an event is set up already. `sample` makes the event for an instant
 * by Redis' clock. Throws a StoreFailure where the store cannot serve.
 */
export async function loadSample(
  { store, directory, clock, alarm }: LoadSampleParts,
  sample: (nowMs: number) => SampleEvent,
): Promise<boolean> {
  if ((await store.document("event")) !== undefined) return false;
  const { event, sessions, announcements } = sample(await store.nowMs());
  const around = {
    event,
    sessionStarts: startsOf(sessions),
    nowMs: clock.nowMs(),
  };
  const changes = changesOf(announcements, around);
  const counts = { added: sessions.length, removed: 0, moved: 0, changed: 0 };
  const outcome = await store.commit({
    documents: [
      { name: "event", version: 0, json: JSON.stringify(event) },
      { name: "programme", version: 0, json: JSON.stringify(sessions) },
    ],
    entries: [
      { type: "eventChanged" },
      {
        type: "programmeChanged",
        programmeRevision: 1,
        counts,
        sessionIds: sessions.slice(0, 50).map((session) => session.id),
      },
    ],
    items: changes.map((change) => ({ version: 0, change })),
    audit: {
      action: "load-sample",
      by: author.id,
      byName: author.name,
      counts: { sessions: sessions.length, announcements: changes.length },
    },
  });
  await directory.refresh();
  if (outcome.outcome !== "done") return false;
  for (const { next, due } of changes) {
    if (typeof due === "number") alarm.wakeAt({ id: next.id, revision: next.revision }, due);
  }
  return true;
}

function changesOf(
  announcements: readonly SampleAnnouncement[],
  around: Omit<Circumstances, "actor">,
): AnnouncementChange[] {
  const ids = new Map(announcements.map(({ key }) => [key, newId()]));
  return announcements.map((sample) => {
    const written = withRealId(sample, ids);
    const record = draftRecord(ids.get(sample.key)!, written, author, around.nowMs, { type: "sample" });
    return orThrow(sample.key, changeOf(record, sample.publishAt, around));
  });
}

/** The sample refers to its announcements by their keys. */
function withRealId({ key, written, refersTo }: SampleAnnouncement, ids: ReadonlyMap<string, string>) {
  if (refersTo === undefined) return written;
  const id = ids.get(refersTo);
  if (id === undefined)
    throw new Error(`the sample announcement ${key} refers to ${refersTo}, which is not there`);
  return { ...written, details: { ...written.details, refersTo: id } } satisfies WrittenAnnouncement;
}

function changeOf(
  record: AnnouncementRecord,
  publishAt: SampleAnnouncement["publishAt"],
  around: Omit<Circumstances, "actor">,
): Result<AnnouncementChange> {
  const { written, revision, id } = record;
  const errors = referenceFaults(written, around);
  if (errors.length > 0) return { ok: false, refusal: { code: "invalid", errors } };
  const audit = { action: "create", by: author.id, byName: author.name, announcementId: id, revision };
  if (publishAt === undefined) {
    const change = { next: record, newRevision: written, entries: [], notBeforeMs: [], audit };
    return { ok: true, value: change };
  }
  const command =
    publishAt === "now"
      ? ({ type: "publish" } as const)
      : ({ type: "schedule", atMs: Date.parse(publishAt) } as const);
  const sent = decide(record, command, { ...around, actor: approver });
  return sent.ok ? { ok: true, value: { ...sent.value, newRevision: written } } : sent;
}

function orThrow(key: string, change: Result<AnnouncementChange>): AnnouncementChange {
  if (change.ok) return change.value;
  throw new Error(`the sample announcement ${key} is refused: ${JSON.stringify(change.refusal)}`);
}
