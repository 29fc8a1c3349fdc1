/**
 * The sessions near this moment, and those that announcements are about: what a page was served with, and
 * asked for again before it runs out or when the programme has changed. The whole programme stays where it is
 * until somebody opens it.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Programme, Session } from "../../../server/contract/programme.ts";
import { DROP_BACKOFF, fullJitterMs } from "../../../server/core/backoff.ts";

const HOUR_MS = 3_600_000;
/** Whoever asks within the same quarter asks for the same, and one answer serves them all. */
const STEP_MS = HOUR_MS / 4;
const AHEAD_MS = 4 * HOUR_MS;
/** So much must be left of what is known. */
const LEAST_MS = HOUR_MS;
/** A hall of readers does not ask in one instant. */
const SPREAD_MS = 4_000;
/** As many as the server names at once. */
const MOST_IDS = 100;
/** What runs out is no haste. */
const CALM_SPREAD_MS = 300_000;

export interface Near {
  readonly programme: Programme;
  readonly untilMs: number;
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export function spanAt(now: number): Span {
  const fromMs = Math.floor(now / STEP_MS) * STEP_MS;
  return { fromMs, toMs: fromMs + AHEAD_MS };
}

/** How long to wait at most before asking; undefined while enough is known. */
export function dueWithin(now: number, untilMs: number): number | undefined {
  const left = untilMs - now;
  return left >= LEAST_MS ? undefined : Math.min(CALM_SPREAD_MS, Math.max(SPREAD_MS, left / 2));
}

/**
 * - [NP1] Within the span what was told holds: what is not in it has gone from there.
 * - [NP2] Outside of it what was known stays. After a change of the programme what is still to come does only
 *         where it was told of too: nobody may be sent to where a session no longer is.
 */
export function withTold(held: Near, told: Programme, { fromMs, toMs }: Span): Near {
  const ids = new Set(told.sessions.map(({ id }) => id));
  const isNews = told.revision !== held.programme.revision;
  const stays = ({ id, startsAt, endsAt }: Session): boolean => {
    const isWithin = Date.parse(endsAt) > fromMs && Date.parse(startsAt) < toMs;
    return !ids.has(id) && !isWithin && !(isNews && Date.parse(startsAt) >= toMs);
  };
  const sessions = [...told.sessions, ...held.programme.sessions.filter(stays)];
  return { programme: { revision: told.revision, sessions }, untilMs: toMs };
}

export interface NearProgramme {
  readonly value: ReadonlySignal<Programme>;
  /** Looks whether what is known reaches far enough. */
  look(now: number): void;
  /** The programme has changed, and is now of this revision: an answer of an older one is not taken. */
  refresh(revision: number): void;
}

export interface NearOptions {
  readonly served: Near;
  readonly clockNow: () => number;
  /** Sessions that the reader follows: after a change of the programme they are asked for by name. */
  readonly followed: () => Iterable<Session>;
  readonly onTold: (sessions: readonly Session[]) => void;
}

async function fetchSessions(query: Record<string, string>): Promise<Programme> {
  const answer = await fetch(`/api/v1/programme?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

export function createNearProgramme({ served, clockNow, followed, onTold }: NearOptions): NearProgramme {
  const value = signal(served.programme);
  let held = served;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let wanted = 0;

  function askWithin(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.random() * ms);
  }

  /** What is known to come after the span, by name. */
  function idsBeyond({ toMs }: Span): readonly string[] {
    const known = [...held.programme.sessions, ...followed()];
    const beyond = known.filter(({ startsAt }) => Date.parse(startsAt) >= toMs).map(({ id }) => id);
    return [...new Set(beyond)].slice(0, MOST_IDS);
  }

  async function fetchNear(span: Span): Promise<Programme> {
    const at = (ms: number) => new Date(ms).toISOString();
    const told = await fetchSessions({ from: at(span.fromMs), to: at(span.toMs) });
    if (told.revision < wanted) throw new Error("of before the change");
    const ids = told.revision === held.programme.revision ? [] : idsBeyond(span);
    if (ids.length === 0) return told;
    const { sessions } = await fetchSessions({ ids: ids.join() });
    return {
      ...told,
      sessions: [...new Map([...sessions, ...told.sessions].map((each) => [each.id, each])).values()],
    };
  }

  async function ask(): Promise<void> {
    const span = spanAt(clockNow());
    try {
      const told = await fetchNear(span);
      held = withTold(held, told, span);
      value.value = held.programme;
      onTold(told.sessions);
      failures = 0;
      timer = undefined;
    } catch {
      // What is held goes on being shown.
      timer = setTimeout(ask, 1_000 + fullJitterMs(DROP_BACKOFF, failures++, Math.random));
    }
  }

  return {
    value,
    look(now) {
      const within = timer === undefined ? dueWithin(now, held.untilMs) : undefined;
      if (within !== undefined) askWithin(within);
    },
    refresh(revision) {
      wanted = revision;
      askWithin(SPREAD_MS);
    },
  };
}
