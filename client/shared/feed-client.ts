/**
 * The shell around the connection's table: opens links, keeps its timers, folds frames into the feed.
 * Every decision is in connection-state.ts and core/feed-state.ts; there is none here.
 *
 * Hooks for tests in a browser:
 * - <html>: `data-connection-state` (a phase of connection-state.ts), `data-transport` (websocket or
 *   sse), `data-cursor` (`epoch.offset`); on a kiosk `data-screen` (foyer, stage, honours, takeover).
 * - feed: `article[data-announcement-id][data-revision][data-kind]`, `[data-withdrawn]`,
 *   `details[data-corrected]`, `.alert[data-alert-id][data-status]`, `[data-live=polite|assertive]`,
 *   `[data-session-id]` on the board, `[role=status][data-status]` for the connection line.
 * - desk: `.row[data-announcement-id][data-state][data-kind]`, `[role=alert][data-code]` for a refusal,
 *   each language a region by its own name; everything else by role and label (exact names).
 * - kiosk: `[data-announcement-id]`, `.takeover[data-status]`, `[data-stale]`.
 */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Attendance } from "../../server/contract/announcement.ts";
import type { Entry, Frame } from "../../server/contract/feed.ts";
import type { Hello } from "../../server/contract/socket.ts";
import { applyFrame } from "../../server/core/feed-state.ts";
import { type Connection, type ConnectionEvent, idleConnection, nextConnection } from "./connection-state.ts";
import type { ConnectionCommand } from "./connection-steps.ts";
import { type HeldFeed, heldFrom, readHeld, withOlder, writeHeld } from "./held-feed.ts";
import type { Link, LinkReports } from "./link.ts";
import type { Page } from "./page.ts";
import { parseFrame, parseItems, parseRefusal, parseSnapshot } from "./parse.ts";
import { createServerClock, type ServerClock } from "./server-clock.ts";

export interface FeedClientOptions {
  readonly page: Page;
  /** Under which name the device keeps the feed; absent keeps nothing. */
  readonly keepAs?: string;
  /** What the page was served with, for a reader who sees it before any script has run. */
  readonly served?: HeldFeed;
  readonly attendance?: () => Attendance | undefined;
  /** New entries, in order; not called for what a snapshot holds. */
  readonly onArrived?: (entries: readonly Entry[]) => void;
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
  /** Fetches the next page of older announcements; false when that failed. */
  fetchOlder(): Promise<boolean>;
}

const CLOCK_ROUND_TRIPS = 4;
const CLOCK_AGAIN_MS = 240_000;
const KEEP_AFTER_MS = 1_000;

export function createFeedClient({
  page,
  keepAs,
  served,
  attendance,
  onArrived,
}: FeedClientOptions): FeedClient {
  const held = signal(served ?? (keepAs === undefined ? undefined : readHeld(page.read(keepAs))));
  const connection = signal(idleConnection);
  const stale = signal(false);
  const hello = signal<Hello | undefined>(undefined);
  const clock = createServerClock(page.monotonicNow, page.now);
  let link: Link | undefined;
  const cancel: { [name in "timer" | "heartbeatMissed" | "keep" | "clock"]?: (() => void) | undefined } = {};

  function dispatch(event: ConnectionEvent): void {
    const step = nextConnection(connection.value, event, { now: page.now(), random: page.random });
    connection.value = step.connection;
    setTimer("timer", step.connection.timerAt);
    setTimer("heartbeatMissed", step.connection.silentAt);
    for (const command of step.commands) run(command);
    page.mark("connectionState", step.connection.phase);
    page.mark("transport", step.connection.transport);
    const cursor = held.value?.feed.cursor;
    if (cursor !== undefined) page.mark("cursor", `${cursor.epoch}.${cursor.offset}`);
  }

  function setTimer(type: "timer" | "heartbeatMissed", at: number | undefined): void {
    cancel[type]?.();
    cancel[type] = at === undefined ? undefined : page.after(at - page.now(), () => dispatch({ type }));
  }

  function run(command: ConnectionCommand): void {
    link?.close();
    link = undefined;
    if (command.do === "close") return;
    const open = command.transport === "sse" ? page.openStream : page.openWebSocket;
    const cursor = command.withCursor ? held.value?.feed.cursor : undefined;
    link = open(
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
        measureClock(CLOCK_ROUND_TRIPS);
      }),
      snapshot: when(takeSnapshot),
      frame: when(takeFrame),
      refused: when((raw) => dispatch({ type: "refused", ...parseRefusal(raw) })),
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
    held.value = heldFrom(snapshot);
    keepSoon();
    dispatch({ type: "snapshot" });
  }

  function takeFrame(raw: unknown): void {
    dispatch({ type: foldIn(parseFrame(raw)) });
  }

  function foldIn(frame: Frame | undefined): "gap" | "newEpoch" | "frameApplied" {
    if (frame === undefined) return "gap";
    const before = held.value;
    if (before === undefined) return "newEpoch";
    const folded = applyFrame(before.feed, frame);
    if (folded.outcome === "gap" || folded.outcome === "newEpoch") return folded.outcome;
    stale.value = frame.stale === true;
    if (folded.outcome === "applied") {
      held.value = { ...before, feed: folded.state };
      keepSoon();
      onArrived?.(folded.arrived);
    }
    return "frameApplied";
  }

  function measureClock(times: number): void {
    cancel.clock?.();
    cancel.clock = page.after(CLOCK_AGAIN_MS, () => measureClock(1));
    const sentAt = page.monotonicNow();
    link?.askClock((serverAtMs) => {
      clock.add({ sentAt, receivedAt: page.monotonicNow(), serverAtMs });
      if (times > 1) measureClock(times - 1);
    });
  }

  function keepSoon(): void {
    if (keepAs !== undefined) cancel.keep ??= page.after(KEEP_AFTER_MS, keepNow);
  }

  function keepNow(): void {
    cancel.keep?.();
    cancel.keep = undefined;
    if (keepAs !== undefined && held.value !== undefined) page.write(keepAs, writeHeld(held.value));
  }

  async function fetchOlder(): Promise<boolean> {
    const before = held.value?.olderBefore;
    if (before === undefined) return true;
    try {
      const answer = await fetch(`/api/v1/feed?before=${before}&limit=50`);
      if (!answer.ok) return false;
      const page = (await answer.json()) as { announcements?: unknown[]; next?: unknown };
      const next = Number(page.next);
      if (held.value !== undefined)
        held.value = withOlder(held.value, parseItems(page.announcements ?? []), next > 0 ? next : undefined);
      return true;
    } catch {
      return false;
    }
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
        page.watch({
          networkBack: () => dispatch({ type: "networkBack" }),
          networkLost: () => dispatch({ type: "networkLost" }),
          hidden: keepNow,
          seen: wake,
        });
      }
      dispatch({ type: "start" });
    },
    stop: () => dispatch({ type: "stop" }),
    sayAttendance: (to) => link?.sayAttendance(to),
    fetchOlder,
  };
}
