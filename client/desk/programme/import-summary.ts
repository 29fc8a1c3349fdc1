/** What a programme file would change, in the terms of those who decide: which fields, which announcements. Pure. */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type {
  ImportFinding,
  MovedSession,
  ProgrammeDiff,
  ProposedAnnouncement,
} from "../../../server/contract/programme.ts";
import { type DeskItem, isSealed } from "../order/running-order.ts";

/** As `POST /api/v1/desk/programme` answers. */
export interface Imported {
  readonly summary: { readonly sessions: number };
  readonly diff: ProgrammeDiff;
  readonly warnings: readonly ImportFinding[];
  readonly errors: readonly ImportFinding[];
  readonly proposed?: readonly ProposedAnnouncement[];
}

export const groups = ["moved", "removed", "added", "changed"] as const;
export type Group = (typeof groups)[number];

export const isNothing = ({ diff }: Imported): boolean => groups.every((group) => diff[group].length === 0);

/** Half of what is planned, and not just a few: it may be the wrong file. */
export const removesMost = ({ diff }: Imported, sessions: number): boolean =>
  diff.removed.length >= 5 && diff.removed.length * 2 >= sessions;

export const sessionFields = [
  "title",
  "subtitle",
  "startsAt",
  "endsAt",
  "hall",
  "track",
  "type",
  "language",
  "speakers",
  "abstract",
  "url",
] as const;
export type SessionField = (typeof sessionFields)[number];

/** Which fields differ, in the order in which a person would ask. */
export const fieldsChanged = ({ before, ...now }: MovedSession): SessionField[] =>
  sessionFields.filter((field) => sorted(before[field]) !== sorted(now[field]));

/** The same whatever order its fields came in; what is absent is empty. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return `{${entries
    .map(([name, held]) => `${name}:${sorted(held)}`)
    .toSorted()
    .join()}}`;
}

/** What becomes of an announcement that goes out with a session. */
export interface Affected {
  readonly item: DeskAnnouncement;
  /** `moves`: with the session. `waits`: for a person. `check`: it keeps its time, but speaks of the session. */
  readonly fate: "moves" | "waits" | "goes" | "check";
  readonly wasMs?: number;
  readonly isMs?: number;
}

const SCHEDULED = new Set(["scheduled", "approved", "submitted", "draft"]);
const MINUTE_MS = 60_000;

/**
 * Scheduled ones that go with a session move with it; where the session is gone, or the new time past, they
 * wait for a person. An automatic start of a session that is gone goes too. What a person scheduled for an
 * instant stays there, and is named so that somebody looks.
 */
export function affectedBy(diff: ProgrammeDiff, items: Iterable<DeskItem>, nowMs: number): Affected[] {
  const moved = new Map(
    [...diff.moved, ...diff.changed].flatMap((session) =>
      session.startsAt === session.before.startsAt && session.hall === session.before.hall
        ? []
        : [[session.id, session] as const],
    ),
  );
  const removed = new Map(diff.removed.map((session) => [session.id, session]));
  const affected: Affected[] = [];
  for (const item of items) {
    if (isSealed(item) || !SCHEDULED.has(item.state)) continue;
    const id = item.follows?.sessionId ?? item.sessionId ?? item.origin?.sessionId ?? "";
    const session = moved.get(id);
    const found = removed.has(id)
      ? ofRemoved(item)
      : session === undefined
        ? undefined
        : ofMoved(item, session, nowMs);
    if (found !== undefined) affected.push(found);
  }
  return affected.sort((a, b) => (a.wasMs ?? Infinity) - (b.wasMs ?? Infinity));
}

const isAutomatic = (item: DeskAnnouncement): boolean => item.origin?.type === "session-start";

const scheduledMs = (item: DeskAnnouncement) =>
  item.scheduledAt === undefined ? {} : { wasMs: Date.parse(item.scheduledAt) };

function ofRemoved(item: DeskAnnouncement): Affected {
  if (item.state === "scheduled" && isAutomatic(item) && item.follows === undefined)
    return { item, fate: "goes", ...scheduledMs(item) };
  const waits = item.follows !== undefined && item.state === "scheduled";
  return { item, fate: waits ? "waits" : "check", ...scheduledMs(item) };
}

function ofMoved(item: DeskAnnouncement, session: MovedSession, nowMs: number): Affected {
  const lead = item.follows?.leadMinutes ?? (isAutomatic(item) ? (item.origin?.leadMinutes ?? 0) : undefined);
  const hasMoved = session.startsAt !== session.before.startsAt;
  if (item.state !== "scheduled" || lead === undefined || !hasMoved)
    return { item, fate: "check", ...scheduledMs(item) };
  const isMs = Date.parse(session.startsAt) - lead * MINUTE_MS;
  return { item, fate: isMs <= nowMs ? "waits" : "moves", ...scheduledMs(item), isMs };
}

const types: Readonly<Record<string, string>> = {
  json: "application/json",
  xml: "application/xml",
  ics: "text/calendar",
};

/** A file without a type, or with a system's own, is known by its ending. */
export const typeOfFile = (name: string, type: string): string =>
  types[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? type;

export const LARGEST_FILE = 8 * 1024 * 1024;

/** Whether two looks at one file would change the same. */
export const isSameChange = (a: Imported, b: Imported): boolean =>
  groups.every((group) => sorted(a.diff[group]) === sorted(b.diff[group]));
