/** The desk's live side of one node, put together: its namespace, editing, alarms, and news of screens. */
import type { Namespace } from "socket.io";
import type { Accounts } from "./accounts/accounts.ts";
import { AlarmBoard } from "./alarms/alarm-board.ts";
import { AlarmWatch } from "./alarms/alarm-watch.ts";
import type { Pulse } from "./alarms/pulse.ts";
import type { DeskAlarm, DeskStats } from "./contract/socket.ts";
import type { AuditNote } from "./core/change.ts";
import type { RedisClock } from "./feed/clock.ts";
import type { Directory } from "./feed/directory.ts";
import { readerTotals } from "./feed/reader-totals.ts";
import { actorOfToken } from "./http/authenticate.ts";
import type { Site } from "./http/deps.ts";
import { readSessionCookie } from "./http/session-cookie.ts";
import type { LiveKiosks } from "./live-kiosks.ts";
import type { Logger } from "./observe/logger.ts";
import { Desks } from "./sockets/desk.ts";
import type { DeskDoor } from "./sockets/desk-session.ts";
import { RedisBulletin } from "./store/redis-bulletin.ts";
import type { RedisFeedLog } from "./store/redis-feed-log.ts";

/** How long numbers of readers stand before other ones are told. */
const STATS_MS = 2_000;
/** Desks of a node that leaves come to others over this time. */
const LEAVE_OVER_MS = 1_000;

export interface LiveDeskParts {
  readonly url: string;
  readonly store: RedisFeedLog;
  readonly namespace: Namespace;
  readonly clock: RedisClock;
  readonly directory: Pick<Directory, "event">;
  readonly accounts: Accounts;
  readonly site: Site;
  readonly kiosks: LiveKiosks;
  readonly log: Logger;
  /** Between two looks at who is there; ten seconds where absent. */
  readonly recheckMs?: number | undefined;
}

export class LiveDesk {
  readonly #parts: LiveDeskParts;
  readonly #desks: Desks;
  readonly #watch: AlarmWatch;
  readonly #board: AlarmBoard;
  #told = "";
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: LiveDeskParts) {
    const { url, store, namespace, clock, directory, kiosks, log, recheckMs } = parts;
    this.#parts = parts;
    const nowMs = () => clock.nowMs();
    this.#desks = new Desks(namespace, {
      door: {
        personAt: personAt(parts),
        exists: async (id) => (await store.announcement(id)) !== undefined,
        log,
      },
      bulletin: new RedisBulletin({ url, channel: "desk-editing", sender: store.connection, log }),
      serverNowMs: nowMs,
      twoPersonApproval: () => directory.event.policies.twoPersonApproval,
      shown: () => kiosks.shownCounts,
      recheckMs,
    });
    this.#board = new AlarmBoard({ nowMs, log, onChange: (all, begun) => this.#desks.alarms(all, begun) });
    this.#watch = new AlarmWatch({
      redis: store.connection,
      board: this.#board,
      clock,
      connected: () => store.connected,
      faults: () => store.faults,
      screens: () => kiosks.desk.counts(),
      onPulse: (pulse) => this.#pulsed(pulse),
    });
  }

  start(): void {
    for (const part of [this.#desks, this.#watch]) part.start();
    this.#parts.kiosks.start(this.#desks);
  }

  /** What holds at this node now. */
  get alarms(): readonly DeskAlarm[] {
    return this.#board.all;
  }

  /** An entry of the audit. */
  noted(note: AuditNote): void {
    this.#desks.noted(note);
  }

  /** The audit is followed again: whoever sits here may not be allowed to any more. */
  caughtUp(): void {
    this.#desks.recheck();
  }

  /** Desks are sent to other nodes. */
  dismiss(): void {
    this.#desks.stop(LEAVE_OVER_MS, Math.random);
  }

  async stop(): Promise<void> {
    await this.#watch.stop();
  }

  #pulsed({ readers, push }: Pulse): void {
    this.#desks.recheckUnsure();
    if (performance.now() - this.#toldAtMs < STATS_MS) return;
    const { sum } = readerTotals(readers, this.#parts.clock.nowMs());
    const { connected, paired } = this.#parts.kiosks.desk.counts();
    const stats: DeskStats = { ...sum, kiosks: { connected, paired }, push };
    const told = JSON.stringify(stats);
    if (told === this.#told) return;
    this.#told = told;
    this.#toldAtMs = performance.now();
    this.#desks.stats(stats);
  }
}

/** A program by its token, where one is given, and nobody else then; else a person by the cookie. */
const personAt =
  ({ accounts, site }: Pick<LiveDeskParts, "accounts" | "site">): DeskDoor["personAt"] =>
  async (socket, token) => {
    if (token !== undefined) {
      const actor = await actorOfToken(token, { accounts, site });
      return actor && { actor, who: actor.name };
    }
    const secret = readSessionCookie(socket.request as never, site);
    const signedIn = secret === undefined ? undefined : await accounts.bySession(secret);
    return signedIn && { actor: signedIn.actor, who: signedIn.name ?? signedIn.actor.name };
  };
