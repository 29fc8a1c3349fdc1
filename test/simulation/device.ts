/**
 * A reader's browser, or a screen: the real feed client in a page whose network and storage are simulated. What it
 * keeps outlives the page; what was written in the last moment does not outlive a power cut.
 */
import { createFeedClient, type FeedClient } from "../../client/shared/held/feed-client.ts";
import { createKeeping } from "../../client/shared/held/feed-keeping.ts";
import type { Link, LinkOptions, LinkReports } from "../../client/shared/link/link.ts";
import type { Page, PageWatch } from "../../client/shared/link/page.ts";
import type { Entry } from "../../server/contract/feed.ts";
import type { FeedState } from "../../server/core/feed-state.ts";
import type { ServerProcess } from "./server-process.ts";
import { Process } from "./time.ts";
import { Wire } from "./wire.ts";
import type { World } from "./world.ts";

export class Device {
  readonly name: string;
  readonly isScreen: boolean;
  readonly #world: World;
  process: Process;
  /** What lies on the device, and what is only on its way there. */
  readonly #kept = new Map<string, string>();
  #unsettled = new Map<string, string>();
  client: FeedClient | undefined;
  watch: PageWatch | undefined;
  wire: Wire | undefined;
  /** Where no network is: nothing opens. */
  isOffline = false;
  skewMs = 0;

  constructor(world: World, name: string, isScreen: boolean) {
    this.#world = world;
    this.name = name;
    this.isScreen = isScreen;
    this.process = new Process(name);
  }

  get feed(): FeedState | undefined {
    return this.client?.held.peek()?.feed;
  }

  get isUp(): boolean {
    return this.client !== undefined;
  }

  start(): void {
    this.process = new Process(this.name);
    this.#world.time.after(this.process, 0, () => this.#open());
  }

  #open(): void {
    const { judge } = this.#world;
    this.client = createFeedClient({
      page: this.#page(),
      keepAs: "feed",
      onArrived: (entries) => judge.arrived(this, entries),
    });
    if (this.feed !== undefined) judge.startedWith(this, this.feed);
    this.client.start();
  }

  /** The page is closed: it has written what it holds. A power cut asks nobody. */
  close(isPowerCut: boolean): void {
    if (!isPowerCut) {
      this.watch?.hidden();
      for (const [name, text] of this.#unsettled) this.#kept.set(name, text);
    }
    this.#unsettled = new Map();
    this.process.isGone = true;
    this.wire?.end("device");
    this.wire = undefined;
    this.client = undefined;
    this.watch = undefined;
  }

  #page(): Page {
    const { time, dice } = this.#world;
    const { process } = this;
    const open = (options: LinkOptions, report: LinkReports): Link => this.#connect(options, report);
    return {
      now: () => Math.floor(time.now + this.skewMs),
      monotonicNow: () => time.now,
      random: dice.random,
      after: (waitMs, run) => {
        const set = time.after(process, waitMs, run);
        return () => {
          set.isOff = true;
        };
      },
      read: (name) => this.#unsettled.get(name) ?? this.#kept.get(name) ?? null,
      write: (name, text) => {
        this.#unsettled.set(name, text);
        time.after(process, dice.between(1, 40), () => this.#kept.set(name, text));
      },
      mark: () => {},
      watch: (watch) => {
        this.watch = watch;
      },
      isServerThere: async () => !this.isOffline && this.#world.servers.some((server) => server.isUp),
      openWebSocket: open,
      openStream: open,
      openPolling: open,
      loadKeeping: async (held) => createKeeping(held, () => time.now),
      joinTabs: async () => undefined,
    };
  }

  #connect({ cursor }: LinkOptions, report: LinkReports): Link {
    const { time, dice, weather, servers } = this.#world;
    const server: ServerProcess = dice.pick(servers);
    const wire = new Wire({ time, dice, weather, device: this.process, server: server.process });
    this.wire = wire;
    let isOpen = true;
    const tell = (run: () => void) => (isOpen ? run() : undefined);
    wire.onEnd("device", () => tell(report.closed));
    if (this.isOffline || !server.isUp || server.process.isAsleep) {
      // Refused at once, or never answered: an opening that brings nothing is given up by the client.
      if (!server.isUp) time.after(this.process, dice.between(1, 50), () => tell(report.closed));
    } else {
      wire.send("server", () => {
        wire.send("device", () => tell(report.opened));
        server.welcome(
          wire,
          {
            hello: (raw) => tell(() => report.hello(raw)),
            refused: (raw) => tell(() => report.refused(raw)),
            frame: (json) => tell(() => this.#take(json, report)),
            snapshot: (json) => tell(() => this.#start(json, report)),
          },
          cursor,
        );
      });
    }
    return {
      close: () => {
        isOpen = false;
        wire.end("device");
      },
      askClock: (answer) =>
        wire.send("server", () => {
          const at = server.clock?.nowMs();
          if (at !== undefined) wire.send("device", () => tell(() => answer(at)));
        }),
      sayAttendance: () => {},
    };
  }

  /** A frame, which may be lost on the way or come twice: the network of the world does worse than TCP. */
  #take(json: string, report: LinkReports): void {
    const { dice, weather, judge } = this.#world;
    if (dice.chance(weather.lostFrames)) return;
    const times = dice.chance(weather.lostFrames) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const before = this.feed?.cursor;
      report.frame(JSON.parse(json));
      judge.framed(this, before, this.feed?.cursor);
    }
  }

  #start(json: string, report: LinkReports): void {
    report.snapshot(JSON.parse(json));
    if (this.feed !== undefined) this.#world.judge.startedWith(this, this.feed);
  }

  /** Whether nothing is left to come to it. */
  isAt(epoch: string, offset: number): boolean {
    const cursor = this.feed?.cursor;
    return (
      this.client?.connection.peek().phase === "live" && cursor?.epoch === epoch && cursor.offset === offset
    );
  }
}

export type Arrived = readonly Entry[];
