/** The steps that the table of connection-state.ts is made of. Pure: `now` and `random` are given. */
import { ADMISSION_BACKOFF, DROP_BACKOFF, fullJitterMs } from "../../../server/core/backoff.ts";
import type { Connection, ConnectionEvent, Transport } from "./connection-state.ts";

export interface Moment {
  readonly now: number;
  readonly random: () => number;
}

export type ConnectionCommand =
  | { readonly do: "open"; readonly transport: Transport | "tab"; readonly withCursor: boolean }
  | { readonly do: "close" };

export interface Step {
  readonly connection: Connection;
  readonly commands: readonly ConnectionCommand[];
}

/** A handshake that takes longer will not come. */
export const OPENING_MS = 10_000;
/** The same while a way that works has been left to try it. */
export const PROBING_MS = 5_000;
/** The server's heartbeat comes every 10 s. */
export const SILENCE_MS = 15_000;
/** Polling is slow in a page that is not seen, and its timers are held back for up to a minute. */
export const POLLING_SILENCE_MS = 150_000;
/** An open stream begins at once: one that does not is held back on the way. */
export const STREAM_BEGINS_MS = 5_000;
/** Who is asked whether they are there answers sooner, or is not. */
export const ANSWER_MS = 3_000;
/** Live for so long, what went wrong before no longer counts. */
export const STEADY_MS = 10_000;
/** Between two looks whether WebSockets open by now, and as much again by chance. */
export const WEBSOCKET_AGAIN_MS = 300_000;
/** A browser may be wrong about the network (a server on this machine): look again, and by chance. */
export const OFFLINE_LOOK_MS = 10_000;
/** WebSockets that worked before and fail so often in a row are given up for a while. */
export const FAILED_OPENS = 3;

type Refused = Extract<ConnectionEvent, { type: "refused" }>;
const CLOSE: ConnectionCommand = { do: "close" };

export const ignore = (at: Connection): Step => ({ connection: at, commands: [] });

export const stop = (at: Connection): Step => ({
  connection: { ...at, phase: "stopped", follows: false, timerAt: undefined, silentAt: undefined },
  commands: [CLOSE],
});

export function openLink(at: Connection, { now }: Moment): Step {
  const { transport, withCursor } = at;
  return {
    connection: {
      ...at,
      phase: "connecting",
      timerAt: undefined,
      silentAt: now + (at.probing ? PROBING_MS : OPENING_MS),
      obeys: false,
      lostAt: at.lostAt ?? now,
    },
    commands: [{ do: "open", transport, withCursor }],
  };
}

export function openedLink(at: Connection, { now }: Moment): Step {
  const isWebSocket = at.transport === "websocket";
  return {
    connection: {
      ...at,
      phase: "catchingUp",
      silentAt: now + (at.transport === "sse" ? STREAM_BEGINS_MS : SILENCE_MS),
      everOpened: at.everOpened || isWebSocket,
      failedOpens: isWebSocket ? 0 : at.failedOpens,
      probing: false,
    },
    commands: [],
  };
}

/** A snapshot or a frame: the reader is at the head, and the server is there. */
export function heard(at: Connection, { now, random }: Moment): Step {
  const liveSince = at.phase === "live" && at.liveSince !== undefined ? at.liveSince : now;
  const isSteady = now - liveSince >= STEADY_MS;
  const isFallback = at.transport !== "websocket" && !at.follows;
  return {
    connection: {
      ...at,
      phase: "live",
      withCursor: true,
      silentAt: now + silenceMs(at),
      timerAt: isFallback ? (at.timerAt ?? now + WEBSOCKET_AGAIN_MS * (1 + random())) : undefined,
      drops: isSteady ? 0 : at.drops,
      refusals: isSteady ? 0 : at.refusals,
      probing: false,
      liveSince,
      heardAt: now,
      lostAt: undefined,
      code: undefined,
    },
    commands: [],
  };
}

const silenceMs = ({ transport, follows }: Connection): number =>
  transport === "polling" && !follows ? POLLING_SILENCE_MS : SILENCE_MS;

/** It is there, whatever there is to say: what it was asked, it has answered. */
export const answeredLink = (at: Connection, { now }: Moment): Step =>
  ignore({ ...at, silentAt: now + silenceMs(at) });

/** The feed stays live: the other tab is as far, or a gap will show. It has to speak at once. */
export function followTab(at: Connection, { now }: Moment): Step {
  if (at.follows) return ignore(at);
  return {
    connection: { ...at, follows: true, silentAt: now + ANSWER_MS, timerAt: undefined },
    commands: [CLOSE, { do: "open", transport: "tab", withCursor: true }],
  };
}

function waitFor(at: Connection, now: number, waitMs: number, changes: Partial<Connection>): Step {
  const closed = { follows: false, silentAt: undefined, liveSince: undefined, lostAt: at.lostAt ?? now };
  return {
    connection: { ...at, phase: "waiting", ...closed, timerAt: now + waitMs, ...changes },
    commands: [CLOSE],
  };
}

export function droppedLink(at: Connection, { now, random }: Moment): Step {
  return waitFor(at, now, fullJitterMs(DROP_BACKOFF, at.drops, random), { drops: at.drops + 1 });
}

/**
 * It never opened, though the server is there. A page cannot tell one without room from a network that
 * lets no WebSocket through, so it waits as for the former and then tries the next way in. A stream that did
 * not open is followed by polling soon: there a server without room can say so, and when to come back.
 */
export function failedOpen(at: Connection, moment: Moment): Step {
  const failed = { ...at, failedOpens: failedOpensOf(at) };
  const isPatient = at.everOpened && !at.probing && failed.failedOpens < FAILED_OPENS;
  const transport = at.transport === "websocket" && isPatient ? "websocket" : nextWay(at);
  if (at.probing || at.transport === "sse") return droppedLink({ ...failed, transport }, moment);
  const waitMs = fullJitterMs(ADMISSION_BACKOFF, at.refusals, moment.random);
  return waitFor(failed, moment.now, waitMs, { transport, refusals: at.refusals + 1, obeys: true });
}

/** The handshake was swallowed on the way, which no server without room does: the next way, soon. */
export const silentOpen = (at: Connection, moment: Moment): Step =>
  droppedLink({ ...at, transport: nextWay(at), failedOpens: failedOpensOf(at) }, moment);

/** A stream that opens and then brings nothing, or only its beginning, is held back on the way. */
export function fellSilent(at: Connection, moment: Moment): Step {
  const { phase, heardAt = 0, liveSince = 0 } = at;
  const isMute = phase !== "live" || heardAt - liveSince < STEADY_MS;
  return at.transport === "sse" && !at.follows && isMute ? silentOpen(at, moment) : droppedLink(at, moment);
}

const failedOpensOf = ({ transport, failedOpens }: Connection): number =>
  transport === "websocket" ? failedOpens + 1 : failedOpens;

const NEXT_WAY = { websocket: "sse", sse: "polling", polling: "websocket" } as const;
const nextWay = ({ transport }: Connection): Transport => NEXT_WAY[transport];

/** Live over a fallback for some minutes: perhaps WebSockets open by now, or streams. */
export function retryWebSocket(at: Connection, moment: Moment): Step {
  if (at.transport === "websocket" || at.follows) return ignore({ ...at, timerAt: undefined });
  const { connection, commands } = openLink({ ...at, transport: "websocket", probing: true }, moment);
  return { connection, commands: [CLOSE, ...commands] };
}

export function anewAfterReset(at: Connection, { now, random }: Moment): Step {
  return waitFor(at, now, fullJitterMs(DROP_BACKOFF, at.drops, random), {
    phase: "resetting",
    withCursor: false,
    drops: at.drops + 1,
  });
}

export function refusedLink(at: Connection, moment: Moment, { action, code, retryAfterMs }: Refused): Step {
  const told = { ...at, code };
  if (action === "stop") return stop(told);
  if (action === "reset") return anewAfterReset(told, moment);
  const { now, random } = moment;
  const waitMs =
    retryAfterMs === undefined
      ? fullJitterMs(ADMISSION_BACKOFF, at.refusals, random)
      : retryAfterMs + fullJitterMs(DROP_BACKOFF, at.refusals, random);
  return waitFor(told, now, waitMs, { refusals: at.refusals + 1, obeys: true });
}

export function goOffline(at: Connection, { now, random }: Moment): Step {
  const lookMs = OFFLINE_LOOK_MS * (1 + random());
  const toldMs = at.obeys && at.timerAt !== undefined ? at.timerAt - now : 0;
  return waitFor(at, now, Math.max(lookMs, toldMs), { phase: "offline" });
}

/** The network is back, or the page is seen again: soon, unless the server set the time. */
export function soonAgain(at: Connection, { now, random }: Moment): Step {
  if (at.obeys) return ignore({ ...at, phase: "waiting" });
  const timerAt = Math.min(at.timerAt ?? now, now + fullJitterMs(DROP_BACKOFF, 0, random));
  return { connection: { ...at, phase: "waiting", timerAt }, commands: [] };
}

/**
 * Timers do not run in a sleep: a silence that has run out by now is one. A link that seems to be there may
 * have died meanwhile; the shell asks it.
 */
export function wakeUp(at: Connection, moment: Moment): Step {
  const { silentAt = Number.POSITIVE_INFINITY } = at;
  if (moment.now >= silentAt) return droppedLink(at, moment);
  const canAsk = at.phase === "live" && (at.transport === "websocket" || at.follows);
  return ignore(canAsk ? { ...at, silentAt: Math.min(silentAt, moment.now + ANSWER_MS) } : at);
}
