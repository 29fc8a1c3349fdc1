/**
 * Pages of one browser whose time stands still until it is told, the channel and the lock that its tabs share,
 * and a server that answers their WebSockets. A frozen page runs nothing: what was due meanwhile comes when it
 * is thawed.
 */
import { createKeeping } from "../../client/shared/held/feed-keeping.ts";
import type { LinkOptions, LinkReports } from "../../client/shared/link/link.ts";
import type { Page, PageWatch } from "../../client/shared/link/page.ts";
import { joinTabs, type TabChannel } from "../../client/shared/link/tab-link.ts";
import type { Entry, Snapshot } from "../../server/contract/feed.ts";
import { applyFrame, type FeedState, newestFirst, startFrom } from "../../server/core/feed-state.ts";
import { EPOCH } from "../support/feed-history.ts";

export interface FakeLink {
  readonly options: LinkOptions;
  readonly report: LinkReports;
  readonly transport: string;
  isClosed: boolean;
  readonly asked: ((serverAtMs: number) => void)[];
  readonly said: string[];
}

export interface FakePage extends Page {
  readonly links: FakeLink[];
  readonly kept: Map<string, string>;
  readonly marks: Map<string, string>;
  readonly watched: () => PageWatch;
  isFrozen: boolean;
  /** As in a tab that is out of sight: what comes from outside is heard, its own timers wait. */
  holdsTimers: boolean;
  isServerThere: () => Promise<boolean>;
  /** Whether its links reach a server: where they do not, they are silent. */
  isOnline: boolean;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
  readonly page: FakePage;
  readonly isOwn: boolean;
}

/** Lets promises and what follows from them come to rest. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export class FakeBrowser {
  now = 1_000_000;
  readonly pages: FakePage[] = [];
  /** Whether a message between tabs arrives. */
  delivers: () => boolean = () => true;
  /** What answers a link that a page has opened; absent, the test does. */
  server: FakeServer | undefined;
  random: () => number = () => 0.5;
  readonly #timers = new Set<Timer>();
  readonly #channels = new Map<TabChannel, FakePage>();
  #leader: { readonly page: FakePage; readonly isRobbed: (error: Error) => void } | undefined;

  /** What happens to a page after a while; `isOwn` where it is a timer of the page itself. */
  after(page: FakePage, waitMs: number, run: () => void, isOwn = false): () => void {
    const timer = { at: this.now + Math.max(0, waitMs), run, page, isOwn };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  async pass(ms: number): Promise<void> {
    await settled();
    const end = this.now + ms;
    for (;;) {
      const due = [...this.#timers].filter(
        ({ at, page, isOwn }) => at <= end && !page.isFrozen && !(isOwn && page.holdsTimers),
      );
      const next = due.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.now = Math.max(this.now, next.at);
      next.run();
      await settled();
    }
    this.now = end;
  }

  /** Nothing runs; the links die without a word. */
  sleep(ms: number): void {
    this.now += ms;
  }

  close(page: FakePage): void {
    page.watched().hidden();
    page.watched().left();
    for (const link of page.links) link.isClosed = true;
    for (const timer of this.#timers) if (timer.page === page) this.#timers.delete(timer);
    for (const [channel, of] of this.#channels) if (of === page) this.#channels.delete(channel);
    this.pages.splice(this.pages.indexOf(page), 1);
    page.isFrozen = true;
  }

  open(kept = new Map<string, string>()): FakePage {
    const marks = new Map<string, string>();
    const links: FakeLink[] = [];
    let watch: PageWatch | undefined;
    const opener =
      (transport: string): Page["openWebSocket"] =>
      (options, report) => {
        const link: FakeLink = { options, report, transport, isClosed: false, asked: [], said: [] };
        links.push(link);
        this.server?.welcome(page, link);
        return {
          close: () => {
            link.isClosed = true;
          },
          askClock: (answer) => {
            link.asked.push(answer);
            this.server?.tellTime(page, link, answer);
          },
          sayAttendance: (attendance) => link.said.push(attendance),
        };
      };
    const page: FakePage = {
      links,
      kept,
      marks,
      watched: () => watch!,
      isFrozen: false,
      holdsTimers: false,
      isOnline: true,
      now: () => this.now,
      monotonicNow: () => this.now - 900_000,
      random: () => this.random(),
      after: (waitMs, run) => this.after(page, waitMs, run, true),
      read: (name) => kept.get(name) ?? null,
      write: (name, text) => kept.set(name, text),
      mark: (name, value) => marks.set(name, value),
      watch: (given) => {
        watch = given;
      },
      isServerThere: async () => true,
      openWebSocket: opener("websocket"),
      openStream: opener("sse"),
      openPolling: opener("polling"),
      loadKeeping: async (held) => createKeeping(held, () => this.now),
      joinTabs: async (shell) =>
        joinTabs({ open: () => this.#channelOf(page), lead: (granted) => this.#lead(page, granted) }, shell),
    };
    this.pages.push(page);
    return page;
  }

  #channelOf(page: FakePage): TabChannel {
    const channel: TabChannel = {
      onmessage: null,
      postMessage: (message) => {
        const copy = structuredClone(message);
        for (const [other, of] of this.#channels)
          if (other !== channel && this.delivers())
            this.after(of, 1, () => other.onmessage?.({ data: copy } as MessageEvent));
      },
      close: () => this.#channels.delete(channel),
    };
    this.#channels.set(channel, page);
    return channel;
  }

  #lead(page: FakePage, granted: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const robbed = this.#leader;
      if (robbed !== undefined) this.after(robbed.page, 0, () => robbed.isRobbed(new Error("taken away")));
      const mine = { page, isRobbed: reject };
      this.#leader = mine;
      void granted().then(() => {
        if (this.#leader === mine) this.#leader = undefined;
        resolve();
      });
    });
  }
}

const TRIP_MS = 20;
const HEARTBEAT_MS = 10_000;

/** A log, and the links that hear of it. It never refuses; whoever cannot reach it hears nothing. */
export class FakeServer {
  readonly log: Entry[] = [];
  epoch = EPOCH;
  readonly #browser: FakeBrowser;
  readonly #readers = new Map<FakeLink, FakePage>();
  /** The server's own time goes on, whichever page is frozen. */
  readonly #clock: FakePage;
  handshakes = 0;

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
    this.#clock = { isFrozen: false } as FakePage;
    browser.server = this;
    this.#beat();
  }

  get state(): FeedState {
    const empty = startFrom({
      reason: "new",
      cursor: { epoch: this.epoch, offset: 0 },
      announcements: [],
      programmeRevision: 0,
    });
    return this.log.length === 0 ? empty : applyFrame(empty, this.#frameAfter(0)).state;
  }

  publish(entry: Entry): void {
    this.log.push(entry);
    for (const [link, page] of this.#readers)
      this.#tell(page, link, "frame", this.#frameAfter(entry.offset - 1));
  }

  /** The log is lost; every reader starts again. */
  startOver(epoch: string): void {
    this.epoch = epoch;
    this.log.length = 0;
    for (const [link, page] of this.#readers) this.#tell(page, link, "snapshot", this.#snapshot());
  }

  welcome(page: FakePage, link: FakeLink): void {
    this.handshakes += 1;
    this.#after(page, link, () => {
      link.report.opened();
      link.report.hello({
        protocol: 1,
        serverAt: new Date(this.#browser.now).toISOString(),
        rehearsal: true,
      });
      if (link.isClosed) return;
      this.#readers.set(link, page);
      const { cursor } = link.options;
      const leadsOn = cursor?.epoch === this.epoch && cursor.offset <= this.log.length;
      if (leadsOn) link.report.frame(this.#frameAfter(cursor.offset));
      else link.report.snapshot(this.#snapshot());
    });
  }

  tellTime(page: FakePage, link: FakeLink, answer: (serverAtMs: number) => void): void {
    this.#after(page, link, () => answer(this.#browser.now));
  }

  /** The links of this page end, as when a network goes: with a word, or silently. */
  cut(page: FakePage, isSilent: boolean): void {
    for (const [link, of] of this.#readers) {
      if (of !== page) continue;
      this.#readers.delete(link);
      if (!isSilent) this.#after(page, link, () => link.report.closed());
    }
  }

  #beat(): void {
    for (const [link, page] of this.#readers) {
      if (link.isClosed) this.#readers.delete(link);
      else this.#tell(page, link, "frame", this.#frameAfter(this.log.length));
    }
    this.#browser.after(this.#clock, HEARTBEAT_MS, () => this.#beat());
  }

  #tell(page: FakePage, link: FakeLink, name: "frame" | "snapshot", told: unknown): void {
    this.#after(page, link, () => link.report[name](structuredClone(told)));
  }

  #after(page: FakePage, link: FakeLink, run: () => void): void {
    if (!page.isOnline) return;
    this.#browser.after(page, TRIP_MS, () => {
      if (!link.isClosed) run();
    });
  }

  #frameAfter(after: number) {
    return { epoch: this.epoch, after, upTo: this.log.length, entries: this.log.slice(after) };
  }

  #snapshot(): Snapshot {
    const { cursor, announcements, programmeRevision } = this.state;
    return { reason: "new", cursor, announcements: newestFirst(announcements), programmeRevision };
  }
}
