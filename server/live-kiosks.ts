/** The screens' side of one node, put together: who they are, what they show, what the desk sees of them. */
import { randomBytes } from "node:crypto";
import type { Namespace, Socket } from "socket.io";
import type { KiosksMessage, ShownMessage } from "./contract/desk-kiosk.ts";
import type { KioskConfig } from "./contract/kiosk.ts";
import type { AuditNote } from "./core/change.ts";
import type { RedisClock } from "./feed/clock.ts";
import type { Directory } from "./feed/directory.ts";
import type { FanOut } from "./feed/fan-out.ts";
import { Refresher } from "./feed/refresher.ts";
import type { Replica } from "./feed/replica.ts";
import type { Site } from "./http/deps.ts";
import { Blackouts } from "./kiosks/blackouts.ts";
import { isFor, KioskCommands, messageOf } from "./kiosks/commands.ts";
import { DeskScreens } from "./kiosks/desk-screens.ts";
import { KioskDirectory } from "./kiosks/kiosk-directory.ts";
import { KioskWall } from "./kiosks/kiosk-wall.ts";
import { Kiosks, letsIn } from "./kiosks/kiosks.ts";
import { isAboutKiosks } from "./kiosks/notes.ts";
import { PairingThrottle } from "./kiosks/pairing-throttle.ts";
import { Pairings } from "./kiosks/pairings.ts";
import { Receipts } from "./kiosks/receipts.ts";
import { ShownCounts } from "./kiosks/shown-counts.ts";
import { configOf } from "./kiosks/told.ts";
import { KioskTwins } from "./kiosks/twins.ts";
import type { Logger } from "./observe/logger.ts";
import type { KioskDoor } from "./sockets/kiosk-session.ts";
import { Screens } from "./sockets/kiosks.ts";
import { StoreFailure } from "./store/feed-log.ts";
import type { KioskRecord } from "./store/kiosks.ts";
import { RedisBulletin } from "./store/redis-bulletin.ts";
import type { RedisFeedLog } from "./store/redis-feed-log.ts";
import { RedisKioskSightings } from "./store/redis-kiosk-sightings.ts";
import { RedisKiosks } from "./store/redis-kiosks.ts";
import { RedisReceipts } from "./store/redis-receipts.ts";

/** A token that this node does not know may be of a screen that was paired at another a moment ago. */
const READ_AGAIN_MS = 1_000;
/** A node that dies leaves its screens connected in what is known of them: found by looking. */
const LOOK_MS = 2_000;
/** Screens of a node that leaves come to others over this time. */
const LEAVE_OVER_MS = 3_000;

export interface LiveKiosksParts {
  readonly url: string;
  readonly store: RedisFeedLog;
  readonly namespace: Namespace;
  readonly clock: RedisClock;
  readonly directory: Directory;
  readonly replica: Replica;
  readonly fanOut: FanOut;
  readonly site: Site;
  readonly log: Logger;
  /** The build of the page for screens. */
  readonly pages: string | undefined;
  readonly recheckMs?: number | undefined;
}

/** Told to every desk of this node. */
export interface KioskNews {
  kiosks(changed: KiosksMessage): void;
  shown(changed: ShownMessage): void;
}

export class LiveKiosks {
  readonly #parts: LiveKiosksParts;
  readonly #directory: KioskDirectory;
  readonly #refresher: Refresher;
  readonly #commanding: Refresher;
  readonly #wall: KioskWall;
  readonly #twins: KioskTwins;
  readonly #screens: Screens;
  readonly #shown: ShownCounts;
  #look: NodeJS.Timeout | undefined;
  #news: KioskNews | undefined;
  readonly desk: DeskScreens;
  readonly pairings: Pairings;
  readonly kiosks: Kiosks;
  readonly commands: KioskCommands;
  readonly blackouts: Blackouts;
  readonly receipts: Receipts;

  constructor(parts: LiveKiosksParts) {
    const { url, store, namespace, clock, directory, replica, fanOut, log, pages, recheckMs } = parts;
    this.#parts = parts;
    const nowMs = () => clock.nowMs();
    const event = () => directory.event;
    const held = () => (replica.loaded ? replica.state.announcements : new Map());
    const node = randomBytes(9).toString("base64url");
    const bulletin = new RedisBulletin({ url, channel: "kiosks", sender: store.connection, log });
    const kept = new RedisKiosks(store.connection, store.durably);
    const receipts = new RedisReceipts(store.connection, store.durably);
    this.#directory = new KioskDirectory({ store: kept, onChange: (ids) => this.#changed(ids) });
    directory.learnScreens(() => new Set(this.#directory.all.map(({ id }) => id)));
    this.#refresher = new Refresher(() => this.#directory.refresh());
    this.#commanding = new Refresher(async () => this.#screens.commanded(await this.commands.newest()));
    this.#wall = new KioskWall({
      node,
      bulletin,
      nowMs,
      sightings: new RedisKioskSightings(store.connection),
      onChange: () => this.#tellDesks(),
    });
    this.desk = new DeskScreens({ directory: this.#directory, wall: this.#wall, event, nowMs });
    this.#twins = new KioskTwins({ node, bulletin, onTwins: (id) => void this.#stop(id) });
    const kiosks = () => this.#directory.all;
    const zones = () => directory.event.zones;
    const onChange = (shown: ShownMessage) => this.#news?.shown(shown);
    this.#shown = new ShownCounts({ node, bulletin, store: receipts, held, kiosks, zones, onChange });

    const decided = { store: kept, clock, event };
    this.pairings = new Pairings({ ...decided, throttle: new PairingThrottle(store.connection) });
    this.kiosks = new Kiosks(decided);
    this.commands = new KioskCommands(decided);
    const isSession = (id: string) => directory.surroundings.sessionStarts.has(id);
    this.blackouts = new Blackouts({ ...decided, isSession });
    this.receipts = new Receipts({
      store: receipts,
      held,
      log: store,
      clock,
      zones,
      kiosks,
      kiosk: (id) => this.#directory.kiosk(id),
      seenAtMs: (id) => this.#wall.sightingOf(id)?.atMs,
      onShown: (receipt) => this.#shown.shown(receipt),
    });
    this.#screens = new Screens(namespace, {
      replica,
      fanOut,
      serverNowMs: nowMs,
      isRehearsal: () => directory.event.rehearsal,
      pages,
      wall: this.#wall,
      twins: this.#twins,
      door: this.#door(),
      refresh: () => this.#directory.readAnew(READ_AGAIN_MS),
      recheckMs,
    });
  }

  /** Reads every screen. Rejects while the store is away. */
  async load(): Promise<void> {
    await this.#directory.refresh();
  }

  start(news: KioskNews): void {
    this.#news = news;
    for (const part of [this.#wall, this.#twins, this.#shown, this.#screens]) part.start();
    this.#look = setInterval(() => this.#tellDesks(), LOOK_MS);
  }

  /** An entry of the audit. */
  noted(note: AuditNote): void {
    if (note.action === "command-kiosks") this.#commanding.refresh();
    else if (isAboutKiosks(note)) this.#refresher.refresh();
  }

  /** The audit is followed again, or the feed is another: anything may have changed. */
  caughtUp(): void {
    this.#refresher.refresh();
    this.#commanding.refresh();
    void this.#shown.read();
  }

  /** What the event says of all screens: hours, zones, halls. */
  eventChanged(): void {
    this.#screens.eventChanged();
    this.#shown.changed();
  }

  dismiss(): void {
    clearInterval(this.#look);
    this.#screens.dismiss(LEAVE_OVER_MS, Math.random);
  }

  async stop(): Promise<void> {
    this.#refresher.stop();
    this.#commanding.stop();
    this.#shown.stop();
    await this.#wall.stop();
  }

  /** Reads what the store knows of screens; where it is away, what is known here has to do. */
  async fresh(): Promise<void> {
    try {
      await this.#directory.refresh();
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
    }
  }

  /** None that was removed. */
  record(id: string): KioskRecord | undefined {
    const kiosk = this.#directory.kiosk(id);
    return kiosk?.removedAtMs === undefined ? kiosk : undefined;
  }

  /** What a screen is told of itself. */
  config(kiosk: KioskRecord, feedUrl: string): KioskConfig {
    const { event } = this.#parts.directory;
    return configOf(kiosk, { event, blackouts: this.#directory.blackouts, feedUrl });
  }

  /** For a desk that has just come. */
  get shownCounts(): ShownMessage {
    return this.#shown.all;
  }

  #door(): KioskDoor {
    const known = (hash: string) => this.#directory.byToken(hash);
    return {
      find: async (hash) => {
        if (known(hash) === undefined) await this.#directory.readAnew(READ_AGAIN_MS);
        return known(hash);
      },
      look: (id, hash) => {
        const kiosk = this.#directory.kiosk(id);
        if (kiosk?.stoppedAtMs !== undefined) return "kiosk_stopped";
        return kiosk !== undefined && letsIn(kiosk, hash) ? kiosk : "kiosk_unknown";
      },
      config: (kiosk, feedUrl) => this.config(kiosk, feedUrl),
      feedUrl: (socket) => this.#feedUrl(socket),
      kiosks: this.kiosks,
      receipts: this.receipts,
      newestCommands: () => this.commands.newest(),
      messageOf,
      openCommands: (kiosk, records) => this.commands.openFor(kiosk, records),
      isFor: (record, kiosk) => isFor(record, kiosk, this.#parts.directory.event),
      answered: (commandId, kioskId, answer) => this.commands.answered(commandId, kioskId, answer),
      log: this.#parts.log,
    };
  }

  #feedUrl({ handshake: { headers, secure } }: Socket): string {
    const { publicUrl, origin } = this.#parts.site;
    if (publicUrl !== undefined) return publicUrl;
    const address = `${secure ? "https" : "http"}://${headers.host}`;
    return URL.canParse(address) ? new URL(address).origin : origin;
  }

  #changed(ids: readonly string[]): void {
    this.#screens.changed(ids);
    this.#shown.changed();
    const gone = ids.filter((id) => this.#directory.kiosk(id)?.removedAtMs !== undefined);
    if (gone.length > 0) this.#wall.forget(gone);
    this.#tellDesks();
  }

  async #stop(kiosk: string): Promise<void> {
    const { log } = this.#parts;
    try {
      await this.kiosks.stop(kiosk);
      log.warn({ kiosk }, "two screens came with one identity: both were stopped");
    } catch (error) {
      log.warn({ kiosk, error }, "two screens came with one identity, and could not be stopped");
    }
  }

  #tellDesks(): void {
    if (this.#news === undefined) return;
    const changed = this.desk.news();
    if (changed.length > 0) this.#news.kiosks(changed);
  }
}
