/**
 * What people and workers do to announcements: load, decide, commit, and again where somebody else was
 * quicker. The decisions are core's; what is here is the loop around them.
 */
import { randomBytes } from "node:crypto";
import type { Correction, NewAnnouncement, WrittenAnnouncement } from "../contract/announcement.ts";
import type { DeskAnnouncement, SealedAnnouncement } from "../contract/desk-announcement.ts";
import type { Cursor } from "../contract/feed.ts";
import type { PublishJob } from "../contract/jobs.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Refusal, type Result, refused, staleRevision } from "../contract/refusals.ts";
import type { AnnouncementChange } from "../core/change.ts";
import { corrected } from "../core/correction.ts";
import { create } from "../core/create.ts";
import { type Command, decide } from "../core/decide.ts";
import { decideDue } from "../core/due.ts";
import type { Circumstances } from "../core/permits.ts";
import { type AnnouncementRecord, deskView } from "../core/record.ts";
import type { RedisClock } from "../feed/clock.ts";
import type { Directory } from "../feed/directory.ts";
import {
  type CommitOutcome,
  type Committed,
  type FeedLog,
  type Once,
  StoreFailure,
} from "../store/feed-log.ts";

/** 128 random bits: nothing can be counted or guessed from an id. */
export const newId = (): string => randomBytes(16).toString("base64url");

/** Wakes a worker at an instant. May fail silently: the sweep finds what is due. */
export interface Alarm {
  wakeAt(job: PublishJob, dueMs: number): void;
}

export interface Sent {
  readonly record: AnnouncementRecord;
  readonly announcement: DeskAnnouncement | SealedAnnouncement;
  /** Of the entry that this wrote; absent where it wrote none. */
  readonly cursor?: Cursor;
}

/** A retry's key, and a hash of what it asks, so that the key cannot be used for something else. */
export interface Retry {
  readonly key: string;
  readonly request: string;
}

export type DueOutcome = "published" | "overdue" | "nothing" | "early" | "conflict";

const ATTEMPTS = 6;

export interface AnnouncementsParts {
  readonly store: FeedLog;
  readonly directory: Directory;
  readonly clock: RedisClock;
  readonly alarm: Alarm;
  /** Called for each that was due and is out: how late by the log's own instant. */
  readonly onDuePublished?: ((lateMs: number) => void) | undefined;
}

export class Announcements {
  readonly #store: FeedLog;
  readonly #directory: Directory;
  readonly #clock: RedisClock;
  readonly #alarm: Alarm;
  readonly #onDuePublished: ((lateMs: number) => void) | undefined;

  constructor(parts: AnnouncementsParts) {
    this.#store = parts.store;
    this.#directory = parts.directory;
    this.#clock = parts.clock;
    this.#alarm = parts.alarm;
    this.#onDuePublished = parts.onDuePublished;
  }

  create(given: NewAnnouncement, actor: Actor, retry: Retry): Promise<Result<Sent>> {
    const id = newId();
    return this.#settle(id, actor, retry, async () => {
      const around = await this.#around(actor, given);
      return { version: 0, decision: create(id, given, around) };
    });
  }

  /** With `seen`, only where that is still the newest revision: nobody sends or corrects what they have not read. */
  command(id: string, command: Command, actor: Actor, retry: Retry, seen?: number): Promise<Result<Sent>> {
    return this.#settle(id, actor, retry, async () => {
      const stored = await this.#store.announcement(id);
      if (stored === undefined) return { version: 0, decision: refused("not_found") };
      const around = await this.#around(actor, resulting(stored.value, command));
      const decision = decide(stored.value, command, around);
      const { revision } = stored.value;
      const isStale = decision.ok && seen !== undefined && seen !== revision;
      return {
        version: stored.version,
        before: stored.value,
        decision: isStale ? staleRevision(seen, revision) : decision,
      };
    });
  }

  /**
   * Publishes what is due, if it still is. Safe to call twice, early, late, or for what was cancelled.
   * Throws {@link StoreFailure} where the store cannot serve.
   */
  async publishDue(id: string, actor: Actor): Promise<DueOutcome> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const stored = await this.#store.announcement(id);
      const decision = decideDue(stored?.value, await this.#around(actor, stored?.value.written));
      if (decision.outcome === "nothing" || decision.outcome === "early") return decision.outcome;
      const outcome = await this.#store.commit({
        items: [{ version: stored!.version, previousState: stored!.value.state, change: decision.change }],
      });
      if (outcome.outcome === "early") return "early";
      if (outcome.outcome === "conflict") continue;
      if (decision.outcome === "overdue") return "overdue";
      if (outcome.outcome === "done") this.#onDuePublished?.(outcome.atMs - decision.change.notBeforeMs[0]!);
      return "published";
    }
    return "conflict";
  }

  async #around(actor: Actor, written: WrittenAnnouncement | undefined): Promise<Circumstances> {
    const referred = written?.details?.refersTo;
    const base = { ...this.#directory.surroundings, actor, nowMs: this.#clock.nowMs() };
    if (typeof referred !== "string") return base;
    const found = await this.#store.announcement(referred);
    if (found?.value.written.kind !== "urgent") return { ...base, alerts: new Map() };
    const { refersTo } = found.value.written.details ?? {};
    return { ...base, alerts: new Map([[referred, typeof refersTo === "string" ? refersTo : referred]]) };
  }

  async #settle(
    id: string,
    actor: Actor,
    retry: Retry,
    look: () => Promise<{
      version: number;
      before?: AnnouncementRecord;
      decision: Result<AnnouncementChange>;
    }>,
  ): Promise<Result<Sent>> {
    const once: Once = { actor: actor.id, ...retry };
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const earlier = await this.#store.recall(once);
        if (earlier !== undefined) return await this.#replay(earlier, actor);
        const { version, before, decision } = await look();
        if (!decision.ok) {
          // Asked twice at once, the other one may have done it meanwhile, and that is why it cannot be done now.
          const meanwhile = await this.#store.recall(once);
          return meanwhile === undefined ? decision : await this.#replay(meanwhile, actor);
        }
        const change = decision.value;
        const item = { version, change, ...(before === undefined ? {} : { previousState: before.state }) };
        const outcome = await this.#store.commit({ once, items: [item], answer: { id } });
        if (outcome.outcome === "conflict") continue;
        if (outcome.outcome !== "done") return await this.#replay(outcome, actor);
        return granted(this.#sent(stamped(change, outcome), change, outcome, actor));
      }
    } catch (error) {
      if (error instanceof StoreFailure) return { ok: false, refusal: storeRefusal(error, retry.key, id) };
      throw error;
    }
    return refused("redis_unavailable", "others kept changing it; try again", { retryAfterMs: 1_000 });
  }

  async #replay(outcome: CommitOutcome, actor: Actor): Promise<Result<Sent>> {
    if (outcome.outcome === "mismatch") return refused("idempotency_mismatch");
    if (outcome.outcome === "early")
      return refused("under_embargo", "its time has not come by the store's clock");
    if (outcome.outcome === "conflict" || outcome.id === undefined) return refused("not_found");
    const { id } = outcome;
    const stored = await ofWhatWasDone(() => this.#store.announcement(id));
    if (stored === undefined) return refused("not_found");
    const { value } = stored;
    return granted({
      record: value,
      announcement: deskView(value, actor, this.#clock.nowMs()),
      ...(outcome.cursor === undefined ? {} : { cursor: outcome.cursor }),
    });
  }

  #sent(record: AnnouncementRecord, change: AnnouncementChange, outcome: Committed, actor: Actor): Sent {
    if (typeof change.due === "number")
      this.#alarm.wakeAt({ id: record.id, revision: record.revision }, change.due);
    return {
      record,
      announcement: deskView(record, actor, this.#clock.nowMs()),
      ...(outcome.cursor === undefined ? {} : { cursor: outcome.cursor }),
    };
  }
}

/** What the writer stamped: offset and instants are the log's to give. */
function stamped({ next, stamp }: AnnouncementChange, { cursor, atMs }: Committed): AnnouncementRecord {
  if (stamp === "published" && cursor !== undefined)
    return { ...next, offset: cursor.offset, publishedAtMs: atMs };
  if (stamp === "corrected") return { ...next, correctedAtMs: atMs };
  if (stamp === "withdrawn") return { ...next, withdrawnAtMs: atMs };
  return next;
}

/** What the record would say after a command to somebody: its references are looked up. */
function resulting(record: AnnouncementRecord, command: Command): WrittenAnnouncement | undefined {
  if (command.type === "revise") return command.written;
  if (command.type === "publish" || command.type === "schedule") return record.written;
  if (command.type !== "correct") return undefined;
  const result = corrected(record.written, command.correction as Correction);
  return result.ok ? result.value : undefined;
}

/** Reads what was done by an earlier request: where that fails now, nobody may be told that nothing was done. */
export async function ofWhatWasDone<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    throw new StoreFailure("unknown", error.message, { cause: error });
  }
}

export function storeRefusal(failure: StoreFailure, idempotencyKey: string, id: string): Refusal {
  switch (failure.kind) {
    case "unreachable":
      return { code: "redis_unavailable", detail: "nothing was done; try again", retryAfterMs: 1_000 };
    case "full":
      return {
        code: "storage_full",
        detail: "nothing was done; the store must be given room",
        retryAfterMs: 10_000,
      };
    case "unknown":
      return {
        code: "outcome_unknown",
        detail: "send the same request with this idempotency key to learn what became of it",
        more: { idempotencyKey, id },
        retryAfterMs: 1_000,
      };
  }
}
