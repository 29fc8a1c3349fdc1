/**
 * Tells one batch of devices of one entry. What is told is read again from the log each few devices, so what
 * was withdrawn meanwhile goes to nobody more.
 *
 * - Each device is marked as told before a message leaves and as dealt with after its push service answered.
 *   A process that dies in between sends again to those whose answer it did not hear, at most as many as were
 *   on their way: the topic makes the second take the place of the first.
 * - The mark comes before the last look at the log. So a withdrawal either is seen here, or sees the mark.
 * - What changed while messages were on their way may have overtaken them: it is said again to whom they reached.
 */
import { createHash } from "node:crypto";
import type { DeskEvent } from "../server/contract/event.ts";
import { type PushJob, type PushLane, pushJobId } from "../server/contract/jobs.ts";
import { isWithdrawn } from "../server/core/feed-state.ts";
import {
  isAddressed,
  isOldNews,
  isSendable,
  pushMessage,
  type Subject,
  type Telling,
  ttlSeconds,
  withdrawalMessage,
} from "../server/core/push.ts";
import type { RedisClock } from "../server/feed/clock.ts";
import { serviceOf } from "../server/push/endpoint.ts";
import type { Outgoing, Sent } from "../server/push/send.ts";
import type { Services } from "../server/push/services.ts";
import { forEachOf } from "../server/schedule/for-each-of.ts";
import type { FeedReader } from "../server/store/feed-log.ts";
import type { NumberedSubscriber, PushProgress, PushStore, PushSubscriber } from "../server/store/push.ts";

/** Between two looks at what is public. */
const AT_ONCE = 128;
/** A device whose service refuses us so often in a row is dropped: it will not come to like us. */
const MOST_REFUSALS = 3;

export interface PushBatchParts {
  readonly store: Pick<FeedReader, "announcement" | "published">;
  readonly push: PushProgress & Pick<PushStore, "replace" | "forget">;
  readonly event: () => Pick<DeskEvent, "languages" | "rehearsal">;
  readonly clock: Pick<RedisClock, "nowMs">;
  readonly services: Readonly<Record<PushLane, Services>>;
  readonly send: (to: PushSubscriber, message: Outgoing) => Promise<Sent>;
  readonly log: Record<"info" | "warn", (fields: object, message: string) => void>;
}

export interface BatchDone {
  readonly sent: number;
  /** Whom it did not reach, and may yet. */
  readonly later: number;
  /** When somebody of them asked to be tried again, at the earliest. */
  readonly retryAfterMs: number;
}

/** What is told now, ready for any device. */
interface Told {
  readonly subject: Subject;
  /** Another where something else is public. */
  readonly state: string;
  messageFor(subscriber: PushSubscriber): Outgoing;
}

export class PushBatch {
  readonly #parts: PushBatchParts;
  /** Whose push service answered while the store was away, by entry and batch. */
  readonly #unmarked = new Map<string, Set<number>>();

  constructor(parts: PushBatchParts) {
    this.#parts = parts;
  }

  /** `isStopping` ends it between two devices; what is left counts as later. */
  async tell(job: PushJob, lane: PushLane, isStopping: () => boolean): Promise<BatchDone> {
    const { push } = this.#parts;
    const done = { sent: 0, later: 0, retryAfterMs: 0 };
    const first = await this.#look(job);
    if (first === undefined) return done;
    await this.#markLate(job);
    const waiting = (await push.waiting(job, job.batch)).filter(
      ({ subscriber, wasTold }) =>
        isIn(lane, subscriber) && isAddressed(first.subject, { ...subscriber, wasTold }),
    );
    for (let from = 0; from < waiting.length; from += AT_ONCE) {
      const some = waiting.slice(from, from + AT_ONCE);
      if (isStopping()) {
        done.later += waiting.length - from;
        break;
      }
      if (job.what !== "withdrawn")
        await push.markTold(
          job,
          some.map(({ number }) => number),
        );
      const told = await this.#look(job);
      if (told === undefined) break;
      const reached: PushSubscriber[] = [];
      await forEachOf(some, AT_ONCE, async (device) => {
        const result = await this.#tellOne(job, lane, told, device, isStopping);
        if (result.outcome === "sent") reached.push(device.subscriber);
        if (result.outcome !== "later") return;
        done.later += 1;
        done.retryAfterMs = Math.max(done.retryAfterMs, result.retryAfterMs ?? 0);
      });
      done.sent += reached.length;
      if (job.what !== "withdrawn") await this.#sayLast(job, lane, told, reached);
    }
    return done;
  }

  async #sayLast(
    job: PushJob,
    lane: PushLane,
    told: Told,
    reached: readonly PushSubscriber[],
  ): Promise<void> {
    const { services, send } = this.#parts;
    const now = (await this.#look(job, "withdrawn")) ?? (await this.#look(job, "corrected"));
    if (now === undefined || now.state === told.state) return;
    await forEachOf(reached, AT_ONCE, async (subscriber) => {
      const message = now.messageFor(subscriber);
      await services[lane].use(serviceOf(subscriber.endpoint), () => send(subscriber, message));
    });
  }

  async #tellOne(
    job: PushJob,
    lane: PushLane,
    told: Told,
    device: NumberedSubscriber,
    isStopping: () => boolean,
  ): Promise<Sent> {
    const { push, services, send, clock } = this.#parts;
    const { subscriber, number } = device;
    if (subscriber.expiresAtMs !== undefined && subscriber.expiresAtMs <= clock.nowMs()) {
      await push.forget(subscriber);
      return { outcome: "gone" };
    }
    const service = serviceOf(subscriber.endpoint);
    const known = services[lane];
    const restMs = known.restMs(service);
    if (restMs > 0) return { outcome: "later", reason: "left alone", retryAfterMs: restMs };
    const result = await known.use(service, async (): Promise<Sent> => {
      if (isStopping()) return { outcome: "later", reason: "stopping" };
      // It may have failed for others while this one waited for its turn.
      const stillMs = known.restMs(service);
      if (stillMs > 0) return { outcome: "later", reason: "left alone", retryAfterMs: stillMs };
      const sent = await send(subscriber, told.messageFor(subscriber));
      if (sent.outcome === "later") known.failed(service, sent.retryAfterMs);
      else known.served(service);
      return sent;
    });
    if (result.outcome === "later") return result;
    await this.#settle(job, number);
    await this.#follow(subscriber, result, service);
    return result;
  }

  async #settle(job: PushJob, number: number): Promise<void> {
    try {
      await this.#parts.push.settle(job, [number]);
    } catch (error) {
      const unmarked = this.#unmarked.get(pushJobId(job)) ?? new Set();
      this.#unmarked.set(pushJobId(job), unmarked.add(number));
      throw error;
    }
  }

  /** Before the batch is gone through again, so that nobody in it is told twice. */
  async #markLate(job: PushJob): Promise<void> {
    const unmarked = this.#unmarked.get(pushJobId(job));
    if (unmarked === undefined) return;
    await this.#parts.push.settle(job, [...unmarked]);
    this.#unmarked.delete(pushJobId(job));
  }

  /** What the answer means for the subscription itself. */
  async #follow(subscriber: PushSubscriber, result: Sent, service: string): Promise<void> {
    const { push, log } = this.#parts;
    const { refusals = 0, ...rest } = subscriber;
    if (result.outcome === "gone") await push.forget(subscriber);
    else if (result.outcome === "refused") {
      log.warn({ service, reason: result.reason }, "a push service would not take a message");
      if (refusals + 1 >= MOST_REFUSALS) await push.forget(subscriber);
      else await push.replace(subscriber, { ...rest, refusals: refusals + 1 });
    } else if (refusals > 0 && result.outcome === "sent") await push.replace(subscriber, rest);
  }

  /** What there is to tell of an entry now; undefined where that is nothing. */
  async #look({ announcementId: id, what: asked, atMs }: PushJob, what = asked): Promise<Told | undefined> {
    const { store, clock, event } = this.#parts;
    const [stored, published] = await Promise.all([store.announcement(id), store.published(id)]);
    if (stored === undefined || published === undefined) return undefined;
    const { item, revisions } = published;
    const { kind, expiresAt } = stored.value.written;
    const nowMs = clock.nowMs();
    const weight = { kind, expiresAt };
    if (isOldNews(atMs, weight, nowMs)) return undefined;
    const { languages, rehearsal: isRehearsal } = event();
    const around = { topic: topicOf(id), ttlSeconds: ttlSeconds(weight, nowMs), urgency: urgencyOf(kind) };
    if (isWithdrawn(item)) {
      if (what !== "withdrawn") return undefined;
      const { revision } = stored.value;
      return toldOf({ what }, around, { languages, isRehearsal }, (telling) =>
        withdrawalMessage(item, revision, kind, telling),
      );
    }
    if (what === "withdrawn" || !isSendable(item, nowMs)) return undefined;
    const subject: Subject =
      what === "published"
        ? { what, item, writtenAtMs: atMs }
        : { what, item, before: revisions.find(({ revision }) => revision < item.revision) };
    return toldOf(subject, around, { languages, isRehearsal }, (telling) => pushMessage(what, item, telling));
  }
}

/** Of one kind of reader to the next the same text: made once for each language asked for. */
function toldOf(
  subject: Subject,
  around: Omit<Outgoing, "json">,
  telling: Omit<Telling, "language">,
  say: (telling: Telling) => object,
): Told {
  const made = new Map<string | undefined, Outgoing>();
  return {
    subject,
    state: subject.what === "withdrawn" ? subject.what : String(subject.item.revision),
    messageFor({ language }) {
      const known = made.get(language);
      if (known !== undefined) return known;
      const message = { ...around, json: JSON.stringify(say({ ...telling, language })) };
      made.set(language, message);
      return message;
    },
  };
}

const isIn = (lane: PushLane, { isOther }: PushSubscriber): boolean =>
  (isOther === true) === (lane === "othersUrgent" || lane === "othersUsual");

const urgencyOf = (kind: string): Outgoing["urgency"] => (kind === "urgent" ? "high" : "normal");

/** 24 bytes: 32 characters, the most that RFC 8030 allows. The same for whatever is said of an announcement. */
const topicOf = (id: string): string =>
  createHash("sha256").update(id).digest().subarray(0, 24).toString("base64url");
