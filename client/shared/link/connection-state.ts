/**
 * One reader's connection: what to do about each thing that may happen, as a complete table.
 *
 * Pure. The shell (feed-client.ts) reports events, does the commands, and keeps two timers set to
 * what the connection says: `timerAt` (reports `timer`) and `silentAt` (reports `heartbeatMissed`).
 *
 * - [N1] Every phase has a rule for every event; the compiler refuses a table with a hole.
 * - [N2] Unless idle or stopped, a timer is always pending: no reader waits for ever.
 * - [N3] A server without room is asked again after full jitter, 0–20 s first, doubling to 60 s;
 *   a connection that was lost is made again within 0–2 s first, and so is one that
 *   nobody refused because no server is there.
 * - [N4] What the server said about waiting is kept, though the network comes back or the page wakes.
 * - [N5] Where WebSockets do not open, server-sent events serve; where these bring nothing, polling does.
 *   From both WebSocket is tried again later, and then server-sent events before polling.
 * - [N6] A page that wakes finds a dead link within 3 s, where the link can ask.
 * - [N7] A tab may follow the connection of another one. Whatever goes wrong with that, it opens its own.
 */
import {
  anewAfterReset,
  answeredLink,
  droppedLink,
  failedOpen,
  fellSilent,
  followTab,
  goOffline,
  heard,
  ignore,
  type Moment,
  openedLink,
  openLink,
  refusedLink,
  retryWebSocket,
  type Step,
  silentOpen,
  soonAgain,
  stop,
  wakeUp,
} from "./connection-steps.ts";

export type Phase =
  /** Not started. */
  | "idle"
  /** The link is being opened. */
  | "connecting"
  /** Open; the first snapshot or frame has not come yet. */
  | "catchingUp"
  | "live"
  /** Until `timerAt`, then opened again. */
  | "waiting"
  /** The browser says that there is no network; looked at again at `timerAt` in case it is wrong. */
  | "offline"
  /** The cursor is worth nothing: at `timerAt` opened again without it. What is shown stays until then. */
  | "resetting"
  /** The server will not have us, or the page has stopped it. */
  | "stopped";

/** The ways in, in the order in which they are tried. */
export type Transport = "websocket" | "sse" | "polling";

export type ConnectionEvent =
  | { readonly type: "start" }
  | { readonly type: "stop" }
  | { readonly type: "opened" }
  | { readonly type: "hello" }
  | { readonly type: "snapshot" }
  /** A frame led on from the cursor, or held nothing new: either way the server is there. */
  | { readonly type: "frameApplied" }
  | { readonly type: "gap" }
  | { readonly type: "newEpoch" }
  | {
      readonly type: "refused";
      readonly code: string;
      readonly action: "retry" | "reset" | "stop";
      readonly retryAfterMs?: number | undefined;
    }
  /** The link answered what it was asked: the server is there. */
  | { readonly type: "answered" }
  /** Another tab holds a connection that is live, and passes on what it hears. */
  | { readonly type: "shared" }
  | { readonly type: "closed" }
  /** It did not open, and nothing answers there by HTTP either: nobody refused us. */
  | { readonly type: "unreachable" }
  | { readonly type: "heartbeatMissed" }
  | { readonly type: "networkLost" }
  | { readonly type: "networkBack" }
  /** The page is seen again, perhaps after a sleep in which no timer ran. */
  | { readonly type: "woke" }
  | { readonly type: "timer" };

export type ConnectionEventType = ConnectionEvent["type"];

export interface Connection {
  readonly phase: Phase;
  /** The way in of its own, also while it follows another tab. */
  readonly transport: Transport;
  /** Live by the connection of another tab, without one of its own. */
  readonly follows: boolean;
  /** Whether the next opening names the cursor; after a reset it does not. */
  readonly withCursor: boolean;
  readonly timerAt: number | undefined;
  readonly silentAt: number | undefined;
  /** In a row, since it was last steady. */
  readonly drops: number;
  readonly refusals: number;
  /** WebSockets in a row that did not open. */
  readonly failedOpens: number;
  readonly everOpened: boolean;
  /** Trying better ways out of a working fallback: those that fail are left at once. */
  readonly probing: boolean;
  /** The server set the time to wait. */
  readonly obeys: boolean;
  readonly liveSince: number | undefined;
  /** When the last frame or snapshot came. */
  readonly heardAt: number | undefined;
  /** When it was last live, or first tried; absent while it is. */
  readonly lostAt: number | undefined;
  /** Why the server refused us, until it has us again. */
  readonly code: string | undefined;
}

export const idleConnection: Connection = {
  phase: "idle",
  transport: "websocket",
  follows: false,
  withCursor: true,
  timerAt: undefined,
  silentAt: undefined,
  drops: 0,
  refusals: 0,
  failedOpens: 0,
  everOpened: false,
  probing: false,
  obeys: false,
  liveSince: undefined,
  heardAt: undefined,
  lostAt: undefined,
  code: undefined,
};

type Rule<E extends ConnectionEventType> = (
  at: Connection,
  moment: Moment,
  event: Extract<ConnectionEvent, { type: E }>,
) => Step;
type Rules = { readonly [E in ConnectionEventType]: Rule<E> };

/** What a link reports after it was closed, or before it was opened, means nothing any more. */
const noLink = {
  opened: ignore,
  hello: ignore,
  snapshot: ignore,
  frameApplied: ignore,
  gap: ignore,
  newEpoch: ignore,
  refused: ignore,
  answered: ignore,
  shared: ignore,
  closed: ignore,
  unreachable: ignore,
  heartbeatMissed: ignore,
} as const;

/** What any open link may report, in whatever phase. */
const anyLink = {
  start: ignore,
  stop,
  snapshot: heard,
  frameApplied: heard,
  gap: droppedLink,
  newEpoch: anewAfterReset,
  refused: refusedLink,
  /** No server is there, so none is overrun, and no network is to blame: soon, by the same way in. */
  unreachable: droppedLink,
  answered: ignore,
  shared: ignore,
  networkLost: goOffline,
  networkBack: ignore,
  woke: wakeUp,
} as const;

const table: Record<Phase, Rules> = {
  idle: {
    ...noLink,
    start: openLink,
    stop,
    networkLost: ignore,
    networkBack: ignore,
    woke: ignore,
    timer: ignore,
  },
  connecting: {
    ...anyLink,
    opened: openedLink,
    hello: openedLink,
    closed: failedOpen,
    heartbeatMissed: silentOpen,
    timer: ignore,
  },
  catchingUp: {
    ...anyLink,
    opened: openedLink,
    hello: openedLink,
    closed: droppedLink,
    heartbeatMissed: fellSilent,
    timer: ignore,
  },
  live: {
    ...anyLink,
    opened: ignore,
    hello: ignore,
    answered: answeredLink,
    shared: followTab,
    closed: droppedLink,
    heartbeatMissed: fellSilent,
    timer: retryWebSocket,
  },
  waiting: {
    ...noLink,
    start: ignore,
    stop,
    networkLost: goOffline,
    networkBack: soonAgain,
    woke: soonAgain,
    timer: openLink,
  },
  offline: {
    ...noLink,
    start: ignore,
    stop,
    networkLost: ignore,
    networkBack: soonAgain,
    woke: soonAgain,
    timer: openLink,
  },
  resetting: {
    ...noLink,
    start: ignore,
    stop,
    networkLost: goOffline,
    networkBack: ignore,
    woke: ignore,
    timer: openLink,
  },
  stopped: {
    ...noLink,
    start: openLink,
    stop: ignore,
    networkLost: ignore,
    networkBack: ignore,
    woke: ignore,
    timer: ignore,
  },
};

/** What follows from an event: the next state of the connection, and what the shell must do. */
export function nextConnection(at: Connection, event: ConnectionEvent, moment: Moment): Step {
  const rule = table[at.phase][event.type] as (
    at: Connection,
    moment: Moment,
    event: ConnectionEvent,
  ) => Step;
  return rule(at, moment, event);
}
