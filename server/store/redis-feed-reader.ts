/** Everything that is read of the feed log in Redis; nothing here writes. */
import type { Redis } from "ioredis";
import type { FeedItem } from "../contract/announcement.ts";
import type { PublicContent } from "../core/record.ts";
import { onceKey } from "./commit-plan.ts";
import {
  type AuditEntry,
  type Committed,
  type FeedReader,
  type ListPage,
  type LoadedFeed,
  type LogHead,
  type Once,
  type ReadEntries,
  type Recalled,
  type RevisionNote,
  StoreFailure,
  type Versions,
} from "./feed-log.ts";
import { keys, PREFIX } from "./keys.ts";
import { loadWhole } from "./load-whole.ts";
import { asStoreFailure, connectExactly, whenReady } from "./redis-connection.ts";
import { pageOf, readHead, readVersions, resolveEntries, values } from "./redis-reads.ts";
import { defineScripts, run } from "./scripts.ts";
import {
  parseLoaded,
  parseRecord,
  parseStreamEntry,
  publicRevisions,
  RECORD_FIELDS,
} from "./stored-record.ts";

/** How much is read at once: small enough to hold nobody up. */
const PAGE = 500;

export class RedisFeedReader implements FeedReader {
  readonly #reader: Redis;

  constructor(url: string) {
    this.#reader = connectExactly(url, "fanfare-reader");
    defineScripts(this.#reader);
  }

  /** Resolves once the connection is ready. Rejects with {@link StoreFailure} after `timeoutMs`. */
  async ready(timeoutMs: number): Promise<void> {
    await whenReady(this.#reader, timeoutMs);
  }

  get connected(): boolean {
    return this.#reader.status === "ready";
  }

  /** The connection for what is kept beside the feed: accounts, counters. */
  get connection(): Redis {
    return this.#reader;
  }

  close(): void {
    this.#reader.disconnect();
  }

  protected async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    if (this.#reader.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
    try {
      return await question(this.#reader);
    } catch (error) {
      throw asStoreFailure(error, false);
    }
  }

  async recall(once: Once): Promise<Recalled | undefined> {
    const [kept, startedOver] = await this.ask((redis) =>
      values(
        redis
          .pipeline()
          .hmget(onceKey(once), "request", "id", "epoch", "offset", "at", "startedOver")
          .hget(keys.head, "startedOver"),
      ),
    );
    const [request, id, epoch, offset, at, then] = kept as (string | null)[];
    if (!request || (then ?? null) !== (startedOver ?? null)) return undefined;
    if (request !== once.request) return { outcome: "mismatch" };
    return committed("replayed", at!, epoch!, offset!, id!);
  }

  load(limit: number): Promise<LoadedFeed> {
    return loadWhole({
      versions: () => this.versions(),
      published: () => this.#published(limit),
      read: (after) => this.read(after, PAGE),
      head: () => this.head(),
    });
  }

  /** The newest `limit` that were ever published, by id, oldest first. */
  async #published(limit: number): Promise<Map<string, FeedItem>> {
    return await this.ask(async (redis) => {
      const items = new Map<string, FeedItem>();
      const [, oldest] = await redis.zrevrange(keys.public, limit - 1, limit - 1, "WITHSCORES");
      for (let from = Number(oldest ?? 0); ; ) {
        const args = [from, PAGE, `${PREFIX}:announcement:`, `${PREFIX}:content:`];
        const page = (await run(redis, "loadPage", [keys.public], args)) as string[][];
        for (const item of page.flatMap((loaded) => parseLoaded(loaded) ?? [])) items.set(item.id, item);
        if (page.length < PAGE) return items;
        from = Number(page.at(-1)![3]) + 1;
      }
    });
  }

  async versions(): Promise<Versions> {
    return await this.ask((redis) => readVersions(redis));
  }

  async head(): Promise<LogHead> {
    return await this.ask((redis) => readHead(redis));
  }

  async read(after: number, count: number): Promise<ReadEntries> {
    return await this.ask(async (redis) => {
      const raw = await redis.xrange(keys.log, `${after + 1}-0`, "+", "COUNT", count);
      return await resolveEntries(redis, after, raw as [string, string[]][]);
    });
  }

  async announcement(id: string) {
    return parseRecord(await this.ask((redis) => redis.hmget(keys.announcement(id), ...RECORD_FIELDS)));
  }

  async announcements(ids: readonly string[]) {
    if (ids.length === 0) return [];
    return await this.ask(async (redis) => {
      const pipeline = redis.pipeline();
      for (const id of ids) pipeline.hmget(keys.announcement(id), ...RECORD_FIELDS);
      return (await values(pipeline)).map((fields) => parseRecord(fields as (string | null)[]));
    });
  }

  async list({ state, cursor, limit }: Parameters<FeedReader["list"]>[0]): Promise<ListPage> {
    const key = state === undefined ? keys.all : keys.state(state);
    const found = await this.ask((redis) => pageOf(redis, key, cursor, limit));
    const records = await this.announcements(found.ids);
    const items = records.filter((record) => record !== undefined);
    return found.next === undefined ? { items } : { items, next: found.next };
  }

  async revisions(id: string): Promise<RevisionNote[]> {
    const notes = await this.ask((redis) => redis.hvals(keys.revisions(id)));
    return notes.map((note) => JSON.parse(note) as RevisionNote).sort((a, b) => b.revision - a.revision);
  }

  async published(id: string) {
    const stored = await this.announcement(id);
    if (stored?.value.offset === undefined) return undefined;
    const record = stored.value;
    if (record.state === "withdrawn") {
      const withdrawnAt = new Date(record.withdrawnAtMs!).toISOString();
      return {
        item: { id, offset: record.offset!, withdrawnAt, reason: record.reason ?? "" },
        revisions: [],
      };
    }
    const contents = await this.ask(async (redis) => {
      const instants = Object.entries(await redis.hgetall(keys.revealed(id)));
      const texts = await redis.mget(instants.map(([revision]) => keys.content(id, revision)));
      return texts.flatMap((text, at) =>
        text === null ? [] : [{ content: JSON.parse(text) as PublicContent, atMs: Number(instants[at]![1]) }],
      );
    });
    const revisions = publicRevisions(record, contents);
    const [item] = revisions;
    return item === undefined ? undefined : { item, revisions };
  }

  async document(name: "event" | "programme") {
    const [version, json] = await this.ask((redis) => redis.hmget(keys.document(name), "version", "json"));
    return version && json ? { version: Number(version), value: json } : undefined;
  }

  async due(beforeMs: number, limit: number) {
    const flat = await this.ask((redis) =>
      redis.zrangebyscore(keys.due, "-inf", beforeMs, "WITHSCORES", "LIMIT", 0, limit),
    );
    const due: { id: string; dueMs: number }[] = [];
    for (let at = 0; at + 1 < flat.length; at += 2) due.push({ id: flat[at]!, dueMs: Number(flat[at + 1]) });
    return due;
  }

  async audit(before: number | undefined, limit: number): Promise<AuditEntry[]> {
    const from = before === undefined ? "+" : `(${before}-0`;
    const raw = await this.ask((redis) => redis.xrevrange(keys.audit, from, "-", "COUNT", limit));
    return (raw as [string, string[]][]).map((entry) => {
      const { offset, fields } = parseStreamEntry(entry);
      const note = JSON.parse(fields.get("note") ?? "{}");
      return { offset, atMs: Number(fields.get("at")), hash: fields.get("hash") ?? "", note };
    });
  }

  async nowMs(): Promise<number> {
    const [seconds, micros] = (await this.ask((redis) => redis.time())) as unknown as [string, string];
    return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  }
}

/** What the writer script answers of a commit that took place. */
export function committed(
  outcome: "done" | "replayed",
  at: string,
  epoch: string,
  offset: string,
  id: string,
): Committed {
  return {
    outcome,
    atMs: Number(at),
    ...(offset === "" ? {} : { cursor: { epoch, offset: Number(offset) } }),
    ...(id === "" ? {} : { id }),
  };
}
