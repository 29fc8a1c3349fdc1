/**
 * One connection for all tabs of a browser. One tab leads: it keeps its connection and passes on what it hears;
 * the others follow it and close theirs. Loaded when a page has been live for a while.
 *
 * - [N7] A follower is never worse off than alone: it goes on from its own cursor, so what it missed shows as a gap
 *   (F3), and a leader that says goodbye, falls silent or stumbles is left for a connection of its own.
 * - [N8] Whoever asks and is not answered by a leader takes the lead, also from one that holds it and is frozen.
 *   A leader answers only while its server speaks to it.
 */
import type { Attendance } from "../../../server/contract/announcement.ts";
import type { Cursor, Frame } from "../../../server/contract/feed.ts";
import type { OpenLink } from "./link.ts";

/** What a tab is to the others: its feed, its time, and what it does when they lead. */
export interface TabShell {
  cursor(): Cursor | undefined;
  /** Live by a connection of its own, on which the server spoke a moment ago. */
  isLive(): boolean;
  isStale(): boolean;
  serverNow(): number;
  random(): number;
  after(waitMs: number, run: () => void): () => void;
  /** To be live through the leader from now on. */
  follow(): void;
  sayAttendance(attendance: Attendance): void;
}

export interface TabChannel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

/** What the browser has for its tabs. */
export interface TabPlace {
  open(): TabChannel;
  /** Takes the lead from whoever has it, until what `granted` answers is over; rejects when it is taken away. */
  lead(granted: () => Promise<void>): Promise<unknown>;
}

export interface Tabs {
  /** Live for a while: follow who leads, or lead. */
  look(): void;
  /** A frame of our own connection, for those who follow. */
  pass(frame: Frame): void;
  /** Not live any more, or about to be put away: nobody shall follow us. */
  leave(): void;
  readonly openLink: OpenLink;
}

type Message =
  | { readonly type: "ask" }
  | { readonly type: "frame"; readonly frame: Frame; readonly serverAtMs?: number }
  | { readonly type: "bye" }
  | { readonly type: "attendance"; readonly attendance: Attendance };

/** A leader answers in an instant, also out of sight: it is woken by the question. */
export const LEADER_ANSWERS_MS = 1_000;
/** So long a follower hears nothing before it asks, and so long it waits for the answer. */
export const QUIET_MS = 5_000;
export const ANSWERS_MS = 3_000;
export const LOOK_AGAIN_MS = 10_000;

export function joinTabs(place: TabPlace, shell: TabShell): Tabs {
  let channel: TabChannel | undefined;
  let hear: ((message: Message) => void) | undefined;
  let resign: (() => void) | undefined;
  let cancel: (() => void) | undefined;

  const say = (message: Message): void => channel?.postMessage(message);

  function enter(): void {
    if (channel !== undefined) return;
    channel = place.open();
    channel.onmessage = ({ data }: MessageEvent<Message>) => take(data);
  }

  function take(message: Message): void {
    const isLeader = resign !== undefined;
    if (message.type === "ask" && isLeader && shell.isLive()) answer(shell.cursor());
    else if (message.type === "attendance" && isLeader) shell.sayAttendance(message.attendance);
    else hear?.(message);
  }

  /** The heartbeat of where we are: who is there too is live, who is behind sees the gap. */
  function answer(cursor: Cursor | undefined): void {
    if (cursor === undefined) return;
    const { epoch, offset } = cursor;
    const stale = shell.isStale() ? { stale: true as const } : {};
    const frame = { epoch, after: offset, upTo: offset, entries: [], ...stale };
    say({ type: "frame", frame, serverAtMs: shell.serverNow() });
  }

  function wait(waitMs: number, run: () => void): void {
    cancel?.();
    cancel = shell.after(waitMs, run);
  }

  function look(): void {
    if (resign !== undefined || !shell.isLive()) return;
    enter();
    hear = (message) => {
      if (message.type === "frame") meet(message.frame);
    };
    wait(LEADER_ANSWERS_MS, lead);
    say({ type: "ask" });
  }

  /** A leader: followed where it is no further than we are, else looked at again later. */
  function meet({ epoch, upTo }: Frame): void {
    const cursor = shell.cursor();
    hear = undefined;
    if (shell.isLive() && cursor?.epoch === epoch && upTo <= cursor.offset) {
      cancel?.();
      shell.follow();
    } else lookAgain();
  }

  const lookAgain = (): void => wait(LOOK_AGAIN_MS * (1 + shell.random()), look);

  function lead(): void {
    hear = undefined;
    const granted = (): Promise<void> =>
      new Promise((resolve) => {
        resign = resolve;
      });
    place.lead(granted).catch(() => {
      resign = undefined;
      lookAgain();
    });
  }

  function leave(): void {
    cancel?.();
    if (resign !== undefined) say({ type: "bye" });
    resign?.();
    resign = undefined;
    hear = undefined;
    channel?.close();
    channel = undefined;
  }

  const openLink: OpenLink = (_options, report) => {
    let answered: ((serverAtMs: number) => void) | undefined;
    function ask(): void {
      wait(ANSWERS_MS, report.closed);
      say({ type: "ask" });
    }
    enter();
    hear = (message) => {
      if (message.type === "bye") return report.closed();
      if (message.type !== "frame") return;
      wait(QUIET_MS, ask);
      report.frame(message.frame);
      if (message.serverAtMs === undefined) return;
      answered?.(message.serverAtMs);
      answered = undefined;
    };
    ask();
    return {
      close: () => {
        cancel?.();
        hear = undefined;
      },
      askClock: (answer) => {
        answered = answer;
        ask();
      },
      sayAttendance: (attendance) => say({ type: "attendance", attendance }),
    };
  };

  return {
    look,
    pass: (frame) => {
      if (resign !== undefined) say({ type: "frame", frame });
    },
    leave,
    openLink,
  };
}
