import type { MovedSession, ProgrammeDiff, Session } from "../contract/programme.ts";

/**
 * What a new programme changes, by session id. A session stands in one list only: one that moved is in
 * `moved` even if it changed besides. Each list is by start, then id; the order of the arguments, and of
 * fields within a session, makes no difference.
 */
export function diffProgrammes(before: readonly Session[], after: readonly Session[]): ProgrammeDiff {
  const were = new Map(before.map((session) => [session.id, session]));
  const are = new Map(after.map((session) => [session.id, session]));
  const added: Session[] = [];
  const moved: MovedSession[] = [];
  const changed: MovedSession[] = [];

  for (const session of are.values()) {
    const was = were.get(session.id);
    if (was === undefined) added.push(session);
    else if (was.startsAt !== session.startsAt || was.hall !== session.hall)
      moved.push({ ...session, before: was });
    else if (!isSame(was, session)) changed.push({ ...session, before: was });
  }
  const removed = [...were.values()].filter((session) => !are.has(session.id));
  return {
    added: added.sort(byStart),
    removed: removed.sort(byStart),
    moved: moved.sort(byStart),
    changed: changed.sort(byStart),
  };
}

function byStart(a: Session, b: Session): number {
  if (a.startsAt !== b.startsAt) return a.startsAt < b.startsAt ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Whether two values say the same. What is absent and what is undefined are alike. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isRecord(a) || !isRecord(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => isSame(a[name], b[name]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
