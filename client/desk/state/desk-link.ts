/**
 * The desk's own namespace: who changed what, who writes what, how many are reading, what is wrong. Where it
 * cannot be had the desk asks again by itself every ten seconds, so it always comes to the truth.
 */
import { io } from "socket.io-client";
import type { KiosksMessage, ShownMessage } from "../../../server/contract/desk-kiosk.ts";
import type {
  Changed,
  DeskAlarm,
  DeskHello,
  DeskStats,
  EditingMessage,
  Presence,
} from "../../../server/contract/socket.ts";
import { DROP_BACKOFF, fullJitterMs } from "../../../server/core/backoff.ts";
import { PROTOCOL } from "../../shared/link/link.ts";

export interface DeskReports {
  hello(hello: DeskHello): void;
  changed(change: Changed): void;
  presence(presence: Presence): void;
  stats(stats: DeskStats): void;
  alarms(alarms: readonly DeskAlarm[]): void;
  kiosks(changed: KiosksMessage): void;
  shown(changed: ShownMessage): void;
  /** It was away: anything may have changed. */
  back(): void;
  /** It is away: what it said of others no longer holds. */
  away(refusal: string | undefined): void;
  /** Who sits here may no longer read the desk. */
  ended(): void;
  poll(): void;
}

export interface DeskLink {
  /** Of this window, as the presence of others names it. */
  socketId(): string | undefined;
  /** Says what is open for writing here; said again whenever the link is back. */
  editing(message: EditingMessage): void;
  /** What was said last. */
  saying(): EditingMessage;
  close(): void;
}

interface Refused {
  readonly code: string;
  readonly retryAfterMs?: number;
}

const POLL_MS = 10_000;
/** A link that held for so long starts again from the shortest wait. */
const STEADY_MS = 10_000;

/** `saying` is what the link before it said of what is open here. */
export function openDeskLink(saying: EditingMessage | undefined, report: DeskReports): DeskLink {
  const socket = io("/desk", {
    path: "/socket.io",
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    auth: { protocol: PROTOCOL },
  });
  let isOpen = false;
  let isClosed = false;
  let failures = 0;
  let since = 0;
  let refusal: Refused | undefined;
  let open = saying ?? {};
  let timer: number | undefined;
  const poll = setInterval(() => {
    if (!isOpen) report.poll();
  }, POLL_MS);

  function openAgain(): void {
    if (isOpen && Date.now() - since >= STEADY_MS) failures = 0;
    isOpen = false;
    clearTimeout(timer);
    if (refusal?.code === "not_signed_in") {
      refusal = undefined;
      report.ended();
      return;
    }
    report.away(refusal?.code);
    const waitMs = Math.max(refusal?.retryAfterMs ?? 0, fullJitterMs(DROP_BACKOFF, failures++, Math.random));
    refusal = undefined;
    if (!isClosed) timer = window.setTimeout(() => socket.connect(), waitMs);
  }

  socket.on("hello", (hello: DeskHello) => {
    const isBack = !isOpen;
    isOpen = true;
    report.hello(hello);
    if (!isBack) return;
    since = Date.now();
    socket.emit("editing", open);
    report.back();
  });
  socket.on("changed", report.changed);
  socket.on("presence", report.presence);
  socket.on("stats", report.stats);
  socket.on("alarms", report.alarms);
  socket.on("kiosks", report.kiosks);
  socket.on("shown", report.shown);
  socket.on("refused", (given: Refused) => {
    refusal = given;
    socket.disconnect();
  });
  socket.on("disconnect", openAgain);
  socket.on("connect_error", openAgain);
  return {
    socketId: () => socket.id,
    editing: (message) => {
      const { takeOver: _once, ...rest } = message;
      open = rest;
      if (isOpen) socket.emit("editing", message);
    },
    saying: () => open,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(poll);
      socket.close();
    },
  };
}
