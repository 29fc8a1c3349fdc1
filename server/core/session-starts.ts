/**
 * Session starts: announcements that the programme itself asks for, and how they follow it.
 *
 * - [P1] One at each lead time of the event's policies that is still to come; what has begun gets none.
 * - [P2] They follow the programme: new words, new time, off the schedule where their session is gone, back
 *   on it where it returns. Nothing is changed where the programme asks for what it asked before.
 * - [P3] What a person edited keeps its words and still follows in time; what a person cancelled stays off.
 * - [P4] What is out never changes.
 */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import type { Origin, State } from "../contract/desk-announcement.ts";
import type { DeskEvent } from "../contract/event.ts";
import type { Actor } from "../contract/people.ts";
import type { Session } from "../contract/programme.ts";
import type { AnnouncementChange } from "./change.ts";
import { draftRecord } from "./create.ts";
import { fingerprint, saysTheSame } from "./fingerprint.ts";
import type { AnnouncementRecord } from "./record.ts";
import { scheduled } from "./sending.ts";
import { writeSessionStart } from "./session-start-text.ts";
import { gone, touched } from "./touched.ts";

export const programmeActor: Actor = { id: "session-starts", role: "moderator", name: "Programme" };

const MINUTE_MS = 60_000;

export interface WantedStart {
  readonly id: string;
  readonly session: Session;
  readonly leadMinutes: number;
  readonly dueMs: number;
}

export interface PlanInput {
  readonly sessions: readonly Session[];
  readonly event: DeskEvent;
  /** An id that is always the same for the same session and lead time, and that nobody can guess. */
  readonly idFor: (sessionId: string, leadMinutes: number) => string;
}

/** What a store keeps of an announcement, with the version that a decision stands on. */
interface Held {
  readonly version: number;
  readonly value: AnnouncementRecord;
}

/** One change, fit for a commit. */
export interface PlannedStart {
  readonly what: "create" | "follow" | "drop";
  readonly version: number;
  readonly previousState?: State;
  readonly change: AnnouncementChange;
}

/** Every session start of the programme, those past included. */
export function wantedStarts({ sessions, event, idFor }: PlanInput): Map<string, WantedStart> {
  const { everySession, plenaryAndFinals } = event.policies.sessionStarts;
  const wanted = new Map<string, WantedStart>();
  for (const session of sessions) {
    const leads = session.type === "plenary" || session.type === "final" ? plenaryAndFinals : everySession;
    for (const leadMinutes of new Set(leads)) {
      const id = idFor(session.id, leadMinutes);
      const dueMs = Date.parse(session.startsAt) - leadMinutes * MINUTE_MS;
      wanted.set(id, { id, session, leadMinutes, dueMs });
    }
  }
  return wanted;
}

/**
 * What is to be done. `records` must hold every known record among the wanted that are still to come, and
 * among all that are on the schedule: what is missing there is taken for not yet made.
 */
export function planSessionStarts(
  input: PlanInput & { readonly records: ReadonlyMap<string, Held>; readonly nowMs: number },
): PlannedStart[] {
  const { event, records, nowMs } = input;
  const wanted = wantedStarts(input);
  const plan: (PlannedStart | undefined)[] = [];
  for (const start of wanted.values()) {
    const held = records.get(start.id);
    if (held !== undefined) plan.push(follow(held, start, event, nowMs));
    else if (start.dueMs > nowMs) plan.push(make(start, event, nowMs));
  }
  for (const held of records.values()) {
    const { id, origin, state, follows } = held.value;
    const isOurs = origin?.type === "session-start" && follows === undefined;
    if (isOurs && state === "scheduled" && !wanted.has(id)) plan.push(drop(held, nowMs));
  }
  return plan.filter((planned) => planned !== undefined);
}

function make(start: WantedStart, event: DeskEvent, nowMs: number): PlannedStart {
  const written = writeSessionStart(start, event);
  const record = draftRecord(start.id, written, programmeActor, nowMs, originOf(start, written));
  const change = scheduled(record, start.dueMs, { actor: programmeActor, nowMs }, "create-and-schedule");
  const { from: _from, ...audit } = change.audit;
  return { what: "create", version: 0, change: { ...change, newRevision: written, audit } };
}

/** What the programme asked for: when, until when, and in which words, each told apart later. */
const originOf = ({ session, leadMinutes, dueMs }: WantedStart, written: WrittenAnnouncement): Origin => ({
  type: "session-start",
  sessionId: session.id,
  leadMinutes,
  fingerprint: `${dueMs}.${Date.parse(session.endsAt)}.${fingerprint(written)}`,
});

function askedBefore(origin: Origin | undefined): { dueMs: number; endMs: number } | undefined {
  const [, dueMs, endMs] = /^(\d+)\.(\d+)\./.exec(origin?.fingerprint ?? "") ?? [];
  return dueMs === undefined ? undefined : { dueMs: Number(dueMs), endMs: Number(endMs) };
}

function follow(held: Held, start: WantedStart, event: DeskEvent, nowMs: number): PlannedStart | undefined {
  const { value: record } = held;
  // A person scheduled it with a session: its time is followed-sessions.ts' to keep.
  if (record.follows !== undefined) return undefined;
  if (record.state !== "scheduled" && record.state !== "overdue" && record.state !== "approved")
    return undefined;
  const asked = writeSessionStart(start, event);
  const origin = originOf(start, asked);
  const isNew = origin.fingerprint !== record.origin?.fingerprint;
  // Off the schedule: by a person, for good; by the programme, until it asks again.
  if (record.state === "approved")
    return record.takenOver || start.dueMs <= nowMs
      ? undefined
      : rewrite(held, start.dueMs, asked, origin, nowMs);

  if (!isNew) return undefined;
  const before = askedBefore(record.origin);
  const hasMoved = before?.dueMs !== start.dueMs;
  if (!hasMoved) {
    // Its instant may have been set by a person since, and one that came too late waits for a person.
    if (record.state === "overdue" || record.scheduledAtMs === undefined) return undefined;
  } else if (start.dueMs <= nowMs) {
    return record.state === "scheduled" ? drop(held, nowMs) : undefined;
  }
  const written = record.takenOver ? withNewEnd(record.written, before?.endMs, start) : asked;
  return rewrite(held, hasMoved ? start.dueMs : record.scheduledAtMs!, written, origin, nowMs);
}

/** A person's words, which expire with the session they are about, unless the person said otherwise. */
function withNewEnd(
  written: WrittenAnnouncement,
  endMsBefore: number | undefined,
  { session, dueMs }: WantedStart,
): WrittenAnnouncement {
  const { expiresAt, ...rest } = written;
  if (expiresAt === undefined) return written;
  const isOurs = Date.parse(expiresAt) === endMsBefore;
  if (!isOurs && Date.parse(expiresAt) > dueMs) return written;
  return Date.parse(session.endsAt) > dueMs ? { ...rest, expiresAt: session.endsAt } : rest;
}

function rewrite(
  { version, value: record }: Held,
  dueMs: number,
  written: WrittenAnnouncement,
  origin: Origin,
  nowMs: number,
): PlannedStart {
  const isRevised = !saysTheSame(written, record.written);
  const atMs = Math.max(dueMs, Date.parse(written.embargoUntil ?? "") || 0);
  const base = {
    ...record,
    origin,
    ...(isRevised ? { written, pinned: written.pinned, revision: record.revision + 1 } : {}),
    // Words that are all written anew belong together.
    ...(isRevised && !record.takenOver ? { translations: gone } : {}),
  };
  const change = scheduled(base, atMs, { actor: programmeActor, nowMs }, "follow-programme");
  return {
    what: "follow",
    version,
    previousState: record.state,
    change: {
      ...change,
      ...(isRevised ? { newRevision: written } : {}),
      audit: { ...change.audit, fields: changes(record, atMs, isRevised) },
    },
  };
}

const changes = (record: AnnouncementRecord, atMs: number, isRevised: boolean): string[] => [
  ...(isRevised ? ["written"] : []),
  ...(record.scheduledAtMs === atMs ? [] : ["scheduledAt"]),
];

/** Off the schedule, ready to come back: approved, and taken over by nobody. */
function drop({ version, value: record }: Held, nowMs: number): PlannedStart {
  const next = touched(record, { actor: programmeActor, nowMs }, { state: "approved", scheduledAtMs: gone });
  return {
    what: "drop",
    version,
    previousState: record.state,
    change: {
      next,
      due: "none",
      entries: [],
      notBeforeMs: [],
      audit: {
        action: "unschedule",
        by: programmeActor.id,
        byName: programmeActor.name,
        announcementId: record.id,
        revision: record.revision,
        from: record.state,
        to: next.state,
      },
    },
  };
}
