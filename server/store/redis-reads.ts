/** Single questions to Redis, put and read back: what both the feed's reader and a node's tail ask. */
import type { Redis } from "ioredis";
import type { EntryDraft } from "../core/change.ts";
import type { LoggedEntry } from "../core/recent-window.ts";
import type { PublicContent } from "../core/record.ts";
import { contentOf, resolveEntry } from "./entry-body.ts";
import type { LogHead, ReadEntries, Versions } from "./feed-log.ts";
import { keys } from "./keys.ts";
import { parseStreamEntry } from "./stored-record.ts";

/** The head, and which event and programme were in force then. */
export async function readVersions(redis: Redis): Promise<Versions> {
  const [head, event, programme] = await values(
    redis
      .pipeline()
      .hmget(keys.head, "epoch", "offset")
      .hget(keys.document("event"), "version")
      .hget(keys.document("programme"), "version"),
  );
  const [epoch, offset] = head as (string | null)[];
  return {
    cursor: { epoch: epoch ?? "", offset: Number(offset ?? 0) },
    eventVersion: Number(event ?? 0),
    programmeVersion: Number(programme ?? 0),
  };
}

/** Head and horizon as this connection's Redis has them. */
export async function readHead(redis: Redis): Promise<LogHead> {
  const [head, oldest, time] = await values(
    redis
      .pipeline()
      .hmget(keys.head, "epoch", "offset", "mark")
      .xrange(keys.log, "-", "+", "COUNT", 1)
      .time(),
  );
  const [epoch, offset, newestMark] = head as (string | null)[];
  const [first] = oldest as [string, string[]][];
  const [seconds, micros] = time as [string, string];
  const at = Number(offset ?? 0);
  return {
    cursor: { epoch: epoch ?? "", offset: at },
    oldest: first === undefined ? at + 1 : parseStreamEntry(first).offset,
    mark: newestMark ?? "",
    atMs: Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000),
  };
}

/** Puts the text back to the entries that point to it, all with one command. */
export async function resolveEntries(
  redis: Redis,
  after: number,
  raw: readonly [string, string[]][],
): Promise<ReadEntries> {
  const parsed = raw.map((entry) => {
    const { offset, fields } = parseStreamEntry(entry);
    return { offset, fields, draft: JSON.parse(fields.get("body")!) as EntryDraft };
  });
  const [first] = parsed;
  if (first !== undefined && first.offset !== after + 1) return { outcome: "pastHorizon" };
  const wanted = parsed.map(({ draft }) => contentOf(draft));
  const names = wanted.flatMap((content) => (content ? [keys.content(content.id, content.revision)] : []));
  const texts = names.length === 0 ? [] : await redis.mget(names);
  let next = 0;
  const entries: LoggedEntry[] = parsed.map(({ offset, fields, draft }, at) => {
    const text = wanted[at] === undefined ? null : texts[next++];
    const content = text ? (JSON.parse(text) as PublicContent) : undefined;
    return resolveEntry(draft, offset, Number(fields.get("at")), content);
  });
  const newest = parsed.at(-1)?.fields;
  return { outcome: "entries", entries, mark: newest?.get("mark") ?? "", epoch: newest?.get("epoch") ?? "" };
}

/** Newest first: `cursor` is `<score>-<id>` of the last item of the page before. */
export async function pageOf(redis: Redis, key: string, cursor: string | undefined, limit: number) {
  const dash = cursor?.indexOf("-") ?? -1;
  const score = cursor === undefined ? "+inf" : dash < 0 ? cursor : cursor.slice(0, dash);
  const lastId = cursor === undefined || dash < 0 ? undefined : cursor.slice(dash + 1);
  const ids: string[] = [];
  let last = "";
  // Items that share an instant stand in reverse order of their ids: skip down to the one given.
  for (let skip = 0; ids.length <= limit; ) {
    const flat = await redis.zrevrangebyscore(key, score, "-inf", "WITHSCORES", "LIMIT", skip, limit + 1);
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const [id, itemScore] = [flat[at]!, flat[at + 1]!];
      if (lastId !== undefined && itemScore === score && id >= lastId) continue;
      ids.push(id);
      if (ids.length === limit) last = `${itemScore}-${id}`;
    }
    if (flat.length < 2 * (limit + 1)) break;
    skip += limit + 1;
  }
  return ids.length > limit ? { ids: ids.slice(0, limit), next: last } : { ids, next: undefined };
}

/** The replies of a pipeline; the first that failed is thrown. */
export async function values(pipeline: ReturnType<Redis["pipeline"]>): Promise<unknown[]> {
  const replies = await pipeline.exec();
  if (replies === null) throw new Error("Connection is closed.");
  return replies.map(([error, value]) => {
    if (error !== null) throw error;
    return value;
  });
}
