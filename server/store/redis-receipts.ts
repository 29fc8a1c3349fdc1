/** Proof of display in Redis: see receipts.ts for what is promised. */
import type { Redis } from "ioredis";
import type { ShownRecord } from "../core/receipts.ts";
import { StoreFailure } from "./feed-log.ts";
import { PREFIX } from "./keys.ts";
import type { KnownReceipt, ReceiptKey, ReceiptStore } from "./receipts.ts";
import { asStoreFailure } from "./redis-connection.ts";
import { values } from "./redis-reads.ts";
import { type WriteDurably, writingOn } from "./redis-writers.ts";
import { defineScripts, run } from "./scripts.ts";

/** Hash of one announcement: see put-receipt.lua. */
const keyOf = (announcementId: string): string => `${PREFIX}:receipts:${announcementId}`;
const UNKNOWN = "-";
const PER_SCAN = 500;

export class RedisReceipts implements ReceiptStore {
  readonly #redis: Redis;
  readonly #durably: WriteDurably;

  /** On a connection with the habits of `connectExactly`. */
  constructor(redis: Redis, durably: WriteDurably = writingOn(redis)) {
    this.#redis = redis;
    this.#durably = durably;
    defineScripts(redis);
  }

  /** All over one connection, and one wait for a replica at the end of them. */
  async put(receipts: readonly (readonly [ReceiptKey, ShownRecord])[]) {
    try {
      return await this.#durably(
        (redis) => Promise.all(receipts.map((receipt) => putOne(redis, receipt))),
        (failures) => failures.some((failure) => failure === undefined),
      );
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      return receipts.map(() => error);
    }
  }

  async of(announcementId: string) {
    const fields = await this.#ask((redis) => redis.hgetall(keyOf(announcementId)));
    return receiptsFrom(fields);
  }

  async ofKiosk(kioskId: string, announcementIds: readonly string[]) {
    const all = await this.ofEach(announcementIds);
    return all.map((receipts) => receipts.filter((each) => each.kioskId === kioskId));
  }

  async ofEach(announcementIds: readonly string[]) {
    return (await this.#hashes(announcementIds)).map(receiptsFrom);
  }

  async forgetAll() {
    let forgotten = 0;
    for (let at = "0", isFirst = true; isFirst || at !== "0"; isFirst = false) {
      const pattern = keyOf("*");
      const [next, names] = await this.#ask((redis) => redis.scan(at, "MATCH", pattern, "COUNT", PER_SCAN));
      at = next;
      if (names.length > 0) forgotten += await this.#ask((redis) => redis.unlink(...names));
    }
    return forgotten;
  }

  async #hashes(announcementIds: readonly string[]): Promise<Record<string, string>[]> {
    if (announcementIds.length === 0) return [];
    return await this.#ask(async (redis) => {
      const pipeline = redis.pipeline();
      for (const id of announcementIds) pipeline.hgetall(keyOf(id));
      return (await values(pipeline)) as Record<string, string>[];
    });
  }

  async #ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#redis.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
    try {
      return await question(this.#redis);
    } catch (error) {
      throw asStoreFailure(error, false);
    }
  }
}

/** Answers what went wrong, if anything did. */
async function putOne(
  redis: Redis,
  [{ announcementId, revision, kioskId }, shown]: readonly [ReceiptKey, ShownRecord],
): Promise<Error | undefined> {
  try {
    await run(redis, "putReceipt", [keyOf(announcementId)], [kioskId, revision, ...partsOf(shown)]);
    return undefined;
  } catch (error) {
    return asStoreFailure(error, true) as Error;
  }
}

const partsOf = (shown: ShownRecord): string[] =>
  [shown.receivedAtMs, shown.shownAtMs, shown.hiddenAtMs, shown.visibleMs, shown.showings].map((part) =>
    part === undefined ? UNKNOWN : String(part),
  );

const receiptsFrom = (fields: Readonly<Record<string, string>>): KnownReceipt[] =>
  Object.entries(fields).map(([field, text]) => receiptFrom(field, text));

function receiptFrom(field: string, text: string): KnownReceipt {
  const dot = field.lastIndexOf(".");
  const [receivedAtMs, shownAtMs, hiddenAtMs, visibleMs, showings] = text
    .split(" ")
    .map((part) => (part === UNKNOWN ? undefined : Number(part)));
  return {
    kioskId: field.slice(0, dot),
    revision: Number(field.slice(dot + 1)),
    shown: { receivedAtMs, shownAtMs: shownAtMs!, hiddenAtMs, visibleMs: visibleMs!, showings: showings! },
  };
}
