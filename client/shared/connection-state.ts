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
 * - [N5] Where WebSockets do not open, server-sent events serve, and WebSocket is tried again later.
 */
import {
  anewAfterReset,
  droppedLink,
  failedOpen,
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
  unreachableServer,
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

export type Transport = "websocket" | "sse";

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
  readonly transport: Transport;
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
  /** Trying WebSocket out of a working fallback: if it fails, back to that at once. */
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
  unreachable: unreachableServer,
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
    heartbeatMissed: droppedLink,
    timer: ignore,
  },
  live: {
    ...anyLink,
    opened: ignore,
    hello: ignore,
    closed: droppedLink,
    heartbeatMissed: droppedLink,
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
