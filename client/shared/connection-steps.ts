/** The steps that the table of connection-state.ts is made of. Pure: `now` and `random` are given. */
import { ADMISSION_BACKOFF, DROP_BACKOFF, fullJitterMs } from "../../server/core/backoff.ts";
import type { Connection, ConnectionEvent, Transport } from "./connection-state.ts";

export interface Moment {
  readonly now: number;
  readonly random: () => number;
}

export type ConnectionCommand =
  | { readonly do: "open"; readonly transport: Transport; readonly withCursor: boolean }
  | { readonly do: "close" };

export interface Step {
  readonly connection: Connection;
  readonly commands: readonly ConnectionCommand[];
}

/** A handshake that takes longer will not come. */
export const OPENING_MS = 10_000;
/** The server's heartbeat comes every 10 s. */
export const SILENCE_MS = 15_000;
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
  connection: { ...at, phase: "stopped", timerAt: undefined, silentAt: undefined },
  commands: [CLOSE],
});

export function openLink(at: Connection, { now }: Moment): Step {
  const { transport, withCursor } = at;
  return {
    connection: {
      ...at,
      phase: "connecting",
      timerAt: undefined,
      silentAt: now + OPENING_MS,
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
      silentAt: now + SILENCE_MS,
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
  const isFallback = at.transport === "sse";
  return {
    connection: {
      ...at,
      phase: "live",
      withCursor: true,
      silentAt: now + SILENCE_MS,
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

function waitFor(at: Connection, now: number, waitMs: number, changes: Partial<Connection>): Step {
  const closed = { silentAt: undefined, liveSince: undefined, lostAt: at.lostAt ?? now };
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
 * lets no WebSocket through, so it waits as for the former and then tries the other way in.
 */
export function failedOpen(at: Connection, moment: Moment): Step {
  if (at.transport === "sse" || at.probing) return afterFailedOpen(at, moment, otherWay(at));
  const failedOpens = at.failedOpens + 1;
  const givesUp = failedOpens >= (at.everOpened ? FAILED_OPENS : 1);
  return afterFailedOpen({ ...at, failedOpens }, moment, givesUp ? "sse" : "websocket");
}

function afterFailedOpen(at: Connection, moment: Moment, transport: Transport): Step {
  if (at.probing) return droppedLink({ ...at, transport, probing: false }, moment);
  const waitMs = fullJitterMs(ADMISSION_BACKOFF, at.refusals, moment.random);
  return waitFor(at, moment.now, waitMs, { transport, refusals: at.refusals + 1, obeys: true });
}

/** No server is there, so none is overrun, and no network is to blame. */
export const unreachableServer = (at: Connection, moment: Moment): Step =>
  droppedLink({ ...at, transport: at.probing ? otherWay(at) : at.transport, probing: false }, moment);

/** The handshake was swallowed on the way, which no server without room does: the other way, soon. */
export const silentOpen = (at: Connection, moment: Moment): Step =>
  droppedLink({ ...at, transport: otherWay(at), failedOpens: at.failedOpens + 1, probing: false }, moment);

const otherWay = ({ transport }: Connection): Transport => (transport === "sse" ? "websocket" : "sse");

/** Live over the fallback for some minutes: perhaps WebSockets open by now. */
export function retryWebSocket(at: Connection, moment: Moment): Step {
  if (at.transport === "websocket") return ignore({ ...at, timerAt: undefined });
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

/** Timers do not run in a sleep: a silence that has run out by now is one. */
export const wakeUp = (at: Connection, moment: Moment): Step =>
  at.silentAt !== undefined && moment.now >= at.silentAt ? droppedLink(at, moment) : ignore(at);
