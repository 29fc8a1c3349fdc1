/**
 * The shell around the connection's table: opens links, keeps its timers, folds frames into the feed.
 * Every decision is in connection-state.ts and core/feed-state.ts; there is none here.
 *
 * Hooks for tests in a browser:
 * - <html>: `data-connection-state` (a phase of connection-state.ts), `data-transport` (websocket,
 *   sse, polling, or tab where it follows another tab), `data-cursor` (`epoch.offset`).
 * - feed: `article[data-announcement-id][data-revision][data-kind]`, `[data-withdrawn]`,
 *   `details[data-corrected]`, `.alert[data-alert-id][data-status]`, `[data-live=polite|assertive]`,
 *   `[data-session-id]` on the board, `[role=status][data-status]` for the connection line.
 * - desk: `.row[data-announcement-id][data-state][data-kind]`, `[role=alert][data-code]` for a refusal,
 *   each language a region by its own name; everything else by role and label (exact names).
 * - kiosk: on <html> `data-screen` (pairing, identify, test-card, or a view of kiosk/show/screen-at.ts);
 *   `#app[data-turn]`, `[data-announcement-id][data-revision]`, `[data-session-id]`, `.takeover[data-status]`,
 *   `[data-instruction]`, `[data-user-code]`, `[data-stale]`.
 */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Attendance } from "../../../server/contract/announcement.ts";
import type { Entry, Frame } from "../../../server/contract/feed.ts";
import type { Hello } from "../../../server/contract/socket.ts";
import { applyFrame } from "../../../server/core/feed-state.ts";
import {
  type Connection,
  type ConnectionEvent,
  idleConnection,
  nextConnection,
} from "../link/connection-state.ts";
import { type ConnectionCommand, SILENCE_MS } from "../link/connection-steps.ts";
import type { Link, LinkReports } from "../link/link.ts";
import type { Page } from "../link/page.ts";
import { createServerClock, type ServerClock } from "../link/server-clock.ts";
import type { TabShell } from "../link/tab-link.ts";
import { createTabSharing, noSharing } from "../link/tab-sharing.ts";
import { type HeldFeed, heldFrom } from "./held-feed.ts";
import { createKeptFeed } from "./kept-feed.ts";
import { parseFrame, parseRefusal, parseSnapshot } from "./parse.ts";

export interface FeedClientOptions {
  readonly page: Page;
  /** Under which name the device keeps the feed; absent keeps nothing. */
  readonly keepAs?: string;
  /** What the page was served with, for a reader who sees it before any script has run. */
  readonly served?: HeldFeed;
  readonly attendance?: () => Attendance | undefined;
  /** With the other tabs that read the same: one connection for all of them. */
  readonly sharesTabs?: boolean;
  /** New entries, in order; not called for what a snapshot holds. */
  readonly onArrived?: (entries: readonly Entry[]) => void;
  /** The server will not have a page as old as this one, nor what it holds. */
  readonly onReset?: () => void;
}

export interface FeedClient {
  readonly held: ReadonlySignal<HeldFeed | undefined>;
  readonly connection: ReadonlySignal<Connection>;
  /** The node has lost its store: what it sends may be behind. */
  readonly stale: ReadonlySignal<boolean>;
  readonly hello: ReadonlySignal<Hello | undefined>;
  readonly clock: ServerClock;
  start(): void;
  stop(): void;
  sayAttendance(attendance: Attendance): void;
  /** Fetches the next page of older announcements, once however often it is called; false when that failed. */
  fetchOlder(): Promise<boolean>;
  /** The reader is back at the top: what was paged in may go again. */
  leaveOlder(): void;
}

/** For which instant, when it comes on the page's monotonic clock, and how it is let go of. */
type Armed = readonly [at: number, comesAt: number, cancel: () => void];

const CLOCK_ROUND_TRIPS = 4;
const CLOCK_AGAIN_MS = 240_000;

export function createFeedClient(options: FeedClientOptions): FeedClient {
  const { page, attendance, onArrived, onReset } = options;
  const kept = createKeptFeed(page, options.keepAs, options.served);
  const { held } = kept;
  const connection = signal(idleConnection);
  const stale = signal(false);
  const hello = signal<Hello | undefined>(undefined);
  const clock = createServerClock(page.monotonicNow, page.now);
  let link: Link | undefined;
  let openedAt = 0;
  const armed: { [name in "timer" | "heartbeatMissed"]?: Armed | undefined } = {};
  let cancelClock: (() => void) | undefined;

  const tabShell: TabShell = {
    cursor: () => held.value?.feed.cursor,
    isLive: () => {
      const { phase, follows, heardAt = 0 } = connection.value;
      return phase === "live" && !follows && page.now() - heardAt < SILENCE_MS;
    },
    isStale: () => stale.value,
    serverNow: clock.now,
    random: page.random,
    after: page.after,
    follow: () => dispatch({ type: "shared" }),
    sayAttendance: (to) => link?.sayAttendance(to),
  };
  const tabs = options.sharesTabs ? createTabSharing(page, tabShell) : noSharing;

  function dispatch(event: ConnectionEvent): void {
    const step = nextConnection(connection.value, event, { now: page.now(), random: page.random });
    connection.value = step.connection;
    setTimer("timer", step.connection.timerAt);
    setTimer("heartbeatMissed", step.connection.silentAt);
    for (const command of step.commands) run(command);
    tabs.follow(step.connection);
    page.mark("connectionState", step.connection.phase);
    page.mark("transport", step.connection.follows ? "tab" : step.connection.transport);
    const cursor = held.value?.feed.cursor;
    if (cursor !== undefined) page.mark("cursor", `${cursor.epoch}.${cursor.offset}`);
  }

  /** [N9] Set anew for the same instant it comes no later than it would have, whatever the device's clock says now. */
  function setTimer(type: "timer" | "heartbeatMissed", at: number | undefined): void {
    const [before, comesAt = 0, cancel] = armed[type] ?? [];
    cancel?.();
    armed[type] = undefined;
    if (at === undefined) return;
    const now = page.monotonicNow();
    let waitMs = at - page.now();
    if (before === at) waitMs = Math.min(waitMs, comesAt - now);
    armed[type] = [at, now + waitMs, page.after(waitMs, () => dispatch({ type }))];
  }

  function run(command: ConnectionCommand): void {
    link?.close();
    link = undefined;
    if (command.do === "close") return;
    const ways = {
      websocket: page.openWebSocket,
      sse: page.openStream,
      polling: page.openPolling,
      tab: tabs.openLink() ?? page.openWebSocket,
    };
    const cursor = command.withCursor ? held.value?.feed.cursor : undefined;
    openedAt = page.monotonicNow();
    link = ways[command.transport](
      { cursor, attendance: attendance?.() },
      reportsOf(() => link === mine),
    );
    const mine = link;
  }

  /** A link that was given up may still speak: nobody listens. */
  function reportsOf(isCurrent: () => boolean): LinkReports {
    const when =
      (tell: (raw: unknown) => void) =>
      (raw?: unknown): void => {
        if (isCurrent()) batch(() => tell(raw));
      };
    const didNotOpen = when((isThere) => dispatch({ type: isThere === true ? "closed" : "unreachable" }));
    return {
      opened: when(() => dispatch({ type: "opened" })),
      hello: when((raw) => {
        hello.value = raw as Hello;
        stale.value = hello.value.stale === true;
        dispatch({ type: "hello" });
        noteTime(openedAt, Date.parse(hello.value.serverAt));
        measureClock(CLOCK_ROUND_TRIPS);
      }),
      snapshot: when(takeSnapshot),
      frame: when(takeFrame),
      refused: when((raw) => {
        const refusal = parseRefusal(raw);
        dispatch({ type: "refused", ...refusal });
        if (refusal.action === "reset") onReset?.();
      }),
      closed: when(() => {
        if (connection.value.phase !== "connecting") dispatch({ type: "closed" });
        else void page.isServerThere().then(didNotOpen);
      }),
    };
  }

  function takeSnapshot(raw: unknown): void {
    const snapshot = parseSnapshot(raw);
    if (snapshot === undefined) {
      dispatch({ type: "gap" });
      return;
    }
    kept.startAnew(heldFrom(snapshot, clock.now()));
    dispatch({ type: "snapshot" });
  }

  function takeFrame(raw: unknown): void {
    const frame = parseFrame(raw);
    dispatch({ type: foldIn(frame) });
    if (frame !== undefined && !connection.value.follows) tabs.pass(frame);
  }

  function foldIn(frame: Frame | undefined): "gap" | "newEpoch" | "frameApplied" {
    if (frame === undefined) return "gap";
    const before = held.value;
    if (before === undefined) return "newEpoch";
    const folded = applyFrame(before.feed, frame);
    if (folded.outcome === "gap" || folded.outcome === "newEpoch") return folded.outcome;
    stale.value = frame.stale === true;
    if (folded.outcome === "applied") {
      kept.hold({ ...before, feed: folded.state, asOf: clock.now() });
      onArrived?.(folded.arrived);
    }
    return "frameApplied";
  }

  function measureClock(times: number): void {
    cancelClock?.();
    cancelClock = page.after(CLOCK_AGAIN_MS, () => measureClock(1));
    const sentAt = page.monotonicNow();
    const asked = link;
    asked?.askClock((serverAtMs) => {
      noteTime(sentAt, serverAtMs);
      if (asked !== link) return;
      dispatch({ type: "answered" });
      if (times > 1) measureClock(times - 1);
    });
  }

  function noteTime(sentAt: number, serverAtMs: number): void {
    if (!Number.isNaN(serverAtMs)) clock.add({ sentAt, receivedAt: page.monotonicNow(), serverAtMs });
  }

  function wake(): void {
    clock.forget();
    measureClock(2);
    dispatch({ type: "woke" });
  }

  return {
    held,
    connection,
    stale,
    hello,
    clock,
    start: () => {
      if (connection.value.phase === "idle") {
        kept.begin();
        page.watch({
          networkBack: () => dispatch({ type: "networkBack" }),
          networkLost: () => dispatch({ type: "networkLost" }),
          hidden: kept.keep,
          left: tabs.stop,
          seen: wake,
        });
      }
      dispatch({ type: "start" });
    },
    stop: () => dispatch({ type: "stop" }),
    sayAttendance: (to) => link?.sayAttendance(to),
    fetchOlder: kept.fetchOlder,
    leaveOlder: kept.leaveOlder,
  };
}
