/**
 * Keeps the schedule as the programme asks for it: the session starts (see core/session-starts.ts), and what
 * was scheduled with a session just as the programme changed, so that no import could take it along.
 */
import { createHmac } from "node:crypto";
import type { Actor } from "../server/contract/people.ts";
import { keptWithSession } from "../server/core/followed-sessions.ts";
import type { AnnouncementRecord } from "../server/core/record.ts";
import { type PlannedStart, planSessionStarts, wantedStarts } from "../server/core/session-starts.ts";
import type { Alarm } from "../server/desk/announcements.ts";
import type { RedisClock } from "../server/feed/clock.ts";
import type { Directory } from "../server/feed/directory.ts";
import type { FeedLog, Stored } from "../server/store/feed-log.ts";
import type { DirectoryKeeper } from "./directory-keeper.ts";

const workerActor: Actor = { id: "worker", role: "moderator", name: "worker" };

const PER_COMMIT = 100;
const PER_READ = 500;
const ATTEMPTS = 8;
/** With nothing changed since a look that found nothing to do, the next may wait this long. */
const QUIET_MS = 120_000;

export interface SessionStartsParts {
  readonly store: FeedLog;
  readonly directory: Directory;
  readonly keeper: DirectoryKeeper;
  readonly clock: RedisClock;
  readonly alarm: Alarm;
  readonly secret: Buffer;
}

export type StartsTally = Record<PlannedStart["what"], number>;

/** Always the same for the same session and lead time, and not to be guessed without the secret. */
export const sessionStartId = (secret: Buffer, sessionId: string, leadMinutes: number): string =>
  createHmac("sha256", secret)
    .update(`${sessionId}|${leadMinutes}`)
    .digest()
    .subarray(0, 16)
    .toString("base64url");

export class SessionStarts {
  readonly #parts: SessionStartsParts;
  #running: Promise<StartsTally> | undefined;
  #quiet: { readonly version: string; readonly untilMs: number } | undefined;

  constructor(parts: SessionStartsParts) {
    this.#parts = parts;
  }

  /** Throws a StoreFailure where the store cannot serve. A run under way serves all who ask during it. */
  reconcile(): Promise<StartsTally> {
    this.#running ??= this.#reconcile().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #reconcile(): Promise<StartsTally> {
    const { keeper } = this.#parts;
    const tally: StartsTally = { create: 0, follow: 0, drop: 0 };
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      await keeper.fresh(0);
      const { version } = keeper;
      if (this.#quiet?.version === version && performance.now() < this.#quiet.untilMs) return tally;
      const plan = await this.#plan();
      // Planned on a programme that is no longer in force: what another worker did since must stand.
      await keeper.fresh(0);
      if (keeper.version !== version) continue;
      if (await this.#carryOut(plan, tally)) {
        this.#quiet = { version, untilMs: performance.now() + QUIET_MS };
        return tally;
      }
    }
    return tally;
  }

  async #plan(): Promise<PlannedStart[]> {
    const { store, directory, clock, secret } = this.#parts;
    const nowMs = clock.nowMs();
    const input = {
      sessions: directory.programme.sessions,
      event: directory.event,
      idFor: (sessionId: string, leadMinutes: number) => sessionStartId(secret, sessionId, leadMinutes),
    };
    const ids = new Set<string>();
    for (const { id, dueMs } of wantedStarts(input).values()) if (dueMs > nowMs) ids.add(id);
    for (const { id } of await store.due(Number.MAX_SAFE_INTEGER, 100_000)) ids.add(id);
    const records = await this.#records([...ids]);
    const around = { sessionStarts: directory.surroundings.sessionStarts, nowMs, actor: workerActor };
    const kept = [...records.values()].flatMap(({ version, value }): PlannedStart[] => {
      const change = keptWithSession(value, around);
      return change === undefined ? [] : [{ what: "follow", version, previousState: value.state, change }];
    });
    return [...planSessionStarts({ ...input, nowMs, records }), ...kept];
  }

  async #records(ids: readonly string[]): Promise<Map<string, Stored<AnnouncementRecord>>> {
    const records = new Map<string, Stored<AnnouncementRecord>>();
    for (let from = 0; from < ids.length; from += PER_READ) {
      const found = await this.#parts.store.announcements(ids.slice(from, from + PER_READ));
      for (const stored of found) if (stored !== undefined) records.set(stored.value.id, stored);
    }
    return records;
  }

  /** Answers false where somebody else changed one of them meanwhile: plan again. */
  async #carryOut(plan: readonly PlannedStart[], tally: StartsTally): Promise<boolean> {
    const { store, alarm } = this.#parts;
    for (let from = 0; from < plan.length; from += PER_COMMIT) {
      const items = plan.slice(from, from + PER_COMMIT);
      const outcome = await store.commit({ items });
      if (outcome.outcome !== "done") return false;
      for (const { what, change } of items) {
        tally[what] += 1;
        const { id, revision } = change.next;
        if (typeof change.due === "number") alarm.wakeAt({ id, revision }, change.due);
      }
    }
    return true;
  }
}
