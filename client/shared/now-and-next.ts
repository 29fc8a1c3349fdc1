/** What is on in the halls, and what comes next there. Pure. */
import type { Session } from "../../server/contract/programme.ts";

export interface HallNow {
  /** Absent for sessions without a hall. */
  readonly hall: string | undefined;
  readonly now: Session | undefined;
  readonly next: Session | undefined;
}

const startMs = ({ startsAt }: Session): number => Date.parse(startsAt);
const endMs = ({ endsAt }: Session): number => Date.parse(endsAt);

export const isOn = (session: Session, now: number): boolean =>
  startMs(session) <= now && now < endMs(session);

/**
 * [N1] One line for each hall: of several at once the one that began last is "now" (an exhibition is
 * open all day behind the talks in it), and "next" is the first to begin.
 */
export function hallsNow(sessions: readonly Session[], now: number): HallNow[] {
  const halls = new Map<string | undefined, { now?: Session; next?: Session }>();
  for (const session of sessions) {
    if (endMs(session) <= now) continue;
    const at = halls.get(session.hall) ?? {};
    if (startMs(session) > now) {
      if (at.next === undefined || startMs(session) < startMs(at.next)) at.next = session;
    } else if (at.now === undefined || startMs(session) > startMs(at.now)) at.now = session;
    halls.set(session.hall, at);
  }
  return [...halls].map(([hall, at]) => ({ hall, now: at.now, next: at.next }));
}

export interface Board {
  readonly now: readonly Session[];
  readonly next: readonly Session[];
}

/** [N2] Now: what began last stands first, what is open all day last. Next: what begins first. */
export function boardOf(sessions: readonly Session[], now: number): Board {
  const halls = hallsNow(sessions, now);
  const on = halls.flatMap((hall) => hall.now ?? []);
  const next = halls.flatMap((hall) => hall.next ?? []);
  const allDay = (session: Session): number => (session.type === "exhibition" ? 1 : 0);
  return {
    now: on.sort((a, b) => allDay(a) - allDay(b) || startMs(b) - startMs(a)),
    next: next.sort((a, b) => startMs(a) - startMs(b)),
  };
}
