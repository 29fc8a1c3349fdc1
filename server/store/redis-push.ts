/** Push subscriptions in Redis: see push.ts for what is promised. */
import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import type { Cursor } from "../contract/feed.ts";
import { sameText } from "../core/same-text.ts";
import { PREFIX } from "./keys.ts";
import {
  BATCH_SIZE,
  type NumberedSubscriber,
  type PushCursor,
  type PushEntry,
  type PushProgress,
  type PushStore,
  type PushSubscriber,
  SUBSCRIPTIONS_MOST,
  SUBSCRIPTIONS_MOST_BYTES,
} from "./push.ts";
import { asStoreFailure } from "./redis-connection.ts";
import { values } from "./redis-reads.ts";
import { defineScripts, run } from "./scripts.ts";

const keys = {
  /** Hash: JSON by number. */
  records: `${PREFIX}:push`,
  /** Hash: number by hash of the endpoint; by hash of the secret. */
  endpoints: `${PREFIX}:push-endpoints`,
  secrets: `${PREFIX}:push-secrets`,
  last: `${PREFIX}:push-last`,
  bytes: `${PREFIX}:push-bytes`,
  /** Hash: how many are in it by batch. */
  batches: `${PREFIX}:push-batches`,
  otherBatches: `${PREFIX}:push-other-batches`,
  cursor: `${PREFIX}:push-cursor`,
  /** Bitmaps by number: dealt with for an entry; told of an announcement. */
  settled: ({ epoch, offset }: PushEntry) => `${PREFIX}:push-settled:${epoch}.${offset}`,
  told: ({ announcementId }: PushEntry) => `${PREFIX}:push-told:${announcementId}`,
} as const;

/** Far longer than any entry is news or any message is tried again. */
const SETTLED_KEPT_S = 6 * 3_600;
/** A correction or withdrawal that comes later finds nobody to tell. */
const TOLD_KEPT_S = 7 * 86_400;
const BATCH_BYTES = BATCH_SIZE / 8;
const ATTEMPTS = 8;
const PER_SCAN = 500;
/** Some hold fifty times as much as others, and what this process publishes must not wait for all of a batch. */
const PER_LOOK = 64;

export interface RedisPushOptions {
  readonly most?: number;
  readonly mostBytes?: number;
}

export class RedisPush implements PushStore, PushProgress, PushCursor {
  readonly #redis: Redis;
  readonly #most: number;
  readonly #mostBytes: number;

  /** On a connection with the habits of `connectExactly`. */
  constructor(
    redis: Redis,
    { most = SUBSCRIPTIONS_MOST, mostBytes = SUBSCRIPTIONS_MOST_BYTES }: RedisPushOptions = {},
  ) {
    this.#redis = redis;
    this.#most = most;
    this.#mostBytes = mostBytes;
    defineScripts(redis);
  }

  async put(subscriber: PushSubscriber): Promise<PushSubscriber | "full"> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const held = await this.#byEndpoint(subscriber.endpoint);
      const after = { ...subscriber, createdAtMs: held?.createdAtMs ?? subscriber.createdAtMs };
      const outcome = await this.#change(subscriber.endpoint, held, after);
      if (outcome === "done") return after;
      if (outcome === "full") return "full";
    }
    throw new Error("a push subscription kept changing while it was replaced");
  }

  async bySecret(secretHash: string) {
    const number = await this.#ask(false, (redis) => redis.hget(keys.secrets, secretHash));
    const held = number === null ? undefined : await this.#byNumber(number);
    return held !== undefined && sameText(held.secretHash, secretHash) ? held : undefined;
  }

  async replace(before: PushSubscriber, after: PushSubscriber) {
    return await this.#change(before.endpoint, before, after);
  }

  async forget(before: PushSubscriber) {
    const outcome = await this.#change(before.endpoint, before, undefined);
    return outcome === "full" ? "changed" : outcome;
  }

  async count() {
    return await this.#ask(false, countPush);
  }

  async batches() {
    const [browsers, others] = await this.#ask(false, (redis) =>
      Promise.all([redis.hkeys(keys.batches), redis.hkeys(keys.otherBatches)]),
    );
    return { browsers: inOrder(browsers), others: inOrder(others) };
  }

  async waiting(entry: PushEntry, batch: number) {
    const first = batch * BATCH_SIZE;
    const from = batch * BATCH_BYTES;
    const [settled, told] = await this.#ask(false, (redis) =>
      Promise.all([
        redis.getrangeBuffer(keys.settled(entry), from, from + BATCH_BYTES - 1),
        redis.getrangeBuffer(keys.told(entry), from, from + BATCH_BYTES - 1),
      ]),
    );
    const left = Array.from({ length: BATCH_SIZE }, (_, at) => at).filter((at) => !isSet(settled, at));
    const found: (NumberedSubscriber & { readonly wasTold: boolean })[] = [];
    for (let at = 0; at < left.length; at += PER_LOOK) {
      const some = left.slice(at, at + PER_LOOK);
      const records = await this.#ask(false, (redis) =>
        redis.hmget(keys.records, ...some.map((each) => String(first + each))),
      );
      for (const [index, json] of records.entries()) {
        const each = some[index]!;
        if (json !== null)
          found.push({ number: first + each, subscriber: parsed(json), wasTold: isSet(told, each) });
      }
    }
    return found;
  }

  async markTold(entry: PushEntry, numbers: readonly number[]) {
    await this.#mark(keys.told(entry), numbers, TOLD_KEPT_S);
  }

  async settle(entry: PushEntry, numbers: readonly number[]) {
    await this.#mark(keys.settled(entry), numbers, SETTLED_KEPT_S);
  }

  async cursor() {
    const text = await this.#ask(false, (redis) => redis.get(keys.cursor));
    const dot = text?.lastIndexOf(".") ?? -1;
    return text === null || dot < 0
      ? undefined
      : { epoch: text.slice(0, dot), offset: Number(text.slice(dot + 1)) };
  }

  async moveTo(to: Cursor, from: Cursor | undefined) {
    const args = [from === undefined ? "" : textOf(from), textOf(to)];
    return (await this.#ask(true, (redis) => run(redis, "movePushCursor", [keys.cursor], args))) === 1;
  }

  /** Forgets those whom this is true of; answers how many. */
  async forgetWhere(isOver: (subscriber: PushSubscriber) => boolean): Promise<number> {
    let forgotten = 0;
    for (let at = "0", isFirst = true; isFirst || at !== "0"; isFirst = false) {
      const [next, found] = await this.#ask(false, (redis) =>
        redis.hscan(keys.records, at, "COUNT", PER_SCAN),
      );
      at = next;
      for (let field = 0; field + 1 < found.length; field += 2) {
        const subscriber = parsed(found[field + 1]!);
        if (isOver(subscriber) && (await this.forget(subscriber)) === "done") forgotten += 1;
      }
    }
    return forgotten;
  }

  async #mark(key: string, numbers: readonly number[], keptS: number): Promise<void> {
    if (numbers.length === 0) return;
    await this.#ask(true, (redis) => {
      const pipeline = redis.pipeline();
      for (const number of numbers) pipeline.setbit(key, number, 1);
      return values(pipeline.expire(key, keptS));
    });
  }

  async #byEndpoint(endpoint: string): Promise<PushSubscriber | undefined> {
    const number = await this.#ask(false, (redis) => redis.hget(keys.endpoints, hashOf(endpoint)));
    return number === null ? undefined : await this.#byNumber(number);
  }

  async #byNumber(number: string): Promise<PushSubscriber | undefined> {
    const json = await this.#ask(false, (redis) => redis.hget(keys.records, number));
    return json === null ? undefined : parsed(json);
  }

  async #change(endpoint: string, before: PushSubscriber | undefined, after: PushSubscriber | undefined) {
    const args = [
      hashOf(endpoint),
      before === undefined ? "" : JSON.stringify(before),
      after === undefined ? "" : JSON.stringify(after),
      before?.secretHash ?? "",
      after?.secretHash ?? "",
      this.#most,
      this.#mostBytes,
      BATCH_SIZE,
    ];
    const isOther = (after ?? before)?.isOther === true;
    const batches = isOther ? keys.otherBatches : keys.batches;
    const names = [keys.records, keys.endpoints, keys.secrets, keys.last, keys.bytes, batches];
    return (await this.#ask(true, (redis) => run(redis, "changePush", names, args))) as
      | "done"
      | "changed"
      | "full";
  }

  async #ask<T>(writes: boolean, question: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      return await question(this.#redis);
    } catch (error) {
      throw asStoreFailure(error, writes);
    }
  }
}

const inOrder = (numbers: readonly string[]): number[] => numbers.map(Number).sort((a, b) => a - b);

const textOf = ({ epoch, offset }: Cursor): string => `${epoch}.${offset}`;

/** How many devices are subscribed. */
export const countPush = (redis: Redis): Promise<number> => redis.hlen(keys.records);

/** Read and written again, it is the same text: what decides whether a record is still what it was. */
const parsed = (json: string): PushSubscriber => JSON.parse(json) as PushSubscriber;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Redis counts the bits of a byte from its highest. */
const isSet = (bits: Buffer, at: number): boolean => ((bits[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0;
