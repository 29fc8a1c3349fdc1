/**
 * The desk's own namespace: who changed what, how many are reading. Where it cannot be had the desk
 * asks again by itself every ten seconds, so it always comes to the truth.
 */
import { io } from "socket.io-client";
import type { Changed } from "../../server/contract/socket.ts";
import { DROP_BACKOFF, fullJitterMs } from "../../server/core/backoff.ts";
import { PROTOCOL } from "../shared/link.ts";

export interface DeskStats {
  readonly online: number;
  readonly inPerson: number;
  readonly kiosks: { readonly connected: number; readonly paired: number };
}

export interface DeskReports {
  changed(change: Changed): void;
  stats(stats: DeskStats): void;
  /** It was away: anything may have changed. */
  back(): void;
  poll(): void;
}

const POLL_MS = 10_000;
/** A link that held for so long starts again from the shortest wait. */
const STEADY_MS = 10_000;

export function openDeskLink(report: DeskReports): { close(): void } {
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
  let timer: number | undefined;
  const poll = setInterval(() => {
    if (!isOpen) report.poll();
  }, POLL_MS);

  function openAgain(): void {
    if (isOpen && Date.now() - since >= STEADY_MS) failures = 0;
    isOpen = false;
    clearTimeout(timer);
    const waitMs = fullJitterMs(DROP_BACKOFF, failures++, Math.random);
    if (!isClosed) timer = window.setTimeout(() => socket.connect(), waitMs);
  }

  socket.on("hello", () => {
    isOpen = true;
    since = Date.now();
    report.back();
  });
  socket.on("changed", report.changed);
  socket.on("stats", report.stats);
  socket.on("refused", () => socket.disconnect());
  socket.on("disconnect", openAgain);
  socket.on("connect_error", openAgain);
  return {
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(poll);
      socket.close();
    },
  };
}
