/**
 * Takes a programme file into the event, whole or not at all: the plan, the halls and tracks that the event
 * did not know, the entries that tell readers, and the drafts that tell of what changed go in one commit.
 */
import { type DeskEvent, deskEventSchema } from "../contract/event.ts";
import type { Cursor } from "../contract/feed.ts";
import { fieldErrors } from "../contract/field-errors.ts";
import type { Actor } from "../contract/people.ts";
import type {
  ImportedProgramme,
  ImportFinding,
  ProgrammeDiff,
  ProposedAnnouncement,
  Session,
} from "../contract/programme.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import type { AnnouncementChange, EntryDraft } from "../core/change.ts";
import { saysTheSame } from "../core/fingerprint.ts";
import { permit } from "../core/permits.ts";
import { diffProgrammes } from "../core/programme-diff.ts";
import type { RedisClock } from "../feed/clock.ts";
import { blankEvent, type Directory } from "../feed/directory.ts";
import { importProgramme } from "../programme/import.ts";
import type { ReadProgramme } from "../programme/import-thread.ts";
import { type Commit, type FeedLog, type Once, StoreFailure } from "../store/feed-log.ts";
import { type Alarm, newId, type Retry, storeRefusal } from "./announcements.ts";
import { fitIntoEvent } from "./fit-into-event.ts";
import { consequencesOf, proposals } from "./import-consequences.ts";

const ATTEMPTS = 6;
/** How many sessions an entry names; a reader fetches the programme anyway. */
const SESSIONS_NAMED = 50;

export interface ApplyParts {
  readonly store: FeedLog;
  /** Refreshed after a commit. */
  readonly directory: Directory;
  readonly clock: RedisClock;
  /** Wakes a worker for what moves with its session; without one, the sweep finds it within a second. */
  readonly alarm?: Alarm;
  /** Where others wait for this process: in a thread. Absent, here and now. */
  readonly read?: ReadProgramme;
}

export interface ImportRequest {
  readonly actor: Actor;
  readonly dryRun?: boolean;
  readonly retry?: Retry;
}

export interface AppliedProgramme {
  readonly summary: { readonly sessions: number };
  readonly diff: ProgrammeDiff;
  readonly warnings: readonly ImportFinding[];
  readonly errors: readonly ImportFinding[];
  /** Drafts that tell of what changed: those made, or those that a dry run would make. */
  readonly proposed: readonly ProposedAnnouncement[];
  /** Of the last entry written; absent where nothing was. */
  readonly cursor?: Cursor;
}

/** Refuses with `invalid_programme` and every fault of a file that cannot be taken. */
export async function importProgrammeFile(
  parts: ApplyParts,
  bytes: Uint8Array,
  { actor, dryRun = false, retry }: ImportRequest,
): Promise<Result<AppliedProgramme>> {
  const forbidden = permit(actor, "importProgramme", parts.clock.nowMs());
  if (forbidden !== undefined) return { ok: false, refusal: forbidden };
  const imported = await (parts.read ?? importProgramme)(bytes);
  if (imported === "busy")
    return refused("too_many_requests", "other programmes are being read just now", { retryAfterMs: 5_000 });
  if (!imported.ok) return invalid(imported.errors, imported.warnings);
  const once: Once | undefined = retry === undefined || dryRun ? undefined : { actor: actor.id, ...retry };
  const id = newId();
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const planned = await plan(parts, imported.programme, actor);
      if (!planned.ok) return invalid(planned.errors, imported.warnings);
      const warnings = [...imported.warnings, ...planned.warnings];
      const summary = { sessions: imported.programme.sessions.length };
      const applied = {
        summary,
        diff: planned.diff,
        warnings,
        errors: [],
        proposed: proposals(planned.news, false),
      };
      const earlier = once === undefined ? undefined : await parts.store.recall(once);
      if (earlier?.outcome === "mismatch") return refused("idempotency_mismatch");
      // What was done then is what the diff no longer shows: the file is in force, or was replaced since.
      if (earlier !== undefined)
        return granted({
          ...applied,
          diff: nothing,
          proposed: [],
          ...(earlier.cursor && { cursor: earlier.cursor }),
        });
      if (dryRun || planned.commit === undefined) return granted(applied);

      const keyed = once === undefined ? {} : { once, answer: { id } };
      const outcome = await parts.store.commit({ ...planned.commit, ...keyed });
      if (outcome.outcome === "mismatch") return refused("idempotency_mismatch");
      if (outcome.outcome === "conflict" || outcome.outcome === "early") continue;
      // Done all the same if this fails: whoever follows the log refreshes too.
      await parts.directory.refresh().catch(() => {});
      wake(parts.alarm, planned.commit.items);
      const proposed = proposals(planned.news, true);
      const { cursor } = outcome;
      return granted({ ...applied, proposed, ...(cursor === undefined ? {} : { cursor }) });
    }
  } catch (error) {
    if (error instanceof StoreFailure)
      return { ok: false, refusal: storeRefusal(error, retry?.key ?? "", id) };
    throw error;
  }
  return refused("redis_unavailable", "others kept changing the programme; try again", {
    retryAfterMs: 1_000,
  });
}

const nothing: ProgrammeDiff = { added: [], removed: [], moved: [], changed: [] };

function wake(alarm: Alarm | undefined, items: Commit["items"]): void {
  for (const { change } of items) {
    const { id, revision } = change.next;
    if (typeof change.due === "number") alarm?.wakeAt({ id, revision }, change.due);
  }
}

const invalid = (errors: readonly ImportFinding[], warnings: readonly ImportFinding[]) =>
  refused("invalid_programme", undefined, { errors, more: { warnings } });

type Planned =
  | {
      readonly ok: true;
      readonly diff: ProgrammeDiff;
      readonly warnings: readonly ImportFinding[];
      /** Absent where the file says what is known already. */
      readonly commit: Commit | undefined;
      readonly news: readonly AnnouncementChange[];
    }
  | { readonly ok: false; readonly errors: readonly ImportFinding[] };

async function plan(
  { store, clock }: ApplyParts,
  imported: ImportedProgramme,
  actor: Actor,
): Promise<Planned> {
  const [heldEvent, heldProgramme] = await Promise.all([
    store.document("event"),
    store.document("programme"),
  ]);
  const event = heldEvent === undefined ? blankEvent() : (JSON.parse(heldEvent.value) as DeskEvent);
  const before = heldProgramme === undefined ? [] : (JSON.parse(heldProgramme.value) as Session[]);

  const fitted = fitIntoEvent(imported, event);
  const checked = deskEventSchema.safeParse(fitted.event);
  if (!checked.success) {
    const errors = fieldErrors(checked.error, fitted.event).map((error) => ({
      ...error,
      message: `the event that comes of it ${error.message}`,
    }));
    return { ok: false, errors };
  }
  const diff = diffProgrammes(before, fitted.sessions);
  const counts = {
    added: diff.added.length,
    removed: diff.removed.length,
    moved: diff.moved.length,
    changed: diff.changed.length,
  };
  const touched = [...diff.moved, ...diff.removed, ...diff.added, ...diff.changed];
  const isEventChanged = !saysTheSame(event, fitted.event);
  if (touched.length === 0 && !isEventChanged && heldProgramme !== undefined)
    return { ok: true, diff, warnings: fitted.warnings, commit: undefined, news: [] };

  const version = heldProgramme?.version ?? 0;
  const entries: EntryDraft[] = [
    {
      type: "programmeChanged",
      programmeRevision: version + 1,
      counts,
      sessionIds: touched.slice(0, SESSIONS_NAMED).map((session) => session.id),
    },
    ...(isEventChanged ? [{ type: "eventChanged" } as const] : []),
  ];
  const consequences = await consequencesOf(store, {
    before,
    diff,
    event: fitted.event,
    sessions: fitted.sessions,
    nowMs: clock.nowMs(),
  });
  return {
    ok: true,
    diff,
    warnings: fitted.warnings,
    news: consequences.news,
    commit: {
      documents: [
        { name: "programme", version, json: JSON.stringify(fitted.sessions) },
        ...(isEventChanged
          ? [{ name: "event", version: heldEvent?.version ?? 0, json: JSON.stringify(fitted.event) } as const]
          : []),
      ],
      entries,
      items: consequences.items,
      audit: { action: "import-programme", by: actor.id, byName: actor.name, counts },
    },
  };
}
