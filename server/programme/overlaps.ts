import type { Findings } from "./findings.ts";
import { quoted } from "./findings.ts";
import type { SessionDraft } from "./session-draft.ts";

/** Warns of sessions that start in a hall before the one there has ended. */
export function warnOfOverlaps(sessions: readonly SessionDraft[], findings: Findings): void {
  const byHall = Map.groupBy(sessions, (session) => session.hall);
  byHall.delete("");
  for (const [hall, held] of byHall) {
    let longest: SessionDraft | undefined;
    for (const session of held.toSorted((a, b) => a.startMs - b.startMs)) {
      if (longest !== undefined && endOf(longest) > session.startMs)
        findings.warn("overlaps", session.path, `starts in ${quoted(hall)} before ${longest.path} has ended`);
      if (longest === undefined || endOf(session) > endOf(longest)) longest = session;
    }
  }
}

function endOf(session: SessionDraft): number {
  return session.startMs + session.durationMs;
}
